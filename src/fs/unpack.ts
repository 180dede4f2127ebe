// Unpacking a tar into a directory of a tree, as the daemon does (moby's archive.Unpack): for layers, for
// `docker cp`, for ADD. What stands in the way is replaced, directories are merged, missing parents are
// made, nothing leaves the directory, and the times of directories are set last.
// Decompressing is compression.ts; what is read is the whole archive (tar-reader.ts).

import { must } from "../base/assert.ts";
import { failed, strerror, type Errno } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import {
  makedev,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  type Ino,
} from "./file-system.ts";
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  HARD_LINK,
  REGULAR,
  SYMBOLIC_LINK,
  type TarEntry,
} from "./tar.ts";
import { locate, makeDirectories, removeEntry, type Place } from "./tree-paths.ts";
import type { Tree } from "./tree.ts";
import { hiddenBy, OPAQUE_WHITEOUT } from "./whiteout.ts";

export interface UnpackOptions {
  /** the directory to unpack into; the root by default */
  readonly into?: Ino;
  readonly now: Instant;
  /** owner of everything, whatever the archive says */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** turn `.wh.` names into what an unpacked layer has for them (whiteout.ts) */
  readonly whiteouts?: boolean;
  /** refuse to put a file where a directory is, and the other way round (`docker cp`) */
  readonly keepKinds?: boolean;
}

/** What went wrong, in Go's words; undefined if nothing did. What came before the error stays. */
export function unpack(tree: Tree, entries: Iterable<TarEntry>, options: UnpackOptions): string | undefined {
  const directories: (readonly [Ino, Instant])[] = [];
  for (const entry of entries) {
    const name = cleanName(entry.name);
    if (name === ".") continue;
    if (name === ".." || name.startsWith("../")) return `"${name}" is outside of "/"`;
    const made = unpackEntry(tree, entry, name, options);
    if (typeof made === "string") return made;
    if (made !== undefined && entry.type === DIRECTORY) directories.push([made, entry.mtime]);
  }
  for (const [ino, mtime] of directories) setTimes(tree, ino, mtime, options.now);
  return undefined;
}

/** Go's path.Clean of a name from which leading slashes are taken away. */
function cleanName(name: string): string {
  const clean: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (clean.length === 0 && !name.startsWith("/")) || clean.at(-1) === "..")
      clean.push(part);
    else clean.pop();
  }
  return clean.join("/") || ".";
}

/** The inode that an entry became; undefined if it says something about others. */
function unpackEntry(
  tree: Tree,
  entry: TarEntry,
  name: string,
  options: UnpackOptions,
): Ino | string | undefined {
  const way = makeWay(tree, name, options);
  if (way !== undefined) return way;
  const place = locate(tree, name, false, options.into);
  if (failed(place)) return describe("lstat", name, place);
  const old = place.ino === undefined ? undefined : must(tree.attributes(place.ino), "a name leads nowhere");
  if (old !== undefined) {
    const refused = replace(tree, place, name, (old.mode & S_IFMT) === S_IFDIR, entry, options);
    if (refused !== undefined) return refused;
  }
  if (options.whiteouts) {
    if (place.name === OPAQUE_WHITEOUT)
      return void (must(tree.inodes.own(place.directory), "just found").opaque = true);
    const hidden = hiddenBy(place.name);
    if (hidden !== undefined) return makeWhiteout(tree, place.directory, hidden, options.now);
  }
  const ino = make(tree, name, entry, options);
  if (typeof ino === "string") return ino;
  return dress(tree, ino, entry, options) ?? ino;
}

/** Directories that the archive does not name but needs. */
function makeWay(tree: Tree, name: string, { into, now }: UnpackOptions): string | undefined {
  const slash = name.lastIndexOf("/");
  if (slash < 0) return undefined;
  const parent = name.slice(0, slash);
  const place = locate(tree, parent, false, into);
  if (!failed(place) && place.ino !== undefined) return undefined;
  const made = makeDirectories(tree, parent, { now }, into);
  return failed(made) ? describe("mkdir", parent, made) : undefined;
}

