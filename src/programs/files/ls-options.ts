// What ls's options ask for. GNU's and busybox's options are read into the same form; where they differ in
// meaning (what -1 undoes, what an output that is no terminal changes) the family is asked.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import type { Io } from "../libc/command.ts";
import { Pattern } from "../libc/fnmatch.ts";
import { isUtf8, quoted } from "../libc/quote.ts";
import { multiplierOf, parseSize } from "../libc/sizes.ts";
import { colorsOf, type Colors } from "./ls-colors.ts";

export type Format = "long" | "columns" | "across" | "commas" | "single";
export type Sort = "name" | "time" | "size" | "version" | "extension" | "width" | "none";
export type Quoting =
  | "literal" | "shell" | "shell-always" | "shell-escape" | "shell-escape-always" | "c" | "c-maybe" | "escape" | "locale" | "clocale"; // prettier-ignore

export interface LsOptions {
  readonly format: Format;
  readonly all: "all" | "almost" | "none";
  readonly directory: boolean;
  readonly recursive: boolean;
  readonly reverse: boolean;
  readonly sort: Sort;
  readonly time: "mtime" | "atime" | "ctime";
  readonly follow: "never" | "directories" | "command-line" | "always";
  readonly indicator: "none" | "slash" | "file-type" | "classify";
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly numeric: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly author: boolean;
  readonly context: boolean;
  /** bytes of a unit, or how it is chosen: for sizes, and for blocks */
  readonly sizeUnit: number | "human" | "si";
  readonly blockUnit: number | "human" | "si";
  /** strftime formats of times up to six months ago and of others; undefined: the usual two */
  readonly timeFormats: readonly [string, string] | undefined;
  readonly fullTime: boolean;
  readonly quoting: Quoting;
  readonly hideControls: boolean;
  readonly utf8: boolean;
  /** 0: lines have no end */
  readonly width: number;
  readonly tabSize: number;
  readonly colors: Colors | undefined;
  readonly directoriesFirst: boolean;
  readonly ignored: readonly Pattern[];
  readonly hidden: readonly Pattern[];
  readonly backups: boolean;
  readonly zero: boolean;
  readonly terminal: boolean;
}

export const GNU_OPTIONS = `a/all A/almost-all author b/escape block-size: B/ignore-backups c C color? d/directory
  D/dired f F/classify? file-type format: full-time g group-directories-first G/no-group h/human-readable
  H/dereference-command-line dereference-command-line-symlink-to-dir hide: hyperlink? i/inode I/ignore:
  indicator-style: k/kibibytes l L/dereference m n/numeric-uid-gid N/literal o p q/hide-control-chars
  show-control-chars Q/quote-name quoting-style: r/reverse R/recursive s/size S si sort: t T/tabsize: time:
  time-style: u U v w/width: x X Z/context zero 1`;

export const BUSYBOX_OPTIONS =
  "1 a A C x d L H R F p l i k n s h r S X v c t u g Q q w: T: full-time group-directories-first color?";

const FORMATS = [["verbose", "long"], ["commas"], ["horizontal", "across"], ["vertical"], ["single-column"]];
const SORTS = [["none"], ["size"], ["time"], ["version"], ["extension"], ["name"], ["width"]];
const TIMES = [
  ["atime", "access", "use"],
  ["ctime", "status"],
  ["mtime", "modification"],
  ["birth", "creation"],
];
const INDICATORS = [["none"], ["slash"], ["file-type"], ["classify"]];
const WHEN = [
  ["always", "yes", "force"],
  ["never", "no", "none"],
  ["auto", "tty", "if-tty"],
];
const QUOTINGS = ["literal", "shell", "shell-always", "shell-escape", "shell-escape-always", "c", "c-maybe", "escape", "locale", "clocale"].map(
  (word) => [word],
); // prettier-ignore

const LONG = new Set(["l", "g", "n", "o", "full-time"]);
const WORDS: Record<string, Format> = {
  verbose: "long",
  commas: "commas",
  horizontal: "across",
  vertical: "columns",
  "single-column": "single",
};

class Wrong {
  constructor(readonly status: number) {}
}

/** The chosen word; a complaint ends the reading of options. */
function* choice(
  io: Io,
  key: string,
  choices: readonly (readonly string[])[],
  otherwise: string,
): Task<string | Wrong> {
  const value = io.value(key);
  if (value === undefined) return otherwise;
  if (io.family === "busybox") return choices.find((words) => words.includes(value))?.[0] ?? "never";
  return (yield* choose(io, `--${key}`, value, choices)) ?? new Wrong(2);
}

