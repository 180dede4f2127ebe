// Values as texts in a format: @text @json @csv @tsv @html @uri @sh @base64 @base64d.
// What cannot be said in a format is an error in jq's words.

import { decode, encode } from "../../base/utf8.ts";
import { shown, toJson } from "./json-text.ts";
import { failure, isArray, kindOf, type JqValue } from "./value.ts";

export const textOf = (value: JqValue): string => (typeof value === "string" ? value : toJson(value));

const HTML = new Map([["<", "&lt;"], [">", "&gt;"], ["&", "&amp;"], ["'", "&#39;"], ['"', "&quot;"]]); // prettier-ignore

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function toBase64(text: string): string {
  const bytes = encode(text);
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digit = (shift: number): string => DIGITS[(bits >> shift) & 63] as string;
    out += digit(18) + digit(12) + (b === undefined ? "=" : digit(6)) + (c === undefined ? "=" : digit(0));
  }
  return out;
}

function fromBase64(text: string): string {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const c of text.replace(/=+$/, "")) {
    const digit = DIGITS.indexOf(c);
    if (digit < 0) failure(`string (${shown(text)}) is not valid base64 data`);
    bits = (bits << 6) | digit;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 255);
  }
  return decode(new Uint8Array(bytes));
}

const row = (value: JqValue, format: string, cell: (item: JqValue) => string, separator: string): string => {
  if (!isArray(value)) return failure(`${kindOf(value)} (${shown(value)}) cannot be ${format}-formatted, only array`); // prettier-ignore
  return value.map(cell).join(separator);
};

const scalar = (value: JqValue, text: (value: string) => string): string => {
  if (typeof value === "string") return text(value);
  if (value === null) return "";
  if (typeof value === "object")
    return failure(`${kindOf(value)} (${shown(value)}) is not valid in a csv row`);
  return toJson(value);
};

const TSV = new Map([["\t", "\\t"], ["\n", "\\n"], ["\r", "\\r"], ["\\", "\\\\"]]); // prettier-ignore

function shellWord(value: JqValue): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "'\\''")}'`;
  if (value !== null && typeof value === "object") return failure(`${kindOf(value)} (${shown(value)}) can not be escaped for shell`); // prettier-ignore
  return toJson(value);
}

const percent = (text: string): string =>
  [...encode(text)]
    .map((byte) => {
      const c = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");

export function formatted(name: string, value: JqValue): string {
  switch (name) {
    case "@text":
      return textOf(value);
    case "@json":
      return toJson(value);
    case "@csv":
      return row(value, "csv", (item) => scalar(item, (text) => `"${text.replaceAll('"', '""')}"`), ",");
    case "@tsv":
      return row(value, "tsv", (item) => scalar(item, (text) => text.replace(/[\t\n\r\\]/g, (c) => TSV.get(c) ?? c)), "\t"); // prettier-ignore
    case "@html":
      return textOf(value).replace(/[<>&'"]/g, (c) => HTML.get(c) ?? c);
    case "@uri":
      return percent(textOf(value));
    case "@sh":
      return isArray(value) ? value.map(shellWord).join(" ") : shellWord(value);
    case "@base64":
      return toBase64(textOf(value));
    case "@base64d":
      return fromBase64(textOf(value));
    default:
      return failure(`${name.slice(1)} is not a valid format`);
  }
}
