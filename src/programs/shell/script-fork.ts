// A file that is executable but says no interpreter is read as a script by the shell that was to run it, in the
// process that was to become it (POSIX shell, 2.9.1.1). That process begins anew: only what is exported, the
// descriptors and the working directory are the old ones. Not here: `#!`, which the kernel follows, and what
// that process does (session.ts).

import type { Errno } from "../../base/errno.ts";
import type { ChildFiles, ChildGroup, Pid } from "../../kernel/sys.ts";
import type { DialectName } from "./dialect.ts";
import { prefixOf } from "./messages.ts";
import type { Shell } from "./shell.ts";
import { handledSignals } from "./subshell.ts";

export interface ScriptData {
  readonly dialect: DialectName;
  readonly standalone: boolean;
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: readonly string[];
  /** what the parent's messages begin with */
  readonly prefix: string;
}

export function forkScript(
  sh: Shell,
  path: string,
  argv: readonly string[],
  request: ChildFiles & ChildGroup,
): Pid | Errno {
  const env = sh.variables.environment();
  const { standalone } = sh.state;
  const data: ScriptData = { dialect: sh.dialect.name, standalone, path, argv, env, prefix: prefixOf(sh) };
  return sh.sys.fork({ ...request, entry: sh.interpreter.script, data, defaulted: handledSignals(sh) });
}
