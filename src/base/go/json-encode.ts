// encoding/json's Marshal: fields in Go's order, omitempty and omitzero, sorted map keys, base64, HTML
// escaping (which the API does and docker's `json` function does not). Source: Go's encoding/json.

import { fail, ok, type Result } from "../result.ts";
import { compareStrings, rawByteOf } from "./go-string.ts";
import { type GoType, type StructField } from "./types.ts";
import {
  fieldValue,
  GoValue,
  indirectInterface,
  indexSlice,
  isNil,
  lengthOf,
  sortedEntries,
  valueOf,
} from "./value.ts";

const SHORT = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

const SPECIAL = /["\\\0-\x1f\u2028\u2029]|[\ud800-\udfff]|[\u{10000}-\u{10ffff}]/gu;
const SPECIAL_HTML = /["\\\0-\x1f\u2028\u2029<>&]|[\ud800-\udfff]|[\u{10000}-\u{10ffff}]/gu;

const unicodeEscape = (rune: string): string => `\\u${rune.charCodeAt(0).toString(16).padStart(4, "0")}`;

function escapeRune(rune: string, html: boolean): string {
  if (rune < " " || rune === "\u2028" || rune === "\u2029") return SHORT.get(rune) ?? unicodeEscape(rune);
  if (html && (rune === "<" || rune === ">" || rune === "&")) return unicodeEscape(rune);
  if (rawByteOf(rune) !== undefined || (rune.length === 1 && rune >= "\ud800" && rune <= "\udfff"))
    return "\ufffd";
  return SHORT.get(rune) ?? rune;
}

/** A JSON string with its quotes. */
export function encodeJsonString(text: string, html: boolean): string {
  return `"${text.replace(html ? SPECIAL_HTML : SPECIAL, (rune) => escapeRune(rune, html))}"`;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let j = 0; j < 4; j++) out += i + j > bytes.length ? "=" : BASE64[(word >> (18 - 6 * j)) & 63];
  }
  return out;
}

class Encoder {
  failure: string | undefined;

  constructor(private readonly html: boolean) {}

  encode(v: GoValue): string {
    const { type } = v;
    if (type.marshal && type.kind !== "pointer") return this.marshalled(type.marshal(v.data));
    switch (type.kind) {
      case "bool":
        return v.data ? "true" : "false";
      case "int":
      case "uint":
        return String(v.data);
      case "float":
        return this.float(v.data as number);
      case "string":
        return encodeJsonString(v.data as string, this.html);
      case "pointer":
        return isNil(v) ? "null" : this.encode(new GoValue(type.elem as GoType, v.data));
      case "invalid":
        return "null";
      case "interface":
        return this.encode(indirectInterface(v));
      case "slice":
        return this.slice(v);
      case "map":
        return this.map(v);
      case "struct":
        return this.struct(v);
      default:
        return this.refuse(`json: unsupported type: ${type.name}`);
    }
  }

  private refuse(why: string): string {
    this.failure ??= why;
    return "null";
  }

  /** What a MarshalJSON method gave, compacted and, where asked for, escaped. */
  private marshalled(json: string): string {
    return this.html ? json.replace(/[<>&\u2028\u2029]/g, unicodeEscape) : json;
  }

  private float(x: number): string {
    return Number.isFinite(x)
      ? Object.is(x, -0)
        ? "-0"
        : String(x)
      : this.refuse(`json: unsupported value: ${nonFinite(x)}`);
  }

  private slice(v: GoValue): string {
    if (isNil(v)) return "null";
    if (v.data instanceof Uint8Array) return `"${base64(v.data)}"`;
    const n = lengthOf(v);
    let out = "[";
    for (let i = 0; i < n; i++) out += (i > 0 ? "," : "") + this.encode(indexSlice(v, i));
    return `${out}]`;
  }

  private map(v: GoValue): string {
    if (isNil(v)) return "null";
    const entries = sortedEntries(v).map(([key, value]) => [String(key.data), value] as const);
    if (v.type.key?.kind !== "string") entries.sort(([a], [b]) => compareStrings(a, b));
    const members = entries.map(
      ([key, value]) => `${encodeJsonString(key, this.html)}:${this.encode(value)}`,
    );
    return `{${members.join(",")}}`;
  }

  private struct(v: GoValue): string {
    const members: string[] = [];
    this.members(v, members);
    return `{${members.join(",")}}`;
  }

  private members(v: GoValue, out: string[]): void {
    for (const field of v.type.fields) {
      if (field.embedded) this.members(indirectPointer(fieldValue(v, field)), out);
      if (field.json === "") continue;
      const value = fieldValue(v, field);
      if (field.omit !== "never" && isOmitted(value, field)) continue;
      const json = this.encode(value);
      out.push(
        `${encodeJsonString(field.json, this.html)}:${field.quoted ? inQuotes(value, json, this.html) : json}`,
      );
    }
  }
}

const nonFinite = (x: number): string => (Number.isNaN(x) ? "NaN" : x > 0 ? "+Inf" : "-Inf");

const indirectPointer = (v: GoValue): GoValue =>
  v.type.kind === "pointer" ? new GoValue(v.type.elem as GoType, v.data) : v;

/** `,string` puts numbers, booleans and strings into a string. */
function inQuotes(value: GoValue, json: string, html: boolean): string {
  const kind = indirectPointer(value).type.kind;
  if (json === "null") return json;
  if (kind === "string") return encodeJsonString(json, html);
  return kind === "bool" || kind === "int" || kind === "uint" || kind === "float" ? `"${json}"` : json;
}

function isOmitted(v: GoValue, field: StructField): boolean {
  switch (v.type.kind) {
    case "slice":
    case "map":
      return field.omit === "zero" ? isNil(v) : lengthOf(v) === 0;
    case "struct":
      return field.omit === "zero" && isZeroStruct(v);
    case "pointer":
    case "interface":
      return isNil(v);
    default:
      return v.data === v.type.zero || v.data === 0n || Object.is(v.data, -0);
  }
}

function isZeroStruct(v: GoValue): boolean {
  if (v.data === v.type.zero) return true;
  const zero = v.type.methods.get("IsZero");
  if (zero) return zero.call(v.data) === true;
  return v.type.fields.every((f) => isOmitted(fieldValue(v, f), { ...f, omit: "zero" }));
}

export interface JsonOptions {
  /** write < > & as \u003c …; encoding/json's default, which docker's `json` function turns off */
  readonly html?: boolean;
}

/** json.Marshal of a value; fails for what JSON has no form for. */
export function encodeValue(v: GoValue, { html = true }: JsonOptions = {}): Result<string, string> {
  const encoder = new Encoder(html);
  const json = encoder.encode(v);
  return encoder.failure === undefined ? ok(json) : fail(encoder.failure);
}

/** json.Marshal of data by its description. Wire shapes have no complex numbers, NaN or functions. */
export function toJson<T>(type: GoType<T>, data: T, options?: JsonOptions): string {
  return new Encoder(options?.html ?? true).encode(valueOf(type, data));
}
