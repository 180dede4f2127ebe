// mv: renames; where that leads to another file system, copies and removes. GNU looks at what is there before
// and says what is wrong; busybox leaves it to rename(2).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { W_OK, type Stat, type Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory, isSymlink } from "../libc/file-mode.ts";
import { stripSlashes } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { BACKUP_OPTIONS, backupName, backupOf } from "./backup.ts";
import { Copier } from "./copier.ts";
import { mayOverwrite } from "./copy-conflicts.ts";
import { COPY_ALL, type CopyOptions } from "./copy-options.ts";
import { removeTree } from "./remove-tree.ts";
import { targetOf, targetsOf } from "./targets.ts";

class Mover {
  private readonly copier: Copier;

  constructor(
    private readonly io: Io,
    private readonly options: CopyOptions,
  ) {
    this.copier = new Copier(io, { ...options, verbose: options.verbose && io.family === "gnu" });
  }

  *move(source: string, target: string): Task<boolean> {
    return this.io.family === "busybox"
      ? yield* this.busybox(source, target)
      : yield* this.gnu(source, target);
  }

  // ---- GNU

  private *gnu(source: string, target: string): Task<boolean> {
    const { io, options } = this;
    const node = io.sys.lstat(source);
    if (failed(node)) return yield* this.refuse(`cannot stat ${quoted(io, source)}`, node);
    const there = io.sys.lstat(target);
    let aside = "";
    if (!failed(there)) {
      const settled = yield* this.conflict(source, node, target, there);
      if (settled !== undefined) return settled;
      if (options.backup !== undefined) {
        aside = backupName(io, target, options.backup);
        const refused = io.sys.rename(target, aside);
        if (refused !== undefined) return yield* this.refuse(`cannot backup ${quoted(io, target)}`, refused);
      }
    }
    const refused = io.sys.rename(source, target);
    if (refused === "EXDEV") return yield* this.across(source, target, there);
    if (refused !== undefined) return yield* this.cannotMove(source, target, refused);
    const backup = aside === "" ? "" : ` (backup: ${quoted(io, aside)})`;
    if (options.verbose) yield* io.print(`renamed ${quoted(io, source)} -> ${quoted(io, target)}${backup}\n`);
    return true;
  }

  /** undefined if the move goes on. */
  private *conflict(source: string, node: Stat, target: string, there: Stat): Task<boolean | undefined> {
    const { io, options } = this;
    const [from, to] = [quoted(io, source), quoted(io, target)];
    if (node.ino === there.ino && node.dev === there.dev && !this.isInto(source, target, node)) {
      yield* io.complain(`${from} and ${to} are the same file`);
      return false;
    }
    if (!isDirectory(there)) {
      if (options.noClobber) return true;
      if (options.update && there.mtime >= node.mtime) return true;
      const asks = options.interactive || (this.asksOnTerminal(target, there) && !options.force);
      if (asks && !(yield* mayOverwrite(this.copier, target, there))) return false;
      if (!isDirectory(node) || options.backup !== undefined) return undefined;
      yield* io.complain(`cannot overwrite non-directory ${to} with directory ${from}`);
      return false;
    }
    if (isDirectory(node)) return undefined;
    yield* io.complain(`cannot overwrite directory ${to} with non-directory ${from}`);
    return false;
  }

  /** `mv d d` means into d. */
  private isInto(source: string, target: string, node: Stat): boolean {
    return (
      isDirectory(node) && stripSlashes(target) !== stripSlashes(source) && target.startsWith(`${source}/`)
    );
  }

  private asksOnTerminal(target: string, there: Stat): boolean {
    const { sys } = this.io;
    if (isSymlink(there) || sys.termios(0) === undefined) return false;
    return sys.access(target, W_OK) !== undefined;
  }

  private *cannotMove(source: string, target: string, errno: Errno): Task<false> {
    const { io } = this;
    const [from, to] = [quoted(io, source), quoted(io, target)];
    if (errno === "EINVAL") {
      yield* io.complain(`cannot move ${from} to a subdirectory of itself, ${to}`);
      return false;
    }
    if (errno === "ENOTEMPTY" || errno === "EEXIST")
      return yield* this.refuse(`cannot overwrite ${to}`, errno);
    const slash =
      errno === "ENOENT" && target.endsWith("/") && !failed(this.io.sys.lstat(source)) ? "ENOTDIR" : errno;
    return yield* this.refuse(`cannot move ${from} to ${to}`, slash);
  }

