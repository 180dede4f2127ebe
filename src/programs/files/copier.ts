// Copies files and trees as cp, mv across file systems and busybox's copy_file do it, with both families'
// rules for what stands in the way (copy-conflicts.ts) and for what is kept (copy-attributes.ts).
// Not here: where things go (targets.ts), options (copy-options.ts).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import {
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Fd,
  type Stat,
  type Task,
} from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDirectory, isRegular, isSymlink, S_IFIFO, S_IFMT } from "../libc/file-mode.ts";
import { joinPath, parentOf, stripSlashes } from "../libc/paths.ts";
import { Prompter } from "../libc/prompt.ts";
import { quoted } from "../libc/quote.ts";
import { backupName } from "./backup.ts";
import { keepAttributes, permissionsFor } from "./copy-attributes.ts";
import { busyboxConflict, gnuConflict, type Standing, type Verdict } from "./copy-conflicts.ts";
import { copyData } from "./copy-data.ts";
import type { CopyOptions } from "./copy-options.ts";

const identity = (node: Stat): string => `${node.dev}:${node.ino}`;

export class Copier implements Standing {
  readonly prompter: Prompter;
  readonly umask: number;
  /** what was made in this run: a later source does not overwrite it */
  readonly made = new Set<string>();
  private readonly busybox: boolean;
  /** files with several names, and the first copy of each */
  private readonly copies = new Map<string, string>();
  /** directories that were made, which are not copied into themselves */
  private readonly madeDirectories = new Set<string>();
  private top = { source: "", target: "" };

  constructor(
    readonly io: Io,
    readonly options: CopyOptions,
  ) {
    this.prompter = new Prompter(io);
    this.busybox = io.family === "busybox";
    this.umask = io.sys.umask(0);
    io.sys.umask(this.umask);
  }

  /** Answers whether all went well; what did not has been said. */
  *copy(source: string, target: string): Task<boolean> {
    this.top = { source, target };
    return yield* this.one(this.busybox ? stripped(source) : source, target, true);
  }

  // ---- messages

  /** GNU's words, busybox's words; the errno's text after a colon. */
  *refuse(gnu: string, busybox: string, errno?: Errno): Task<false> {
    const text = this.busybox ? busybox : gnu;
    yield* this.io.complain(errno === undefined ? text : `${text}: ${strerror(errno)}`);
    return false;
  }

  private *cannotCreate(what: string, target: string, errno: Errno): Task<false> {
    const name = quoted(this.io, target);
    return yield* this.refuse(`cannot create ${what} ${name}`, `can't create ${name}`, errno);
  }

  *announce(source: string, target: string): Task<void> {
    if (!this.options.verbose) return;
    const verb = this.options.moving && !this.busybox ? "copied " : "";
    yield* this.io.print(`${verb}${quoted(this.io, source)} -> ${quoted(this.io, target)}\n`);
  }

  // ---- one name

  follows(top: boolean): boolean {
    const { follow } = this.options;
    return follow === "always" || (follow === "command-line" && top);
  }

  private *one(source: string, target: string, top: boolean): Task<boolean> {
    const { sys } = this.io;
    const node = this.follows(top) ? sys.stat(source) : sys.lstat(source);
    const name = quoted(this.io, source);
    if (failed(node)) return yield* this.refuse(`cannot stat ${name}`, `can't stat ${name}`, node);
    if (isDirectory(node) && !this.options.recursive) {
      const omitting = `omitting directory ${name}`;
      return yield* this.refuse(`-r not specified; ${omitting}`, omitting);
    }
    const verdict = yield* this.judge(source, node, target, top);
    if (typeof verdict === "boolean") return verdict;
    if (isDirectory(node)) return yield* this.directory(source, node, target, verdict);
    if (!this.busybox) yield* this.announce(source, target);
    const done = yield* this.file(source, node, target, verdict, top);
    if (done) {
      this.made.add(target);
      if (!this.copies.has(identity(node))) this.copies.set(identity(node), target);
    }
    if (done && this.busybox) yield* this.announce(source, target);
    return done;
  }

  private judge(source: string, node: Stat, target: string, top: boolean): Task<Verdict> {
    return this.busybox
      ? busyboxConflict(this, source, node, target)
      : gnuConflict(this, source, node, target, top);
  }

  // ---- directories

