// A regular expression's tree written as a JS pattern that matches at the same places. JS takes the first
// alternative that works where POSIX takes the longest; ambiguity.ts tells when that can show.

import { patternOf } from "./charset.ts";
import type { Assertion, Node, RegexSyntax } from "./tree.ts";

export function toPattern(node: Node, syntax: RegexSyntax): string {
  switch (node.kind) {
    case "set":
      return patternOf(node.set);
    case "sequence":
      return node.items.map((item) => toPattern(item, syntax)).join("");
    case "choice":
      return `(?:${longestFirst(node.items)
        .map((item) => toPattern(item, syntax))
        .join("|")})`;
    case "repeat":
      return repetition(node.item, node.least, node.most, syntax);
    case "group":
      return `(${toPattern(node.item, syntax)})`;
    case "assertion":
      return assertion(node.what, syntax);
    case "reference":
      return `(?:\\${node.index})`;
  }
}

/** Of alternatives with fixed lengths the longest is tried first, as POSIX wants the longest match. */
export function longestFirst(items: readonly Node[]): readonly Node[] {
  const sized = items.map((item) => ({ item, length: fixedLength(item) }));
  if (sized.some(({ item, length }) => length === undefined || hasGroup(item))) return items;
  return sized.sort((a, b) => (b.length as number) - (a.length as number)).map(({ item }) => item);
}

export function hasGroup(node: Node): boolean {
  switch (node.kind) {
    case "group":
    case "reference":
      return true;
    case "sequence":
    case "choice":
      return node.items.some(hasGroup);
    case "repeat":
      return hasGroup(node.item);
    default:
      return false;
  }
}

/** How many characters a node always takes; undefined if that varies. */
export function fixedLength(node: Node): number | undefined {
  switch (node.kind) {
    case "set":
      return 1;
    case "assertion":
      return 0;
    case "reference":
      return undefined;
    case "group":
      return fixedLength(node.item);
    case "repeat": {
      const length = fixedLength(node.item);
      return length !== undefined && node.least === node.most ? length * node.least : undefined;
    }
    case "sequence": {
      let sum = 0;
      for (const item of node.items) {
        const length = fixedLength(item);
        if (length === undefined) return undefined;
        sum += length;
      }
      return sum;
    }
    case "choice": {
      const [first, ...rest] = node.items.map(fixedLength);
      return rest.every((length) => length === first) ? first : undefined;
    }
  }
}

function repetition(item: Node, least: number, most: number, syntax: RegexSyntax): string {
  const body = toPattern(item, syntax);
  const atom = item.kind === "group" || (item.kind === "set" && !body.startsWith("(")) ? body : `(?:${body})`;
  if (most === Infinity && least < 2) return atom + (least === 0 ? "*" : "+");
  if (least === 0 && most === 1) return `${atom}?`;
  return `${atom}{${least}${least === most ? "" : `,${most === Infinity ? "" : most}`}}`;
}

function assertion(what: Assertion, { multiline, byLine, bytes }: RegexSyntax): string {
  const lines = multiline === true || byLine === true;
  const word = wordPattern(bytes === true);
  switch (what) {
    case "line-start":
      return lines ? "(?<![^\\n])" : "^";
    case "line-end":
      return lines ? "(?![^\\n])" : "$";
    case "text-start":
      return byLine === true ? "(?<![^\\n])" : "^";
    case "text-end":
      return byLine === true ? "(?![^\\n])" : "$";
    case "word-edge":
      return bytes === true ? "\\b" : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    case "no-word-edge":
      return bytes === true ? "\\B" : `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
    case "word-start":
      return `(?<!${word})(?=${word})`;
    case "word-end":
      return `(?<=${word})(?!${word})`;
    case "after-no-word":
      return `(?<!${word})`;
    case "before-no-word":
      return `(?!${word})`;
  }
}

/** What a word is made of, as a JS class. */
export const wordPattern = (bytes: boolean): string => (bytes ? "[0-9A-Za-z_]" : "[\\p{L}\\p{Nd}_]");
