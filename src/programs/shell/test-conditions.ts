// The conditions of test, [ and [[ on one operand, with those on a shell's own variables and options (bash,
// "Bash Conditional Expressions"). Not here: conditions on files and numbers (libc/test-conditions.ts), how
// expressions are put together (libc/test-expression.ts, test-command.ts).

import { plainUnaryTest } from "../libc/test-conditions.ts";
import { findVariable, listValue, elementValue } from "./parameters.ts";
import { OPTION_NAMES } from "./options.ts";
import type { Shell } from "./shell.ts";
import { NAMEREF } from "./variables.ts";

export const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;

export function unaryTest(sh: Shell, letter: string, operand: string): boolean {
  switch (letter) {
    case "v":
      return isSet(sh, operand);
    case "R":
      return ((sh.variables.find(operand)?.attributes ?? 0) & NAMEREF) !== 0;
    case "o":
      return OPTION_NAMES[sh.dialect.name].some((name) => name === operand && sh.options[name]);
    default:
      return plainUnaryTest(sh.sys, letter, operand);
  }
}

function isSet(sh: Shell, name: string): boolean {
  const match = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (match === null) {
    if (/^\d+$/.test(name)) return name === "0" || sh.positional[Number(name) - 1] !== undefined;
    const variable = findVariable(sh, name);
    return variable !== undefined && (variable.value !== undefined || listValue(sh, name).length > 0);
  }
  const [, array = "", index = ""] = match;
  if (index === "@" || index === "*") return listValue(sh, array).length > 0;
  return elementValue(sh, array, sh.interpreter.subscript(sh, index)) !== undefined;
}
