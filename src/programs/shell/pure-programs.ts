// Programs in pipelines and in the background that can be started without a subshell, as their words expand to
// the same in the parent and change nothing there: plain text and plain parameters. It saves a copy of the
// shell and nobody can tell. Not here: what needs a subshell (subshell.ts).

import { failed, type Errno } from "../../base/errno.ts";
import type { Pid } from "../../kernel/sys.ts";
import { expandWords } from "./expand.ts";
import { environmentFor, findProgram } from "./programs.ts";
import type { Shell } from "./shell.ts";
import { forkSubshell, handledSignals, type SubshellRequest } from "./subshell.ts";
import type { Command } from "./syntax.ts";
import { argumentPlans } from "./word-plans.ts";
import type { Part } from "./words.ts";

export interface PureProgram {
  readonly command: Command;
  readonly path: string;
  readonly args: readonly string[];
}

const isPure = (part: Part): boolean =>
  part.kind === "text" || (part.kind === "parameter" && part.name !== "RANDOM");

/** undefined: it needs a subshell. */
export function planPure(sh: Shell, command: Command, background: boolean): PureProgram | undefined {
  if (command.kind !== "simple" || command.words.length === 0) return undefined;
  // it has to ignore the keys' signals before it becomes the program
  if (background && !sh.options.monitor) return undefined;
  if (command.assignments.length + command.redirections.length > 0) return undefined;
  const { options } = sh;
  if (options.nounset || options.xtrace || sh.traps.has("DEBUG")) return undefined;
  for (const word of command.words)
    for (const plan of argumentPlans(word, sh.dialect, options.braceexpand))
      if (plan.literal === undefined && !plan.parts.every(isPure)) return undefined;
  const args = expandWords(sh, command.words);
  if (!Array.isArray(args) || args[0] === undefined) return undefined;
  const [name] = args;
  if (sh.functions.has(name) || sh.interpreter.builtin(sh, name) !== undefined) return undefined;
  const found = findProgram(sh, name);
  return found.errno === undefined ? { command, path: found.path, args } : undefined;
}

export function startPure(
  sh: Shell,
  { command, path, args }: PureProgram,
  request: SubshellRequest,
): Pid | Errno {
  const group = {
    ...(request.pgid === undefined ? {} : { pgid: request.pgid }),
    ...(request.foregroundOf === undefined ? {} : { foregroundOf: request.foregroundOf }),
  };
  const pid = sh.sys.spawn({
    path,
    argv: args,
    env: environmentFor(sh, path),
    fds: request.fds ?? [],
    close: request.close ?? [],
    defaulted: sh.state.interactive ? handledSignals(sh) : [],
    ...group,
  });
  if (!failed(pid)) return pid;
  // What goes wrong is said by the process that it goes wrong in.
  return forkSubshell(sh, { kind: "command", command, tested: false }, request);
}
