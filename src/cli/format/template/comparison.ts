// eq, ne, lt, le, gt, ge of templates, which compare basic values of one kind and integers of any. Source of
// the rules and texts: Go's text/template/funcs.go.

import { formatWith } from "../../../base/go/fmt.ts";
import { compareStrings } from "../../../base/go/go-string.ts";
import type { GoInt } from "../../../base/go/integers.ts";
import { isComparable } from "../../../base/go/types.ts";
import { type GoValue, indirectInterface, INVALID, isNil, sameValue } from "../../../base/go/value.ts";
import { fail, ok, type Result } from "../../../base/result.ts";

type Compared = Result<boolean, string>;

const BASIC = new Set(["bool", "int", "uint", "float", "complex", "string"]);
const isBasic = (v: GoValue): boolean => BASIC.has(v.type.kind);
const isInteger = (v: GoValue): boolean => v.type.kind === "int" || v.type.kind === "uint";

const NILLABLE = new Set(["interface", "map", "pointer", "slice", "func"]);
const isNilValue = (v: GoValue): boolean => v === INVALID || (NILLABLE.has(v.type.kind) && isNil(v));

const incompatible = (a: GoValue, b: GoValue): Compared =>
  fail(`incompatible types for comparison: ${a.type.name} and ${b.type.name}`);

const bothIntegers = (a: GoValue, b: GoValue): boolean => isInteger(a) && isInteger(b);
const sameInteger = (a: GoInt, b: GoInt): boolean => BigInt(a) === BigInt(b);

/** Two values neither of which is a basic one. */
function equalOthers(a: GoValue, b: GoValue): Compared {
  if (a !== INVALID && b !== INVALID && a.type.kind !== b.type.kind)
    return fail(
      `non-comparable types ${formatWith("s", a)}: ${a.type.name}, ${b.type.name}: ${formatWith("v", b)}`,
    );
  if (isNilValue(a) || isNilValue(b)) return ok(isNilValue(a) === isNilValue(b));
  if (!isComparable(b.type)) return fail(`non-comparable type ${formatWith("s", b)}: ${b.type.name}`);
  return ok(sameValue(a, b));
}

function equal(a: GoValue, b: GoValue): Compared {
  if (bothIntegers(a, b)) return ok(sameInteger(a.data as GoInt, b.data as GoInt));
  const sameKind = a.type.kind === b.type.kind;
  if (isBasic(a) && sameKind) return ok(a.type.kind === "complex" ? sameValue(a, b) : a.data === b.data);
  if (isBasic(a) || isBasic(b)) return a === INVALID || b === INVALID ? ok(false) : incompatible(a, b);
  return equalOthers(a, b);
}

/** a == b || a == c || … */
export function eq(first: GoValue, others: readonly GoValue[]): Compared {
  if (others.length === 0) return fail("missing argument for comparison");
  const a = indirectInterface(first);
  for (const other of others) {
    const result = equal(a, indirectInterface(other));
    if (!result.ok || result.value) return result;
  }
  return ok(false);
}

const not = (result: Compared): Compared => (result.ok ? ok(!result.value) : result);

export const ne = (a: GoValue, b: GoValue): Compared => not(eq(a, [b]));

export function lt(first: GoValue, second: GoValue): Compared {
  const a = indirectInterface(first);
  const b = indirectInterface(second);
  if (!isBasic(a) || !isBasic(b)) return fail("invalid type for comparison");
  if (bothIntegers(a, b)) return ok((a.data as GoInt) < (b.data as GoInt));
  if (a.type.kind !== b.type.kind) return incompatible(a, b);
  if (a.type.kind === "string") return ok(compareStrings(a.data as string, b.data as string) < 0);
  return a.type.kind === "float"
    ? ok((a.data as number) < (b.data as number))
    : fail("invalid type for comparison");
}

export function le(a: GoValue, b: GoValue): Compared {
  const less = lt(a, b);
  return !less.ok || less.value ? less : eq(a, [b]);
}

export const gt = (a: GoValue, b: GoValue): Compared => not(le(a, b));
export const ge = (a: GoValue, b: GoValue): Compared => not(lt(a, b));