function formatOf(io: Io, word: string, terminal: boolean): Format {
  let format: Format | undefined;
  for (const { key } of io.options.given) {
    if (LONG.has(key)) format = "long";
    else if (key === "C") format = "columns";
    else if (key === "x") format = "across";
    else if (key === "m") format = "commas";
    else if (key === "format") format = WORDS[word];
    else if (key === "zero" && format !== "long") format = "single";
    else if (key === "1" && (io.family === "busybox" || format !== "long")) format = "single";
  }
  if (io.family === "busybox" && format === "single" && io.has("l")) return "long";
  return format ?? (terminal ? "columns" : "single");
}

function sortOf(io: Io, word: string, format: Format): Sort {
  let sort: Sort | undefined;
  for (const { key } of io.options.given) {
    if (key === "S") sort = "size";
    else if (key === "t") sort = "time";
    else if (key === "X") sort = "extension";
    else if (key === "v") sort = "version";
    else if (key === "U" || key === "f") sort = "none";
    else if (key === "sort") sort = word as Sort;
  }
  if (sort !== undefined) return sort;
  const byTime = io.family === "gnu" && format !== "long" && (io.has("c") || io.has("u") || io.has("time"));
  return byTime ? "time" : "name";
}

function allOf(io: Io): LsOptions["all"] {
  switch (io.options.last("a", "A", "f")) {
    case "a":
    case "f":
      return "all";
    case "A":
      return "almost";
    default:
      return "none";
  }
}

function followOf(io: Io, format: Format, indicator: LsOptions["indicator"]): LsOptions["follow"] {
  const last = io.options.last("L", "H");
  if (last === "L") return "always";
  if (last === "H") return "command-line";
  if (io.has("dereference-command-line-symlink-to-dir")) return "directories";
  return io.has("d") || format === "long" || indicator === "classify" ? "never" : "directories";
}

function indicatorOf(io: Io, word: string, classify: boolean): LsOptions["indicator"] {
  let indicator: LsOptions["indicator"] = "none";
  for (const { key } of io.options.given) {
    if (key === "F") indicator = classify ? "classify" : "none";
    else if (key === "p") indicator = "slash";
    else if (key === "file-type") indicator = "file-type";
    else if (key === "indicator-style") indicator = word as LsOptions["indicator"];
  }
  return indicator;
}

function quotingOf(io: Io, word: string | undefined, terminal: boolean): Quoting {
  let quoting: Quoting | undefined;
  for (const { key } of io.options.given) {
    if (key === "b") quoting = "escape";
    else if (key === "N") quoting = "literal";
    else if (key === "Q") quoting = "c";
    else if (key === "quoting-style" && word !== undefined) quoting = word as Quoting;
  }
  const fromEnvironment = QUOTINGS.some(([name]) => name === io.env.get("QUOTING_STYLE"))
    ? (io.env.get("QUOTING_STYLE") as Quoting)
    : undefined;
  return quoting ?? fromEnvironment ?? (terminal && io.family === "gnu" ? "shell-escape" : "literal");
}

/** -h, --si, -k and --block-size; a size that cannot be read is complained of. */
function* unitsOf(io: Io): Task<{ size: LsOptions["sizeUnit"]; blocks: LsOptions["sizeUnit"] } | Wrong> {
  let size: LsOptions["sizeUnit"] = 1;
  let blocks: LsOptions["sizeUnit"] = 1024;
  for (const { key, value = "" } of io.options.given) {
    if (key === "h") size = blocks = "human";
    else if (key === "si") size = blocks = "si";
    else if (key === "block-size") {
      const unit =
        value === "human-readable"
          ? "human"
          : value === "si"
            ? "si"
            : (parseSize(value) ?? multiplierOf(value));
      if (unit === undefined || unit === 0) {
        yield* io.complain(`invalid --block-size argument ${quoted(io, value)}`, 2);
        return new Wrong(2);
      }
      size = blocks = unit;
    }
  }
  return { size, blocks };
}

function* timeFormatsOf(io: Io): Task<LsOptions["timeFormats"] | Wrong> {
  if (
    io.has("full-time") &&
    io.family === "gnu" &&
    io.options.last("full-time", "time-style") === "full-time"
  )
    return FULL_ISO;
  const style = io.value("time-style") ?? (io.family === "gnu" ? io.env.get("TIME_STYLE") : undefined);
  if (style === undefined) return undefined;
  const bare = style.replace(/^posix-/, "");
  if (style.startsWith("posix-") && !isUtf8(io.env)) return undefined;
  if (bare.startsWith("+")) {
    const [old = "", recent = old] = bare.slice(1).split("\n");
    return [recent, old];
  }
  const known: Record<string, readonly [string, string] | undefined> = {
    "full-iso": FULL_ISO,
    "long-iso": ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M"],
    iso: ["%m-%d %H:%M", "%Y-%m-%d "],
    locale: undefined,
  };
  if (bare in known) return known[bare];
  yield* io.complain(`invalid argument ${quoted(io, style)} for 'time style'`, 2);
  const list = ["full-iso", "long-iso", "iso", "locale"].map((word) => `  - [posix-]${word}\n`).join("");
  const format = "  - +FORMAT (e.g., +%H:%M) for a 'date'-style format\n";
  yield* io.tell(`Valid arguments are:\n${list}${format}Try '${io.name} --help' for more information.\n`);
  return new Wrong(2);
}

