// What an awk program runs in: its variables, the record, expressions that were compiled while it ran, and how it is to
// end. Faults are noted here and end the program at the next statement.

import { bytesOf } from "../../libc/byte-text.ts";
import type { Io } from "../../libc/command.ts";
import { compileRegex, regexFaultText, type Matcher } from "../../libc/regex.ts";
import { isFault } from "../../libc/regex/parse.ts";
import type { Escaped, RegexSyntax } from "../../libc/regex/tree.ts";
import type { AwkArray } from "./arrays.ts";
import type { Flavour } from "./flavour.ts";
import { numberText } from "./number-text.ts";
import type { RandomNumbers } from "./random.ts";
import { AwkRecord, type Separator } from "./record.ts";
import type { RecordSeparator } from "./reader.ts";
import type { Streams } from "./streams.ts";
import { isTrue, toNumber, type Value } from "./values.ts";

/** How a statement ended. */
export const DONE = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const NEXT = 3;
export const NEXT_FILE = 4;
export const EXIT = 5;
export const RETURN = 6;
export type Ending = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The variables of one call of a function. */
export interface Frame {
  readonly scalars: Value[];
  readonly arrays: (AwkArray | undefined)[];
  result: Value;
}

const MOST_KEPT = 300;

export class Runtime {
  readonly scalars: Value[] = [];
  readonly arrays: AwkArray[] = [];
  readonly record: AwkRecord;
  NR = 0;
  FNR = 0;
  FS = " ";
  OFS = " ";
  ORS = "\n";
  RS = "\n";
  SUBSEP = "\x1c";
  CONVFMT = "%.6g";
  OFMT = "%.6g";
  RSTART = 0;
  RLENGTH = -1;
  RT = "";
  IGNORECASE = 0;
  FILENAME: Value = undefined;
  /** EXIT where a function was left by exit, a fault or next while an expression is worked out */
  pending: Ending = DONE;
  exitStatus: number | undefined;
  /** what ended the program, in the flavour's words */
  fault: string | undefined;
  depth = 0;
  seed = 0;
  /** globals that are arrays */
  arrayNames: ReadonlySet<string> = new Set();
  private separator: Separator = { kind: "blanks" };
  private recordSeparator: RecordSeparator = { kind: "character", character: "\n" };
  private readonly matchers = new Map<string, Matcher>();

  constructor(
    readonly io: Io,
    readonly flavour: Flavour,
    readonly utf8: boolean,
    readonly streams: Streams,
    readonly random: RandomNumbers,
  ) {
    this.record = new AwkRecord(
      () => this.separator,
      () => this.OFS,
      (value) => this.text(value),
    );
  }

  // ---- values

  text(value: Value): string {
    if (typeof value === "string") return value;
    if (typeof value === "number") return numberText(value, this.CONVFMT, this.flavour);
    return value === undefined ? "" : value.text;
  }

  /** As print writes it. */
  printed(value: Value): string {
    return typeof value === "number" ? numberText(value, this.OFMT, this.flavour, true) : this.text(value);
  }

  number(value: Value): number {
    return typeof value === "number" ? value : toNumber(value, this.flavour);
  }

  truth(value: Value): boolean {
    return isTrue(value, this.flavour);
  }

  fail(message: string): void {
    this.fault ??= message;
    this.pending = EXIT;
    this.exitStatus = 2;
  }

  /** With where in the program it was, which nobody keeps but as the first line. */
  failAt(message: string): void {
    this.fail(`cmd. line:1: ${message}`);
  }

  isArray(name: string): boolean {
    return this.arrayNames.has(name);
  }

  // ---- expressions

  /** An expression that a value gives; one that is wrong matches nothing and ends the program. */
  matcher(source: string): Matcher {
    const key = this.IGNORECASE === 0 ? source : `i${source}`;
    let matcher = this.matchers.get(key);
    if (matcher === undefined) {
      const compiled = compileAwkRegex(source, this.flavour, this.utf8, this.IGNORECASE !== 0);
      if ("fault" in compiled) {
        this.fail(compiled.fault);
        return NOTHING;
      }
      matcher = compiled;
      if (this.matchers.size >= MOST_KEPT) this.matchers.clear();
      this.matchers.set(key, matcher);
    }
    return matcher;
  }

