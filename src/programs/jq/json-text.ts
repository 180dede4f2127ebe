// JSON as jq reads and writes it: values one after another, errors with line and column, numbers with up to seventeen digits,
// indents, sorted keys, colours. Relies on value.ts. Not here: which options ask for what (jq.ts).

import { isArray, isObject, sortedKeys, type JqObject, type JqValue } from "./value.ts";

// ---- reading

export class JsonReader {
  private at = 0;
  /** why it stopped */
  error: string | undefined;

  constructor(private readonly text: string) {}

  /** The next value; undefined at the end or after an error. */
  next(): JqValue | undefined {
    this.skip();
    if (this.at >= this.text.length || this.error !== undefined) return undefined;
    const value = this.value(0);
    return this.error === undefined ? value : undefined;
  }

  /** Lines that have been read, up to the end of the one that the last value is in. */
  get line(): number {
    const end = this.text.indexOf("\n", this.at);
    return (this.text.slice(0, end < 0 ? this.text.length : end + 1).match(/\n/g) ?? []).length;
  }

  private skip(): void {
    while (/[\s\uFEFF]/.test(this.text[this.at] ?? "")) this.at++;
  }

  private fail(what: string): null {
    if (this.error !== undefined) return null;
    const isEnd = this.at >= this.text.length;
    const before = this.text.slice(0, this.at + 1);
    const line = (before.match(/\n/g) ?? []).length + 1;
    const where = !isEnd
      ? what
      : what.startsWith("Invalid")
        ? `${what} at EOF`
        : "Unfinished JSON term at EOF";
    this.error = `${where} at line ${line}, column ${before.length - before.lastIndexOf("\n") - 1}`;
    return null;
  }

  private value(depth: number): JqValue {
    if (depth > 10_000) return this.fail("Exceeds depth limit for parsing");
    this.skip();
    const c = this.text[this.at];
    if (c === "{") return this.object(depth);
    if (c === "[") return this.array(depth);
    if (c === '"') return this.string();
    if (c === undefined) return this.fail("Unfinished JSON term");
    if (c === "}") return this.fail("Unmatched '}'");
    if (c === "]") return this.fail("Unmatched ']'");
    if (c === ",") return this.fail("Expected value before ','");
    if (c === ":") return this.fail("':' not as part of an object");
    return this.literal();
  }

  private literal(): JqValue {
    const word = /^[^\s,:[\]{}"]+/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? "";
    this.at += word.length;
    if (word === "null") return null;
    if (word === "true" || word === "false") return word === "true";
    if (word === "nan" || word === "NaN") return Number.NaN;
    if (/^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(word)) return Number(word);
    return this.fail(/^[tfn]/.test(word) ? "Invalid literal" : "Invalid numeric literal");
  }

  private string(): JqValue {
    const start = ++this.at;
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined) return this.fail("Unfinished string");
      if (c === '"') break;
      this.at += c === "\\" ? 2 : 1;
    }
    const raw = this.text.slice(start, this.at++);
    return raw.includes("\\") ? this.unescaped(raw) : raw;
  }

  private unescaped(raw: string): JqValue {
    const text = raw.replace(/\\(u[\da-fA-F]{4}|.)/gs, (whole, escape: string) => {
      if (escape.length > 1) return String.fromCharCode(parseInt(escape.slice(1), 16));
      const found = ESCAPES.get(escape);
      if (found === undefined) this.fail("Invalid escape");
      return found ?? whole;
    });
    return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
  }

  private array(depth: number): JqValue {
    this.at++;
    const items: JqValue[] = [];
    this.skip();
    if (this.text[this.at] === "]") {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.error !== undefined) return null;
      this.skip();
      const c = this.text[this.at++];
      if (c === "]") return items;
      if (c === ",") continue;
      this.at--;
      if (c === "}") return this.fail("Objects must consist of key:value pairs");
      return this.fail(c === undefined ? "Unfinished JSON term" : "Expected separator between values");
    }
  }

  private object(depth: number): JqValue {
    this.at++;
    const members = new Map<string, JqValue>();
    this.skip();
    if (this.text[this.at] === "}") {
      this.at++;
      return members;
    }
    for (;;) {
      this.skip();
      if (/[\w.-]/.test(this.text[this.at] ?? "")) this.literal();
      if (this.text[this.at] !== '"')
        return this.fail(this.text[this.at] === undefined ? "Unfinished JSON term" : "Object keys must be strings");
      const key = this.string() as string;
      this.skip();
      if (this.text[this.at++] !== ":") return this.fail("Objects must consist of key:value pairs");
      members.set(key, this.value(depth + 1));
      if (this.error !== undefined) return null;
      this.skip();
      const c = this.text[this.at++];
      if (c === "}") return members;
      if (c === ",") continue;
      this.at--;
      return this.fail(c === undefined ? "Unfinished JSON term" : "Expected separator between values");
    }
  } // prettier-ignore
}

