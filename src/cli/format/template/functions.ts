// What a template function is, and text/template's own functions except `and`, `or` and `call`, which the
// executor has to treat specially. Source of the rules and texts: Go's text/template/funcs.go.

import { sprint, sprintf, sprintln } from "../../../base/go/fmt.ts";
import { byteSlice, bytesOf } from "../../../base/go/go-string.ts";
import type { GoInt } from "../../../base/go/integers.ts";
import { any, bool, type GoType, int, isAssignable, make, string, uint8 } from "../../../base/go/types.ts";
import {
  GoValue,
  indexSlice,
  indirect,
  indirectInterface,
  INVALID,
  isNilReference,
  isTrue,
  lengthOf,
  mapIndex,
  valueOf,
} from "../../../base/go/value.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { eq, ge, gt, le, lt, ne } from "./comparison.ts";
import { escapeHtml, escapeJs, escapeUrlQuery } from "./escaping.ts";

export type Called = Result<GoValue, string>;

export interface TemplateFunction {
  readonly params: readonly GoType[];
  /** the last parameter may be given any number of times */
  readonly variadic: boolean;
  readonly call: (args: readonly GoValue[]) => Called;
}

export type Functions = ReadonlyMap<string, TemplateFunction>;

/** UTF-16 units of one string. Go would run out of memory some time; here a template is not let get there. */
export const MAX_STRING = 1 << 24;

/** Parameters that take any value as it stands, nil and typed nils included. */
export const reflectValue = make("struct", "reflect.Value");

export const okString = (text: string): Called => ok(new GoValue(string, text));
const okBool = (value: boolean): Called => ok(new GoValue(bool, value));

const isInteger = (type: GoType): boolean => type.kind === "int" || type.kind === "uint";

function indexArgument(index: GoValue, cap: number): Result<number, string> {
  if (index === INVALID) return fail("cannot index slice/array with nil");
  if (!isInteger(index.type)) return fail(`cannot index slice/array with type ${index.type.name}`);
  const x = index.data as GoInt;
  return x < 0 || x > cap ? fail(`index out of range: ${x}`) : ok(Number(x));
}

/** A value as an argument of a type, as `call` and map indexes take it. */
function prepareArgument(value: GoValue, type: GoType): Called {
  const nillable = ["interface", "map", "pointer", "slice", "func"].includes(type.kind);
  if (value === INVALID && !nillable) return fail(`value is nil; should be of type ${type.name}`);
  if (value === INVALID) return ok(valueOf(type, null));
  if (isAssignable(value.type, type) || (isInteger(value.type) && isInteger(type))) return ok(value);
  return fail(`value has type ${value.type.name}; should be ${type.name}`);
}

function indexSequence(item: GoValue, index: GoValue): Called {
  const n = lengthOf(item);
  const x = indexArgument(index, n);
  if (!x.ok) return x;
  if (x.value === n) return fail(`reflect: ${item.type.kind} index out of range`);
  if (item.type.kind === "slice") return ok(indexSlice(item, x.value));
  return ok(new GoValue(uint8, bytesOf(item.data as string)[x.value]));
}

function indexOnce(item: GoValue, index: GoValue): Called {
  switch (item.type.kind) {
    case "slice":
    case "string":
      return indexSequence(item, index);
    case "map": {
      const key = prepareArgument(index, item.type.key as GoType);
      if (!key.ok) return key;
      return ok(mapIndex(item, key.value.data) ?? valueOf(item.type.elem as GoType, undefined));
    }
    default:
      return fail(`can't index item of type ${item.type.name}`);
  }
}

function index([first, ...indexes]: readonly GoValue[]): Called {
  let item = indirectInterface(first as GoValue);
  if (item === INVALID) return fail("index of untyped nil");
  for (const one of indexes) {
    item = indirect(item);
    if (isNilReference(item)) return fail("index of nil pointer");
    const next = indexOnce(item, indirectInterface(one));
    if (!next.ok) return next;
    item = next.value;
  }
  return ok(item);
}

function sliceBounds(indexes: readonly GoValue[], length: number): Result<number[], string> {
  const bounds = [0, length];
  for (const [i, one] of indexes.entries()) {
    const x = indexArgument(one, length);
    if (!x.ok) return x;
    bounds[i] = x.value;
  }
  for (let i = 1; i < bounds.length; i++) {
    const [low, high] = bounds.slice(i - 1) as [number, number];
    if (low > high) return fail(`invalid slice index: ${low} > ${high}`);
  }
  return ok(bounds);
}