  private *directory(source: string, node: Stat, target: string, there: Stat | undefined): Task<boolean> {
    const { io } = this;
    if (this.madeDirectories.has(identity(node))) return yield* this.intoItself(source);
    if (there === undefined) {
      const refused = io.sys.mkdir(target, 0o700);
      if (refused !== undefined) {
        const name = quoted(io, target);
        return yield* this.refuse(
          `cannot create directory ${name}`,
          `can't create directory ${name}`,
          refused,
        );
      }
      void io.sys.chmod(target, (node.mode & 0o777) | 0o700);
      const made = io.sys.stat(target);
      if (!failed(made)) this.madeDirectories.add(identity(made));
      if (!this.busybox) yield* this.announceDirectory(source, target);
    }
    let good = yield* this.children(source, target);
    if (there === undefined || this.options.keepMode)
      good = (yield* keepAttributes(this, node, target, there === undefined)) && good;
    if (this.busybox && good) yield* this.announce(source, target);
    return good;
  }

  private *announceDirectory(source: string, target: string): Task<void> {
    if (!this.options.moving) yield* this.announce(source, target);
    else if (this.options.verbose) yield* this.io.print(`created directory ${quoted(this.io, target)}\n`);
  }

  private *intoItself(source: string): Task<boolean> {
    const [from, to] = [quoted(this.io, this.top.source), quoted(this.io, this.top.target)];
    const gnu = `cannot copy a directory, ${from}, into itself, ${to}`;
    return yield* this.refuse(gnu, `recursion detected, omitting directory ${quoted(this.io, source)}`);
  }

  private *children(source: string, target: string): Task<boolean> {
    const items = this.io.sys.list(source);
    const name = quoted(this.io, source);
    if (failed(items)) return yield* this.refuse(`cannot access ${name}`, `can't open ${name}`, items);
    let good = true;
    for (const item of items)
      good = (yield* this.one(joinPath(source, item.name), joinPath(target, item.name), false)) && good;
    return good;
  }

  // ---- files

  private *file(
    source: string,
    node: Stat,
    target: string,
    there: Stat | undefined,
    top: boolean,
  ): Task<boolean> {
    const { options } = this;
    if (options.symbolicLink) return yield* this.makeSymbolicLink(source, target);
    if (options.hardLink) return yield* this.makeHardLink(source, target, there);
    const linked = yield* this.secondName(node, target, there, top);
    if (linked !== undefined) return linked;
    const type = node.mode & S_IFMT;
    if (isSymlink(node)) return yield* this.symlink(source, node, target);
    if (!isRegular(node) && options.recursive) return yield* this.special(node, target, type);
    return yield* this.regular(source, node, target, there);
  }

  /** A file that was copied under another name already is linked to that copy. */
  private *secondName(
    node: Stat,
    target: string,
    there: Stat | undefined,
    top: boolean,
  ): Task<boolean | undefined> {
    const { io, options } = this;
    const wanted = this.busybox ? isRegular(node) && !this.follows(top) : options.keepLinks && node.nlink > 1;
    if (!wanted) return undefined;
    const first = this.copies.get(identity(node));
    if (first === undefined || first === target) return undefined;
    if (there !== undefined) void io.sys.unlink(target);
    const refused = io.sys.link(first, target);
    if (refused === undefined) return true;
    const [to, from] = [quoted(io, target), quoted(io, first)];
    return yield* this.refuse(`cannot create hard link ${to} to ${from}`, `can't create link ${to}`, refused);
  }

  private *symlink(source: string, node: Stat, target: string): Task<boolean> {
    const { io, options } = this;
    const link = io.sys.readlink(source);
    const name = quoted(io, source);
    if (failed(link))
      return yield* this.refuse(`cannot read symbolic link ${name}`, `can't read link ${name}`, link);
    const refused = io.sys.symlink(link.target, target);
    if (refused !== undefined) {
      const [to, text] = [quoted(io, target), quoted(io, link.target)];
      const gnu = `cannot create symbolic link ${to} to ${text}`;
      return yield* this.refuse(gnu, `can't create symlink ${to} to ${text}`, refused);
    }
    if (options.keepOwner) void io.sys.lchown(target, node.uid, node.gid);
    if (options.keepTimes) void io.sys.utimes(target, node.atime, node.mtime, false);
    return true;
  }

