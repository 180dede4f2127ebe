// diff(1): two files, or two directories file by file. GNU's with its forms and options, busybox's with unified output.
// Relies on edits.ts for what changed. Not here: side by side, --ifdef, colours.

import { failed, strerror } from "../../base/errno.ts";
import { civilOf, padTo } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import { isDirectory, isRegular } from "../libc/file-mode.ts";
import { joinPath, lastComponent } from "../libc/paths.ts";
import { hunksOf, type Hunk } from "./edits.ts";
import { contextual, edScript, normal, unified } from "./formats.ts";
import { EMPTY, keyOf, keysOf, readSide, type Compared } from "./sides.ts";

const TROUBLE = 2;

type Form = (hunks: readonly Hunk[], a: Compared, b: Compared) => string;

interface Settings {
  readonly form: Form;
  /** lines that name both files come first */
  readonly marks: readonly [string, string] | undefined;
  readonly labels: readonly string[];
  readonly excluded: readonly string[];
}

const SIDE_BY_SIDE = "side-by-side output is not modelled by paperwhale";

/** How many lines of context, and in which form; the last option that says so counts. */
function settingsOf(io: Io): Settings {
  const kind = io.options.last("u", "U", "unified", "c", "C", "context", "e", "normal");
  const count = io.value("U") ?? io.value("unified") ?? io.value("C") ?? io.value("context") ?? "3";
  const context = Number(count);
  const labels = io.options.values("L");
  const excluded = io.options.values("x");
  const isUnified = io.family === "busybox" || kind === "u" || kind === "U" || kind === "unified";
  if (isUnified)
    return { form: (hunks, a, b) => unified(hunks, a, b, context), marks: ["---", "+++"], labels, excluded };
  if (kind === "c" || kind === "C" || kind === "context")
    return {
      form: (hunks, a, b) => contextual(hunks, a, b, context),
      marks: ["***", "---"],
      labels,
      excluded,
    };
  const form: Form = kind === "e" ? (hunks, _, b) => edScript(hunks, b) : normal;
  return { form, marks: undefined, labels, excluded };
}

function timeText(at: number): string {
  const { year, month, day, hour, minute, second, microsecond } = civilOf(at);
  const date = `${padTo(year, 4)}-${padTo(month, 2)}-${padTo(day, 2)}`;
  return `${date} ${padTo(hour, 2)}:${padTo(minute, 2)}:${padTo(second, 2)}.${padTo(microsecond, 6)}000 +0000`;
}

/** Hunks of nothing but blank lines, where those do not count. */
const isBlank = ({ a0, a1, b0, b1 }: Hunk, a: Compared, b: Compared): boolean =>
  [...a.lines.slice(a0, a1), ...b.lines.slice(b0, b1)].every((line) => line.trim() === "");

class Diff {
  private readonly settings: Settings;
  private readonly key: (line: string) => string;

  constructor(private readonly io: Io) {
    this.settings = settingsOf(io);
    this.key = keyOf(io);
  }

  *twoFiles(from: string, to: string, a: Compared, b: Compared, header: string): Task<number> {
    const { io } = this;
    if (a.text === b.text) return yield* this.identical(from, to);
    if ((a.binary || b.binary) && !io.has("a")) {
      const what = io.has("q") || io.family === "busybox" ? "Files" : "Binary files";
      yield* io.print(`${header}${what} ${from} and ${to} differ\n`);
      return 1;
    }
    let hunks = hunksOf(keysOf(a, this.key), keysOf(b, this.key));
    if (io.has("B") && hunks.every((hunk) => isBlank(hunk, a, b))) hunks = [];
    if (hunks.length === 0) return yield* this.identical(from, to);
    if (io.has("q")) {
      yield* io.print(`Files ${from} and ${to} differ\n`);
      return 1;
    }
    yield* io.print(header + this.names(from, to, a, b) + this.settings.form(hunks, a, b));
    return 1;
  }

  private *identical(from: string, to: string): Task<number> {
    if (this.io.has("s")) yield* this.io.print(`Files ${from} and ${to} are identical\n`);
    return 0;
  }

  private names(from: string, to: string, a: Compared, b: Compared): string {
    const { marks, labels } = this.settings;
    if (marks === undefined) return "";
    const time = (side: Compared): string =>
      this.io.family === "busybox" ? "" : `\t${timeText(side.mtime)}`;
    return `${marks[0]} ${labels[0] ?? from + time(a)}\n${marks[1]} ${labels[1] ?? to + time(b)}\n`;
  }

  *trouble(path: string, message: string): Task<number> {
    const what = this.io.family === "busybox" ? `can't stat '${path}'` : path;
    yield* this.io.tell(`${this.io.name}: ${what}: ${message}\n`);
    return TROUBLE;
  }