  separatorOf(text: string): Separator {
    if (text === " ") return { kind: "blanks" };
    if (text === "") return { kind: "each" };
    if (text.length === 1) return { kind: "character", character: text };
    return { kind: "regex", regex: this.matcher(text) };
  }

  // ---- special variables

  setFS(text: string): void {
    this.record.settle();
    this.FS = text;
    this.chooseSeparator();
  }

  setRS(text: string): void {
    this.RS = text;
    if (text === "") this.recordSeparator = { kind: "paragraph" };
    else if (text.length === 1) this.recordSeparator = { kind: "character", character: text };
    else this.recordSeparator = { kind: "regex", regex: this.matcher(text) };
    this.chooseSeparator();
  }

  /** In paragraphs a newline parts fields, whatever FS says. */
  private chooseSeparator(): void {
    const separator = this.separatorOf(this.FS);
    const plain = separator.kind === "blanks" || separator.kind === "each";
    if (this.RS !== "" || plain || this.FS === "\n") this.separator = separator;
    else {
      const one =
        separator.kind === "character" ? `[${this.FS === "\\" ? "\\\\" : this.FS}]` : `(${this.FS})`;
      this.separator = { kind: "regex", regex: this.matcher(`${this.FS === "^" ? "\\^" : one}|\n`) };
    }
  }

  get recordsBy(): RecordSeparator {
    return this.recordSeparator;
  }
}

const NOTHING: Matcher = { groups: 0, test: () => false, exec: () => undefined };

const LETTERS: Record<string, number> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, "/": 47, '"': 34, "&": 38 };

/** Escapes of awk's own in expressions: letters and numbers. */
function awkEscape(source: string, at: number): Escaped | undefined {
  const next = source[at + 1];
  if (next === undefined) return undefined;
  const octal = /^[0-7]{1,3}/.exec(source.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined) return { code: parseInt(octal, 8) & 255, length: 1 + octal.length };
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(source.slice(at + 1, at + 4));
  if (hex !== null) return { code: parseInt(hex[1] as string, 16), length: 1 + hex[0].length };
  const code = LETTERS[next];
  return code === undefined ? undefined : { code, length: 2 };
}

/** In brackets a backslash takes the meaning from what follows, unlike in POSIX's other tools. */
function escapeAnywhere(source: string, at: number, inBracket: boolean): Escaped | undefined {
  const own = awkEscape(source, at);
  if (own !== undefined || !inBracket || source[at + 1] === undefined) return own;
  return { code: source.charCodeAt(at + 1), length: 2 };
}

export function compileAwkRegex(
  source: string,
  flavour: Flavour,
  utf8: boolean,
  ignoreCase: boolean,
): Matcher | { readonly fault: string } {
  const syntax: RegexSyntax = {
    extended: true,
    lenient: flavour.name !== "busybox",
    gnu: flavour.name === "gawk",
    bytes: !utf8,
    ignoreCase,
    references: false,
    plain: !flavour.gnuRegex,
    escape: escapeAnywhere,
  };
  const text = flavour.name === "gawk" ? source.replaceAll("\\y", "\\b") : source;
  const regex = compileRegex(utf8 ? text : bytesOf(text), syntax);
  if (!isFault(regex)) return regex;
  return { fault: regexFault(regexFaultText(regex), source, flavour) };
}

function regexFault(text: string, source: string, flavour: Flavour): string {
  if (flavour.name === "busybox") return `bad regex '${source}': ${text}`;
  if (flavour.name === "gawk") return `fatal: invalid regexp: ${text}: /${source}/`;
  const missing = text.startsWith('Unmatched (') ? "missing ')'" : text.startsWith('Unmatched )') ? "missing '('" : text.startsWith('Unmatched [') ? "class -- [], [^] or [" : "missing operand"; // prettier-ignore
  return `regular expression compile failed (${missing})\n${source}`;
}
