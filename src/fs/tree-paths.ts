// Paths on one tree, for images, builders and tests: no permissions, no mounts. Symbolic links are followed
// within the tree, whose root is also the top of absolute links and of `..`.
// What processes see of paths is vfs.ts.

import { failed, type Errno } from "../base/errno.ts";
import { MAX_SYMLINKS } from "../base/limits.ts";
import { encode } from "../base/utf8.ts";
import type { Instant } from "../base/time.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "./file-system.ts";
import type { Attributes, Done, FileSystem, Ino } from "./file-system.ts";
import { byteOrder } from "../base/byte-order.ts";
import { components } from "./path.ts";

/** Who owns what is made, and when; root and the beginning of time by default. */
export interface Making {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly now?: Instant;
}

/** Where a path leads: its directory and last name, and the inode if there is one under that name. */
export interface Place {
  readonly directory: Ino;
  /** "" for the root */
  readonly name: string;
  readonly ino: Ino | undefined;
}

/** ENOENT and ENOTDIR if the way to the last name is missing; ELOOP after 40 links. `from` is where it starts. */
export function locate(fs: FileSystem, path: string, follow = true, from = fs.root): Place | Errno {
  let place: Place = { directory: from, name: "", ino: from };
  let rest = path;
  let links = 0;
  for (let at = 0; at < rest.length;) {
    const slash = rest.indexOf("/", at);
    const end = slash < 0 ? rest.length : slash;
    const name = rest.slice(at, end);
    at = end + 1;
    if (name === "" || name === ".") continue;
    const step = stepTo(fs, place, name);
    if (failed(step)) return step;
    const target = step.ino === undefined ? undefined : linkTarget(fs, step.ino);
    if (target === undefined || (!follow && !/[^/]/.test(rest.slice(at)))) {
      place = step;
      continue;
    }
    if (++links > MAX_SYMLINKS) return "ELOOP";
    if (target.startsWith("/")) place = { directory: fs.root, name: "", ino: fs.root };
    rest = `${target}/${rest.slice(at)}`;
    at = 0;
  }
  return place;
}

function stepTo(fs: FileSystem, place: Place, name: string): Place | Errno {
  const directory = place.ino;
  if (directory === undefined) return "ENOENT";
  const ino = fs.lookup(directory, name);
  if (ino === "ENOTDIR") return ino;
  if (name === "..") {
    const above = fs.parentOf(directory);
    return { directory: fs.parentOf(above), name: "", ino: above };
  }
  if (failed(ino) && ino !== "ENOENT") return ino;
  return { directory, name, ino: failed(ino) ? undefined : ino };
}

