// What a shell does when it cannot make a process: bash says so and goes on, the others say so and end (bash jobs.c
// make_child; busybox ash forkshell). bash tries again for some seconds first, longer each time.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { Pid, Task } from "../../kernel/sys.ts";
import { complain, printError } from "./messages.ts";
import { DISCARDING, EXITING, type Shell } from "./shell.ts";

const BASH_STATUS = 254;

/** Seconds that bash waits at most between two tries. */
const LONGEST_WAIT = 8;

/** What `fork` answers in the end. */
export function* forkPatiently(sh: Shell, fork: () => Pid | Errno): Task<Pid | Errno> {
  let pid = fork();
  for (let seconds = 1; sh.isBash && pid === "EAGAIN" && seconds <= LONGEST_WAIT; seconds *= 2) {
    yield* printError(sh, `${sh.name}: fork: retry: ${strerror(pid)}\n`);
    if (failed(yield* sh.sys.sleep(seconds * SECOND))) break;
    pid = fork();
  }
  return pid;
}

export const isForkFailure = (errno: Errno): boolean => errno === "EAGAIN" || errno === "ENOMEM";

/** bash's error has no line (sys_error). */
export function tellForkFailure(sh: Shell, errno: Errno): Task<void> {
  if (sh.isBash) return printError(sh, `${sh.name}: fork: ${strerror(errno)}\n`);
  return complain(sh, sh.dialect.name === "dash" ? "Cannot fork" : `can't fork: ${strerror(errno)}`);
}

/** Answers the status. */
export function* refuseFork(sh: Shell, errno: Errno): Task<number> {
  yield* tellForkFailure(sh, errno);
  if (sh.isBash) return (sh.status = BASH_STATUS);
  sh.unwinding = sh.state.interactive || sh.state.persistent ? DISCARDING : EXITING;
  return (sh.status = 2);
}
