// The colours of ls --color: GNU's from LS_COLORS or its own few, busybox's fixed ones. Which of them a file
// gets depends on its type, its permissions, and for GNU on how its name ends.

import { failed } from "../../base/errno.ts";
import type { Family } from "../libc/command.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, S_IFSOCK } from "../libc/file-mode.ts";
import type { Entry } from "./ls-entry.ts";

export interface Colors {
  readonly family: Family;
  readonly codes: ReadonlyMap<string, string>;
  readonly suffixes: readonly (readonly [string, string])[];
}

const DEFAULTS =
  "di=01;34:ln=01;36:pi=33:so=01;35:bd=01;33:cd=01;33:ex=01;32:do=01;35:su=37;41:sg=30;43:st=37;44:ow=34;42:tw=30;42";

const TERMINALS =
  /^(?:Eterm|ansi|.*color.*|con\d+x\d+.*|cons25|console|cygwin|dtterm|gnome|hurd|jfbterm|konsole|kterm|linux|linux-c|mlterm|putty|rxvt.*|screen.*|st.*|terminator|tmux.*|vt100|vt220|xterm.*)$/;

/** undefined if there are no colours after all: GNU wants LS_COLORS or a terminal that it knows. */
export function colorsOf(family: Family, env: ReadonlyMap<string, string>): Colors | undefined {
  if (family === "busybox") return { family, codes: new Map(), suffixes: [] };
  const set = env.get("LS_COLORS");
  if (!set && !env.get("COLORTERM") && !TERMINALS.test(env.get("TERM") ?? "")) return undefined;
  const codes = new Map<string, string>();
  const suffixes: [string, string][] = [];
  for (const entry of `${DEFAULTS}:${set ?? ""}`.split(":")) {
    const equals = entry.indexOf("=");
    if (equals < 0) continue;
    const [key, value] = [entry.slice(0, equals), entry.slice(equals + 1)];
    if (key.startsWith("*")) suffixes.push([key.slice(1), value]);
    else codes.set(key, value);
  }
  return { family, codes, suffixes: suffixes.reverse() };
}

const KEYS = new Map([
  [S_IFDIR, "di"],
  [S_IFLNK, "ln"],
  [S_IFIFO, "pi"],
  [S_IFSOCK, "so"],
  [S_IFBLK, "bd"],
  [S_IFCHR, "cd"],
]);

function keyOf(type: number, mode: number): string {
  if (type === S_IFREG) {
    if (mode & 0o4000) return "su";
    if (mode & 0o2000) return "sg";
    return (mode & 0o111) !== 0 ? "ex" : "fi";
  }
  if (type === S_IFDIR) {
    const [sticky, writable] = [(mode & 0o1000) !== 0, (mode & 0o002) !== 0];
    return sticky && writable ? "tw" : writable ? "ow" : sticky ? "st" : "di";
  }
  return KEYS.get(type) ?? "or";
}

function gnuCode(
  { codes, suffixes }: Colors,
  name: string,
  entry: Entry,
  behind: boolean,
): string | undefined {
  const gone = failed(entry.behind);
  if (behind && gone) return codes.get("mi") ?? codes.get("or");
  const node = behind && !failed(entry.behind) ? entry.behind : entry.node;
  if (node === undefined) return codes.get("or");
  const type = node.mode & 0o170000;
  if (type === S_IFLNK && gone) return codes.get("or") ?? codes.get("ln");
  const key = keyOf(type, node.mode);
  if (key !== "fi") {
    const code = codes.get(key);
    return code === undefined && type === S_IFDIR ? codes.get("di") : code;
  }
  return suffixes.find(([end]) => name.endsWith(end))?.[1] ?? codes.get("fi");
}

const BUSYBOX_CODES = new Map([
  [S_IFDIR, "1;34"],
  [S_IFLNK, "1;36"],
  [S_IFIFO, "0;35"],
  [S_IFSOCK, "1;35"],
  [S_IFBLK, "1;33"],
  [S_IFCHR, "1;33"],
]);

function busyboxCode(entry: Entry, behind: boolean): string {
  const node = behind ? entry.behind : entry.node;
  if (node === undefined || failed(node)) return "1;31";
  const type = node.mode & 0o170000;
  if (type === S_IFREG) return (node.mode & 0o111) !== 0 ? "1;32" : "0;0";
  return BUSYBOX_CODES.get(type) ?? "0;0";
}

/** The name between escape sequences; `behind` for what a link leads to. GNU's first one begins with a reset. */
export function colored(
  colors: Colors,
  entry: Entry,
  text: string,
  behind: boolean,
  used: { any: boolean },
): string {
  if (colors.family === "busybox") return `\x1b[${busyboxCode(entry, behind)}m${text}\x1b[m`;
  const name = behind ? (entry.target ?? "") : entry.name;
  const code = gnuCode(colors, name, entry, behind);
  if (code === undefined) return text;
  const first = used.any ? "" : "\x1b[0m";
  used.any = true;
  return `${first}\x1b[${code}m${text}\x1b[0m`;
}
