// What Go's reflect package knows of a value: data with its type. Templates and fmt work on these; the
// functions here are the ones of reflect.Value that they need, by the same names where there is one.

import { byteLength, bytesOf, compareStrings } from "./go-string.ts";
import {
  any,
  bool,
  bytes,
  float64,
  type GoType,
  int64,
  make,
  map,
  slice,
  string,
  type StructField,
} from "./types.ts";

export class GoValue {
  constructor(
    readonly type: GoType,
    readonly data: unknown,
  ) {}
}

/** The zero reflect.Value: what a nil interface holds, what a missing key gives. */
export const INVALID = new GoValue(make("invalid", "invalid"), null);

const ANY_MAP = map(string, any);
const ANY_SLICE = slice(any);

/** A value of the type; missing data is the zero value. */
export const valueOf = (type: GoType, data: unknown): GoValue =>
  new GoValue(type, data === undefined ? type.zero : data);

/** What is in an interface{}: a GoValue as it is, plain data as encoding/json would have decoded it. */
export function dynamic(data: unknown): GoValue {
  switch (typeof data) {
    case "string":
      return new GoValue(string, data);
    case "boolean":
      return new GoValue(bool, data);
    case "number":
      return new GoValue(float64, data);
    case "bigint":
      return new GoValue(int64, data);
    case "object":
      return data === null ? INVALID : dynamicObject(data);
    default:
      return INVALID;
  }
}

function dynamicObject(data: object): GoValue {
  if (data instanceof GoValue) return indirectInterface(data);
  if (Array.isArray(data)) return new GoValue(ANY_SLICE, data);
  return new GoValue(data instanceof Uint8Array ? bytes : ANY_MAP, data);
}

/** Whether a value of a kind that has nil is nil. An interface is if nothing is in it. */
export function isNil(v: GoValue): boolean {
  if (v.type.kind === "interface") return dynamic(v.data) === INVALID;
  return v.data === null || v.data === undefined;
}

/** What an interface holds or a pointer points to; INVALID for nil. */
export function elem(v: GoValue): GoValue {
  if (v.type.kind === "interface") return dynamic(v.data);
  return isNil(v) || v.type.elem === undefined ? INVALID : new GoValue(v.type.elem, v.data);
}

/** Follows pointers and interfaces; ends at a nil one, which `isNilReference` tells. */
export function indirect(v: GoValue): GoValue {
  let at = v;
  while (isReference(at) && !isNil(at)) at = elem(at);
  return at;
}

const isReference = (v: GoValue): boolean => v.type.kind === "pointer" || v.type.kind === "interface";

/** After `indirect`: whether it ended at nil. */
export const isNilReference = (v: GoValue): boolean => isReference(v) && isNil(v);

/** The value in an interface; others as they are. */
export const indirectInterface = (v: GoValue): GoValue => (v.type.kind === "interface" ? dynamic(v.data) : v);

/** The truth of `if`: not the zero of its type, and structs always. */
export function isTrue(v: GoValue): boolean {
  switch (v.type.kind) {
    case "invalid":
      return false;
    case "struct":
      return true;
    case "pointer":
    case "interface":
    case "func":
      return !isNil(v);
    case "slice":
    case "map":
    case "string":
      return lengthOf(v) > 0;
    case "complex": {
      const { re, im } = v.data as { re: number; im: number };
      return re !== 0 || im !== 0;
    }
    default:
      return Boolean(v.data);
  }
}

/** len of a string (in bytes), slice or map */
export function lengthOf(v: GoValue): number {
  if (isNil(v)) return 0;
  if (v.type.kind === "string") return byteLength(v.data as string);
  if (v.type.kind === "slice") return elements(v).length;
  return v.data instanceof Map ? v.data.size : Object.keys(v.data as object).length;
}

/** What a slice holds; JSON that is kept as text (json.RawMessage) is a slice of bytes to Go. */
const elements = (v: GoValue): ArrayLike<unknown> =>
  typeof v.data === "string" ? bytesOf(v.data) : (v.data as ArrayLike<unknown>);

/** An element of a slice; the index is in range. */
export const indexSlice = (v: GoValue, i: number): GoValue => valueOf(v.type.elem as GoType, elements(v)[i]);

/** The field's value. An embedded struct's data is the data of the struct around it. */
export function fieldValue(v: GoValue, field: StructField): GoValue {
  if (field.embedded) return new GoValue(field.type, v.data);
  return valueOf(field.type, (v.data as Record<string, unknown> | null)?.[field.key]);
}

/** A map's value for a key, or undefined. */
export function mapIndex(v: GoValue, key: unknown): GoValue | undefined {
  const { data } = v;
  if (data === null || data === undefined) return undefined;
  const held = data instanceof Map ? data.has(key) : Object.hasOwn(data, key as PropertyKey);
  if (!held) return undefined;
  const found: unknown =
    data instanceof Map ? data.get(key) : (data as Record<string, unknown>)[key as string];
  return valueOf(v.type.elem as GoType, found);
}

export type MapKey = string | number | bigint | boolean;

export function compareKeys(a: MapKey, b: MapKey): number {
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function keysOf(v: GoValue): MapKey[] {
  if (isNil(v)) return [];
  if (v.data instanceof Map) return [...(v.data as Map<MapKey, unknown>).keys()];
  const names = Object.keys(v.data as object);
  return v.type.key?.kind === "string" ? names : names.map(Number);
}

/** Keys and values in the order in which Go prints them and ranges over them. */
export function sortedEntries(v: GoValue): (readonly [key: GoValue, value: GoValue])[] {
  const keys = keysOf(v).sort(compareKeys);
  return keys.map((key) => [new GoValue(v.type.key as GoType, key), mapIndex(v, key) as GoValue]);
}

/** Go's == on two comparable values of one type. */
export function sameValue(a: GoValue, b: GoValue): boolean {
  if (a.type !== b.type && a.type.name !== b.type.name) return false;
  if (a.type.kind === "complex") {
    const [x, y] = [a.data, b.data] as { re: number; im: number }[];
    return x?.re === y?.re && x?.im === y?.im;
  }
  if (a.type.kind !== "struct" || a.type.fields.length === 0)
    return a.data === b.data || a.type.name === "struct {}";
  return a.type.fields.every((f) =>
    sameValue(indirectInterface(fieldValue(a, f)), indirectInterface(fieldValue(b, f))),
  );
}
