// What tar says of what goes wrong, in GNU's words and busybox's: errors that end it, errors that only count in the
// status, and each warning about names once.

import { strerror, type Errno } from "../../../base/errno.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Io } from "../../libc/command.ts";
import { escapeMemberName } from "./listing.ts";
import { isUtf8 } from "../../libc/quote.ts";

export class Speech {
  private readonly said = new Set<string>();
  readonly busybox: boolean;

  constructor(readonly io: Io) {
    this.busybox = io.family === "busybox";
  }

  quote(name: string): string {
    return this.busybox ? name : escapeMemberName(name, isUtf8(this.io.env));
  }

  /** Goes on; the status tells of it at the end. */
  error(message: string): Task<number> {
    return this.io.complain(message, this.busybox ? 1 : 2);
  }

  /** GNU's `x: Cannot open: …`, busybox's `can't open 'x': …` */
  refused(verb: string, name: string, errno: Errno): Task<number> {
    const why = strerror(errno);
    if (this.busybox)
      return this.error(verb === "stat" ? `${name}: ${why}` : `can't ${verb} '${name}': ${why}`);
    return this.error(`${this.quote(name)}: Cannot ${verb}: ${why}`);
  }

  *fatal(message: string): Task<number> {
    yield* this.error(message);
    return yield* this.end();
  }

  *end(): Task<number> {
    return this.busybox ? 1 : yield* this.error("Error is not recoverable: exiting now");
  }

  warn(message: string): Task<number> {
    return this.io.complain(message, 0);
  }

  /** A part of names was taken away. */
  *removing(prefix: string, kind = "member names"): Task<void> {
    if (this.said.has(prefix + kind)) return;
    this.said.add(prefix + kind);
    if (this.busybox) yield* this.warn(`removing leading '${prefix}' from ${kind}`);
    else yield* this.warn(`Removing leading \`${prefix}' from ${kind}`);
  }

  /** Before the program ends with a status that earlier errors set. */
  *finish(creating: boolean): Task<number> {
    const { status } = this.io;
    if (!this.busybox && status === 2)
      yield* this.error("Exiting with failure status due to previous errors");
    if (this.busybox && status !== 0 && creating)
      yield* this.error("error exit delayed from previous errors");
    return status;
  }
}