  private *across(source: string, target: string, there: Stat | Errno): Task<boolean> {
    const { io } = this;
    if (!failed(there)) {
      const refused = isDirectory(there) ? io.sys.rmdir(target) : io.sys.unlink(target);
      if (refused !== undefined) {
        const names = `${quoted(io, source)} to ${quoted(io, target)}`;
        return yield* this.refuse(`inter-device move failed: ${names}; unable to remove target`, refused);
      }
    }
    return (yield* this.copier.copy(source, target)) && (yield* removeTree(io, source, this.options.verbose));
  }

  // ---- busybox

  private *busybox(source: string, target: string): Task<boolean> {
    const { io, options } = this;
    const there = io.sys.stat(target);
    if (!failed(there)) {
      if (options.noClobber) return true;
      if (options.interactive || (!options.force && this.asksOnTerminal(target, there)))
        if (!(yield* this.copier.prompter.confirms(`overwrite '${target}'? `))) return true;
    }
    const refused = io.sys.rename(source, target);
    if (refused === "EXDEV") {
      if (!(yield* this.acrossBusybox(source, target, there))) return false;
    } else if (refused !== undefined) return yield* this.refuse(`can't rename '${source}'`, refused);
    if (options.verbose) yield* io.print(`'${source}' -> '${target}'\n`);
    return true;
  }

  private *acrossBusybox(source: string, target: string, there: Stat | Errno): Task<boolean> {
    const { io } = this;
    if (!failed(there)) {
      const refused = isDirectory(there) ? io.sys.rmdir(target) : io.sys.unlink(target);
      if (refused !== undefined) return yield* this.refuse(`can't remove '${target}'`, refused);
    }
    return (yield* this.copier.copy(source, target)) && (yield* removeTree(io, source, false));
  }

  private *refuse(text: string, errno: Errno): Task<false> {
    yield* this.io.complain(`${text}: ${strerror(errno)}`);
    return false;
  }
}

const UPDATES = [["all"], ["none"], ["none-fail"], ["older"]];

function* optionsOf(io: Io): Task<CopyOptions | undefined> {
  const backup = yield* backupOf(io);
  const word = io.value("update");
  const update = word === undefined ? "older" : yield* choose(io, "--update", word, UPDATES);
  if (backup === "wrong" || update === undefined) return undefined;
  const last = io.options.last("i", "f", "n");
  return {
    ...COPY_ALL,
    force: last === "f",
    interactive: last === "i",
    noClobber: last === "n" || (io.has("update") && update.startsWith("none")),
    update: io.has("u") || (io.has("update") && update === "older"),
    verbose: io.has("v"),
    backup,
  };
}

export const mv = command(
  {
    name: "mv",
    gnu: `${BACKUP_OPTIONS} debug exchange f/force i/interactive n/no-clobber no-copy strip-trailing-slashes
      t/target-directory: T/no-target-directory u update? v/verbose Z/context`,
    busybox: "f/force i/interactive n/no-clobber T/no-target-directory t/target-directory: v/verbose",
    usage: "[-finT] SOURCE DEST",
  },
  function* (io) {
    const options = yield* optionsOf(io);
    if (options === undefined) return 1;
    const targets = yield* targetsOf(io);
    if (targets === undefined) return io.status;
    const mover = new Mover(io, options);
    if (io.family === "busybox" && io.has("T")) {
      const [from, to] = [io.sys.lstat(targets.sources[0] as string), io.sys.stat(targets.destination)];
      if (!failed(to) && isDirectory(to) && !failed(from) && !isDirectory(from))
        return yield* io.complain(`'${targets.destination}' is a directory`);
    }
    for (const operand of targets.sources) {
      const source = io.has("strip-trailing-slashes") ? stripSlashes(operand) : operand;
      if (!(yield* mover.move(source, targetOf(targets, source)))) io.status = 1;
    }
    return io.status;
  },
);