  *files(from: string, to: string, header = ""): Task<number> {
    const a = yield* readSide(this.io, from);
    const b = from === "-" && to === "-" ? a : yield* readSide(this.io, to);
    const mayLack = this.io.has("N");
    if (failed(a) && !(mayLack && a === "ENOENT")) return yield* this.trouble(from, strerror(a));
    if (failed(b) && !(mayLack && b === "ENOENT")) return yield* this.trouble(to, strerror(b));
    return yield* this.twoFiles(from, to, failed(a) ? EMPTY : a, failed(b) ? EMPTY : b, header);
  }

  private namesIn(path: string): string[] {
    const items = this.io.sys.list(path);
    if (failed(items)) return [];
    const isWanted = (name: string): boolean => !this.settings.excluded.some((pattern) => fnmatch(pattern, name));
    return items.map(({ name }) => name).filter(isWanted);
  } // prettier-ignore

  *directories(from: string, to: string): Task<number> {
    const [ours, theirs] = [new Set(this.namesIn(from)), new Set(this.namesIn(to))];
    let status = 0;
    for (const name of [...new Set([...ours, ...theirs])].sort()) {
      const [a, b] = [joinPath(from, name), joinPath(to, name)];
      const found = yield* this.pair(a, b, ours.has(name) ? (theirs.has(name) ? "both" : from) : to, name);
      status = Math.max(status, found);
    }
    return status;
  }

  private *pair(a: string, b: string, where: string, name: string): Task<number> {
    const { io } = this;
    const [first, second] = [io.sys.stat(a), io.sys.stat(b)];
    if (where !== "both" && !io.has("N")) {
      yield* io.print(`Only in ${where}: ${name}\n`);
      return 1;
    }
    const isFolder = (node: typeof first): boolean => !failed(node) && isDirectory(node);
    const [left, right] = [isFolder(first), isFolder(second)];
    if ((left || failed(first)) && (right || failed(second))) {
      if (io.has("r")) return yield* this.directories(a, b);
      yield* io.print(`Common subdirectories: ${a} and ${b}\n`);
      return 0;
    }
    if (left || right) {
      const kind = (folder: boolean): string => (folder ? "directory" : "regular file");
      yield* io.print(`File ${a} is a ${kind(left)} while file ${b} is a ${kind(right)}\n`);
      return 1;
    }
    const words = io.argv.slice(1).filter((word) => word.startsWith("-") && word !== "-" && word !== "--");
    const header = io.family === "busybox" || io.has("q") ? "" : `${["diff", ...words].join(" ")} ${a} ${b}\n`;
    return yield* this.files(a, b, header);
  } // prettier-ignore
}

const OPTIONS =
  "q/brief s/report-identical-files c C: context? u U: unified? e/ed normal y/side-by-side W/width: a/text i/ignore-case b/ignore-space-change w/ignore-all-space B/ignore-blank-lines E/ignore-tab-expansion Z/ignore-trailing-space I/ignore-matching-lines: r/recursive N/new-file P/unidirectional-new-file x/exclude: X/exclude-from: S/starting-file: t/expand-tabs T/initial-tab L/label: color? p/show-c-function no-dereference strip-trailing-cr d/minimal H/speed-large-files suppress-common-lines tabsize: ignore-file-name-case from-file: to-file:";

export const diff = command(
  {
    name: "diff",
    gnu: OPTIONS,
    busybox: "a/text b/ignore-space-change B/ignore-blank-lines d/minimal i/ignore-case N/new-file q/brief r/recursive t/expand-tabs T/initial-tab s/report-identical-files w/ignore-all-space u E L/label: S/starting-file: U/unified:",
    usageStatus: { gnu: TROUBLE },
    package: "GNU diffutils 3.10",
    usage: "[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2",
    misuse: (name, message) =>
      `${name}: ${message}\n${name}: Try '${name} --help' for more information.\n`,
  },
  function* (io) {
    const [from, to] = io.operands;
    if (io.operands.length !== 2 || from === undefined || to === undefined) {
      const last = io.argv.at(-1) ?? "diff";
      return yield* io.misuse(io.operands.length > 2 ? `extra operand '${io.operands[2] ?? ""}'` : `missing operand after '${last}'`); // prettier-ignore
    }
    if (io.has("y")) return yield* io.complain(SIDE_BY_SIDE, TROUBLE);
    const diffs = new Diff(io);
    const [a, b] = [from, to].map((path) => (path === "-" ? "ENOENT" : io.sys.stat(path)));
    const [left, right] = [a, b].map((node) => typeof node === "object" && isDirectory(node));
    if (left && right) return yield* diffs.directories(from, to);
    if (left && typeof b === "object" && isRegular(b)) return yield* diffs.files(joinPath(from, lastComponent(to)), to);
    if (right && typeof a === "object") {
      const inside = joinPath(to, lastComponent(from));
      // busybox has no status of its own for this trouble
      if (io.family === "busybox" && failed(io.sys.stat(inside))) return Math.min(1, yield* diffs.trouble(inside, strerror("ENOENT")));
      return yield* diffs.files(from, inside);
    }
    return yield* diffs.files(from, to);
  },
); // prettier-ignore
