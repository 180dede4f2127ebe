// What the parts of the evaluator ask of the whole: commands hold texts that hold commands, so the parts are
// handed what lies above them through the shell. interpretation.ts puts it together.
// Nothing but types is here.

import type { ForkEntry, Task } from "../../kernel/sys.ts";
import type { Builtin } from "./builtin.ts";
import type { TextOptions } from "./reader.ts";
import type { ScriptData } from "./script-fork.ts";
import type { Outcome, Shell } from "./shell.ts";
import type { SubshellData } from "./subshell.ts";
import type { Command, List } from "./syntax.ts";
import type { Part } from "./words.ts";

export interface Interpreter {
  run(sh: Shell, command: Command, flags: number): Outcome;
  runList(sh: Shell, list: List, flags: number): Outcome;
  /** ERR and -e: a command came to this status */
  afterFailure(sh: Shell, status: number, flags: number): Outcome;
  runText(sh: Shell, text: string, options: TextOptions): Task<number>;
  substitute(sh: Shell, part: Extract<Part, { kind: "command" }>): Task<string>;
  substituteProcess(sh: Shell, part: Extract<Part, { kind: "process" }>): string;
  promptText(sh: Shell, prompt: string): string;
  /** a subscript that came as text, expanded as far as nothing has to be waited for */
  subscript(sh: Shell, text: string): string;
  builtin(sh: Shell, name: string): Builtin | undefined;
  readonly builtinNames: (sh: Shell) => readonly string[];
  /** what a subshell's process runs */
  readonly subshell: ForkEntry<SubshellData>;
  /** what the process of a script without an interpreter runs */
  readonly script: ForkEntry<ScriptData>;
}