function slice([first, ...indexes]: readonly GoValue[]): Called {
  const item = indirectInterface(first as GoValue);
  if (item === INVALID) return fail("slice of untyped nil");
  if (indexes.length > 3) return fail(`too many slice indexes: ${indexes.length}`);
  const { kind } = item.type;
  if (kind === "string" && indexes.length === 3) return fail("cannot 3-index slice a string");
  if (kind !== "string" && kind !== "slice") return fail(`can't slice item of type ${item.type.name}`);
  const bounds = sliceBounds(indexes, lengthOf(item));
  if (!bounds.ok) return bounds;
  const [low, high] = bounds.value as [number, number];
  if (kind === "string") return ok(new GoValue(item.type, byteSlice(item.data as string, low, high)));
  return ok(new GoValue(item.type, ((item.data ?? []) as unknown[]).slice(low, high)));
}

function length([arg]: readonly GoValue[]): Called {
  const item = indirect(arg as GoValue);
  if (isNilReference(item)) return fail("len of nil pointer");
  if (item === INVALID) return fail("reflect: call of reflect.Value.Type on zero Value");
  if (!["slice", "map", "string"].includes(item.type.kind)) return fail(`len of type ${item.type.name}`);
  return ok(new GoValue(int, lengthOf(item)));
}

/** What printing shows of an argument: pointers are followed, and nothing is "<no value>". */
export function printable(v: GoValue): GoValue {
  const shown = v.type.kind === "pointer" ? indirect(v) : v;
  return shown === INVALID ? new GoValue(string, "<no value>") : shown;
}

/** Operands of fmt: what is in the interfaces. */
const operands = (args: readonly GoValue[]): GoValue[] => args.map(indirectInterface);

const escaper =
  (escape: (text: string) => string) =>
  (args: readonly GoValue[]): Called => {
    const text = sprint(operands(args).map(printable));
    return text.length > MAX_STRING ? okString(text) : okString(escape(text));
  };

const printfArgs = ([format, ...rest]: readonly GoValue[]): Called =>
  okString(sprintf((format as GoValue).data as string, operands(rest)));

const ANYTHING = [any];
const ONE = [reflectValue];
const TWO = [reflectValue, reflectValue];

const define = (
  params: readonly GoType[],
  variadic: boolean,
  call: (args: readonly GoValue[]) => Called,
): TemplateFunction => ({ params, variadic, call });

const comparison = (compare: (a: GoValue, b: GoValue) => Result<boolean, string>): TemplateFunction =>
  define(TWO, false, ([a, b]) => {
    const result = compare(a as GoValue, b as GoValue);
    return result.ok ? okBool(result.value) : result;
  });

/** `and`, `or` and `call` are here for their parameters; the executor never calls them. */
const special = (params: readonly GoType[]): TemplateFunction => define(params, true, () => ok(INVALID));

export const builtins: Functions = new Map<string, TemplateFunction>([
  ["and", special(TWO)],
  ["or", special(TWO)],
  ["call", special(TWO)],
  ["html", define(ANYTHING, true, escaper(escapeHtml))],
  ["js", define(ANYTHING, true, escaper(escapeJs))],
  ["urlquery", define(ANYTHING, true, escaper(escapeUrlQuery))],
  ["index", define(TWO, true, index)],
  ["slice", define(TWO, true, slice)],
  ["len", define(ONE, false, length)],
  ["not", define(ONE, false, ([v]) => okBool(!isTrue(indirectInterface(v as GoValue))))],
  ["print", define(ANYTHING, true, (args) => okString(sprint(operands(args))))],
  ["printf", define([string, any], true, printfArgs)],
  ["println", define(ANYTHING, true, (args) => okString(sprintln(operands(args))))],
  [
    "eq",
    define(TWO, true, ([a, ...others]) => {
      const result = eq(a as GoValue, others);
      return result.ok ? okBool(result.value) : result;
    }),
  ],
  ["ne", comparison(ne)],
  ["lt", comparison(lt)],
  ["le", comparison(le)],
  ["gt", comparison(gt)],
  ["ge", comparison(ge)],
]);

/** The `call` builtin: the first argument is a function value, whose data is a TemplateFunction. */
export function callFunction(name: string, callee: GoValue, args: readonly GoValue[]): Called {
  const fn = indirectInterface(callee);
  if (fn === INVALID) return fail("call of nil");
  if (fn.type.kind !== "func") return fail(`non-function ${name} of type ${fn.type.name}`);
  const { params, variadic, call } = fn.data as TemplateFunction;
  const least = variadic ? params.length - 1 : params.length;
  if (variadic ? args.length < least : args.length !== least)
    return fail(
      `wrong number of args for ${name}: got ${args.length} want ${variadic ? "at least " : ""}${least}`,
    );
  const prepared: GoValue[] = [];
  for (const [i, arg] of args.entries()) {
    const value = prepareArgument(indirectInterface(arg), params[Math.min(i, params.length - 1)] as GoType);
    if (!value.ok) return fail(`arg ${i}: ${value.error}`);
    prepared.push(value.value);
  }
  return call(prepared);
}
