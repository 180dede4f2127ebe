// unset: variables, elements of arrays, references and functions (POSIX shell, "unset"; bash's -n).
// Relies on assign.ts for what may be removed. Not here: attributes (declare.ts).

import type { Task } from "../../../kernel/sys.ts";
import { unsetVariable } from "../assign.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, wrong } from "./complaints.ts";
import { has, isRefusal, readOptions } from "./options.ts";

export function unsetBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "fvn" : "fv");
  if (isRefusal(options)) return options;
  const functions = has(options, "f");
  const variables = has(options, "v") || has(options, "n");
  if (functions && variables && sh.isBash) return both(sh);
  return unsetAll(sh, options.rest, functions, variables, has(options, "n"));
}

function* both(sh: Shell): Task<number> {
  yield* wrong(sh, "unset", "cannot simultaneously unset a function and a variable");
  return 1;
}

function* unsetAll(
  sh: Shell,
  names: readonly string[],
  functions: boolean,
  variables: boolean,
  reference: boolean,
): Task<number> {
  let status = 0;
  for (const name of names) {
    const plain = name.replace(/\[.*\]$/s, "");
    if (!functions && !isName(plain) && !sh.functions.has(name)) {
      if (variables || !sh.isBash) status = yield* wrong(sh, "unset", notIdentifier(sh, name));
      if (sh.unwinding !== 0) return status;
      continue;
    }
    const known = sh.variables.find(plain) !== undefined;
    if (functions || (sh.isBash && !variables && !known && sh.functions.has(name))) {
      if (sh.functions.get(name)?.readOnly)
        status = yield* wrong(sh, "unset", `${name}: cannot unset: readonly function`);
      else removeFunction(sh, name);
      continue;
    }
    if (reference) {
      sh.variables.remove(name);
      continue;
    }
    const refused = unsetVariable(sh, name);
    if (refused !== undefined) status = yield* wrong(sh, "unset", refused);
    if (sh.unwinding !== 0) return status;
  }
  return status;
}

function removeFunction(sh: Shell, name: string): void {
  if (!sh.functions.has(name)) return;
  const left = new Map(sh.functions);
  left.delete(name);
  sh.functions = left;
}
