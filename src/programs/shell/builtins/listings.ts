// The listing of all variables, and in bash of all functions, that `set` and `declare` give without arguments
// (POSIX shell, "set"). Sorted by name, quoted as each shell does.
// Not here: listings with attributes (declare.ts).

import type { Task } from "../../../kernel/sys.ts";
import { functionText } from "../command-text.ts";
import { valueText } from "../declaration-text.ts";
import { print } from "../messages.ts";
import { listValue, parameterValue } from "../parameters.ts";
import { quoteListed, quotePosix } from "../quoting.ts";
import type { Shell } from "../shell.ts";
import { DYNAMIC, INDEXED, type Variable } from "../variables.ts";

/** Counters are listed only where they have been used. */
const UNLISTED = new Set(["RANDOM", "SRANDOM", "SECONDS", "EPOCHSECONDS", "EPOCHREALTIME", "LINENO", "BASHPID", "BASH_SUBSHELL", "BASH_COMMAND", "HISTCMD"]); // prettier-ignore

export function* listVariables(sh: Shell, functions: boolean): Task<number> {
  const names = [...sh.variables.names()].sort();
  const lines = names.map((name) => lineOf(sh, name, sh.variables.find(name) as Variable));
  if (sh.isBash) lines.push(`_=${quoteListed(sh.state.lastArgument)}\n`);
  const all = [...sh.functions].sort(([a], [b]) => (a < b ? -1 : 1));
  if (sh.isBash && functions)
    lines.push(...all.map(([name, { definition }]) => `${functionText(name, definition.body)}\n`));
  return yield* print(sh, lines.join(""));
}

function lineOf(sh: Shell, name: string, variable: Variable): string {
  const { attributes } = variable;
  if (!sh.isBash) {
    const value = name === "LINENO" ? "" : parameterValue(sh, name);
    if (value === undefined || (UNLISTED.has(name) && name !== "LINENO")) return "";
    return `${name}=${quotePosix(value)}\n`;
  }
  if ((attributes & DYNAMIC) !== 0) {
    if (UNLISTED.has(name)) return "";
    if ((attributes & INDEXED) === 0) return `${name}=${quoteListed(parameterValue(sh, name) ?? "")}\n`;
    const pairs = listValue(sh, name).map((value, i) => `[${i}]="${value}"`);
    return name === "FUNCNAME" && pairs.length === 0 ? "" : `${name}=(${pairs.join(" ")})\n`;
  }
  const value = valueText(variable, quoteListed);
  return value === undefined ? "" : `${name}=${value}\n`;
}
