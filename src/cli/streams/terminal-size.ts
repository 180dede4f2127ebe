// A container's or exec's terminal kept as large as the client's own (docker/cli container/tty.go): at the beginning,
// again for a while if it is not there yet, and whenever the client's changes.

import { MILLISECOND, type Instant } from "../../base/time.ts";
import { SIGWINCH } from "../../base/signals.ts";
import type { Task } from "../../kernel/sys.ts";
import type { WindowSize } from "../../kernel/terminal.ts";
import type { Client } from "../client.ts";

const ATTEMPTS = 10;
const STEP = 10 * MILLISECOND;

export class TerminalSize {
  private attempts = 0;
  private nextAttempt: Instant | undefined;

  constructor(
    private readonly client: Client,
    private readonly operation: "ContainerResize" | "ExecResize",
    private readonly id: string,
  ) {}

  /** When `retry` is due. */
  get due(): Instant | undefined {
    return this.nextAttempt;
  }

  *begin(): Task<void> {
    if (!(yield* this.follow())) this.nextAttempt = this.client.sys.now() + STEP;
    this.client.interrupts.also(SIGWINCH);
  }

  *retry(): Task<void> {
    if (this.nextAttempt === undefined || this.client.sys.now() < this.nextAttempt) return;
    this.attempts++;
    const done = yield* this.follow();
    const again = !done && this.attempts < ATTEMPTS;
    this.nextAttempt = again ? this.client.sys.now() + (this.attempts + 1) * STEP : undefined;
    if (!done && !again) yield* this.client.printError("failed to resize tty, using default size\n");
  }

  /** Makes it as large as the client's; false if it could not be. */
  follow(): Task<boolean> {
    return this.resizeTo(this.client.outputSize);
  }

  *resizeTo({ rows, columns }: WindowSize): Task<boolean> {
    if (rows === 0 && columns === 0) return true;
    const query = { h: String(rows), w: String(columns) };
    const { operation, client, id: target } = this;
    return (yield* client.call(operation, { target, query })).ok;
  }
}
