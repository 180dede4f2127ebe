// What pulling, importing and loading tell, as it is shown (moby pkg/jsonmessage): on a terminal a line for each layer,
// written over as it goes on, with a bar; elsewhere only what is no progress. Remaining time is not shown, as messages
// here do not say when they began.

import { humanSize } from "../../base/go/human-size.ts";
import { fail, ok } from "../../base/result.ts";
import { encode as encoded } from "../../base/utf8.ts";
import type { ApiStream } from "../../api/client/client.ts";
import type { ProgressItem } from "../../api/wire/operations.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Answered, Client } from "../client.ts";
import { clientError, type Outcome } from "../client-error.ts";

const CLEAR_LINE = "\x1b[2K";
const BAR = 50;
const LEAST_FOR_BAR = 110;
const NUMBER_WIDTH = 8;

type Detail = NonNullable<ProgressItem["progressDetail"]>;

/** JSONProgress.String() */
function progressText({ current = 0, total = 0, hidecounts, units = "" }: Detail, columns: number): string {
  const amount = (count: number): string => (units === "" ? humanSize(count) : String(count));
  if (current <= 0 && total <= 0) return "";
  if (total <= 0) return units === "" ? amount(current).padStart(NUMBER_WIDTH) : `${current} ${units}`;
  const done = Math.min(BAR, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const bar = columns > LEAST_FOR_BAR ? `[${"=".repeat(done)}>${" ".repeat(BAR - done)}] ` : "";
  if (hidecounts === true) return bar;
  const unit = units === "" ? "" : ` ${units}`;
  const first = units === "" ? amount(current).padStart(NUMBER_WIDTH) : amount(current);
  return bar + first + (current > total ? "" : `/${amount(total)}`) + unit;
}

/** Shows messages one after the other; remembers which layers have lines. */
class Display {
  private lines = new Map<string, number>();

  constructor(
    private readonly onTerminal: boolean,
    private readonly columns: number,
  ) {}

  show(item: ProgressItem): string {
    const id = item.id ?? "";
    if (id === "" || (item.progressDetail === undefined && item.progress === undefined)) {
      this.lines = new Map();
      return this.line(item) + (this.onTerminal && id !== "" ? down(0) : "");
    }
    const isNew = !this.lines.has(id);
    if (isNew) this.lines.set(id, this.lines.size);
    const distance = this.lines.size - (this.lines.get(id) as number);
    if (!this.onTerminal) return this.line(item);
    return `${isNew ? "\n" : ""}${up(distance)}${this.line(item)}${down(distance)}`;
  }

  private line({ id = "", status = "", stream = "", progress = "", progressDetail }: ProgressItem): string {
    const shown = progressDetail && progressText(progressDetail, this.columns);
    const clears = this.onTerminal && stream === "" && progressDetail !== undefined;
    if (!clears && shown !== undefined && shown !== "") return "";
    const end = clears ? "\r" : "";
    const before = (clears ? CLEAR_LINE + end : "") + (id === "" ? "" : `${id}: `);
    if (shown !== undefined && this.onTerminal) return `${before}${status} ${shown}${end}`;
    if (progress !== "") return `${before}${status} ${progress}${end}`;
    return stream === "" ? `${before}${status}${end}\n` : `${before}${stream}${end}`;
  }
}

const up = (lines: number): string => `\x1b[${lines}A`;
const down = (lines: number): string => `\x1b[${lines}B`;

/** Shows everything that comes, on a stream of the client's or nowhere. An error that is told among it is the outcome. */
export function* showProgress(
  client: Client,
  stream: ApiStream<ProgressItem>,
  to: 1 | 2 | undefined,
  told: (aux: unknown) => void = ignore,
): Task<Outcome> {
  const size = to === undefined ? "ENOTTY" : client.sys.windowSize(to);
  const onTerminal = to !== undefined && client.sys.termios(to) !== undefined;
  const display = new Display(onTerminal, typeof size === "object" ? size.columns : 200);
  for (;;) {
    const item = yield* nextItem(client, stream);
    if (!item.ok) return item.error;
    if (item.value === undefined) break;
    const { errorDetail, aux } = item.value;
    if (errorDetail !== undefined) return clientError(errorDetail.message, errorDetail.code || 1);
    if (aux !== undefined) told(aux);
    if (aux === undefined && to !== undefined) yield* client.write(to, encoded(display.show(item.value)));
  }
  stream.close();
  return undefined;
}

const ignore = (): void => {
  // what is meant for programs is nobody's here
};

interface Read {
  readonly text: string;
  readonly failure: Outcome;
}

/** The same as a text, for who shows it later. */
export function* readProgress(
  client: Client,
  stream: ApiStream<ProgressItem>,
  told: (aux: unknown) => void,
): Task<Read> {
  const display = new Display(false, 0);
  let text = "";
  for (;;) {
    const item = yield* nextItem(client, stream);
    if (!item.ok) return { text, failure: item.error };
    if (item.value === undefined) break;
    const { errorDetail, aux } = item.value;
    if (errorDetail !== undefined)
      return { text, failure: clientError(errorDetail.message, errorDetail.code || 1) };
    if (aux === undefined) text += display.show(item.value);
    else told(aux);
  }
  stream.close();
  return { text, failure: undefined };
}

/** The next item, unless the user has enough. */
export function* nextItem<T>(client: Client, stream: ApiStream<T, unknown>): Task<Answered<T | undefined>> {
  for (;;) {
    const item = yield* stream.next();
    if (item !== "EINTR") return ok(item);
    if (client.interrupts.givesUp()) return fail(client.interrupts.error);
  }
}