function linkTarget(fs: FileSystem, ino: Ino): string | undefined {
  return ((fs.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFLNK ? fs.readlink(ino) : undefined;
}

export function resolve(fs: FileSystem, path: string, follow = true): Ino | Errno {
  const place = locate(fs, path, follow);
  return failed(place) ? place : (place.ino ?? "ENOENT");
}

/** What stat(2), or lstat(2) with `follow` off, would tell; undefined if there is nothing. */
export function stat(fs: FileSystem, path: string, follow = true): Attributes | undefined {
  const ino = resolve(fs, path, follow);
  return failed(ino) ? undefined : fs.attributes(ino);
}

export function readFile(fs: FileSystem, path: string): Uint8Array | Errno {
  const ino = resolve(fs, path);
  if (failed(ino)) return ino;
  const { mode, size } = fs.attributes(ino) as Attributes;
  if ((mode & S_IFMT) === S_IFREG) return fs.read(ino, 0, size);
  return (mode & S_IFMT) === S_IFDIR ? "EISDIR" : "EINVAL";
}

/** Replaces or makes a file, and makes the directories on the way (0755). `mode` is 0644 for a new file. */
export function writeFile(
  fs: FileSystem,
  path: string,
  data: Uint8Array | string,
  making: Making = {},
): Ino | Errno {
  const { mode, uid = 0, gid = 0, now = 0 } = making;
  let place = locate(fs, path);
  if (place === "ENOENT") {
    const way = makeDirectories(fs, `${path}/..`, { uid, gid, now });
    if (failed(way)) return way;
    place = locate(fs, path);
  }
  if (failed(place)) return place;
  const node = { mode: S_IFREG | (mode ?? 0o644), uid, gid };
  const ino = place.ino ?? fs.create(place.directory, place.name, node, now);
  if (failed(ino)) return ino;
  if (place.ino !== undefined) {
    const failure =
      fs.truncate(ino, 0, now) ?? (mode === undefined ? undefined : fs.change(ino, { mode }, now));
    if (failure !== undefined) return failure;
  }
  return fs.write(ino, 0, typeof data === "string" ? encode(data) : data, now) ?? ino;
}

/** mkdir -p: the directory, made with those above it that are missing, below `from`. */
export function makeDirectories(
  fs: FileSystem,
  path: string,
  making: Making = {},
  from = fs.root,
): Ino | Errno {
  const { mode = 0o755, uid = 0, gid = 0, now = 0 } = making;
  let ino: Ino = from;
  let way = "";
  for (const name of components(path)) {
    way += `/${name}`;
    const place = locate(fs, way, true, from);
    if (failed(place)) return place;
    const next = place.ino ?? fs.create(place.directory, place.name, { mode: S_IFDIR | mode, uid, gid }, now);
    if (failed(next)) return next;
    ino = next;
    if (((fs.attributes(ino)?.mode ?? 0) & S_IFMT) !== S_IFDIR) return "ENOTDIR";
  }
  return ino;
}

/** ln -s, with the directories on the way. */
export function makeLink(fs: FileSystem, path: string, target: string, making: Making = {}): Ino | Errno {
  const { uid = 0, gid = 0, now = 0 } = making;
  const way = makeDirectories(fs, `${path}/..`, making);
  if (failed(way)) return way;
  const place = locate(fs, path, false);
  if (failed(place)) return place;
  return fs.create(place.directory, place.name, { mode: S_IFLNK | 0o777, uid, gid, target }, now);
}

/** rm -r, links not followed. ENOENT if there is nothing; of the root only what is in it goes. */
export function remove(fs: FileSystem, path: string, now: Instant = 0): Done {
  const place = locate(fs, path, false);
  if (failed(place)) return place;
  if (place.ino === undefined) return "ENOENT";
  if (place.name !== "") return removeEntry(fs, place.directory, place.name, place.ino, now);
  return removeAll(fs, place.ino, now);
}

/** A name, and if it is a directory all that is in it. */
export function removeEntry(fs: FileSystem, directory: Ino, name: string, ino: Ino, now: Instant): Done {
  const isDir = ((fs.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFDIR;
  if (!isDir) return fs.unlink(directory, name, now);
  return removeAll(fs, ino, now) ?? fs.rmdir(directory, name, now);
}

function removeAll(fs: FileSystem, directory: Ino, now: Instant): Done {
  for (const { name, ino } of fs.list(directory)) {
    const failure = removeEntry(fs, directory, name, ino, now);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

export interface Walked {
  /** absolute, below the root of the tree */
  readonly path: string;
  readonly ino: Ino;
  readonly attributes: Attributes;
}

/** Everything below a directory but itself, a directory before what is in it, names in byte order. */
export function* walk(fs: FileSystem, from = "/"): Generator<Walked> {
  const ino = resolve(fs, from);
  if (!failed(ino)) yield* walkBelow(fs, ino, `/${components(from).join("/")}`);
}

function* walkBelow(fs: FileSystem, directory: Ino, path: string): Generator<Walked> {
  const entries = fs.list(directory).sort((a, b) => byteOrder(a.name, b.name));
  for (const { name, ino } of entries) {
    const attributes = fs.attributes(ino) as Attributes;
    const below = path === "/" ? `/${name}` : `${path}/${name}`;
    yield { path: below, ino, attributes };
    if ((attributes.mode & S_IFMT) === S_IFDIR) yield* walkBelow(fs, ino, below);
  }
}
