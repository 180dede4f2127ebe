// jq's values: what JSON has, with objects as maps that keep the order in which keys came. Their kinds, their order and the
// way in which errors show them. Numbers are doubles; the digits of a literal are not kept as jq keeps them.

export type JqObject = ReadonlyMap<string, JqValue>;
export type JqValue = null | boolean | number | string | readonly JqValue[] | JqObject;

export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

export const isArray = (value: JqValue): value is readonly JqValue[] => Array.isArray(value);
export const isObject = (value: JqValue): value is JqObject => value instanceof Map;

export function kindOf(value: JqValue): Kind {
  if (value === null) return "null";
  if (isArray(value)) return "array";
  if (isObject(value)) return "object";
  return typeof value as "boolean" | "number" | "string";
}

export const isTruthy = (value: JqValue): boolean => value !== null && value !== false;

/** What a program's error says; caught by try, `?` and `//`. */
export class JqError extends Error {
  constructor(readonly value: JqValue) {
    super("jq");
  }
}

export const failure = (text: string): never => {
  throw new JqError(text);
};

const RANKS: readonly string[] = ["null", "false", "true", "number", "string", "array", "object"];

const rankOf = (value: JqValue): number =>
  RANKS.indexOf(typeof value === "boolean" ? String(value) : kindOf(value));

export const compareText = (a: string, b: string): number => {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

export const sortedKeys = (object: JqObject): string[] => [...object.keys()].sort(compareText);

/** The order of all values: null, false, true, numbers, strings, arrays, objects. */
export function compare(a: JqValue, b: JqValue): number {
  const ranks = rankOf(a) - rankOf(b);
  if (ranks !== 0) return ranks;
  if (typeof a === "number") return Number.isNaN(a) ? -1 : a - (b as number);
  if (typeof a === "string") return compareText(a, b as string);
  if (isArray(a)) return compareLists(a, b as readonly JqValue[]);
  return isObject(a) ? compareObjects(a, b as JqObject) : 0;
}

function compareLists(a: readonly JqValue[], b: readonly JqValue[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = compare(a[i] as JqValue, b[i] as JqValue);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareObjects(a: JqObject, b: JqObject): number {
  const keys = compareLists(sortedKeys(a), sortedKeys(b));
  if (keys !== 0) return keys;
  for (const key of sortedKeys(a)) {
    const difference = compare(a.get(key) as JqValue, b.get(key) as JqValue);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const isSame = (a: JqValue, b: JqValue): boolean => compare(a, b) === 0;
