// Unpacking a tar into a directory of a tree, as the daemon does (moby's go-archive, Unpack): for layers, for
// `docker cp`, for ADD. What stands in the way is replaced, directories are merged, missing parents are
// made, nothing leaves the directory, and the times of directories are set last.
// Decompressing is compression.ts; what is read is the whole archive (tar-reader.ts).

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
} from "../base/formats/tar-header.ts";
import { leadsOut } from "./leads-out.ts";
import { type TarEntry } from "./tar.ts";
import { locate, makeDirectories, removeEntry, type Place } from "./tree-paths.ts";
import type { Tree } from "./tree.ts";
import { OPAQUE_WHITEOUT, WHITEOUT_PREFIX } from "./whiteout.ts";

export interface UnpackOptions {
  /** the directory to unpack into; the root by default */
  readonly into?: Ino;
  readonly now: Instant;
  /** owner of everything, whatever the archive says */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** turn `.wh.` names into what an unpacked layer has for them (whiteout.ts) */
  readonly whiteouts?: boolean;
  /** refuse to put a file where a directory is, and the other way round (`docker cp`); names `into` in the text */
  readonly keepKinds?: string;
}

/** In Go's words. The errno is there if a system call failed, as callers ask for ENOENT. */
export interface UnpackError {
  readonly message: string;
  readonly errno?: Errno;
}

/** undefined if nothing went wrong. What came before an error stays. */
export function unpack(
  tree: Tree,
  entries: Iterable<TarEntry>,
  options: UnpackOptions,
): UnpackError | undefined {
  const directories: (readonly [Ino, Instant])[] = [];
  let climbs = false;
  for (const entry of entries) {
    const name = localName(entry.name);
    if (name === undefined) return { message: `invalid entry name ${JSON.stringify(entry.name)}` };
    if (name === ".") continue;
    const parent = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    if (climbs && leadsOut(tree, parent)) return { message: `statat ${parent}: path escapes from parent` };
    climbs ||= options.into === undefined && entry.type === SYMBOLIC_LINK && !!entry.linkname?.includes("..");
    const made = unpackEntry(tree, entry, name, options);
    if (typeof made === "object") return made;
    if (made !== undefined && entry.type === DIRECTORY) directories.push([made, entry.mtime]);
  }
  for (const [ino, mtime] of directories) setTimes(tree, ino, mtime, options.now);
  return undefined;
}

/** Go's path.Clean without slashes in front; undefined if that leads out of where it starts. */
function localName(name: string): string | undefined {
  const clean: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") clean.push(part);
    else if (clean.pop() === undefined) return undefined;
  }
  return clean.join("/") || ".";
}

/** The inode that an entry became; undefined if it says something about others. */
function unpackEntry(
  tree: Tree,
  entry: TarEntry,
  name: string,
  options: UnpackOptions,
): Ino | UnpackError | undefined {
  const obstacle = removeObstacle(tree, entry, name, options) ?? makeWay(tree, name, options);
  if (obstacle !== undefined) return obstacle;
  if (options.whiteouts && name.slice(name.lastIndexOf("/") + 1).startsWith(WHITEOUT_PREFIX)) {
    return applyWhiteout(tree, name, options);
  }
  const ino = make(tree, name, entry, options);
  return typeof ino === "object" ? ino : (dress(tree, ino, entry, options) ?? ino);
}

/** What has the name already goes, but for a directory that the archive has a directory for. */
function removeObstacle(
  tree: Tree,
  entry: TarEntry,
  name: string,
  options: UnpackOptions,
): UnpackError | undefined {
  const place = locate(tree, name, false, options.into);
  if (failed(place) || place.ino === undefined) return undefined;
  const wasDirectory = ((tree.attributes(place.ino)?.mode ?? 0) & S_IFMT) === S_IFDIR;
  const isDirectory = entry.type === DIRECTORY;
  if (wasDirectory && isDirectory) return undefined;
  const { keepKinds } = options;
  if (keepKinds !== undefined && (wasDirectory || isDirectory)) {
    const [was, is] = wasDirectory ? ["directory", "non-directory"] : ["non-directory", "directory"];
    return {
      message: `cannot overwrite ${was} ${JSON.stringify(name)} with ${is} ${JSON.stringify(keepKinds)}`,
    };
  }
  const refused = removeEntry(tree, place.directory, place.name, place.ino, options.now);
  return refused && callError("unlinkat", name, refused);
}

/** Directories that the archive does not name but needs. */
function makeWay(tree: Tree, name: string, { into, now }: UnpackOptions): UnpackError | undefined {
  const slash = name.lastIndexOf("/");
  if (slash < 0) return undefined;
  const parent = name.slice(0, slash);
  const place = locate(tree, parent, true, into);
  if (!failed(place) && place.ino !== undefined) return undefined;
  const made = makeDirectories(tree, parent, { now }, into);
  return failed(made) ? callError("mkdirat", parent, made) : undefined;
}

