// coproc: a background job with a pipe to and from it, whose descriptors stand in an array (bash,
// "Coprocesses"). Relies on subshell.ts. One coprocess at a time has its variables.
// Not here: reading from it and writing to it, which is redirection.

import { failed, strerror } from "../../base/errno.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { assign, assignArray } from "./assign.ts";
import { commandText } from "./command-text.ts";
import { complain } from "./messages.ts";
import type { Shell } from "./shell.ts";
import { forkSubshell } from "./subshell.ts";
import type { Coprocess } from "./syntax.ts";

/** bash moves its ends of the pipes here. */
const READS_AT = 63;
const WRITES_AT = 60;

export function* runCoprocess(sh: Shell, { name, body }: Coprocess): Task<number> {
  const to = sh.sys.pipe();
  const from = sh.sys.pipe();
  if (failed(to) || failed(from)) {
    yield* complain(sh, `pipe error: ${strerror("EMFILE")}`);
    return (sh.status = 1);
  }
  const pid = forkSubshell(
    sh,
    { kind: "command", command: body, tested: false },
    { fds: [[0, to[0]], [1, from[1]]], close: [...to, ...from], background: true }, // prettier-ignore
  );
  void sh.sys.close(to[0]);
  void sh.sys.close(from[1]);
  const own = [moveTo(sh, from[0], READS_AT), moveTo(sh, to[1], WRITES_AT)];
  if (failed(pid)) {
    yield* complain(sh, `fork: ${strerror(pid)}`);
    return (sh.status = 254);
  }
  const settings = own.map((fd) => ({ index: undefined, value: String(fd), append: false }));
  assignArray(sh, name, settings, false);
  assign(sh, `${name}_PID`, String(pid));
  sh.jobs.add(pid, [{ pid, text: commandText(body), change: undefined }], true);
  sh.state.lastBackground = pid;
  return (sh.status = 0);
}

function moveTo(sh: Shell, fd: Fd, target: Fd): Fd {
  const moved = sh.sys.dup2(fd, target);
  if (failed(moved)) return fd;
  void sh.sys.close(fd);
  void sh.sys.closeOnExec(moved, true);
  return moved;
}
