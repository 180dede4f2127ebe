// Pathname expansion: which files a pattern names, in order (POSIX shell, 2.6.6 and 2.13.3; bash's dotglob,
// nullglob, failglob, nocaseglob, globstar). Directories are read one level after the other; names of one
// directory are sorted by their code points, as in the C locale.

import { failed } from "../../base/errno.ts";
import { S_IFDIR, S_IFLNK, S_IFMT } from "../libc/file-mode.ts";
import { byteOrder } from "../libc/byte-order.ts";
import { Pattern, type PatternOptions } from "../libc/fnmatch.ts";
import type { Shell } from "./shell.ts";

const WILD = /[*?[]/;
const EXTENDED_WILD = /[*?[]|[@+!]\(/;

/** The fields that a pattern becomes. `text` is the word as it was, without quotes. */
export function globFields(sh: Shell, pattern: string, text: string): readonly string[] {
  const found = withoutIgnored(sh, glob(sh, pattern));
  if (found.length > 0 || !sh.isBash) return found.length > 0 ? found : [text];
  if (sh.shopts.has("failglob")) sh.raise(`no match: ${text}`);
  return sh.shopts.has("nullglob") ? [] : [text];
}

const ignoring = (sh: Shell): string => (sh.isBash ? (sh.variables.find("GLOBIGNORE")?.value ?? "") : "");

/** bash's GLOBIGNORE: patterns between colons of paths that are never found. */
function withoutIgnored(sh: Shell, paths: readonly string[]): readonly string[] {
  const ignored = ignoring(sh);
  if (ignored === "" || paths.length === 0) return paths;
  const extglob = sh.shopts.has("extglob");
  const patterns = (ignored.match(/(?:\[!?\]?(?:\[:\w+:\]|[^\]])*\]|\\.|[^:])+/gs) ?? []).map(
    (one) => new Pattern(one, { extglob }),
  );
  return paths.filter((path) => !/(?:^|\/)\.\.?$/.test(path) && !patterns.some((one) => one.matches(path)));
}

export function glob(sh: Shell, pattern: string): string[] {
  const parts = splitPath(pattern);
  const absolute = pattern.startsWith("/");
  let paths = [absolute ? (/^\/+/.exec(pattern) as RegExpExecArray)[0] : ""];
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    paths = paths.flatMap((path) => step(sh, path, part, last));
    if (paths.length === 0) return [];
  }
  return paths;
}

interface PathPart {
  readonly pattern: string;
  /** the slashes after it */
  readonly slashes: string;
}

/** At slashes that stand in no bracket expression or group. */
function splitPath(pattern: string): PathPart[] {
  const parts: PathPart[] = [];
  for (const match of pattern.matchAll(/((?:\\.|[^/\\])+)(\/*)/gsu))
    parts.push({ pattern: match[1] as string, slashes: match[2] as string });
  return parts;
}

const unescape = (pattern: string): string => pattern.replace(/\\(.)/gsu, "$1");

function step(sh: Shell, path: string, { pattern, slashes }: PathPart, last: boolean): string[] {
  const extglob = sh.shopts.has("extglob");
  if (!(extglob ? EXTENDED_WILD : WILD).test(pattern.replace(/\\./gsu, ""))) {
    const name = path + unescape(pattern) + slashes;
    return !last || !failed(sh.sys.lstat(name)) ? [name] : [];
  }
  if (pattern === "**" && sh.shopts.has("globstar")) {
    const found = descend(sh, path, slashes, last);
    const here = last && slashes === "" && path !== "" && !failed(sh.sys.list(path));
    return here ? [path, ...found] : found;
  }
  const names = matchingNames(sh, path, pattern, slashes !== "" || !last);
  return names.map((name) => path + name + slashes);
}

function matchingNames(sh: Shell, path: string, pattern: string, directoriesOnly: boolean): string[] {
  const { shopts } = sh;
  const options: PatternOptions = { extglob: shopts.has("extglob"), ignoreCase: shopts.has("nocaseglob") };
  const compiled = new Pattern(pattern, {
    ...options,
    period: !shopts.has("dotglob") && ignoring(sh) === "",
  });
  const items = sh.sys.list(path === "" ? "." : path);
  if (failed(items)) return [];
  const dots = /^\\?\./.test(pattern) && !shopts.has("globskipdots");
  const names = items.filter(({ name }) => name !== "." && name !== "..");
  return [...(dots ? [".", ".."] : []).map((name) => ({ name, type: S_IFDIR })), ...names]
    .filter(
      ({ name, type }) => compiled.matches(name) && (!directoriesOnly || isDirectory(sh, path + name, type)),
    )
    .map(({ name }) => name)
    .sort(byteOrder);
}

function isDirectory(sh: Shell, path: string, type: number): boolean {
  if (type === S_IFDIR) return true;
  if (type !== S_IFLNK) return false;
  const stat = sh.sys.stat(path);
  return !failed(stat) && (stat.mode & S_IFMT) === S_IFDIR;
}

/** `**`: this directory and all below it; as the last part, their files too. */
function descend(sh: Shell, path: string, slashes: string, last: boolean): string[] {
  const found: string[] = last && slashes === "" ? [] : [path];
  const items = sh.sys.list(path === "" ? "." : path);
  if (failed(items)) return found;
  const names = items
    .filter(
      ({ name }) => name !== "." && name !== ".." && (sh.shopts.has("dotglob") || !name.startsWith(".")),
    )
    .sort((a, b) => byteOrder(a.name, b.name));
  for (const { name, type } of names) {
    const whole = path + name;
    if (last && slashes === "") found.push(whole);
    if (type === S_IFDIR) found.push(...descend(sh, `${whole}/`, slashes, last));
  }
  return path === "" && found[0] === "" && last ? found.slice(1) : found;
}
