// What curl says beside the document: the lines of -v and the progress meter, both on standard error, in the
// words of curl 8.23. Not here: the bar of --progress-bar, and traces.

import { SECOND } from "../../../base/time.ts";
import { encode, encodeLatin1 } from "../../../base/utf8.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";

const METER = `  % Total    % Received % Xferd  Average Speed  Time    Time    Time   Current
                                 Dload  Upload  Total   Spent   Left   Speed
`;

const size = (n: number): string => {
  let value = n;
  for (const unit of ["", "k", "M", "G"]) {
    if (value < 100_000)
      return `${value >= 10_000 || unit === "" ? Math.floor(value) : value.toFixed(1)}${unit}`;
    value /= 1024;
  }
  return `${Math.floor(value)}T`;
};

const percent = (part: number, whole: number): string =>
  String(whole > 0 ? Math.floor((100 * part) / whole) : 0).padStart(3);

export class Reporter {
  private begun = false;

  constructor(
    private readonly sys: Sys,
    readonly verbose: boolean,
    /** the meter is drawn */
    readonly meter: boolean,
    /** bodies are told of as numbers of bytes */
    readonly counts: boolean,
  ) {}

  private *tell(text: string, latin1 = false): Task<void> {
    yield* this.sys.write(2, latin1 ? encodeLatin1(text) : encode(text));
  }

  *note(text: string): Task<void> {
    if (this.verbose) yield* this.tell(`* ${text}\n`);
  }

  *sent(head: string): Task<void> {
    if (!this.verbose) return;
    for (const line of head.replace(/\r\n$/, "").split("\r\n")) yield* this.tell(`> ${line}\r\n`, true);
  }

  *heard(line: string): Task<void> {
    if (this.verbose) yield* this.tell(`< ${line}\r\n`, true);
  }

  *data(direction: "{" | "}", bytes: number): Task<void> {
    if (this.verbose && this.counts) yield* this.tell(`${direction} [${bytes} bytes data]\n`);
  }

  /** Once, when the transfer begins. */
  *start(): Task<void> {
    if (!this.meter || this.begun) return;
    this.begun = true;
    yield* this.tell(METER + meterLine(0, 0, 0, 0, 0));
  }

  *finish(total: number, received: number, sent: number, elapsed: number): Task<void> {
    if (this.begun) yield* this.tell(`${meterLine(total, received, sent, elapsed, 0)}\n`);
  }

  /** After an error. */
  *abandon(): Task<void> {
    if (this.begun) yield* this.tell("\n");
  }
}

function meterLine(total: number, received: number, sent: number, elapsed: number, now: number): string {
  const speed = (bytes: number): string => size(elapsed > 0 ? (bytes * SECOND) / elapsed : 0).padStart(6);
  const whole = total > 0 ? total + sent : 0;
  const all = received + sent;
  const first = whole > 0 ? percent(all, whole) : all > 0 ? "100" : "  0";
  return `\r${first} ${size(all).padStart(6)} ${percent(received, total)} ${size(received).padStart(6)} ${percent(sent, sent)} ${size(sent).padStart(6)} ${speed(received)} ${speed(sent)}${" ".repeat(24)} ${size(now).padStart(6)}`;
}
