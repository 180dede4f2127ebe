// The whole evaluator put together: what the parts hand upwards through the shell (interpreter.ts), and what the
// processes of subshells and of scripts without an interpreter run. Relies on everything below.
// Not here: shells that are called as programs (session.ts).

import { failed, strerror } from "../../base/errno.ts";
import { SIGINT, SIGQUIT } from "../../base/signals.ts";
import { decode, encode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile } from "../libc/input.ts";
import { isBinary } from "./binary.ts";
import { subscriptNow } from "./assignments.ts";
import { builtinNamed, builtinNames } from "./builtins/table.ts";
import { finish, isWorthwhile } from "./checkpoints.ts";
import { restoreShell } from "./create.ts";
import { afterFailure, run, runList } from "./evaluate.ts";
import { LAST, TESTED } from "./flags.ts";
import type { Interpreter } from "./interpreter.ts";
import { isRefusal, readInvocation } from "./invocation.ts";
import { substituteProcess } from "./process-substitution.ts";
import { promptText } from "./prompt.ts";
import { runItems, runText } from "./reader.ts";
import { BEGINNING, type Position } from "./resume.ts";
import type { ScriptData } from "./script-fork.ts";
import type { Shell } from "./shell.ts";
import { startShell } from "./startup.ts";
import type { SubshellData } from "./subshell.ts";
import { substitute } from "./substitution.ts";
import type { List } from "./syntax.ts";

export const INTERPRETER: Interpreter = {
  run,
  runList,
  afterFailure,
  runText,
  substitute,
  substituteProcess,
  promptText,
  subscript: subscriptNow,
  builtin: builtinNamed,
  builtinNames,
  subshell,
  script,
};

function* subshell(sys: Sys, data: SubshellData): Task<number> {
  const { dialect, image, work, position } = data;
  const sh = restoreShell(sys, dialect, image, position === undefined, INTERPRETER);
  if (data.deaf && position === undefined)
    for (const signal of [SIGINT, SIGQUIT]) sys.disposition(signal, "ignore");
  const save = (here: Position): void => {
    if (isWorthwhile(sh)) sys.checkpoint(subshell, { ...data, image: sh.image(), position: here });
  };
  if (work.kind === "text") {
    if (position === undefined) sh.state.lineBase = work.line;
    yield* runText(sh, work.text, {
      last: true,
      source: work.backquoted && !sh.isBash ? "backquotes" : "substitution",
      save,
      from: position ?? BEGINNING,
    });
    return yield* finish(sh);
  }
  const list = listOf(work.command);
  yield* runItems(sh, list, LAST | (work.tested ? TESTED : 0), position ?? BEGINNING, save);
  return yield* finish(sh);
}

const listOf = (command: Parameters<typeof run>[1]): List =>
  command.kind === "list"
    ? command
    : { kind: "list", items: [{ command, background: false }], line: command.line };

/** A file that was to be executed and names no interpreter. */
function* script(sys: Sys, { dialect, standalone, path, argv, env, prefix }: ScriptData): Task<number> {
  const bytes = yield* readFile(sys, path);
  if (failed(bytes)) return 126;
  if (isBinary(bytes)) {
    yield* sys.write(2, encode(`${prefix}${path}: cannot execute binary file: ${strerror("ENOEXEC")}\n`));
    return 126;
  }
  const called = readInvocation(dialect, [path, "--", path, ...argv.slice(1)]);
  if (isRefusal(called)) return called.status;
  const sh: Shell = startShell(sys, dialect, called, env, INTERPRETER);
  sh.state.standalone = standalone;
  yield* runText(sh, decode(bytes), { last: true, source: "script" });
  return yield* finish(sh);
}