function replace(
  tree: Tree,
  place: Place,
  name: string,
  wasDirectory: boolean,
  entry: TarEntry,
  options: UnpackOptions,
): string | undefined {
  const isDirectory = entry.type === DIRECTORY;
  if (wasDirectory && isDirectory) return undefined;
  if (options.keepKinds && wasDirectory)
    return `cannot overwrite directory "/${name}" with non-directory "/"`;
  if (options.keepKinds && isDirectory) return `cannot overwrite non-directory "/${name}" with directory "/"`;
  const refused = removeEntry(tree, place.directory, place.name, place.ino as Ino, options.now);
  return refused === undefined ? undefined : describe("unlinkat", name, refused);
}

function makeWhiteout(tree: Tree, directory: Ino, name: string, now: Instant): string | undefined {
  const made = tree.create(directory, name, { mode: S_IFCHR, uid: 0, gid: 0, rdev: 0 }, now);
  return failed(made) ? `failed to mknod("/${name}", S_IFCHR, 0): ${lower(made)}` : undefined;
}

const TYPES: ReadonlyMap<string, number> = new Map([
  [REGULAR, S_IFREG],
  [SYMBOLIC_LINK, S_IFLNK],
  [CHARACTER_DEVICE, S_IFCHR],
  [BLOCK_DEVICE, S_IFBLK],
  [DIRECTORY, S_IFDIR],
  [FIFO, S_IFIFO],
]);

function make(tree: Tree, name: string, entry: TarEntry, { into, now }: UnpackOptions): Ino | string {
  const place = locate(tree, name, false, into);
  if (failed(place)) return describe("open", name, place);
  if (entry.type === DIRECTORY && place.ino !== undefined) return place.ino;
  if (entry.type === HARD_LINK) return makeLink(tree, place, name, entry.linkname ?? "", now, into);
  const type = TYPES.get(entry.type);
  if (type === undefined) return `unhandled tar header type ${entry.type.charCodeAt(0)}`;
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  const rdev = isDevice ? makedev(entry.devmajor ?? 0, entry.devminor ?? 0) : 0;
  const node = { mode: type | (entry.mode & 0o7777), uid: 0, gid: 0, rdev, target: entry.linkname ?? "" };
  const ino = tree.create(place.directory, place.name, node, now);
  if (failed(ino)) return describe(type === S_IFDIR ? "mkdir" : "open", name, ino);
  const refused = entry.content && tree.adopt(ino, entry.content, now);
  return refused === undefined ? ino : describe("write", name, refused);
}

function makeLink(
  tree: Tree,
  place: Place,
  name: string,
  linkname: string,
  now: Instant,
  into?: Ino,
): Ino | string {
  const target = locate(tree, cleanName(linkname), false, into);
  const ino = failed(target) ? target : (target.ino ?? "ENOENT");
  const refused = failed(ino) ? ino : tree.link(place.directory, place.name, ino, now);
  if (refused !== undefined) return `link /${cleanName(linkname)} /${name}: ${lower(refused)}`;
  return ino as Ino;
}

/** Owner, mode and time, and attributes that only records of the archive know. */
function dress(tree: Tree, ino: Ino, entry: TarEntry, options: UnpackOptions): string | undefined {
  const { uid, gid } = options.owner ?? entry;
  const mode = entry.type === SYMBOLIC_LINK ? undefined : entry.mode & 0o7777;
  const refused = tree.change(ino, mode === undefined ? { uid, gid } : { uid, gid, mode }, options.now);
  if (refused !== undefined) return describe("lchown", entry.name, refused);
  if (entry.xattrs !== undefined) must(tree.inodes.own(ino), "just made").xattrs = entry.xattrs;
  setTimes(tree, ino, entry.mtime, options.now);
  return undefined;
}

/** Times that a 64-bit count of nanoseconds since 1970 cannot hold become 1970. */
function setTimes(tree: Tree, ino: Ino, mtime: Instant, now: Instant): void {
  const bound = mtime < 0 || mtime > MAX_TIME ? 0 : mtime;
  tree.change(ino, { atime: bound, mtime: bound }, now);
}

const MAX_TIME: Instant = 2 ** 63 / 1000;

const describe = (call: string, name: string, errno: Errno): string => `${call} /${name}: ${lower(errno)}`;

/** Go's text for an error, which is the C library's in lower case. */
const lower = (errno: Errno): string => strerror(errno).toLowerCase();
