// What grep was asked to do, read from its options: which lines, what is printed of them, which files. The
// families' options and complaints differ; what they mean is the same.

import type { Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import type { Io } from "../libc/command.ts";
import { isUtf8 } from "../libc/quote.ts";
import { colorsOf, type Colors } from "./grep-colors.ts";

export type Syntax = "G" | "E" | "F" | "P";

export interface GrepPlan {
  readonly syntax: Syntax;
  readonly invert: boolean;
  readonly most: number;
  readonly before: number;
  readonly after: number;
  readonly hasContext: boolean;
  readonly separator: string | undefined;
  readonly show: "lines" | "matches" | "count" | "with" | "without" | "nothing";
  /** -c counts even where -l prints names */
  readonly names: boolean | undefined;
  readonly lineNumbers: boolean;
  readonly byteOffsets: boolean;
  readonly aligned: boolean;
  readonly nullNames: boolean;
  readonly zero: boolean;
  readonly binary: "binary" | "text" | "without-match";
  readonly directories: "read" | "skip" | "recurse" | "follow";
  readonly silent: boolean;
  readonly label: string;
  readonly colors: Colors | undefined;
  readonly utf8: boolean;
}

export const TROUBLE = 2;

const BINARY = [["binary"], ["text"], ["without-match"]];
const DIRECTORIES = [["read"], ["recurse"], ["skip"]];

export function* planOf(io: Io, builtIn: Syntax): Task<GrepPlan | undefined> {
  const syntax = yield* syntaxOf(io, builtIn);
  const most = syntax && (yield* mostOf(io));
  const context = most === undefined ? undefined : yield* contextOf(io);
  const binary = context && (yield* chosen(io, "binary-files", BINARY, "binary"));
  const directories = binary && (yield* chosen(io, "directories", DIRECTORIES, "read"));
  if (!syntax || most === undefined || !context || !binary || !directories) return undefined;
  const files = io.options.last("h", "H");
  const recursive = io.options.last("r", "R");
  return {
    syntax,
    most,
    ...context,
    invert: io.has("v"),
    separator: io.has("no-group-separator") ? undefined : (io.value("group-separator") ?? "--"),
    show: showOf(io),
    names: files === undefined ? undefined : files === "H",
    lineNumbers: io.has("n"),
    byteOffsets: io.has("b"),
    aligned: io.has("T"),
    nullNames: io.has("Z"),
    zero: io.has("z"),
    binary: binaryOf(io, binary),
    directories: directoriesOf(recursive, directories),
    silent: io.has("s"),
    label: io.value("label") ?? "(standard input)",
    colors: yield* coloring(io),
    utf8: io.family === "gnu" && isUtf8(io.env),
  };
}

function binaryOf(io: Io, word: string): GrepPlan["binary"] {
  if (io.family === "busybox") return "text";
  const last = io.options.last("a", "I", "binary-files");
  return last === "a" ? "text" : last === "I" ? "without-match" : (word as GrepPlan["binary"]);
}

function directoriesOf(recursive: string | undefined, word: string): GrepPlan["directories"] {
  if (recursive === "R") return "follow";
  // busybox's -r goes through links to files, not to directories, as fts does where it is told so
  if (recursive === "r" || word === "recurse") return "recurse";
  return word as GrepPlan["directories"];
}

const showOf = (io: Io): GrepPlan["show"] =>
  io.has("q")
    ? "nothing"
    : io.options.last("l", "L") === "l"
      ? "with"
      : io.has("L")
        ? "without"
        : io.has("c")
          ? "count"
          : io.has("o")
            ? "matches"
            : "lines";

const MATCHERS = ["G", "E", "F", "P"] as const;

function* syntaxOf(io: Io, builtIn: Syntax): Task<Syntax | undefined> {
  const given = MATCHERS.filter((letter) => io.has(letter));
  if (given.length > 1 && io.family === "gnu") {
    yield* io.complain("conflicting matchers specified", TROUBLE);
    return undefined;
  }
  if (io.family === "busybox") return io.has("F") ? "F" : io.has("E") ? "E" : builtIn;
  return given[0] ?? builtIn;
}

function* mostOf(io: Io): Task<number | undefined> {
  const text = io.value("m");
  if (text === undefined) return Infinity;
  if (/^\d+$/.test(text)) return Number(text);
  if (/^-\d+$/.test(text) && io.family === "gnu") return Infinity;
  yield* io.complain(io.family === "gnu" ? "invalid max count" : `invalid number '${text}'`, TROUBLE);
  return undefined;
}

type Context = Pick<GrepPlan, "before" | "after" | "hasContext">;

function* contextOf(io: Io): Task<Context | undefined> {
  const counts: Record<string, number | undefined> = {};
  for (const key of ["A", "B", "C"]) {
    const text = io.value(key);
    if (text === undefined) continue;
    if (!/^\d+$/.test(text)) {
      yield* io.complain(io.family === "gnu" ? `${text}: invalid context length argument` : `invalid number '${text}'`, TROUBLE); // prettier-ignore
      return undefined;
    }
    counts[key] = Number(text);
  }
  const { A, B, C } = counts;
  const after = A ?? C ?? 0;
  const before = B ?? C ?? 0;
  // GNU's parts groups even where -A 0 asks for no line
  const asked = A !== undefined || B !== undefined || C !== undefined;
  return { before, after, hasContext: io.family === "gnu" ? asked : before + after > 0 };
}

function* chosen(io: Io, option: string, choices: string[][], otherwise: string): Task<string | undefined> {
  const word = io.value(option === "directories" ? "d" : option);
  return word === undefined ? otherwise : yield* choose(io, `--${option}`, word, choices);
}

function* coloring(io: Io): Task<Colors | undefined> {
  if (io.family === "busybox") return undefined;
  const given = io.options.given.findLast(({ key }) => key === "color");
  if (given === undefined || given.value === "never" || given.value === "no" || given.value === "none")
    return undefined;
  const auto =
    given.value === undefined || given.value === "auto" || given.value === "tty" || given.value === "if-tty";
  if (auto && (io.sys.termios(1) === undefined || io.env.get("TERM") === "dumb")) return undefined;
  const old = io.env.get("GREP_COLOR");
  if (old !== undefined && old !== "")
    yield* io.complain(`warning: GREP_COLOR='${old}' is deprecated; use GREP_COLORS='mt=${old}'`, 0);
  return colorsOf(io.env.get("GREP_COLORS") ?? "", old);
}
