// declare and typeset, local, export, readonly: attributes, scopes and listings of variables and functions
// (POSIX shell, "export", "readonly"; bash, "Bash Builtins"). Arguments that are assignments have been
// taken apart before (declared.ts). Not here: what attributes do when a value is assigned (assign.ts).

import type { Task } from "../../../kernel/sys.ts";
import { assign, assignArray, assignElement, makeArray, readOnlyMessage, setAttributes } from "../assign.ts";
import { splitHead } from "../assignment-grammar.ts";
import { functionText } from "../command-text.ts";
import { declaration } from "../declaration-text.ts";
import type { Declared, DeclaredArgument } from "../declared.ts";
import { parameterValue, resolveReference } from "../parameters.ts";
import { complain, print } from "../messages.ts";
import { quotePosix } from "../quoting.ts";
import { traceValue } from "../trace.ts";
import type { FunctionValue, Outcome, Shell } from "../shell.ts";
import { ASSOCIATIVE, CAPITALISE, DYNAMIC, EXPORTED, INDEXED, INTEGER, LOWER, NAMEREF, READONLY, TRACE, UPPER, type Variable } from "../variables.ts"; // prettier-ignore
import { isName, notIdentifier, wrong, wrongOption } from "./complaints.ts";
import { listVariables } from "./listings.ts";

const BITS = new Map([
  ["a", INDEXED], ["A", ASSOCIATIVE], ["c", CAPITALISE], ["i", INTEGER], ["l", LOWER], ["n", NAMEREF], ["r", READONLY], ["t", TRACE],
  ["u", UPPER], ["x", EXPORTED],
]); // prettier-ignore

/** What a call asks for, however it is named. */
interface Request {
  readonly name: string;
  readonly on: number;
  readonly off: number;
  readonly scope: "local" | "global" | "as it is";
  readonly functions: boolean;
  readonly namesOnly: boolean;
  readonly print: boolean;
  readonly arguments: Declared;
}

// ---- reading the call

interface Letters {
  readonly on: string;
  readonly off: string;
  readonly rest: Declared;
}

/** Options with `-` or `+`; undefined with the first that there is not. */
function readLetters(args: Declared, known: string): Letters | string {
  let on = "";
  let off = "";
  let i = 1;
  for (; i < args.length; i++) {
    const arg = args[i];
    if (typeof arg !== "string" || !/^[-+]./.test(arg)) break;
    if (arg === "--") {
      i++;
      break;
    }
    for (const letter of arg.slice(1)) {
      if (!known.includes(letter)) return `${arg[0]}${letter}`;
      if (arg.startsWith("-")) on += letter;
      else off += letter;
    }
  }
  return { on, off, rest: args.slice(i) };
}

const bitsOf = (letters: string): number =>
  [...letters].reduce((all, letter) => all | (BITS.get(letter) ?? 0), 0);

export function declareBuiltin(sh: Shell, args: readonly string[], declared?: Declared): Outcome {
  return declare(sh, args[0] as string, declared ?? args, sh.variables.depth > 0 ? "local" : "as it is");
}

export function localBuiltin(sh: Shell, args: readonly string[], declared?: Declared): Outcome {
  if (sh.variables.depth === 0) {
    if (sh.isBash) return wrong(sh, "local", "can only be used in a function");
    return wrong(sh, "local", "not in a function");
  }
  if (!sh.isBash) return localPlainly(sh, declared ?? args);
  return declare(sh, "local", declared ?? args, "local");
}

function declare(sh: Shell, name: string, args: Declared, scope: Request["scope"]): Outcome {
  const letters = readLetters(args, "aAcfFgiIlnprtux");
  if (typeof letters === "string") return wrongOption(sh, name, letters);
  const { on, off, rest } = letters;
  const functions = /[fF]/.test(on);
  const wide = on.includes("g");
  return act(sh, {
    name,
    on: bitsOf(on),
    off: bitsOf(off),
    scope: wide ? "global" : scope,
    functions,
    namesOnly: on.includes("F"),
    print: on.includes("p"),
    arguments: rest,
  });
}

export function exportBuiltin(sh: Shell, args: readonly string[], declared?: Declared): Outcome {
  return mark(sh, args, declared, EXPORTED);
}

export function readonlyBuiltin(sh: Shell, args: readonly string[], declared?: Declared): Outcome {
  return mark(sh, args, declared, READONLY);
}

function mark(sh: Shell, args: readonly string[], declared: Declared | undefined, bit: number): Outcome {
  const name = args[0] as string;
  const exports = bit === EXPORTED;
  const known = sh.isBash ? (exports ? "fnp" : "aAfp") : sh.dialect.name === "ash" && exports ? "np" : "p";
  const letters = readLetters(declared ?? args, known);
  if (typeof letters === "string") return wrongOption(sh, name, letters);
  const { on, rest } = letters;
  const removes = exports && on.includes("n");
  return act(sh, {
    name,
    on: (removes ? 0 : bit) | (exports ? 0 : bitsOf(on.replace(/[fp]/g, ""))),
    off: removes ? bit : 0,
    scope: "as it is",
    functions: on.includes("f"),
    namesOnly: false,
    print: on.includes("p"),
    arguments: rest,
  });
}

