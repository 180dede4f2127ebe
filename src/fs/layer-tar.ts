// Layers as tars, byte for byte as Docker packs them: moby's archive.FileInfoHeader with overlay2's
// directories (names of directories end in a slash, no user names, whole seconds, and no sockets), and back.

import { decompress } from "../base/formats/compression.ts";
import { SECOND, type Instant } from "../base/time.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { Disk, NO_LIMIT } from "./disk.ts";
import {
  majorOf,
  minorOf,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
} from "./file-system.ts";
import { layerOfUnpacked } from "./layer-walk.ts";
import type { Layer, LayerEntry, NodeEntry, WhiteoutEntry } from "./layer.ts";
import { components } from "./path.ts";
import { decodeTar } from "./tar-reader.ts";
import { encodeTar } from "./tar-writer.ts";
import {
  BLOCK_DEVICE,
  CHARACTER_DEVICE,
  DIRECTORY,
  FIFO,
  HARD_LINK,
  REGULAR,
  SYMBOLIC_LINK,
} from "../base/formats/tar-header.ts";
import { type TarEntry } from "./tar.ts";
import { Tree } from "./tree.ts";
import { unpack, type UnpackError } from "./unpack.ts";
import { OPAQUE_WHITEOUT, whiteoutPath } from "./whiteout.ts";

/** The layer's tar in pieces; its digest is the layer's diff id. */
export function* encodeLayer({ entries, tar }: Layer): Generator<Uint8Array> {
  if (tar === undefined) yield* encodeTar(tarEntriesOf(entries));
  else yield tar;
}

/**
 * The layer that a tar, compressed or not, holds, unpacked `now`; errors in the daemon's words. The tar has `limit`
 * bytes at most.
 */
export function decodeLayer(bytes: Uint8Array, now: Instant, limit?: number): Result<Layer, UnpackError> {
  const { bytes: tar, error: broken } = decompress(bytes, limit);
  const { entries, error } = decodeTar(tar, broken);
  const scratch = new Tree({ now, disk: new Disk(NO_LIMIT) });
  const twice = firstDuplicate(entries);
  const refused =
    unpack(scratch, twice < 0 ? entries : entries.slice(0, twice), { now, whiteouts: true }) ??
    (twice < 0 ? error && { message: error } : { message: "duplicates of file paths not supported" });
  return refused ? fail(refused) : ok({ ...layerOfUnpacked(scratch), tar });
}

/** The first entry whose name, cleaned, an earlier one has (tar-split's ErrDuplicatePath), or -1. */
function firstDuplicate(entries: readonly TarEntry[]): number {
  const seen = new Set<string>();
  return entries.findIndex(({ name }) => {
    const clean = `${name.startsWith("/") ? "/" : ""}${components(name).join("/")}`;
    if (seen.has(clean)) return true;
    seen.add(clean);
    return false;
  });
}

export function* tarEntriesOf(entries: Iterable<LayerEntry>): Generator<TarEntry> {
  for (const entry of entries) {
    if (entry.kind === "whiteout") {
      yield whiteoutHeader(entry);
      continue;
    }
    const header = nodeHeader(entry);
    if (header === undefined) continue;
    yield header;
    if (entry.opaque) yield opaqueHeader(entry);
  }
}

const FLAGS: ReadonlyMap<number, string> = new Map([
  [S_IFREG, REGULAR],
  [S_IFLNK, SYMBOLIC_LINK],
  [S_IFCHR, CHARACTER_DEVICE],
  [S_IFBLK, BLOCK_DEVICE],
  [S_IFDIR, DIRECTORY],
  [S_IFIFO, FIFO],
]);

function nodeHeader(entry: NodeEntry): TarEntry | undefined {
  const flag = FLAGS.get(entry.mode & S_IFMT);
  if (flag === undefined) return undefined;
  const isDevice = flag === CHARACTER_DEVICE || flag === BLOCK_DEVICE;
  return {
    name: flag === DIRECTORY ? `${entry.path}/` : entry.path,
    type: entry.link === undefined ? flag : HARD_LINK,
    mode: entry.mode & 0o7777,
    uid: entry.uid,
    gid: entry.gid,
    mtime: wholeSeconds(entry.mtime),
    linkname: entry.link ?? entry.target ?? "",
    devmajor: isDevice ? majorOf(entry.rdev) : 0,
    devminor: isDevice ? minorOf(entry.rdev) : 0,
    xattrs: capabilityOf(entry),
    content: entry.content,
  };
}

/** The linkname is of no use, but all whiteouts of one mount are one inode and moby says so. */
function whiteoutHeader(entry: WhiteoutEntry): TarEntry {
  const name = whiteoutPath(entry.path);
  const mtime = wholeSeconds(entry.mtime);
  return { name, type: REGULAR, mode: 0o600, uid: 0, gid: 0, mtime, linkname: entry.link ?? "" };
}

function opaqueHeader({ path, mode, uid, gid }: NodeEntry): TarEntry {
  return { name: `${path}/${OPAQUE_WHITEOUT}`, type: REGULAR, mode: mode & 0o777, uid, gid, mtime: 0 };
}

const wholeSeconds = (instant: Instant): Instant => Math.floor(instant / SECOND) * SECOND;

/** The only extended attribute that Docker packs. */
function capabilityOf(entry: NodeEntry): ReadonlyMap<string, Uint8Array> | undefined {
  const value = entry.xattrs?.get("security.capability");
  return value && new Map([["security.capability", value]]);
}
