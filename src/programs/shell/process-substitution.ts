// Process substitution, <(commands) and >(commands): a subshell at the other end of a pipe that goes by the
// name /dev/fd/N (bash, "Process Substitution"; busybox has it too). The shell's end is closed when the command
// that it was for is over. Relies on subshell.ts.

import { failed } from "../../base/errno.ts";
import type { Fd } from "../../kernel/sys.ts";
import type { Shell } from "./shell.ts";
import { forkSubshell } from "./subshell.ts";
import type { Part } from "./words.ts";

type Process = Extract<Part, { kind: "process" }>;

/** bash counts down from here. */
const FIRST = 63;

export function substituteProcess(sh: Shell, { direction, source, line }: Process): string {
  const pipe = sh.sys.pipe();
  if (failed(pipe)) {
    sh.raise("cannot make pipe for process substitution");
    return "";
  }
  const [reader, writer] = pipe;
  const reads = direction === "<";
  const [own, others] = reads ? [reader, writer] : [writer, reader];
  const kept = moveUp(sh, own);
  const pid = forkSubshell(
    sh,
    { kind: "text", text: source, line: sh.state.lineBase + line, tested: false, backquoted: false },
    { fds: [[reads ? 1 : 0, others]], close: [others, kept] },
  );
  void sh.sys.close(others);
  if (failed(pid)) sh.raise("cannot fork");
  else sh.state.lastBackground = pid;
  sh.processFds.push(kept);
  return `/dev/fd/${kept}`;
}

/** To a high number that is free. */
function moveUp(sh: Shell, fd: Fd): Fd {
  let target = sh.dialect.name === "ash" ? FIRST + 1 : FIRST;
  while (sh.processFds.includes(target)) target--;
  const moved = sh.sys.dup2(fd, target);
  if (failed(moved)) return fd;
  void sh.sys.close(fd);
  return moved;
}

/** The command is over. */
export function closeProcessFds(sh: Shell, from: number): void {
  for (const fd of sh.processFds.splice(from)) void sh.sys.close(fd);
}
