// Arguments of declare, export, local and their like that are assignments: their values are one text each, not
// fields, and may be arrays (bash, "Bash Builtins"; busybox does so for scalars). Not here: what is done with them
// (builtins/declare.ts).

import type { Task } from "../../kernel/sys.ts";
import { elementSettings, expandIndex } from "./assignments.ts";
import type { ElementSetting } from "./assign.ts";
import { expandValue, expandWords } from "./expand.ts";
import type { Shell } from "./shell.ts";
import type { Argument, Assignment } from "./syntax.ts";

export interface DeclaredArgument {
  readonly name: string;
  readonly index: string | undefined;
  readonly append: boolean;
  readonly value: string;
  /** of an array; then `value` means nothing */
  readonly elements: readonly ElementSetting[] | undefined;
}

/** A plain argument, or an assignment. */
export type Declared = readonly (string | DeclaredArgument)[];

/** The arguments of such a command, and all of them as texts. */
export function* declaredArguments(
  sh: Shell,
  words: readonly Argument[],
): Task<{ readonly declared: Declared; readonly args: readonly string[] }> {
  const declared: (string | DeclaredArgument)[] = [];
  for (const word of words) {
    if (word.assignment !== undefined) declared.push(yield* expandDeclared(sh, word.assignment));
    else {
      const fields = expandWords(sh, [word]);
      declared.push(...(Array.isArray(fields) ? fields : yield* fields));
    }
    if (sh.failed) break;
  }
  return { declared, args: declared.map((one) => (typeof one === "string" ? one : textOf(one))) };
}

const textOf = ({ name, index, append, value, elements }: DeclaredArgument): string => {
  const shown = elements === undefined ? value : `(${elements.map((one) => one.value).join(" ")})`;
  return `${name}${index === undefined ? "" : `[${index}]`}${append ? "+" : ""}=${shown}`;
};

function* expandDeclared(
  sh: Shell,
  { name, index, append, value, elements }: Assignment,
): Task<DeclaredArgument> {
  if (elements !== undefined) {
    const settings = yield* elementSettings(sh, elements);
    return { name, index, append, value: "", elements: settings };
  }
  const expanded = expandValue(sh, value, true);
  const text = typeof expanded === "string" ? expanded : yield* expanded;
  const key = index === undefined ? undefined : yield* expandIndex(sh, index);
  return { name, index: key, append, value: text, elements: undefined };
}
