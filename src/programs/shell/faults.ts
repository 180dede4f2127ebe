// Telling the fault that expansion or assignment kept, and doing what it asks for: the command fails, the rest
// of the text is dropped, or the shell ends (POSIX shell, 2.8.1). An interactive shell never ends of it.
// Not here: raising faults (shell.ts).

import type { Task } from "../../kernel/sys.ts";
import { complain } from "./messages.ts";
import { DISCARDING, EXITING, type Shell } from "./shell.ts";

/** Answers the status. */
export function* tellFault(sh: Shell, builtin?: string): Task<number> {
  const { fault } = sh;
  if (fault === undefined) return sh.status;
  sh.fault = undefined;
  // bash says this of variables in no builtin's name
  const named = sh.isBash && fault.message.endsWith(": readonly variable") ? undefined : builtin;
  const { line, readTo } = sh.state;
  if (sh.dialect.name === "ash" && fault.message.startsWith("syntax error: bad sub"))
    sh.state.line = Math.max(readTo, Math.min(1, sh.state.subshells));
  yield* complain(sh, fault.message, named);
  sh.state.line = line;
  sh.status = fault.status;
  if (fault.effect === "fail") return sh.status;
  const stays = sh.state.interactive || sh.state.persistent;
  const ends = fault.effect === "exit" || (sh.isBash && sh.options.errexit);
  sh.unwinding = ends && !stays ? EXITING : DISCARDING;
  return sh.status;
}
