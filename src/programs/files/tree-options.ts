// What tree's options ask for. Defaults follow the locale (line drawing) and the terminal (colours).
// Relies on libc/fnmatch.ts for -P and -I, whose alternatives are parted by `|`.

import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { Pattern } from "../libc/fnmatch.ts";
import { isUtf8 } from "../libc/quote.ts";
import { colorsOf, type Colors } from "./ls-colors.ts";

export interface TreeOptions {
  readonly all: boolean;
  readonly onlyDirectories: boolean;
  readonly followLinks: boolean;
  readonly depth: number;
  readonly patterns: readonly Pattern[];
  readonly ignored: readonly Pattern[];
  readonly prune: boolean;
  readonly report: boolean;
  readonly fileLimit: number;
  readonly sort: "name" | "time" | "change" | "size" | "version" | "none";
  readonly first: "directories" | "files" | "none";
  readonly reverse: boolean;
  readonly indented: boolean;
  readonly fullPaths: boolean;
  readonly classify: boolean;
  readonly sumSizes: boolean;
  readonly sizes: "none" | "bytes" | "human" | "si";
  readonly mode: boolean;
  readonly user: boolean;
  readonly group: boolean;
  readonly date: string | undefined;
  readonly inodes: boolean;
  readonly devices: boolean;
  readonly quotes: boolean;
  readonly names: "escape" | "question" | "raw";
  readonly utf8: boolean;
  readonly lines: "unicode" | "ascii" | "vt100";
  readonly colors: Colors | undefined;
}

const patterns = (io: Io, key: string): Pattern[] =>
  io.options
    .values(key)
    .flatMap((text) => text.split("|"))
    .map((text) => new Pattern(text.replace(/\/$/, ""), { ignoreCase: io.has("ignore-case") }));

function sortOf(io: Io): TreeOptions["sort"] {
  const last = io.options.last("v", "t", "c", "U", "sort");
  const word = last === "sort" ? io.value("sort") : last;
  const kinds: Record<string, TreeOptions["sort"]> = {
    v: "version", version: "version", t: "time", mtime: "time", c: "change", ctime: "change",
    U: "none", none: "none", size: "size", name: "name",
  }; // prettier-ignore
  return kinds[word ?? "name"] ?? "name";
}

function linesOf(io: Io, utf8: boolean): TreeOptions["lines"] {
  if (io.options.last("A", "S") === "A") return "vt100";
  const charset = io.value("charset");
  if (charset !== undefined) return /utf-?8/i.test(charset) ? "unicode" : "ascii";
  return utf8 ? "unicode" : "ascii";
}

/** undefined after a complaint. */
export function* treeOptionsOf(io: Io): Task<TreeOptions | undefined> {
  const level = io.value("L");
  if (level !== undefined && (!/^\d+$/.test(level) || Number(level) < 1)) {
    yield* io.complain("Invalid level, must be greater than 0.");
    return undefined;
  }
  const limit = io.value("filelimit");
  const utf8 = isUtf8(io.env);
  const terminal = io.sys.termios(1) !== undefined;
  const colored = io.has("C") || (terminal && !io.has("n") && io.env.get("NO_COLOR") === undefined);
  const sumSizes = io.has("du");
  const sizes = io.has("si") ? "si" : io.has("h") ? "human" : io.has("s") || sumSizes ? "bytes" : "none";
  return {
    all: io.has("a"),
    onlyDirectories: io.has("d"),
    followLinks: io.has("l"),
    depth: level === undefined ? Infinity : Number(level),
    patterns: patterns(io, "P"),
    ignored: patterns(io, "I"),
    prune: io.has("prune"),
    report: !io.has("noreport"),
    fileLimit: limit === undefined ? Infinity : Number(limit),
    sort: sortOf(io),
    first: io.has("dirsfirst") ? "directories" : io.has("filesfirst") ? "files" : "none",
    reverse: io.has("r"),
    indented: !io.has("i"),
    fullPaths: io.has("f"),
    classify: io.has("F"),
    sumSizes,
    sizes,
    mode: io.has("p"),
    user: io.has("u"),
    group: io.has("g"),
    date: io.value("timefmt") ?? (io.has("D") || io.has("c") ? "%b %e %H:%M" : undefined),
    inodes: io.has("inodes"),
    devices: io.has("device"),
    quotes: io.has("Q"),
    names: io.has("N") ? "raw" : io.has("q") ? "question" : "escape",
    utf8,
    lines: linesOf(io, utf8),
    colors: colored ? colorsOf("gnu", io.env) : undefined,
  };
}