function applyWhiteout(tree: Tree, name: string, { into, now }: UnpackOptions): UnpackError | undefined {
  const place = locate(tree, name, false, into);
  if (failed(place)) return callError("openat", name, place);
  if (place.name === OPAQUE_WHITEOUT) {
    tree.store.own(place.directory).opaque = true;
    return undefined;
  }
  const hidden = place.name.slice(WHITEOUT_PREFIX.length);
  if (hidden === "" || hidden === "." || hidden === "..") {
    return { message: `invalid whiteout entry ${JSON.stringify(name)}` };
  }
  const made = tree.create(place.directory, hidden, { mode: S_IFCHR, uid: 0, gid: 0, rdev: 0 }, now);
  if (!failed(made)) return undefined;
  const path = name.slice(0, -place.name.length) + hidden;
  return { message: `failed to mknod('${path}', S_IFCHR, 0): ${lower(made)}`, errno: made };
}

const TYPES: ReadonlyMap<string, number> = new Map([
  [REGULAR, S_IFREG],
  [SYMBOLIC_LINK, S_IFLNK],
  [CHARACTER_DEVICE, S_IFCHR],
  [BLOCK_DEVICE, S_IFBLK],
  [DIRECTORY, S_IFDIR],
  [FIFO, S_IFIFO],
]);

function make(tree: Tree, name: string, entry: TarEntry, { into, now }: UnpackOptions): Ino | UnpackError {
  const place = locate(tree, name, false, into);
  const isDirectory = entry.type === DIRECTORY;
  if (failed(place)) return callError(isDirectory ? "mkdirat" : "openat", name, place);
  if (isDirectory && place.ino !== undefined) return place.ino;
  if (entry.type === HARD_LINK) return makeLink(tree, place, name, entry.linkname ?? "", now, into);
  const type = TYPES.get(entry.type);
  if (type === undefined) return { message: `unhandled tar header type ${entry.type.charCodeAt(0)}` };
  const isDevice = type === S_IFCHR || type === S_IFBLK;
  const rdev = isDevice ? makedev(entry.devmajor ?? 0, entry.devminor ?? 0) : 0;
  const node = { mode: type | (entry.mode & 0o7777), uid: 0, gid: 0, rdev, target: entry.linkname ?? "" };
  const ino = tree.create(place.directory, place.name, node, now);
  if (failed(ino)) return callError(isDirectory ? "mkdirat" : "openat", name, ino);
  const refused = entry.content && tree.adopt(ino, entry.content, now);
  return refused === undefined ? ino : callError("write", name, refused);
}

function makeLink(
  tree: Tree,
  place: Place,
  name: string,
  linkname: string,
  now: Instant,
  into?: Ino,
): Ino | UnpackError {
  const clean = localName(linkname);
  if (clean === undefined || clean === ".")
    return { message: `invalid hardlink target ${JSON.stringify(linkname)}` };
  const target = locate(tree, clean, false, into);
  const ino = failed(target) ? target : (target.ino ?? "ENOENT");
  const refused = failed(ino) ? ino : tree.link(place.directory, place.name, ino, now);
  return refused === undefined ? (ino as Ino) : callError("linkat", `${clean} ${name}`, refused);
}

/** Owner, mode and time, and attributes that only records of the archive know. */
function dress(tree: Tree, ino: Ino, entry: TarEntry, options: UnpackOptions): UnpackError | undefined {
  const { uid, gid } = options.owner ?? entry;
  const isLink = ((tree.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFLNK;
  const change = isLink ? { uid, gid } : { uid, gid, mode: entry.mode & 0o7777 };
  const refused = tree.change(ino, change, options.now);
  if (refused !== undefined) return callError("lchown", entry.name, refused);
  if (entry.xattrs !== undefined) tree.store.own(ino).xattrs = entry.xattrs;
  setTimes(tree, ino, entry.mtime, options.now);
  return undefined;
}

/** Times that a 64-bit count of nanoseconds since 1970 cannot hold become 1970. */
function setTimes(tree: Tree, ino: Ino, mtime: Instant, now: Instant): void {
  const bound = mtime < 0 || mtime > MAX_TIME ? 0 : mtime;
  void tree.change(ino, { atime: bound, mtime: bound }, now);
}

const MAX_TIME: Instant = 2 ** 63 / 1000;

const callError = (call: string, name: string, errno: Errno): UnpackError => ({
  message: `${call} ${name}: ${lower(errno)}`,
  errno,
});

/** Go's text for an error, which is the C library's in lower case. */
const lower = (errno: Errno): string => strerror(errno).toLowerCase();