  private *special(node: Stat, target: string, type: number): Task<boolean> {
    const refused = this.io.sys.mknod(target, type | permissionsFor(this, node), node.rdev);
    if (refused !== undefined)
      return yield* this.cannotCreate(type === S_IFIFO ? "fifo" : "special file", target, refused);
    return yield* keepAttributes(this, node, target, true);
  }

  private *makeSymbolicLink(source: string, target: string): Task<boolean> {
    const { io } = this;
    if (!this.busybox && !source.startsWith("/") && parentOf(target) !== ".") {
      yield* io.complain(`${target}: can make relative symbolic links only in current directory`);
      return false;
    }
    const refused = io.sys.symlink(source, target);
    if (refused === undefined) return true;
    const [to, from] = [quoted(io, target), quoted(io, source)];
    return yield* this.refuse(`cannot create symbolic link ${to} to ${from}`, `can't create ${to}`, refused);
  }

  private *makeHardLink(source: string, target: string, there: Stat | undefined): Task<boolean> {
    const { io, options } = this;
    if (there !== undefined && options.force) void io.sys.unlink(target);
    const refused = io.sys.link(source, target);
    if (refused === undefined) return true;
    const [to, from] = [quoted(io, target), quoted(io, source)];
    return yield* this.refuse(`cannot create hard link ${to} to ${from}`, `can't create ${to}`, refused);
  }

  private *regular(source: string, node: Stat, target: string, there: Stat | undefined): Task<boolean> {
    const { io } = this;
    const name = quoted(io, source);
    const from = yield* io.sys.open(source, O_RDONLY);
    if (failed(from))
      return yield* this.refuse(`cannot open ${name} for reading`, `can't open ${name}`, from);
    const to = yield* this.openTarget(node, target, there);
    if (to === undefined) {
      void io.sys.close(from);
      return false;
    }
    const good = this.options.attributesOnly || (yield* this.transfer(source, from, target, to));
    void io.sys.close(from);
    void io.sys.close(to);
    return (yield* keepAttributes(this, node, target, there === undefined)) && good;
  }

  private *transfer(source: string, from: Fd, target: string, to: Fd): Task<boolean> {
    const failure = yield* copyData(this.io.sys, from, to);
    if (failure === undefined) return true;
    const { side, errno } = failure;
    const name = quoted(this.io, side === "reading" ? source : target);
    const busybox = side === "reading" ? "read error" : "write error";
    return yield* this.refuse(`error ${side} ${name}`, busybox, errno);
  }

  private *openTarget(node: Stat, target: string, there: Stat | undefined): Task<Fd | undefined> {
    const { io, options } = this;
    const mode = permissionsFor(this, node);
    if (there === undefined) return yield* this.openNew(target, mode);
    const truncate = options.attributesOnly ? 0 : O_TRUNC;
    const fd = yield* io.sys.open(target, O_WRONLY | truncate | (this.busybox ? O_CREAT : 0), mode);
    if (!failed(fd)) return fd;
    const removes = options.force || (options.interactive && this.busybox);
    if (removes && io.sys.unlink(target) === undefined) {
      if (options.verbose) yield* io.print(`removed ${quoted(io, target)}\n`);
      return yield* this.openNew(target, mode);
    }
    yield* this.cannotCreate("regular file", target, fd);
    return undefined;
  }

  private *openNew(target: string, mode: number): Task<Fd | undefined> {
    const { io } = this;
    const exclusive = this.busybox ? 0 : O_EXCL;
    const fd = yield* io.sys.open(target, O_WRONLY | O_CREAT | exclusive | O_TRUNC, mode);
    if (!failed(fd)) return fd;
    if (fd === "EEXIST" && !this.busybox) {
      yield* io.complain(`not writing through dangling symlink ${quoted(io, target)}`);
      return undefined;
    }
    const slash = fd === "EISDIR" && target.endsWith("/") && !this.busybox;
    yield* this.cannotCreate("regular file", target, slash ? "ENOTDIR" : fd);
    return undefined;
  }

  // ---- what stands in the way

  /** Renames what is there to its backup; false after a complaint. */
  *putAside(target: string): Task<boolean> {
    const { io, options } = this;
    if (options.backup === undefined) return true;
    const refused = io.sys.rename(target, backupName(io, target, options.backup));
    if (refused === undefined) return true;
    return yield* this.refuse(`cannot backup ${quoted(io, target)}`, "", refused);
  }
}

const stripped = (source: string): string => (source.endsWith("/.") ? source : stripSlashes(source));
