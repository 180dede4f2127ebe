// mapfile and readarray: lines of a descriptor as elements of an array (bash, "Bash Builtins").
// Relies on the line reading of `read`. Not here: callbacks (-C), which nobody uses.

import type { Task } from "../../../kernel/sys.ts";
import { assignArray, type ElementSetting } from "../assign.ts";
import { readLine } from "../read-line.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, wrong } from "./complaints.ts";
import { has, isRefusal, readOptions, valueOf, type BuiltinOptions } from "./options.ts";

export function mapfileBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "d:n:O:s:tu:C:c:");
  if (isRefusal(options)) return options;
  const [name = "MAPFILE"] = options.rest;
  if (!isName(name)) return wrong(sh, args[0] as string, notIdentifier(sh, name));
  return readLines(sh, options, name);
}

const numberOf = (options: BuiltinOptions, letter: string): number =>
  Number(valueOf(options, letter) ?? "0") || 0;

function* readLines(sh: Shell, options: BuiltinOptions, name: string): Task<number> {
  const delimiter = valueOf(options, "d");
  const byte = delimiter === undefined ? 10 : delimiter === "" ? 0 : delimiter.charCodeAt(0);
  const end = has(options, "t") ? "" : String.fromCharCode(byte);
  const most = numberOf(options, "n") || Infinity;
  let skipped = numberOf(options, "s");
  let index = numberOf(options, "O");
  const settings: ElementSetting[] = [];
  while (settings.length < most) {
    const line = yield* readLine(sh, numberOf(options, "u"), { delimiter: byte });
    if (line.ended && line.text === "") break;
    if (skipped > 0) skipped--;
    else
      settings.push({
        index: String(index++),
        value: line.ended ? line.text : line.text + end,
        append: false,
      });
    if (line.ended) break;
  }
  assignArray(sh, name, settings, valueOf(options, "O") !== undefined);
  return 0;
}