// ---- acting

function* act(sh: Shell, request: Request): Task<number> {
  const { arguments: given } = request;
  if (given.length === 0) return yield* list(sh, request);
  let status = 0;
  for (const one of given) {
    const outcome = request.functions
      ? actOnFunction(sh, request, nameIn(one))
      : request.print && sh.isBash
        ? printOne(sh, request, nameIn(one))
        : actOnVariable(sh, request, one);
    const result = typeof outcome === "number" ? outcome : yield* outcome;
    if (result !== 0) status = result;
    if (sh.unwinding !== 0) break;
  }
  return status;
}

const nameIn = (one: string | DeclaredArgument): string => (typeof one === "string" ? one : one.name);

/** A text such as `x`, `x=1` (which came from an expansion) or `x[2]`. */
function parseArgument(sh: Shell, text: string): DeclaredArgument | string {
  const head = splitHead(text, sh.dialect.arrays);
  if (head === undefined || (head.append && !sh.isBash)) return text;
  const { name, index, append } = head.parts;
  return { name, index, append, value: text.slice(head.length), elements: undefined };
}

function actOnVariable(sh: Shell, request: Request, given: string | DeclaredArgument): Outcome {
  const one = typeof given === "string" ? parseArgument(sh, given) : given;
  const name = nameIn(one).replace(/\[.*\]$/s, "");
  if (!isName(name))
    return wrong(sh, request.name, notIdentifier(sh, typeof given === "string" ? given : name));
  const marks = request.name === "export" || request.name === "readonly";
  if (marks && typeof one !== "string" && one.index !== undefined)
    return wrong(sh, request.name, notIdentifier(sh, `${name}[${one.index}]`));
  const isReference = ((request.on | request.off) & NAMEREF) !== 0;
  const target = isReference ? name : resolveReference(sh, name);
  const before = sh.variables.find(target);
  if (request.scope === "local") makeLocal(sh, request, target, before);
  if (request.scope !== "local" && typeof one !== "string" && isReadOnly(before))
    return refuseReadOnly(sh, request.name, target);
  const converted = conversion(request.on, before, target);
  if (converted !== undefined) return wrong(sh, request.name, converted);
  if (isReadOnly(before) && (request.off & READONLY) !== 0)
    return wrong(sh, request.name, readOnlyMessage(sh, target));
  prepare(sh, request, target);
  if (typeof one !== "string" && !give(sh, one, target, isReference)) return 1;
  setAttributes(sh, target, request.on & READONLY);
  const traced = sh.options.xtrace && (request.name === "export" || request.name === "readonly");
  return traced && typeof one !== "string" && one.elements === undefined ? traceMarked(sh, one) : 0;
}

/** bash shows the assignments of export and readonly by themselves as well. */
function* traceMarked(sh: Shell, { name, append, value }: DeclaredArgument): Task<number> {
  yield* traceValue(sh, name, append, value);
  return 0;
}

/** bash says it in its own name, of what export and readonly are to assign. */
function* refuseReadOnly(sh: Shell, name: string, target: string): Task<number> {
  if (!sh.isBash || (name !== "export" && name !== "readonly"))
    return yield* wrong(sh, name, readOnlyMessage(sh, target));
  yield* complain(sh, readOnlyMessage(sh, target));
  return 1;
}

/** An array of one kind does not become one of the other. */
function conversion(on: number, before: Variable | undefined, name: string): string | undefined {
  if (before?.elements === undefined) return undefined;
  const associative = (before.attributes & ASSOCIATIVE) !== 0;
  if ((on & INDEXED) !== 0 && associative) return `${name}: cannot convert associative to indexed array`;
  return (on & ASSOCIATIVE) !== 0 && !associative
    ? `${name}: cannot convert indexed to associative array`
    : undefined;
}

const isReadOnly = (variable: Variable | undefined): boolean =>
  variable !== undefined && (variable.attributes & READONLY) !== 0;

function makeLocal(sh: Shell, request: Request, name: string, before: Variable | undefined): void {
  if (!sh.variables.makeLocal(name)) return;
  const keeps = sh.shopts.has("localvar_inherit") ? before : undefined;
  const exported = before === undefined ? 0 : before.attributes & EXPORTED;
  const elements = request.on & (INDEXED | ASSOCIATIVE) ? sh.variables.newElements() : undefined;
  sh.variables.put(name, keeps ?? { value: undefined, attributes: exported, elements });
}

/** The attributes that must be there before a value is given. */
function prepare(sh: Shell, { on, off }: Request, name: string): void {
  const arrays = on & (INDEXED | ASSOCIATIVE);
  const cases = LOWER | UPPER | CAPITALISE;
  const clears = on & cases ? cases & ~on : 0;
  setAttributes(sh, name, on & ~(READONLY | INDEXED | ASSOCIATIVE), off | clears);
  if (arrays === 0) return;
  const variable = sh.variables.find(name);
  if (variable?.elements !== undefined && (variable.attributes & arrays) !== 0) return;
  if (variable?.elements === undefined)
    makeArray(sh, name, variable, arrays & ASSOCIATIVE ? ASSOCIATIVE : INDEXED);
}

