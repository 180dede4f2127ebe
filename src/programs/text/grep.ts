// grep, egrep, fgrep: the lines of files in which a pattern matches. What was asked for is read by
// grep-options.ts, patterns are compiled by grep-patterns.ts, a file is searched by grep-search.ts; here files
// are found, opened, and what is said about each of them. Not here: devices (-D), --line-buffered's effect.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Stat, type Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { command, type Command, type Family, type Io } from "../libc/command.ts";
import { isDirectory, isRegular, S_IFDIR, S_IFLNK, S_IFMT } from "../libc/file-mode.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import { joinPath } from "../libc/paths.ts";
import { colored } from "./grep-colors.ts";
import { planOf, TROUBLE, type GrepPlan, type Syntax } from "./grep-options.ts";
import { compilePatterns, patternsOf, type Matchers } from "./grep-patterns.ts";
import { FileSearch } from "./grep-search.ts";

const GNU =
  "G/basic-regexp E/extended-regexp F/fixed-strings/fixed-regexp P/perl-regexp A/after-context: B/before-context: " +
  "binary-files: U/binary b/byte-offset C/context: color? colour? c/count D/devices: d/directories: exclude: " +
  "exclude-from: exclude-dir: f/file: l/files-with-matches L/files-without-match group-separator: " +
  "include: i/ignore-case no-ignore-case T/initial-tab label: line-buffered n/line-number x/line-regexp " +
  "m/max-count: h/no-filename no-group-separator s/no-messages Z/null z/null-data o/only-matching q/quiet/silent " +
  "r/recursive R/dereference-recursive e/regexp: v/invert-match a/text u/unix-byte-offsets H/with-filename " +
  "w/word-regexp I y";
const BUSYBOX = "l n q v s c F i H h e: f: L o r R m: w x I A: B: C: E z a color?";

const grepCommand = (name: string, syntax: Syntax): Command =>
  command(
    {
      name,
      gnu: GNU,
      busybox: BUSYBOX,
      usageStatus: TROUBLE,
      package: "GNU grep 3.11",
      usage: "[OPTION]... PATTERNS [FILE]...",
      prepare: modernise,
      misuse: (called, message) =>
        `${called}: ${message}\nUsage: ${called} [OPTION]... PATTERNS [FILE]...\nTry '${called} --help' for more information.\n`,
    },
    (io) => grepFiles(io, syntax),
  );

export const grep: Command = grepCommand("grep", "G");
export const egrep: Command = grepCommand("egrep", "E");
export const fgrep: Command = grepCommand("fgrep", "F");

/** GNU's `-5` and `-5n` mean `-C 5`; --colour is --color. */
function modernise(args: readonly string[], family: Family): readonly string[] {
  if (family === "busybox") return args;
  const end = args.indexOf("--");
  return args.flatMap((arg, i) => {
    const isValue = /^-[A-Za-z]*[ABCDdefm]$/.test(args[i - 1] ?? "");
    if ((end >= 0 && i > end) || isValue) return [arg];
    const old = /^-(\d+)([A-Za-z]*)$/.exec(arg);
    if (old !== null) return ["-C", old[1] as string, ...(old[2] === "" ? [] : [`-${old[2]}`])];
    return [arg.replace(/^--colour(?==|$)/, "--color")];
  });
}

function* grepFiles(io: Io, syntax: Syntax): Task<number> {
  const plan = yield* planOf(io, syntax);
  if (plan === undefined) return TROUBLE;
  if (io.has("u")) yield* io.complain("warning: --unix-byte-offsets (-u) is obsolete", 0);
  const given = yield* givenOf(io);
  const matchers = given && (yield* compilePatterns(io, given.patterns, plan));
  if (given === undefined || matchers === undefined) return TROUBLE;
  io.out.decoding = plan.utf8 ? "utf8" : "bytes";
  const run = new Run(io, plan, matchers);
  return yield* run.all(given.paths);
}

function* givenOf(io: Io): Task<{ patterns: readonly string[]; paths: readonly string[] } | undefined> {
  const missing = io.operands.length === 0 && !io.has("e") && !io.has("f");
  if (!missing || io.family === "busybox") return yield* patternsOf(io);
  yield* io.sys.write(2, usageOf(io.name));
  return undefined;
}

const usageOf = (name: string): Uint8Array =>
  Uint8Array.from(
    bytesOf(`Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`),
    (char) => char.charCodeAt(0),
  );

class Run {
  private found = false;
  private trouble = false;
  /** a file was listed by -L */
  private listed = false;
  private readonly groups = { any: false };
  private withNames = false;

  constructor(
    private readonly io: Io,
    private readonly plan: GrepPlan,
    private readonly matchers: Matchers,
  ) {}

  private get recursive(): boolean {
    return this.plan.directories === "recurse" || this.plan.directories === "follow";
  }

