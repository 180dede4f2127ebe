// chmod: changes permission bits, in octal or by letters (libc/file-mode.ts).
// Symbolic links that are met on the way through a tree are left alone.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Family, type Io } from "../libc/command.ts";
import {
  applyMode,
  isDirectory,
  isSymlink,
  octalMode,
  parseMode,
  permissionLetters,
  type ModeChange,
} from "../libc/file-mode.ts";
import { missingOperand } from "../libc/operands.ts";
import { named, quoted } from "../libc/quote.ts";
import { walk, type Visit, type Visitor } from "./walk.ts";

class ModeChanger implements Visitor {
  readonly follow = "command-line";
  readonly recursive: boolean;
  private readonly busybox: boolean;
  private readonly quiet: boolean;
  private readonly reports: "all" | "changes" | "none";
  private readonly umask: number;

  constructor(
    private readonly io: Io,
    private readonly change: ModeChange,
    /** the mode was written as an option: what the umask kept back is complained of */
    private readonly asOption: boolean,
  ) {
    this.recursive = io.has("R");
    this.busybox = io.family === "busybox";
    this.quiet = io.has("f");
    const last = io.options.last("v", "c");
    this.reports = last === "v" ? "all" : last === "c" ? "changes" : "none";
    this.umask = io.sys.umask(0);
    io.sys.umask(this.umask);
  }

  *visit({ path, node, top, link }: Visit): Task<void> {
    const { io } = this;
    const name = quoted(io, path);
    if (link && !top) {
      if (this.reports === "all" && !this.busybox)
        yield* io.print(`neither symbolic link ${name} nor referent has been changed\n`);
      return;
    }
    const directory = isDirectory(node);
    const before = node.mode & 0o7777;
    const after = applyMode(this.change, node.mode, directory, this.umask, !this.busybox);
    const refused = io.sys.chmod(path, after);
    if (refused !== undefined) yield* this.refuse(path, `changing permissions of ${name}`, refused);
    const now = io.sys.stat(path);
    yield* this.report(path, before, failed(now) ? after : now.mode & 0o7777, refused !== undefined);
    if (refused !== undefined || !this.asOption) return;
    const naive = applyMode(this.change, node.mode, directory, 0, true);
    if ((after & ~naive) === 0) return;
    const letters = `${permissionLetters(after)}, not ${permissionLetters(naive)}`;
    yield* io.complain(`${named(io, path)}: new permissions are ${letters}`);
  }

  private *report(path: string, before: number, after: number, refused: boolean): Task<void> {
    if (this.reports === "none" || (refused && this.busybox)) return;
    const { io } = this;
    const name = quoted(io, path);
    const words = (mode: number): string => `${octalMode(mode)} (${permissionLetters(mode)})`;
    if (this.busybox) {
      if (this.reports === "all" || before !== after)
        yield* io.print(`mode of ${name} changed to ${words(after)}\n`);
    } else if (before !== after)
      yield* io.print(
        `${refused ? "failed to change mode" : "mode"} of ${name} ${refused ? "" : "changed "}from ${words(before)} to ${words(after)}\n`,
      );
    else if (this.reports === "all") yield* io.print(`mode of ${name} retained as ${words(after)}\n`);
  }

  *failed(path: string, errno: Errno, reading: boolean): Task<void> {
    const { io } = this;
    const name = quoted(io, path);
    const node = reading ? errno : io.sys.lstat(path);
    if (!failed(node) && isSymlink(node) && !this.busybox) {
      if (!this.quiet) yield* io.complain(`cannot operate on dangling symlink ${name}`);
      io.status = 1;
    } else if (this.busybox) yield* io.complain(`${path}: ${strerror(errno)}`);
    else yield* this.refuse(path, `cannot ${reading ? "read directory" : "access"} ${name}`, errno);
    if (this.reports === "all" && !this.busybox && !reading)
      yield* io.print(`${name} could not be accessed\n`);
  }

  private *refuse(path: string, gnu: string, errno: Errno): Task<void> {
    this.io.status = 1;
    if (this.quiet) return;
    yield* this.io.complain(`${this.busybox ? path : gnu}: ${strerror(errno)}`);
  }
}

/** Words such as `-w` or `-rwx,g+x` are modes, not options; the option that they become has no other name. */
function prepare(args: readonly string[], family: Family): readonly string[] {
  const end = args.indexOf("--");
  const at = args.findIndex((arg, i) => isModeWord(arg, family) && (end < 0 || i < end));
  return at < 0 ? args : args.map((arg, i) => (i === at ? `--mode-word=${arg}` : arg));
}

const isModeWord = (arg: string, family: Family): boolean =>
  family === "gnu" ? /^-[rwxXstugoa,=+0-7][rwxXstugoa,=+0-7-]*$/.test(arg) : /^-[^Rvcf-]/.test(arg);

/** The mode, and the files that it is for; undefined after a complaint. */
function* modeAndFiles(
  io: Io,
): Task<{ readonly change: ModeChange; readonly files: readonly string[] } | undefined> {
  const busybox = io.family === "busybox";
  const reference = io.value("reference");
  if (reference !== undefined) {
    const node = io.sys.stat(reference);
    if (failed(node)) {
      yield* io.complain(`failed to get attributes of ${quoted(io, reference)}: ${strerror(node)}`);
      return undefined;
    }
    return { change: { absolute: node.mode & 0o7777, digits: 5, clauses: [] }, files: io.operands };
  }
  const word = io.value("mode-word");
  const text = word ?? io.operands[0];
  const files = word === undefined ? io.operands.slice(1) : io.operands;
  if (text === undefined || files.length === 0) {
    yield* missingOperand(io, text);
    return undefined;
  }
  const change = parseMode(text, busybox);
  if (change !== undefined) return { change, files };
  if (busybox) yield* io.complain(`invalid mode ${quoted(io, text)}`);
  else yield* io.misuse(`invalid mode: ${quoted(io, text)}`);
  return undefined;
}

const GNU = `c/changes f/silent quiet v/verbose R/recursive reference: no-preserve-root preserve-root H L P dereference
  h/no-dereference mode-word:`;

export const chmod = command(
  {
    name: "chmod",
    gnu: GNU,
    busybox: "R v c f mode-word:",
    usage: "[-Rcvf] MODE[,MODE]... FILE...",
    prepare,
  },
  function* (io) {
    const asked = yield* modeAndFiles(io);
    if (asked === undefined) return io.status;
    if (asked.files.length === 0) return yield* missingOperand(io);
    const changer = new ModeChanger(io, asked.change, io.has("mode-word") && io.family === "gnu");
    for (const path of asked.files) yield* walk(io.sys, path, changer);
    return io.status;
  },
);
