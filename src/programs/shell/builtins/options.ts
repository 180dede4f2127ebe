// Options of builtins: letters in words that begin with `-`, before the operands, as each shell reads them
// (POSIX shell, "Utility Syntax Guidelines"). Not here: what is said of a wrong one (complaints.ts), and the
// builtins that read theirs otherwise (set, echo, kill, test).

import type { Task } from "../../../kernel/sys.ts";
import type { Shell } from "../shell.ts";
import { missingValue, wrongOption } from "./complaints.ts";

export interface BuiltinOptions {
  /** letters in order, with their values */
  readonly given: readonly (readonly [letter: string, value: string])[];
  readonly rest: readonly string[];
}

export const has = ({ given }: BuiltinOptions, letter: string): boolean =>
  given.some(([one]) => one === letter);

export const valueOf = ({ given }: BuiltinOptions, letter: string): string | undefined =>
  given.findLast(([one]) => one === letter)?.[1];

/** Letters in `spec`, each with `:` after it if it takes a value; a number is the status of a wrong call. */
export function readOptions(sh: Shell, args: readonly string[], spec: string): BuiltinOptions | Task<number> {
  const given: (readonly [string, string])[] = [];
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--") {
      i++;
      break;
    }
    if (!/^-./s.test(arg)) break;
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at] as string;
      const found = letter === ":" ? -1 : spec.indexOf(letter);
      if (found < 0) return wrongOption(sh, args[0] as string, `-${letter}`);
      if (spec[found + 1] !== ":") {
        given.push([letter, ""]);
        continue;
      }
      const value = at + 1 < arg.length ? arg.slice(at + 1) : args[++i];
      if (value === undefined) return missingValue(sh, args[0] as string, `-${letter}`);
      given.push([letter, value]);
      break;
    }
  }
  return { given, rest: args.slice(i) };
}

export const isRefusal = (options: BuiltinOptions | Task<number>): options is Task<number> =>
  "next" in options;