function give(sh: Shell, one: DeclaredArgument, name: string, reference: boolean): boolean {
  const { index, append, value, elements } = one;
  if (elements !== undefined) return assignArray(sh, name, elements, append);
  if (index !== undefined) return assignElement(sh, name, index, value, append);
  if (reference) {
    const attributes = sh.variables.find(name)?.attributes ?? 0;
    sh.variables.put(name, { value, attributes, elements: undefined });
    return true;
  }
  return assign(sh, name, value, append);
}

/** dash and busybox: `local x`, `local x=1`, `local -`. */
function* localPlainly(sh: Shell, args: Declared): Task<number> {
  for (const given of args.slice(1)) {
    const one = typeof given === "string" ? parseArgument(sh, given) : given;
    const name = nameIn(one);
    if (name === "-") continue;
    if (!isName(name)) return yield* wrong(sh, "local", notIdentifier(sh, name));
    const before = sh.variables.find(name);
    sh.variables.makeLocal(name);
    if (typeof one === "string") {
      // dash keeps the value that it had, busybox does not
      if (sh.dialect.name === "ash" && !isReadOnly(before)) sh.variables.remove(name);
      continue;
    }
    if (isReadOnly(before)) {
      sh.raise(readOnlyMessage(sh, name));
      return 2;
    }
    assign(sh, name, one.value, one.append);
  }
  return 0;
}

// ---- functions

function actOnFunction(sh: Shell, request: Request, name: string): Outcome {
  const value = sh.functions.get(name);
  if (value === undefined) {
    if (request.name === "export" || request.name === "readonly")
      return wrong(sh, request.name, `${name}: not a function`);
    return 1;
  }
  if ((request.on & (EXPORTED | READONLY)) === 0 && request.off === 0) {
    if (request.namesOnly) return print(sh, `${name}\n`);
    return print(sh, `${functionText(name, value.definition.body)}\n`);
  }
  const exported = (value.exported || (request.on & EXPORTED) !== 0) && (request.off & EXPORTED) === 0;
  const changed: FunctionValue = {
    ...value,
    exported,
    readOnly: value.readOnly || (request.on & READONLY) !== 0,
  };
  sh.functions = new Map(sh.functions).set(name, changed);
  return 0;
}

// ---- listing

function printOne(sh: Shell, request: Request, name: string): Outcome {
  const variable = sh.variables.find(name);
  if (variable === undefined) return wrong(sh, request.name, `${name}: not found`);
  const shown =
    (variable.attributes & DYNAMIC) !== 0 ? { ...variable, value: parameterValue(sh, name) } : variable;
  return print(sh, `${declaration(name, shown)}\n`);
}

function* list(sh: Shell, request: Request): Task<number> {
  if (request.functions) return yield* listFunctions(sh, request);
  if (!sh.isBash) return yield* listMarked(sh, request.name, request.on);
  if (request.name === "local") {
    const names = sh.variables.localNames().sort();
    return yield* print(sh, names.map((name) => listed(sh, name)).join(""));
  }
  const plain =
    request.on === 0 && !request.print && request.name !== "export" && request.name !== "readonly";
  if (plain) return yield* listVariables(sh, true);
  const names = [...sh.variables.entries()].filter(([, one]) => (one.attributes & request.on) === request.on);
  const lines = names.map(([name, one]) => [name, one] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return yield* print(
    sh,
    lines.map(([name, one]) => `${declaration(name, shownOf(sh, name, one))}\n`).join(""),
  );
}

const shownOf = (sh: Shell, name: string, variable: Variable): Variable =>
  (variable.attributes & (DYNAMIC | INDEXED)) === DYNAMIC
    ? { ...variable, value: parameterValue(sh, name) }
    : variable;

function listed(sh: Shell, name: string): string {
  const variable = sh.variables.find(name);
  if (variable === undefined) return "";
  return `${declaration(name, variable)}\n`;
}

/** `export NAME='value'`, as dash and busybox write it. */
function* listMarked(sh: Shell, name: string, bit: number): Task<number> {
  const marked = [...sh.variables.entries()].filter(([, one]) => (one.attributes & bit) !== 0);
  const lines = marked
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([one, { value }]) => `${name} ${one}${value === undefined ? "" : `=${quotePosix(value)}`}\n`);
  return yield* print(sh, lines.join(""));
}

function* listFunctions(sh: Shell, request: Request): Task<number> {
  const all = [...sh.functions].sort(([a], [b]) => (a < b ? -1 : 1));
  const wanted = all.filter(([, one]) => (request.on & EXPORTED) === 0 || one.exported);
  const lines = wanted.map(([name, { definition, exported }]) => {
    const flags = exported ? "fx" : "f";
    if (request.namesOnly) return `declare -${flags} ${name}\n`;
    const after = exported ? `declare -fx ${name}\n` : "";
    return `${functionText(name, definition.body)}\n${after}`;
  });
  return yield* print(sh, lines.join(""));
}