const ESCAPES = new Map([["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"], ["/", "/"], ["\\", "\\"], ['"', '"']]); // prettier-ignore

/** The value of a whole text, or undefined. */
export function parseJson(text: string): JqValue | undefined {
  const reader = new JsonReader(text);
  const value = reader.next();
  return value === undefined || reader.next() !== undefined ? undefined : value;
}

// ---- writing

/** The shortest digits that read back the same, with an exponent where there would be many zeros (jq's dtoa). */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "null";
  if (!Number.isFinite(value)) return value > 0 ? "1.7976931348623157e+308" : "-1.7976931348623157e+308";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [, sign = "", first = "", rest = "", power = "0"] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential()) ?? [];
  const digits = first + rest;
  const point = Number(power) + 1;
  if (point <= -4 || point > digits.length + 15) {
    const size = String(Math.abs(Number(power))).padStart(2, "0");
    return `${sign}${first}${rest === "" ? "" : `.${rest}`}e${power.startsWith("-") ? "-" : "+"}${size}`;
  }
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
} // prettier-ignore

const CONTROL = new Map([["\b", "\\b"], ["\f", "\\f"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ['"', '\\"'], ["\\", "\\\\"]]); // prettier-ignore

const unicode = (unit: number): string => `\\u${unit.toString(16).padStart(4, "0")}`;

export function quote(text: string, ascii = false): string {
  const escaped = text.replace(
    /[\u0000-\u001f"\\\u007f]/g,
    (c) => CONTROL.get(c) ?? unicode(c.charCodeAt(0)),
  ); // oxlint-disable-line no-control-regex
  return `"${ascii ? escaped.replace(/[^\u0000-\u007e]/g, (c) => unicode(c.charCodeAt(0))) : escaped}"`; // oxlint-disable-line no-control-regex
}

export interface Style {
  /** undefined: on one line */
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
  readonly ascii: boolean;
  readonly colours: boolean;
}

export const PLAIN: Style = { indent: undefined, sortKeys: false, ascii: false, colours: false };

const COLOURS = { null: "0;90", boolean: "0;39", number: "0;39", string: "0;32", array: "1;39", object: "1;39", key: "1;34" } as const; // prettier-ignore

type Coloured = keyof typeof COLOURS;

export function toJson(value: JqValue, style: Style = PLAIN, level = 0): string {
  const paint = (kind: Coloured, text: string): string =>
    style.colours ? `\u001b[${COLOURS[kind]}m${text}\u001b[0m` : text;
  if (value === null) return paint("null", "null");
  if (typeof value === "boolean") return paint("boolean", String(value));
  if (typeof value === "number") return paint("number", numberText(value));
  if (typeof value === "string") return paint("string", quote(value, style.ascii));
  const kind = isArray(value) ? "array" : "object";
  const [open, close] = isArray(value) ? ["[", "]"] : ["{", "}"];
  const items = isObject(value) ? membersOf(value, style, level) : value.map((item) => toJson(item, style, level + 1));
  if (items.length === 0) return paint(kind, open + close);
  const { indent } = style;
  const line = (depth: number): string => (indent === undefined ? "" : `\n${indent.repeat(depth)}`);
  if (!style.colours) return open + items.map((item) => line(level + 1) + item).join(",") + line(level) + close;
  return coloured(kind, open, close, items, line, level);
} // prettier-ignore

function coloured(
  kind: "array" | "object",
  open: string,
  close: string,
  items: readonly string[],
  line: (depth: number) => string,
  level: number,
): string {
  const start = `\u001b[${COLOURS[kind]}m`;
  const end = "\u001b[0m";
  const gap = kind === "array" ? "" : end;
  const body = items.map((item, i) => `${i === 0 ? open : `${start},`}${line(level + 1)}${gap}${item}`);
  return `${start}${body.join("")}${start}${line(level)}${start}${close}${end}`;
}

function membersOf(object: JqObject, style: Style, level: number): string[] {
  const keys = style.sortKeys ? sortedKeys(object) : [...object.keys()];
  const space = style.indent === undefined ? "" : " ";
  return keys.map((key) => {
    const name = quote(key, style.ascii);
    const text = toJson(object.get(key) as JqValue, style, level + 1);
    if (!style.colours) return `${name}:${space}${text}`;
    const object0 = `\u001b[${COLOURS.object}m`;
    return `\u001b[${COLOURS.key}m${name}\u001b[0m${object0}:${space}\u001b[0m${text}`;
  });
}

/** As errors show values: at most fourteen characters. */
export function shown(value: JqValue, most = 14): string {
  const text = toJson(value);
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}
