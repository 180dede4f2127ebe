// Shell patterns: `*`, `?`, `[...]`, backslash and, where asked for, extglob's `?(a|b)` `*(…)` `+(…)` `@(…)`
// `!(…)` (fnmatch(3), bash's "Pattern Matching"). A pattern is compiled once and asked often. Time is bounded
// by the product of the lengths of text and pattern: nothing here backtracks without end.
// Not here: directories (the shell's pathname expansion) and leading periods, unless `period` is set.

import { bracketMatches, readBracket, type Bracket } from "./bracket.ts";

export interface PatternOptions {
  readonly extglob?: boolean;
  readonly ignoreCase?: boolean;
  /** backslash is an ordinary character (FNM_NOESCAPE) */
  readonly noEscape?: boolean;
  /** wildcards do not match `/` (FNM_PATHNAME) */
  readonly pathname?: boolean;
  /** a period at the beginning is matched by a period only (FNM_PERIOD) */
  readonly period?: boolean;
}

type Element =
  | { readonly kind: "character"; readonly code: number }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "bracket"; readonly bracket: Bracket }
  | { readonly kind: "group"; readonly operator: string; readonly choices: readonly Element[][] };

type Direction = 1 | -1;

/** One compiled pattern. Positions are indices of UTF-16 units; a pair of surrogates counts as one character. */
export class Pattern {
  /** the only text that it matches, if there is only one */
  readonly literal: string | undefined;
  private readonly elements: readonly Element[];
  private readonly plain: boolean;

  constructor(
    source: string,
    private readonly options: PatternOptions = {},
  ) {
    this.elements = parseElements(source, options);
    this.plain = this.elements.every(({ kind }) => kind !== "group");
    const characters = this.elements.every(({ kind }) => kind === "character");
    this.literal = characters && !options.ignoreCase ? textOf(this.elements) : undefined;
  }

  matches(text: string): boolean {
    if (this.literal !== undefined) return text === this.literal;
    if (this.options.period && text.startsWith(".") && !this.beginsWithPeriod()) return false;
    if (this.plain) return this.matchPlain(text);
    return this.follow(this.elements, text, [0], 1).includes(text.length);
  }

  /** End of the shortest or longest part at the beginning of `text` that matches; -1 if none does. */
  prefix(text: string, longest: boolean): number {
    return this.matchAt(text, 0, longest);
  }

  /** Where the shortest or longest part at the end of `text` that matches begins; -1 if none does. */
  suffix(text: string, longest: boolean): number {
    const starts = this.follow(this.elements, text, [text.length], -1);
    if (starts.length === 0) return -1;
    return (longest ? starts[0] : starts[starts.length - 1]) as number;
  }

  /** End of the shortest or longest match that begins at `start`; -1 if none does. */
  matchAt(text: string, start: number, longest: boolean): number {
    const ends = this.follow(this.elements, text, [start], 1);
    if (ends.length === 0) return -1;
    return (longest ? ends[ends.length - 1] : ends[0]) as number;
  }

  private beginsWithPeriod(): boolean {
    const [first] = this.elements;
    if (first?.kind === "group")
      return first.choices.some(([one]) => one?.kind === "character" && one.code === 46);
    return first?.kind === "character" && first.code === 46;
  }

  private one(element: Element, code: number): boolean {
    switch (element.kind) {
      case "character":
        return element.code === code || (this.options.ignoreCase === true && sameLetter(element.code, code));
      case "any":
        return !(this.options.pathname === true && code === 47);
      case "bracket":
        if (this.options.pathname === true && code === 47) return false;
        return bracketMatches(element.bracket, code, this.options.ignoreCase === true);
      default:
        return false;
    }
  }

  /** Whole text against elements without groups: on a failure only the last star is tried anew. */
  private matchPlain(text: string): boolean {
    const { elements } = this;
    let at = 0;
    let e = 0;
    let starElement = -1;
    let starAt = 0;
    while (at < text.length) {
      const element = elements[e];
      if (element?.kind === "star") {
        starElement = e++;
        starAt = at;
        continue;
      }
      const code = text.codePointAt(at) as number;
      if (element !== undefined && this.one(element, code)) {
        e++;
        at += code > 0xffff ? 2 : 1;
        continue;
      }
      if (starElement < 0) return false;
      const skipped = text.codePointAt(starAt) as number;
      if (this.options.pathname === true && skipped === 47) return false;
      starAt += skipped > 0xffff ? 2 : 1;
      at = starAt;
      e = starElement + 1;
    }
    while (elements[e]?.kind === "star") e++;
    return e === elements.length;
  }

  // ---- sets of positions, ascending: where a match may have come to

  private follow(
    elements: readonly Element[],
    text: string,
    from: readonly number[],
    direction: Direction,
  ): readonly number[] {
    let positions = from;
    for (let i = 0; i < elements.length && positions.length > 0; i++) {
      const element = elements[direction > 0 ? i : elements.length - 1 - i] as Element;
      positions = this.pass(element, text, positions, direction);
    }
    return positions;
  }

  private pass(
    element: Element,
    text: string,
    from: readonly number[],
    direction: Direction,
  ): readonly number[] {
    if (element.kind === "star") return this.passStar(text, from, direction);
    if (element.kind === "group")
      return this.passGroup(element.operator, element.choices, text, from, direction);
    const to: number[] = [];
    for (const at of from) {
      const code = codeAt(text, at, direction);
      if (code >= 0 && this.one(element, code)) to.push(at + direction * (code > 0xffff ? 2 : 1));
    }
    return to;
  }

