// What is done about a file that stands where a copy or a move wants to go: nothing, an error, a question, or
// it is put out of the way. GNU's rules (copy.c's cases, by their effect) and busybox's are apart.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { W_OK, type Stat, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDirectory, isRegular, isSymlink, octalMode, permissionLetters } from "../libc/file-mode.ts";
import type { Prompter } from "../libc/prompt.ts";
import { quoted } from "../libc/quote.ts";
import type { CopyOptions } from "./copy-options.ts";

/** The copy that asks. */
export interface Standing {
  readonly io: Io;
  readonly options: CopyOptions;
  readonly prompter: Prompter;
  readonly made: ReadonlySet<string>;
  follows(top: boolean): boolean;
  refuse(gnu: string, busybox: string, errno?: Errno): Task<false>;
  putAside(target: string): Task<boolean>;
}

/** true: nothing is to be done; false: an error has been said; else go on over what is there, if anything. */
export type Verdict = boolean | Stat | undefined;

const same = (a: Stat, b: Stat | Errno): boolean => !failed(b) && a.ino === b.ino && a.dev === b.dev;

/** The question before a file is overwritten; what cannot be written is said with its mode. */
export function* mayOverwrite(by: Standing, target: string, node: Stat): Task<boolean> {
  const { io, options } = by;
  const name = quoted(io, target);
  if (io.family === "gnu" && !isSymlink(node) && io.sys.access(target, W_OK) !== undefined) {
    const mode = octalMode(node.mode);
    const letters = permissionLetters(node.mode);
    const replaces = options.moving || options.removeDestination || options.force;
    return yield* by.prompter.confirms(
      replaces
        ? `replace ${name}, overriding mode ${mode} (${letters})? `
        : `unwritable ${name} (mode ${mode}, ${letters}); try anyway? `,
    );
  }
  return yield* by.prompter.confirms(`overwrite ${name}? `);
}

export function* gnuConflict(
  by: Standing,
  source: string,
  node: Stat,
  target: string,
  top: boolean,
): Task<Verdict> {
  const { io, options } = by;
  const there = io.sys.lstat(target);
  const [from, to] = [quoted(io, source), quoted(io, target)];
  if (failed(there)) return there === "ENOENT" ? undefined : yield* by.refuse(`cannot stat ${to}`, "", there);
  const followed = by.follows(top) ? io.sys.stat(target) : there;
  if (!isDirectory(node) && same(node, followed)) {
    const kept = (options.removeDestination || options.symbolicLink) && isSymlink(there);
    if (options.hardLink || (options.symbolicLink && options.force)) return true;
    if (!kept && options.backup === undefined)
      return yield* by.refuse(`${from} and ${to} are the same file`, "");
  }
  const settled = yield* settledBefore(by, node, target, failed(followed) ? there : followed);
  if (settled !== undefined) return settled;
  const directory = isDirectory(failed(followed) ? there : followed);
  if (isDirectory(node)) {
    if (directory) return there;
    return yield* by.refuse(`cannot overwrite non-directory ${to} with directory ${from}`, "");
  }
  if (directory) return yield* by.refuse(`cannot overwrite directory ${to} with non-directory ${from}`, "");
  if (by.made.has(target)) return yield* by.refuse(`will not overwrite just-created ${to} with ${from}`, "");
  return yield* overwrite(by, node, target, there, followed);
}

/** -n, -u and -i; undefined if the copy goes on. */
function* settledBefore(by: Standing, node: Stat, target: string, there: Stat): Task<boolean | undefined> {
  const { options } = by;
  if (isDirectory(node)) return undefined;
  if (options.noClobber) return true;
  if (options.update && there.mtime >= node.mtime) return true;
  if (options.interactive && !isDirectory(there) && !(yield* mayOverwrite(by, target, there))) return false;
  return undefined;
}

/** Whatever is no regular file to be written into goes away first. */
function* overwrite(
  by: Standing,
  node: Stat,
  target: string,
  there: Stat,
  followed: Stat | Errno,
): Task<Verdict> {
  const { io, options } = by;
  if (options.backup !== undefined) return (yield* by.putAside(target)) ? undefined : false;
  const into = isRegular(node) || !options.recursive;
  const removes =
    options.removeDestination ||
    !into ||
    (options.moving && !isDirectory(there)) ||
    (options.symbolicLink && options.force) ||
    (options.keepLinks && there.nlink > 1 && options.recursive) ||
    (!by.follows(false) && isSymlink(there) && options.recursive);
  if (removes) {
    const refused = io.sys.unlink(target);
    if (refused !== undefined) return yield* by.refuse(`cannot remove ${quoted(io, target)}`, "", refused);
    if (options.verbose && options.removeDestination) yield* io.print(`removed ${quoted(io, target)}\n`);
    return undefined;
  }
  return failed(followed) ? undefined : there;
}

export function* busyboxConflict(by: Standing, source: string, node: Stat, target: string): Task<Verdict> {
  const { io, options } = by;
  const there = io.sys.lstat(target);
  const [from, to] = [quoted(io, source), quoted(io, target)];
  if (failed(there)) return there === "ENOENT" ? undefined : yield* by.refuse("", `can't stat ${to}`, there);
  if (same(node, there)) return yield* by.refuse("", `${from} and ${to} are the same file`);
  if (isDirectory(node)) {
    const followed = io.sys.stat(target);
    if (!failed(followed) && isDirectory(followed)) return there;
    return yield* by.refuse("", `target ${to} is not a directory`);
  }
  if (options.noClobber) return true;
  if (options.update && node.mtime <= there.mtime) return true;
  const opens = (isRegular(node) || !options.recursive) && !options.symbolicLink && !options.hardLink;
  if (opens && !options.interactive && !options.removeDestination) return there;
  return yield* busyboxUnlink(by, target);
}

/** Nothing but a file's bytes may be overwritten without -f or -i. */
function* busyboxUnlink(by: Standing, target: string): Task<Verdict> {
  const { io, options, prompter } = by;
  const to = quoted(io, target);
  if (!options.force && !options.interactive && !options.removeDestination)
    return yield* by.refuse("", `can't create ${to}`, "EEXIST");
  if (options.interactive && !(yield* prompter.confirms(`overwrite ${to}? `))) return true;
  const refused = io.sys.unlink(target);
  if (refused !== undefined) {
    yield* io.complain(`can't remove ${to}: ${strerror(refused)}`);
    return false;
  }
  if (options.verbose) yield* io.print(`removed ${to}\n`);
  return undefined;
}
