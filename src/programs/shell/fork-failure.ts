// What a shell does when it cannot make a process: bash says so and goes on, the others say so and end (bash jobs.c
// make_child; busybox ash forkshell). bash tries again for some seconds first; here it gives up at once.

import { strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { complain } from "./messages.ts";
import { DISCARDING, EXITING, type Shell } from "./shell.ts";

const BASH_STATUS = 254;

export const isForkFailure = (errno: Errno): boolean => errno === "EAGAIN" || errno === "ENOMEM";

/** Answers the status. */
export function* refuseFork(sh: Shell, errno: Errno): Task<number> {
  if (sh.isBash) {
    yield* complain(sh, `fork: ${strerror(errno)}`);
    return (sh.status = BASH_STATUS);
  }
  yield* complain(sh, sh.dialect.name === "dash" ? "Cannot fork" : `can't fork: ${strerror(errno)}`);
  sh.unwinding = sh.state.interactive || sh.state.persistent ? DISCARDING : EXITING;
  return (sh.status = 2);
}
