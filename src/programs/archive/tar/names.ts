// Names of members: which are meant, which are left out, and what becomes of them on the way in and out (leading
// slashes, --strip-components, --transform). Text only. Relies on fnmatch and regular expressions of libc.

import { Pattern } from "../../libc/fnmatch.ts";
import { compileRegex, type Regex } from "../../libc/regex.ts";
import { isFault } from "../../libc/regex/parse.ts";

/** How a pattern is matched; as the options before it say. */
export interface MatchMode {
  readonly wildcards: boolean;
  readonly anchored: boolean;
  readonly slash: boolean;
  readonly ignoreCase: boolean;
}

const withoutSlash = (name: string): string => name.replace(/(?<=.)\/+$/, "");

function patternOf(text: string, { wildcards, slash, ignoreCase }: MatchMode): Pattern {
  const source = wildcards ? text : text.replace(/[\\*?[\]]/g, "\\$&");
  return new Pattern(source, { pathname: !slash, ignoreCase });
}

/** Whether a name, or a directory that it is in, is meant by a pattern. */
export class NamePattern {
  private readonly pattern: Pattern;

  constructor(
    readonly text: string,
    private readonly mode: MatchMode,
  ) {
    this.pattern = patternOf(withoutSlash(text), mode);
  }

  matches(name: string): boolean {
    const whole = withoutSlash(name);
    for (let end = whole.length; end > 0; end = whole.lastIndexOf("/", end - 1))
      if (this.matchesExactly(whole.slice(0, end))) return true;
    return false;
  }

  private matchesExactly(name: string): boolean {
    if (this.pattern.matches(name)) return true;
    if (this.mode.anchored) return false;
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1))
      if (this.pattern.matches(name.slice(at + 1))) return true;
    return false;
  }
}

const VCS =
  "CVS RCS SCCS .git .gitignore .gitattributes .gitmodules .cvsignore .svn .arch-ids {arch} =RELEASE-ID =meta-update =update .bzr .bzrignore .bzrtags .hg .hgignore .hgtags .hgrags _darcs".split(
    " ",
  );
const BACKUPS = [".#*", "*~", "#*#"];

export function presetPatterns(kind: "vcs" | "backups"): readonly NamePattern[] {
  const mode = { wildcards: kind === "backups", anchored: false, slash: true, ignoreCase: false };
  return (kind === "vcs" ? VCS : BACKUPS).map((text) => new NamePattern(text, mode));
}

// ---- prefixes

/** The part that may not stand before a member's name, and the rest of it. */
export function splitUnsafe(name: string): readonly [prefix: string, rest: string] {
  const parts = name.split("/");
  const last = parts.lastIndexOf("..");
  let rest = last < 0 ? name : parts.slice(last + 1).join("/");
  rest = rest.replace(/^\/+/, "");
  return [name.slice(0, name.length - rest.length), rest];
}

/** undefined: nothing is left of it. */
export function stripComponents(name: string, count: number): string | undefined {
  let rest = name;
  for (let i = 0; i < count; i++) {
    const match = /^\/*[^/]*\/+/.exec(rest);
    if (match === null) return undefined;
    rest = rest.slice(match[0].length);
  }
  return rest === "" ? undefined : rest;
}

// ---- --transform

export interface Transform {
  readonly regex: Regex;
  readonly replacement: string;
  readonly global: boolean;
  /** which match is the first to be replaced */
  readonly from: number;
}

/** Expressions as sed's `s`, parted by semicolons; undefined if one is none. */
export function parseTransforms(text: string): readonly Transform[] | undefined {
  const all: Transform[] = [];
  for (let rest = text; rest !== "";) {
    const parts = splitSubstitution(rest);
    if (parts === undefined) return undefined;
    const { source, replacement, flags, end } = parts;
    const regex = compileRegex(source, { extended: flags.includes("x"), ignoreCase: flags.includes("i") });
    if (isFault(regex)) return undefined;
    const from = Number(/\d+/.exec(flags)?.[0] ?? "1");
    all.push({ regex, replacement, global: flags.includes("g"), from });
    rest = rest.slice(end).replace(/^;/, "");
  }
  return all;
}

function splitSubstitution(
  text: string,
): { source: string; replacement: string; flags: string; end: number } | undefined {
  const mark = text[1];
  if (text[0] !== "s" || mark === undefined) return undefined;
  const parts: string[] = [];
  let at = 2;
  while (parts.length < 2) {
    let part = "";
    for (; at < text.length && text[at] !== mark; at++) {
      if (text[at] === "\\" && at + 1 < text.length) {
        part += text[at + 1] === mark ? "" : "\\";
        at++;
      }
      part += text[at];
    }
    if (at >= text.length) return undefined;
    parts.push(part);
    at++;
  }
  const flags = /^[gixrRsSHhN0-9]*/.exec(text.slice(at))?.[0] ?? "";
  return { source: parts[0] as string, replacement: parts[1] as string, flags, end: at + flags.length };
}

export function transformName(name: string, transforms: readonly Transform[]): string {
  return transforms.reduce((now, transform) => substitute(now, transform), name);
}

function substitute(name: string, { regex, replacement, global, from }: Transform): string {
  let out = "";
  let at = 0;
  for (let count = 1; at <= name.length; count++) {
    const match = regex.exec(name, at);
    if (match === undefined) break;
    const found = match[0] ?? "";
    out += name.slice(at, match.index);
    if (count >= from) out += expand(replacement, match);
    else out += found;
    at = match.index + found.length;
    if (found === "") {
      out += name.slice(at, at + 1);
      at++;
    }
    if (count >= from && !global) break;
  }
  return out + name.slice(at);
}

const expand = (replacement: string, match: ArrayLike<string | undefined>): string =>
  replacement.replace(/\\(.)|&/gs, (all, escaped: string | undefined) => {
    if (all === "&") return match[0] ?? "";
    if (escaped !== undefined && escaped >= "0" && escaped <= "9") return match[Number(escaped)] ?? "";
    return escaped === "n" ? "\n" : (escaped ?? "");
  });
