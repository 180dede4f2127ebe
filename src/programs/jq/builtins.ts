// Functions of jq that are not written in jq itself (prelude.ts): each takes its input and the values of its arguments.
// Times are UTC. Not here: SQL-like ones, streaming, getpath and what else needs paths (evaluate.ts).

import { civilOf, instantOf, rfc3339, SECOND } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import { exp, log, power as toPower } from "../libc/mathematics.ts";
import { arithmetic, splitText } from "./arithmetic.ts";
import { textOf } from "./formats.ts";
import { parseJson, shown, toJson } from "./json-text.ts";
import { deletePaths, entriesOf, indexed, indicesOf, pathsIn, setPath, type Path } from "./paths.ts";
import { MATCHING } from "./regular.ts";
import { compare, failure, isArray, isObject, isSame, JqError, kindOf, sortedKeys, type JqObject, type JqValue } from "./value.ts"; // prettier-ignore

type Builtin = (input: JqValue, ...args: readonly JqValue[]) => JqValue;

const described = (value: JqValue): string => `${kindOf(value)} (${shown(value)})`;

function lengthOf(value: JqValue): JqValue {
  if (value === null) return 0;
  if (typeof value === "number") return Math.abs(value);
  if (typeof value === "string") return [...value].length;
  if (isArray(value)) return value.length;
  return isObject(value) ? value.size : failure(`${described(value)} has no length`);
}

const listOf = (value: JqValue, what: string): readonly JqValue[] =>
  isArray(value) ? value : failure(`${described(value)} cannot be ${what}, as it is not an array`);

const textIn = (value: JqValue, what: string): string =>
  typeof value === "string" ? value : failure(`${described(value)} ${what}`);

/** Items with the keys that they are ordered by, in order. */
function byKeys(items: JqValue, keys: JqValue, what: string): { item: JqValue; key: JqValue }[] {
  const list = listOf(items, what);
  return list
    .map((item, i) => ({ item, key: (keys as readonly JqValue[])[i] as JqValue }))
    .sort((a, b) => compare(a.key, b.key));
}

function grouped(items: JqValue, keys: JqValue, what: string): JqValue[][] {
  const groups: { key: JqValue; items: JqValue[] }[] = [];
  for (const { item, key } of byKeys(items, keys, what)) {
    const last = groups.at(-1);
    if (last !== undefined && isSame(last.key, key)) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups.map((group) => group.items);
}

/** The least or the most, the later one of equals for the most. */
function extreme(items: JqValue, keys: JqValue, sign: 1 | -1): JqValue {
  let best: { item: JqValue; key: JqValue } | undefined;
  const list = listOf(items, "iterated over");
  for (const [i, item] of list.entries()) {
    const key = (keys as readonly JqValue[])[i] as JqValue;
    const order = best === undefined ? 1 : compare(key, best.key) * sign;
    if (best === undefined || order > 0 || (order === 0 && sign > 0)) best = { item, key };
  }
  return best?.item ?? null;
}

function contains(a: JqValue, b: JqValue): boolean {
  if (kindOf(a) !== kindOf(b)) return failure(`${described(a)} and ${described(b)} cannot have their containment checked`);
  if (typeof a === "string") return a.includes(b as string);
  if (isArray(a)) return (b as readonly JqValue[]).every((item) => a.some((other) => kindOf(other) === kindOf(item) && contains(other, item)));
  if (isObject(a)) return [...(b as JqObject)].every(([key, value]) => { const other = a.get(key); return other !== undefined && kindOf(other) === kindOf(value) && contains(other, value); });
  return isSame(a, b);
} // prettier-ignore

function flatten(value: JqValue, depth: number): JqValue[] {
  if (depth < 0) return failure("flatten depth must not be negative");
  return [...entriesOf(value)].flatMap(([, item]) =>
    isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item],
  );
}

function toNumber(value: JqValue): JqValue {
  if (typeof value === "number") return value;
  const number = typeof value === "string" && value.trim() !== "" ? parseJson(value) : undefined;
  return typeof number === "number" ? number : failure(`${described(value)} cannot be parsed as a number`);
}

