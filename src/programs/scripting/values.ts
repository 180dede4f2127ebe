// Values of small programs and how Python and JavaScript write them. Python's floats are marked, as they are written with a
// point even where they are whole.

import { beyond } from "./tokens.ts";

export class Float {
  constructor(readonly value: number) {}
}

export type Callable = (args: readonly Value[], named: ReadonlyMap<string, Value>) => Value;

export type Value = null | undefined | boolean | number | string | Float | readonly Value[] | ReadonlyMap<string, Value> | Callable; // prettier-ignore

export type Language = "python" | "javascript";

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isMap = (value: Value): value is ReadonlyMap<string, Value> => value instanceof Map;

export const numberIn = (value: Value): number =>
  value instanceof Float ? value.value : typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : beyond("arithmetic with other things than numbers"); // prettier-ignore

export function isTrue(value: Value, language: Language): boolean {
  if (value instanceof Float) return value.value !== 0;
  if (language === "python" && isList(value)) return value.length > 0;
  if (language === "python" && isMap(value)) return value.size > 0;
  return value !== null && value !== undefined && value !== false && value !== 0 && value !== "";
}

function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`;
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

/** As Python's repr writes it. */
export function pythonText(value: Value, nested = false): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Float) return floatText(value.value);
  if (typeof value === "string") {
    if (!nested) return value;
    const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
    return value.includes("'") && !value.includes('"')
      ? `"${escaped}"`
      : `'${escaped.replaceAll("'", "\\'")}'`;
  }
  if (isList(value)) return `[${value.map((item) => pythonText(item, true)).join(", ")}]`;
  if (isMap(value)) return `{${[...value].map(([key, item]) => `${pythonText(key, true)}: ${pythonText(item, true)}`).join(", ")}}`; // prettier-ignore
  return typeof value === "function" ? "<function>" : String(value);
}

/** As console.log writes it; `plain` is how it stands within a text. */
export function javascriptText(value: Value, nested = false): string {
  if (value === null) return "null";
  if (typeof value === "string") return nested ? `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'` : value; // prettier-ignore
  if (value instanceof Float) return String(value.value);
  if (isList(value)) return value.length === 0 ? "[]" : `[ ${value.map((item) => javascriptText(item, true)).join(", ")} ]`; // prettier-ignore
  if (isMap(value)) return value.size === 0 ? "{}" : `{ ${[...value].map(([key, item]) => `${/^[\w$]+$/.test(key) ? key : `'${key}'`}: ${javascriptText(item, true)}`).join(", ")} }`; // prettier-ignore
  return typeof value === "function" ? "[Function (anonymous)]" : String(value);
}

export const textOf = (value: Value, language: Language): string =>
  language === "python" ? pythonText(value) : javascriptText(value);
