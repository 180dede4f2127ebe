// JSON text to data: as interface{} (what `docker inspect` templates fall back to) or by a description.
// JavaScript's own parser would lose numbers beyond 2^53, the way that numbers are written, and the keys
// "__proto__" and "10" their places. Errors are for people who send broken requests: encoding/json's words.

import { fail, ok, type Result } from "../result.ts";
import { parseRfc3339 } from "../time.ts";
import { jsonNumber } from "./json-number.ts";
import { quoteRune } from "./quote.ts";
import { type GoType } from "./types.ts";
import { GoValue } from "./value.ts";

export type RawJson = null | boolean | string | GoValue | number | RawJson[] | Map<string, RawJson>;

/** Deeper nesting is refused; encoding/json stops at 10,000, which recursion here could not. */
const MAX_DEPTH = 1000;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\0-\x1f]*/y;
const ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const END = "unexpected end of JSON input";

class Decoder {
  private at = 0;
  failure: string | undefined;

  constructor(
    private readonly text: string,
    private readonly number: (digits: string) => RawJson,
  ) {}

  document(): RawJson {
    const value = this.value(0);
    this.skip();
    if (this.at < this.text.length) this.unexpected("after top-level value");
    return value;
  }

  private skip(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private unexpected(where: string): null {
    const rune = [...this.text.slice(this.at, this.at + 2)][0];
    this.failure ??= rune === undefined ? END : `invalid character ${quoteRune(rune)} ${where}`;
    this.at = this.text.length;
    return null;
  }

  private value(depth: number): RawJson {
    if (depth > MAX_DEPTH) {
      this.failure ??= "exceeded max depth";
      this.at = this.text.length;
      return null;
    }
    this.skip();
    const c = this.text[this.at] ?? "";
    if (c === "{") return this.object(depth);
    if (c === "[") return this.array(depth);
    if (c === '"') return this.string();
    if (c === "-" || (c >= "0" && c <= "9")) return this.numeral();
    return this.word();
  }

  private word(): RawJson {
    const known = WORDS.find(([word]) => word[0] === this.text[this.at]);
    if (known === undefined) return this.unexpected("looking for beginning of value");
    const [word, value] = known;
    for (const letter of word)
      if (!this.take(letter)) return this.unexpected(`in literal ${word} (expecting '${letter}')`);
    return value;
  }

  private numeral(): RawJson {
    const digits = this.match(NUMBER);
    if (digits !== "") return this.number(digits);
    this.at++;
    return this.unexpected("in numeric literal");
  }

  private string(): string {
    this.at++;
    let out = this.match(PLAIN);
    const plain = this.text[this.at] === '"';
    while (this.take("\\") && this.failure === undefined) out += this.escape() + this.match(PLAIN);
    if (!this.take('"')) this.unexpected("in string literal");
    return plain ? out : out.replace(LONE_SURROGATE, "\ufffd");
  }

  private escape(): string {
    const c = this.text[this.at] ?? "";
    const simple = ESCAPES.get(c);
    const hex = /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at + 1, this.at + 5))?.[0];
    if (simple === undefined && (c !== "u" || hex === undefined)) {
      this.unexpected("in string escape code");
      return "";
    }
    this.at += simple === undefined ? 5 : 1;
    return simple ?? String.fromCharCode(Number.parseInt(hex as string, 16));
  }

  private array(depth: number): RawJson {
    const items: RawJson[] = [];
    this.at++;
    this.skip();
    if (this.take("]")) return items;
    for (;;) {
      items.push(this.value(depth + 1));
      this.skip();
      if (this.failure !== undefined || this.take("]")) return items;
      if (!this.take(",")) return this.unexpected("after array element");
    }
  }

  private object(depth: number): RawJson {
    const members = new Map<string, RawJson>();
    this.at++;
    this.skip();
    if (this.take("}")) return members;
    for (;;) {
      this.skip();
      if (this.text[this.at] !== '"') return this.unexpected("looking for beginning of object key string");
      const key = this.string();
      this.skip();
      if (!this.take(":")) return this.unexpected("after object key");
      members.set(key, this.value(depth + 1));
      this.skip();
      if (this.failure !== undefined || this.take("}")) return members;
      if (!this.take(",")) return this.unexpected("after object key:value pair");
    }
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }
}

const asNumber = (digits: string): RawJson => Number(digits);
const asJsonNumber = (digits: string): RawJson => new GoValue(jsonNumber, digits);

/** JSON as interface{}: Maps and arrays. `useNumber` keeps numbers as written, as docker inspect does. */
export function parseJson(text: string, { useNumber = false } = {}): Result<RawJson, string> {
  const decoder = new Decoder(text, useNumber ? asJsonNumber : asNumber);
  const value = decoder.document();
  return decoder.failure === undefined ? ok(value) : fail(decoder.failure);
}

/** What encoding/json calls a value of JSON that does not fit. */
export function jsonKind(raw: RawJson): string {
  if (raw instanceof GoValue || typeof raw === "number") return "number";
  if (raw instanceof Map) return "object";
  if (Array.isArray(raw)) return "array";
  return typeof raw === "boolean" ? "bool" : "string";
}

/** A number as written, or a string, as `,string` fields have them. */
const textOf = (raw: RawJson): string => {
  const held = raw instanceof GoValue ? raw.data : raw;
  return typeof held === "string" ? held : "";
};

function integerOf(raw: RawJson): unknown {
  const digits = textOf(raw);
  const value = Number(digits);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
}

function structOf(type: GoType, raw: Map<string, RawJson>, into: Record<string, unknown>): unknown {
  for (const field of type.fields) {
    if (field.embedded) structOf(field.type.elem ?? field.type, raw, into);
    const member = field.json === "" ? undefined : raw.get(field.json);
    if (member !== undefined) into[field.key] = dataOf(field.type, member);
  }
  return into;
}

function unbase64(text: string): Uint8Array {
  const digits = Array.from(text.replace(/=+$/, ""), (c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(c),
  );
  const bits = digits.map((d) => d.toString(2).padStart(6, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

/** Data by its description out of parsed JSON (with `useNumber`); what does not fit becomes the zero value. */
function dataOf(type: GoType, raw: RawJson): unknown {
  if (raw === null) return type.zero;
  if (type.name === "time.Time") return typeof raw === "string" ? (parseRfc3339(raw) ?? null) : null;
  switch (type.kind) {
    case "pointer":
      return dataOf(type.elem as GoType, raw);
    case "bool":
      return raw === true || raw === "true";
    case "int":
    case "uint":
      return integerOf(raw);
    case "float":
      return raw instanceof GoValue ? Number(raw.data) : raw;
    case "slice":
      if (type.elem?.name === "uint8") return unbase64(textOf(raw));
      return Array.isArray(raw) ? raw.map((item) => dataOf(type.elem as GoType, item)) : null;
    case "map":
      return raw instanceof Map
        ? new Map([...raw].map(([k, v]) => [k, dataOf(type.elem as GoType, v)]))
        : null;
    case "struct":
      return raw instanceof Map ? structOf(type, raw, {}) : type.zero;
    default:
      return raw;
  }
}

/** json.Unmarshal into a described type. Unknown members are left out, as Go does. */
export function fromJson<T>(type: GoType<T>, text: string): Result<T, string> {
  const raw = parseJson(text, { useNumber: true });
  return raw.ok ? ok(dataOf(type, raw.value) as T) : raw;
}