const FULL_ISO: readonly [string, string] = ["%Y-%m-%d %H:%M:%S.%N %z", "%Y-%m-%d %H:%M:%S.%N %z"];

/** -w, COLUMNS, the terminal, or 80. */
function* widthOf(io: Io, terminal: boolean): Task<number | Wrong> {
  const given = io.value("w");
  if (given !== undefined) {
    if (/^\d+$/.test(given)) return Number(given);
    if (io.family === "busybox") yield* io.complain(`invalid number '${given}'`);
    else yield* io.complain(`invalid line width: ${quoted(io, given)}`, 2);
    return new Wrong(io.family === "busybox" ? 1 : 2);
  }
  const size = terminal ? io.sys.windowSize(1) : "ENOTTY";
  const columns = io.env.get("COLUMNS");
  if (io.family === "gnu" && columns !== undefined && /^\d+$/.test(columns)) return Number(columns);
  return failed(size) || size.columns === 0 ? 80 : size.columns;
}

const patterns = (io: Io, key: string): Pattern[] =>
  io.options.values(key).map((text) => new Pattern(text, { period: true }));

/** The options that have words or numbers, read and checked in GNU's order; the first that is wrong ends it. */
function* wordsOf(io: Io, terminal: boolean) {
  const fallback = io.options.last("c", "u") === "u" ? "atime" : io.has("c") ? "ctime" : "mtime";
  return {
    format: yield* choice(io, "format", FORMATS, ""),
    sort: yield* choice(io, "sort", SORTS, ""),
    time: yield* choice(io, "time", TIMES, fallback),
    indicator: yield* choice(io, "indicator-style", INDICATORS, "none"),
    color: yield* choice(io, "color", WHEN, io.has("color") ? "always" : "never"),
    classify: yield* choice(io, "F", WHEN, "always"),
    quoting: yield* choice(io, "quoting-style", QUOTINGS, ""),
    units: yield* unitsOf(io),
    timeFormats: yield* timeFormatsOf(io),
    width: yield* widthOf(io, terminal),
  };
}

/** undefined after a complaint, with the status in `io.status`. */
export function* lsOptionsOf(io: Io): Task<LsOptions | undefined> {
  const terminal = io.sys.termios(1) !== undefined;
  const words = yield* wordsOf(io, terminal);
  const wrong = Object.values(words).find((part) => part instanceof Wrong);
  if (wrong instanceof Wrong) {
    io.status = wrong.status;
    return undefined;
  }
  const isOn = (when: unknown): boolean => when === "always" || (when === "auto" && terminal);
  const format = formatOf(io, words.format as string, terminal);
  const indicator = indicatorOf(io, words.indicator as string, isOn(words.classify));
  const { size, blocks } = words.units as Exclude<typeof words.units, Wrong>;
  const tabs = io.value("T") ?? io.env.get("TABSIZE") ?? "8";
  return {
    format,
    all: allOf(io),
    directory: io.has("d"),
    recursive: io.has("R"),
    reverse: io.has("r"),
    sort: sortOf(io, words.sort as string, format),
    time: words.time === "birth" ? "ctime" : (words.time as LsOptions["time"]),
    follow: followOf(io, format, indicator),
    indicator,
    inode: io.has("i"),
    blocks: io.has("s"),
    numeric: io.has("n"),
    owner: !io.has("g"),
    group: !io.has("o") && !io.has("G"),
    author: io.has("author"),
    context: io.has("Z"),
    sizeUnit: size,
    blockUnit: blocks,
    timeFormats: words.timeFormats as LsOptions["timeFormats"],
    fullTime: io.has("full-time"),
    quoting: quotingOf(
      io,
      words.quoting === "" ? undefined : (words.quoting as string),
      terminal && !io.has("zero"),
    ),
    hideControls: io.has("q") || (terminal && !io.has("show-control-chars") && io.family === "gnu"),
    utf8: io.family === "gnu" && isUtf8(io.env),
    width: words.width as number,
    tabSize: /^\d+$/.test(tabs) ? Number(tabs) : 8,
    colors: isOn(words.color) ? colorsOf(io.family, io.env) : undefined,
    directoriesFirst: io.has("group-directories-first"),
    ignored: patterns(io, "I"),
    hidden: patterns(io, "hide"),
    backups: !io.has("B"),
    zero: io.has("zero"),
    terminal,
  };
}