  *all(given: readonly string[]): Task<number> {
    const { plan, recursive } = this;
    const here = recursive && given.length === 0;
    const paths = given.length > 0 ? given : [recursive ? "." : "-"];
    this.withNames = plan.names ?? (paths.length > 1 || recursive);
    for (const path of paths) {
      yield* this.path(path, here && this.io.family === "gnu" ? "" : path, true);
      if (this.found && plan.show === "nothing") return 0;
    }
    yield* this.io.out.flush();
    const good = this.io.family === "busybox" && plan.show === "without" ? this.listed : this.found;
    // busybox's -m 0 finds nothing and is content
    if (this.io.family === "busybox" && plan.most === 0) return 0;
    return this.trouble ? TROUBLE : good ? 0 : 1;
  }

  /** `shown` is the name that is printed, without the dot where none was given. */
  private *path(path: string, shown: string, named: boolean): Task<void> {
    const { io, plan } = this;
    if (path === "-" && named) return yield* this.search(0, "-", plan.label);
    const stat = named || plan.directories === "follow" ? io.sys.stat(path) : io.sys.lstat(path);
    if (failed(stat)) return yield* this.complain(shown, stat);
    if (isDirectory(stat)) return yield* this.directory(path, shown, named);
    const isLink = (stat.mode & S_IFMT) === S_IFLNK;
    if (this.isLeftOut(path, named) || (isLink && io.family === "gnu")) return;
    const fd = yield* io.sys.open(path, O_RDONLY);
    if (failed(fd)) return yield* this.complain(shown, fd);
    yield* this.search(fd, path, shown);
    void io.sys.close(fd);
  }

  private *directory(path: string, shown: string, named: boolean): Task<void> {
    const { io, plan } = this;
    if (!this.recursive) {
      if (io.family === "gnu" && plan.directories === "read") yield* this.complain(shown, "EISDIR");
      return;
    }
    if (!named && io.options.values("exclude-dir").some((pattern) => fnmatch(pattern, baseName(path))))
      return;
    const items = io.sys.list(path);
    if (failed(items)) return yield* this.complain(shown, items);
    for (const { name, type } of items) {
      if (name === "." || name === "..") continue;
      const child = joinPath(path, name);
      if (type === S_IFLNK && plan.directories === "recurse" && this.leadsToDirectory(child)) continue;
      yield* this.path(child, shown === "" ? name : joinPath(shown, name), false);
      if (this.found && plan.show === "nothing") return;
    }
  }

  private leadsToDirectory(path: string): boolean {
    const stat = this.io.sys.stat(path);
    return !failed(stat) && (stat.mode & S_IFMT) === S_IFDIR;
  }

  private isLeftOut(path: string, named: boolean): boolean {
    const { options } = this.io;
    const includes = options.values("include");
    const name = named ? path : baseName(path);
    const matches = (pattern: string): boolean => fnmatch(pattern, name) || fnmatch(pattern, baseName(path));
    const last = options.last("include", "exclude");
    if (options.values("exclude").some(matches)) return true;
    return last !== undefined && includes.length > 0 && !includes.some(matches);
  }

  private *complain(path: string, errno: Errno): Task<void> {
    this.trouble = true;
    if (!this.plan.silent) yield* this.io.complain(`${path}: ${strerror(errno)}`, 0);
  }

  private *search(fd: Fd, path: string, shown: string): Task<void> {
    const { io, plan } = this;
    const stat = io.sys.fstat(fd);
    if (!failed(stat) && this.isOutput(stat)) {
      this.trouble = true;
      if (!plan.silent) yield* io.complain(`${shown}: input file is also the output`, 0);
      return;
    }
    const name = plan.utf8 ? shown : bytesOf(shown);
    const prefix = this.withNames ? name : undefined;
    const width = !failed(stat) && isRegular(stat) ? String(stat.size).length : 0;
    const searched = yield* new FileSearch(io, plan, this.matchers, prefix, width, this.groups).run(fd);
    if (searched.error !== undefined && io.family === "gnu") yield* this.complain(shown, searched.error);
    yield* this.report(searched.selected, name);
    if (!searched.binary) return;
    yield* io.complain(`${path === "-" ? plan.label : shown}: binary file matches`, 0);
  }

  /** A file that is written while it is read would never end. */
  private isOutput(stat: Stat): boolean {
    const { show, most } = this.plan;
    if (
      this.io.family === "busybox" ||
      !isRegular(stat) ||
      (show !== "lines" && show !== "matches") ||
      most <= 1
    )
      return false;
    const out = this.io.sys.fstat(1);
    return !failed(out) && out.ino === stat.ino && out.dev === stat.dev;
  }

  private *report(selected: number, name: string): Task<void> {
    const { plan, io } = this;
    const { colors } = plan;
    if (selected > 0) this.found = true;
    const paint = (text: string, sequence: string | undefined): string =>
      colors === undefined ? text : colored(text, sequence as string, colors.noClear);
    const listed = plan.show === "with" ? selected > 0 : plan.show === "without" && selected === 0;
    if (listed) {
      this.listed = true;
      yield* io.print(paint(name, colors?.file) + (plan.nullNames ? "\0" : "\n"));
    }
    if (plan.show !== "count") return;
    const prefix = this.withNames
      ? paint(name, colors?.file) + (plan.nullNames ? "\0" : paint(":", colors?.separator))
      : "";
    yield* io.print(`${prefix}${selected}\n`);
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
