// The s command on one text: which matches are replaced, and by what, with the changes of case that GNU's
// replacements can ask for. Pure: where the result goes is the machine's.

import type { Regex, RegexMatch } from "../../libc/regex.ts";
import type { CaseChange, ReplacementPart, Substitution } from "./script.ts";

/** The new text; undefined if nothing was replaced. */
export function substitute(text: string, regex: Regex, how: Substitution, utf8: boolean): string | undefined {
  const { replacement, number, global } = how;
  let out = "";
  let copied = 0;
  let count = 0;
  let before = -1;
  let replaced = false;
  for (let from = 0; from <= text.length;) {
    const match = regex.exec(text, from);
    if (match === undefined) break;
    const { index } = match;
    const end = index + match[0].length;
    from = end > index ? end : end + widthAt(text, end);
    // an empty match right behind a match does not count
    if (end === index && index === before) continue;
    before = end;
    if (++count < number) continue;
    out += text.slice(copied, index) + expand(replacement, match, utf8);
    copied = end;
    replaced = true;
    if (!global) break;
  }
  return replaced ? out + text.slice(copied) : undefined;
}

/** Chars of the character at a place, so that no search begins within a pair of surrogates. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

function expand(parts: readonly ReplacementPart[], match: RegexMatch, utf8: boolean): string {
  let out = "";
  for (const part of parts) {
    if (part.kind === "case") return expandCases(parts, match, utf8);
    out += part.kind === "text" ? part.text : (match[part.group] ?? "");
  }
  return out;
}

function expandCases(parts: readonly ReplacementPart[], match: RegexMatch, utf8: boolean): string {
  let out = "";
  let lasting: CaseChange = "E";
  let once: CaseChange | undefined;
  for (const part of parts) {
    if (part.kind === "case") {
      if (part.change === "u" || part.change === "l") once = part.change;
      else {
        lasting = part.change;
        once = undefined;
      }
      continue;
    }
    const text = part.kind === "text" ? part.text : (match[part.group] ?? "");
    if (text === "") continue;
    const changed = changeCase(text, lasting, utf8);
    const first = String.fromCodePoint(changed.codePointAt(0) as number);
    out +=
      once === undefined
        ? changed
        : changeCase(first, once === "u" ? "U" : "L", utf8) + changed.slice(first.length);
    once = undefined;
  }
  return out;
}

function changeCase(text: string, change: CaseChange, utf8: boolean): string {
  if (change === "E") return text;
  const convert = (char: string): string => {
    const made = change === "U" ? char.toUpperCase() : char.toLowerCase();
    return made.length === char.length ? made : char;
  };
  return utf8 ? Array.from(text, convert).join("") : text.replace(/[A-Za-z]+/g, convert);
}