function indices(value: JqValue, part: JqValue): JqValue {
  if (value === null) return null;
  if (typeof value === "string" && typeof part === "string") {
    if (part === "") return null;
    const found: number[] = [];
    for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + 1)) found.push([...value.slice(0, at)].length);
    return found;
  }
  return isArray(value) ? indicesOf(value, isArray(part) ? part : [part]) : indexed(value, part);
} // prettier-ignore

function has(value: JqValue, key: JqValue): JqValue {
  if (value === null) return false;
  if (isObject(value) && typeof key === "string") return value.has(key);
  if (isArray(value) && typeof key === "number") return key >= 0 && key < value.length;
  return failure(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

function transposed(value: JqValue): JqValue {
  const rows = listOf(value, "transposed") as readonly (readonly JqValue[])[];
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
}

const exploded = (value: JqValue): string =>
  typeof value === "string" ? value : failure("explode input must be a string");

function fromJson(input: JqValue): JqValue {
  const text = textIn(input, "cannot be parsed as JSON");
  const value = parseJson(text);
  return value === undefined ? failure(`Invalid JSON text (while parsing '${text}')`) : value;
}

function implode(value: JqValue): JqValue {
  if (!isArray(value)) return failure("implode input must be an array");
  const character = (code: JqValue): string =>
    typeof code === "number"
      ? String.fromCodePoint(code)
      : failure(`${described(code)} can't be imploded, unicode codepoint needs to be numeric`);
  return value.map(character).join("");
}

function added(value: JqValue): JqValue {
  const items = isObject(value) ? [...value.values()] : [...entriesOf(value)].map(([, item]) => item);
  if (items.length > 0 && items.every((item) => typeof item === "string")) return items.join("");
  return items.reduce((sum, item) => arithmetic("+", sum, item), null);
}

// ---- times

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/;

function fromDate(value: JqValue): JqValue {
  const [, year, month, day, hour, minute, second] = PATTERN.exec(textIn(value, "cannot be parsed as a date")) ?? [];
  if (year === undefined) return failure(`date "${textOf(value)}" does not match format "%Y-%m-%dT%H:%M:%SZ"`);
  const at = { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) };
  return instantOf(at) / SECOND;
} // prettier-ignore

const toDate = (value: JqValue): JqValue =>
  typeof value === "number"
    ? rfc3339(Math.floor(value) * SECOND).replace(/\.\d+Z$/, "Z")
    : failure(`${described(value)} cannot be formatted as a date`);

function strftime(value: JqValue, format: JqValue): JqValue {
  const { year, month, day, hour, minute, second } = civilOf(Math.floor(value as number) * SECOND);
  const two = (n: number): string => String(n).padStart(2, "0");
  const parts = new Map([["Y", String(year)], ["m", two(month)], ["d", two(day)], ["H", two(hour)], ["M", two(minute)], ["S", two(second)], ["Z", "UTC"], ["F", `${year}-${two(month)}-${two(day)}`], ["T", `${two(hour)}:${two(minute)}:${two(second)}`], ["s", String(value as number)], ["%", "%"]]); // prettier-ignore
  return textIn(format, "is no format").replace(
    /%(.)/g,
    (whole, letter: string) => parts.get(letter) ?? whole,
  );
}

// ---- the table

const number =
  (call: (value: number, ...args: number[]) => number): Builtin =>
  (input, ...args) =>
    typeof input === "number"
      ? call(input, ...(args as number[]))
      : failure(`${described(input)} number required`);

const trimmed =
  (pattern: RegExp): Builtin =>
  (input) =>
    textIn(input, "cannot be trimmed").replace(pattern, "");

const keys = (value: JqValue): JqValue =>
  isObject(value)
    ? sortedKeys(value)
    : isArray(value)
      ? [...value.keys()]
      : failure(`${described(value)} has no keys`);

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ["length/0", lengthOf],
  ["utf8bytelength/0", (input) => encode(textIn(input, "only strings have UTF-8 byte length")).length],
  ["not/0", (input) => input === null || input === false],
  ["keys/0", keys],
  ["keys_unsorted/0", (input) => (isObject(input) ? [...input.keys()] : keys(input))],
  ["has/1", has],
  ["contains/1", contains],
  ["add/0", added],
  ["type/0", kindOf],
  ["tostring/0", textOf],
  ["tonumber/0", toNumber],
  ["tojson/0", (input) => toJson(input)],
  ["fromjson/0", fromJson],
  ["error/1", (_, message) => { throw new JqError(message ?? null); }],
  ["_sort_by/1", (input, by) => byKeys(input, by ?? [], "sorted").map(({ item }) => item)],
  ["_group_by/1", (input, by) => grouped(input, by ?? [], "grouped")],
  ["_unique_by/1", (input, by) => grouped(input, by ?? [], "sorted").map(([first]) => first as JqValue)],
  ["_min_by/1", (input, by) => extreme(input, by ?? [], -1)],
  ["_max_by/1", (input, by) => extreme(input, by ?? [], 1)],
  ["reverse/0", (input) => (typeof input === "string" ? [...input].reverse().join("") : input === null ? [] : [...listOf(input, "reversed")].reverse())],
  ["flatten/0", (input) => flatten(input, 1e9)],
  ["flatten/1", (input, depth) => flatten(input, depth as number)],
  ["transpose/0", transposed],
  ["indices/1", (input, part) => indices(input, part ?? null)],
  ["startswith/1", (input, part) => typeof input === "string" && typeof part === "string" ? input.startsWith(part) : failure("startswith() requires string inputs")],
  ["endswith/1", (input, part) => typeof input === "string" && typeof part === "string" ? input.endsWith(part) : failure("endswith() requires string inputs")],
  ["ltrimstr/1", (input, part) => typeof input === "string" && typeof part === "string" && input.startsWith(part) ? input.slice(part.length) : input],
  ["rtrimstr/1", (input, part) => typeof input === "string" && typeof part === "string" && part !== "" && input.endsWith(part) ? input.slice(0, -part.length) : input],
  ["trim/0", trimmed(/^\s+|\s+$/g)],
  ["ltrim/0", trimmed(/^\s+/)],
  ["rtrim/0", trimmed(/\s+$/)],
  ["split/1", (input, by) => typeof input === "string" && typeof by === "string" ? splitText(input, by) : failure("split input and separator must be strings")],
  ["explode/0", (input) => [...exploded(input)].map((c) => c.codePointAt(0) as number)],
  ["implode/0", implode],
  ["ascii_downcase/0", (input) => exploded(input).replace(/[A-Z]/g, (c) => c.toLowerCase())],
  ["ascii_upcase/0", (input) => exploded(input).replace(/[a-z]/g, (c) => c.toUpperCase())],
  ["floor/0", number(Math.floor)], ["ceil/0", number(Math.ceil)], ["round/0", number(Math.round)], ["sqrt/0", number(Math.sqrt)],
  ["fabs/0", number(Math.abs)], ["abs/0", number(Math.abs)], ["trunc/0", number(Math.trunc)], ["exp/0", number(exp)], ["log/0", number(log)], ["log2/0", number((x) => log(x) / log(2))], ["log10/0", number((x) => log(x) / log(10))],
  ["pow/2", (_, base, power) => toPower(base as number, power as number)],
  ["infinite/0", () => Infinity],
  ["nan/0", () => NaN],
  ["isinfinite/0", (input) => typeof input === "number" && Math.abs(input) === Infinity],
  ["isnan/0", (input) => Number.isNaN(input)],
  ["setpath/2", (input, path, value) => setPath(input, path as Path, value ?? null)],
  ["delpaths/1", (input, paths) => deletePaths(input, paths as readonly Path[])],
  ["_paths/0", (input) => [...pathsIn(input)]],
  ["fromdate/0", fromDate], ["fromdateiso8601/0", fromDate], ["todate/0", toDate], ["todateiso8601/0", toDate], ["strftime/1", (input, format) => strftime(input, format ?? "")],
  ["builtins/0", () => [...BUILTINS.keys()].filter((name) => !name.startsWith("_"))],
  ["sort/0", (input) => [...listOf(input, "sorted")].sort(compare)],
  ...MATCHING,
]); // prettier-ignore