  private passStar(text: string, from: readonly number[], direction: Direction): number[] {
    const reached: number[] = [];
    const starts = direction > 0 ? from : [...from].reverse();
    let covered: number | undefined;
    for (const start of starts) {
      if (covered !== undefined && (direction > 0 ? start <= covered : start >= covered)) continue;
      let at = start;
      for (;;) {
        reached.push(at);
        const code = codeAt(text, at, direction);
        if (code < 0 || (this.options.pathname === true && code === 47)) break;
        at += direction * (code > 0xffff ? 2 : 1);
      }
      covered = at;
    }
    return direction > 0 ? reached : reached.reverse();
  }

  private passGroup(
    operator: string,
    choices: readonly Element[][],
    text: string,
    from: readonly number[],
    direction: Direction,
  ): readonly number[] {
    const once = (starts: readonly number[]): readonly number[] =>
      union(choices.map((choice) => this.follow(choice, text, starts, direction)));
    switch (operator) {
      case "@":
        return once(from);
      case "?":
        return union([from, once(from)]);
      case "!":
        return union(from.map((start) => this.allBut(once([start]), text, start, direction)));
      default:
        return closure(operator === "*" ? from : once(from), once);
    }
  }

  private allBut(
    excluded: readonly number[],
    text: string,
    start: number,
    direction: Direction,
  ): readonly number[] {
    const not = new Set(excluded);
    return this.passStar(text, [start], direction).filter((at) => !not.has(at));
  }
}

function union(sets: readonly (readonly number[])[]): readonly number[] {
  const [first, ...rest] = sets;
  if (rest.length === 0) return first ?? [];
  return [...new Set(sets.flat())].sort((a, b) => a - b);
}

function closure(
  from: readonly number[],
  once: (starts: readonly number[]) => readonly number[],
): readonly number[] {
  const all = new Set(from);
  let fresh = from;
  while (fresh.length > 0) {
    fresh = once(fresh).filter((at) => !all.has(at));
    for (const at of fresh) all.add(at);
  }
  return [...all].sort((a, b) => a - b);
}

function codeAt(text: string, at: number, direction: Direction): number {
  if (direction > 0) return at < text.length ? (text.codePointAt(at) as number) : -1;
  if (at <= 0) return -1;
  const unit = text.charCodeAt(at - 1);
  if (unit < 0xdc00 || unit > 0xdfff || at < 2) return unit;
  const before = text.charCodeAt(at - 2);
  return before >= 0xd800 && before < 0xdc00 ? (text.codePointAt(at - 2) as number) : unit;
}

const sameLetter = (a: number, b: number): boolean =>
  String.fromCodePoint(a).toLowerCase() === String.fromCodePoint(b).toLowerCase();

const textOf = (elements: readonly Element[]): string =>
  elements
    .map((element) => (element.kind === "character" ? String.fromCodePoint(element.code) : ""))
    .join("");

// ---- reading

function parseElements(source: string, options: PatternOptions): Element[] {
  const elements: Element[] = [];
  let i = 0;
  while (i < source.length) {
    const c = source[i] as string;
    if (options.extglob === true && source[i + 1] === "(" && "?*+@!".includes(c)) {
      const group = parseGroup(source, i, options);
      if (group !== undefined) {
        elements.push(group.element);
        i = group.end;
        continue;
      }
    }
    i = parseOne(source, i, options, elements);
  }
  return elements;
}

function parseOne(source: string, at: number, options: PatternOptions, into: Element[]): number {
  const c = source[at];
  const escapes = options.noEscape !== true;
  if (c === "*") {
    if (into[into.length - 1]?.kind !== "star") into.push({ kind: "star" });
    return at + 1;
  }
  if (c === "?") {
    into.push({ kind: "any" });
    return at + 1;
  }
  const read = c === "[" ? readBracket(source, at, escapes) : undefined;
  if (read !== undefined) {
    into.push({ kind: "bracket", bracket: read.bracket });
    return read.end;
  }
  const from = c === "\\" && escapes && at + 1 < source.length ? at + 1 : at;
  const code = source.codePointAt(from) as number;
  into.push({ kind: "character", code });
  return from + (code > 0xffff ? 2 : 1);
}

function parseGroup(
  source: string,
  at: number,
  options: PatternOptions,
): { element: Element; end: number } | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = at + 2;
  for (let i = at + 2; i < source.length; i++) {
    const c = source[i];
    if (c === "\\") i++;
    else if (c === "[") i = (readBracket(source, i, true)?.end ?? i + 1) - 1;
    else if (c === "(") depth++;
    else if (c === "|" && depth === 0) {
      choices.push(source.slice(from, i));
      from = i + 1;
    } else if (c === ")" && depth-- === 0) {
      choices.push(source.slice(from, i));
      const element: Element = {
        kind: "group",
        operator: source[at] as string,
        choices: choices.map((choice) => parseElements(choice, options)),
      };
      return { element, end: i + 1 };
    }
  }
  return undefined;
}

/** The pattern that matches exactly `text`. */
export const escapePattern = (text: string): string => text.replace(/[*?[\]\\()|@!+]/g, "\\$&");

/** fnmatch(3) for a single question; who asks often keeps a `Pattern`. */
export const fnmatch = (pattern: string, text: string, options?: PatternOptions): boolean =>
  new Pattern(pattern, options).matches(text);
