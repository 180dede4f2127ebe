// Volumes with the shape of Node's synchronous fs (memfs, or fs itself at an edge): taken into a tree, for
// hosts, build contexts and bind mounts, and given out of one, for assertions. Everything that such a
// volume can carry goes both ways: kinds, content, permissions, owners, times, hard links. What it cannot
// hold (devices, FIFOs, sockets) is left out when a tree is given out.

import { failed } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type FileSystem, type Ino } from "./file-system.ts";
import { byteOrder } from "../base/byte-order.ts";
import { makeDirectories, resolve, walk, type Walked } from "./tree-paths.ts";

/** What of Node's fs.Stats is looked at. */
export interface VolumeStats {
  readonly mode: number | bigint;
  readonly uid: number | bigint;
  readonly gid: number | bigint;
  readonly ino: number | bigint;
  readonly nlink: number | bigint;
  readonly atimeMs: number | bigint;
  readonly mtimeMs: number | bigint;
}

/** The part of Node's fs that is read. */
export interface ReadableVolume {
  readdirSync(path: string): unknown[];
  lstatSync(path: string): VolumeStats;
  readFileSync(path: string): unknown;
  readlinkSync(path: string): unknown;
}

/** The part of Node's fs that is written. */
export interface WritableVolume {
  mkdirSync(path: string, options: { recursive: boolean }): unknown;
  writeFileSync(path: string, data: Uint8Array): unknown;
  symlinkSync(target: string, path: string): unknown;
  linkSync(existing: string, path: string): unknown;
  chmodSync(path: string, mode: number): unknown;
  chownSync(path: string, uid: number, gid: number): unknown;
  lchownSync(path: string, uid: number, gid: number): unknown;
  utimesSync(path: string, atime: number, mtime: number): unknown;
  lutimesSync?(path: string, atime: number, mtime: number): unknown;
}

/** Puts all that is below `from` in the volume below `to` in the tree, over what is there. */
export function takeVolume(
  volume: ReadableVolume,
  tree: FileSystem,
  now: Instant,
  from = "/",
  to = "/",
): void {
  const directory = makeDirectories(tree, to, { now });
  if (!failed(directory)) takeDirectory(volume, tree, now, from, directory, new Map());
}

function takeDirectory(
  volume: ReadableVolume,
  tree: FileSystem,
  now: Instant,
  from: string,
  directory: Ino,
  seen: Map<number, Ino>,
): void {
  for (const name of volume.readdirSync(from).map(String).sort(byteOrder)) {
    const path = from === "/" ? `/${name}` : `${from}/${name}`;
    const stats = volume.lstatSync(path);
    const type = Number(stats.mode) & S_IFMT;
    const ino = takeNode(volume, tree, now, path, directory, name, stats, seen);
    if (ino === undefined) continue;
    if (type === S_IFDIR) takeDirectory(volume, tree, now, path, ino, seen);
    const [uid, gid] = [Number(stats.uid), Number(stats.gid)];
    const times = { atime: micros(stats.atimeMs), mtime: micros(stats.mtimeMs) };
    const mode = type === S_IFLNK ? undefined : Number(stats.mode) & 0o7777;
    void tree.change(ino, { uid, gid, ...times, ...(mode === undefined ? {} : { mode }) }, now);
  }
  const own = volume.lstatSync(from);
  void tree.change(directory, { atime: micros(own.atimeMs), mtime: micros(own.mtimeMs) }, now);
}

/** The new inode, or the directory that was there; undefined if there is nothing more to say about it. */
function takeNode(
  volume: ReadableVolume,
  tree: FileSystem,
  now: Instant,
  path: string,
  directory: Ino,
  name: string,
  stats: VolumeStats,
  seen: Map<number, Ino>,
): Ino | undefined {
  const type = Number(stats.mode) & S_IFMT;
  const several = type === S_IFREG && Number(stats.nlink) > 1;
  const old = tree.lookup(directory, name);
  if (!failed(old)) {
    if (type === S_IFDIR && ((tree.attributes(old)?.mode ?? 0) & S_IFMT) === S_IFDIR) return old;
    if (tree.unlink(directory, name, now) !== undefined) return undefined;
  }
  const first = several ? seen.get(Number(stats.ino)) : undefined;
  if (first !== undefined) {
    // another name says nothing new, and reading the first has moved its access time
    void tree.link(directory, name, first, now);
    return undefined;
  }
  const target = type === S_IFLNK ? String(volume.readlinkSync(path)) : "";
  const ino = tree.create(directory, name, { mode: Number(stats.mode), uid: 0, gid: 0, target }, now);
  if (failed(ino)) return undefined;
  if (type === S_IFREG) void tree.write(ino, 0, volume.readFileSync(path) as Uint8Array, now);
  if (several) seen.set(Number(stats.ino), ino);
  return ino;
}

/** Puts all that is below `from` in the tree below `to` in the volume. */
export function giveVolume(tree: FileSystem, volume: WritableVolume, from = "/", to = "/"): void {
  const start = resolve(tree, from);
  if (failed(start)) return;
  volume.mkdirSync(to, { recursive: true });
  const names = new Map<Ino, string>();
  const given: (readonly [string, Walked])[] = [];
  for (const node of walk(tree, from)) {
    const below = from === "/" ? node.path : node.path.slice(from.replace(/\/$/, "").length);
    const path = `${to === "/" ? "" : to}${below}`;
    if (giveNode(tree, volume, node, path, names)) given.push([path, node]);
  }
  // permissions last and from the leaves up, as they might forbid what is still to be written
  for (const [path, node] of given.reverse()) giveAttributes(volume, path, node);
}

function giveNode(
  tree: FileSystem,
  volume: WritableVolume,
  { ino, attributes }: Walked,
  path: string,
  names: Map<Ino, string>,
): boolean {
  const type = attributes.mode & S_IFMT;
  const first = names.get(attributes.ino);
  if (type === S_IFDIR) volume.mkdirSync(path, { recursive: true });
  else if (type === S_IFLNK) volume.symlinkSync(tree.readlink(ino), path);
  else if (type !== S_IFREG) return false;
  else if (first !== undefined) {
    volume.linkSync(first, path);
    return false;
  } else {
    volume.writeFileSync(path, tree.read(ino, 0, attributes.size).slice());
    names.set(attributes.ino, path);
  }
  return true;
}

function giveAttributes(volume: WritableVolume, path: string, { attributes }: Walked): void {
  const { mode, uid, gid } = attributes;
  const [atime, mtime] = [attributes.atime / 1e6, attributes.mtime / 1e6];
  if ((mode & S_IFMT) === S_IFLNK) {
    volume.lchownSync(path, uid, gid);
    volume.lutimesSync?.(path, atime, mtime);
    return;
  }
  volume.chownSync(path, uid, gid);
  volume.chmodSync(path, mode & 0o7777);
  // memfs takes a change of these for one of the content
  volume.utimesSync(path, atime, mtime);
}

const micros = (milliseconds: number | bigint): Instant => Math.round(Number(milliseconds) * 1000);
