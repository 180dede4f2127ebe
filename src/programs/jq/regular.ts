// Regular expressions of jq, which are Oniguruma's: the part that JavaScript's have as well. Places are counted in characters.
// Relies on the engine's own regular expressions, which are ECMAScript's.

import { failure, isArray, kindOf, type JqValue } from "./value.ts";
import { shown } from "./json-text.ts";

const characters = (text: string): number => [...text].length;

function flagsOf(flags: JqValue): { readonly all: boolean; readonly letters: string; readonly skipEmpty: boolean } {
  if (flags !== null && typeof flags !== "string") return failure(`${kindOf(flags)} (${shown(flags)}) is not a string`);
  const letters = flags ?? "";
  const wrong = /[^gimnpslx]/.exec(letters);
  if (wrong !== null) failure(`${letters} is not a valid modifier string`);
  return {
    all: letters.includes("g"),
    letters: `dgu${letters.includes("i") ? "i" : ""}${/[sp]/.test(letters) ? "s" : ""}`,
    skipEmpty: letters.includes("n"),
  };
} // prettier-ignore

function compile(pattern: JqValue, letters: string, extended: boolean): RegExp {
  if (typeof pattern !== "string") return failure(`${kindOf(pattern)} (${shown(pattern)}) cannot be matched, as it is not a string`);
  const source = extended ? pattern.replace(/\\.|\s+|#.*/g, (part) => (part.startsWith("\\") ? part : "")) : pattern;
  const classes = source.replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES.get(name) ?? whole).replace(/\\h/g, "[0-9a-fA-F]").replace(/\\[zZ]/g, "$").replace(/\\A/g, "^");
  try {
    return new RegExp(classes, letters);
  } catch {
    try {
      return new RegExp(classes, letters.replace("u", ""));
    } catch {
      return failure(`${pattern} (at offset 0) is not a valid regex: invalid pattern`);
    }
  }
} // prettier-ignore

const CLASSES = new Map([["alpha", "a-zA-Z"], ["digit", "0-9"], ["alnum", "a-zA-Z0-9"], ["space", "\\s"], ["upper", "A-Z"], ["lower", "a-z"], ["punct", "!-/:-@\\[-`{-~"], ["xdigit", "0-9a-fA-F"]]); // prettier-ignore

const namesOf = (source: string): (string | null)[] =>
  [...source.matchAll(/\\.|\[(?:\\.|[^\]])*\]|\((?!\?)|\(\?<([A-Za-z_]\w*)>/g)].flatMap(([whole, name]) =>
    whole.startsWith("(") ? [name ?? null] : [],
  );

function capture(text: string, place: readonly [number, number] | undefined, name: string | null): JqValue {
  const string = place === undefined ? null : text.slice(...place);
  return new Map<string, JqValue>([
    ["offset", place === undefined ? -1 : characters(text.slice(0, place[0]))],
    ["length", string === null ? 0 : characters(string)],
    ["string", string],
    ["name", name],
  ]);
}

function matches(input: JqValue, pattern: JqValue, flags: JqValue, testing: JqValue): JqValue {
  if (typeof input !== "string") return failure(`${kindOf(input)} (${shown(input)}) cannot be matched, as it is not a string`);
  const { all, letters, skipEmpty } = flagsOf(flags);
  const regular = compile(pattern, letters, typeof flags === "string" && flags.includes("x"));
  if (testing === true) return regular.test(input);
  const names = namesOf(regular.source);
  const found: JqValue[] = [];
  for (const match of input.matchAll(regular)) {
    if (skipEmpty && match[0] === "") continue;
    const places = match.indices ?? [];
    const captures = places.slice(1).map((place, i) => capture(input, place, names[i] ?? null));
    found.push(new Map<string, JqValue>([["offset", characters(input.slice(0, match.index))], ["length", characters(match[0])], ["string", match[0]], ["captures", captures]]));
    if (!all) break;
  }
  return found;
} // prettier-ignore

type Matcher = (input: JqValue, ...args: readonly JqValue[]) => JqValue;

export const MATCHING: readonly (readonly [string, Matcher])[] = [
  ["_match/3", (input, pattern, flags, testing) => isArray(pattern ?? null) ? matches(input, (pattern as readonly JqValue[])[0] ?? null, (pattern as readonly JqValue[])[1] ?? null, testing ?? false) : matches(input, pattern ?? null, flags ?? null, testing ?? false)],
]; // prettier-ignore
