// Sources of COPY and ADD put into an image's files, as the classic builder does: through archives, so that modes and
// times come along, and owners where another image is copied from (moby daemon/builder/dockerfile/copy.go
// performCopyForInfo, go-archive's CopyWithTar).

import { failed } from "../../base/errno.ts";
import { decompress } from "../../base/formats/compression.ts";
import type { Instant } from "../../base/time.ts";
import { S_IFDIR, S_IFMT, S_IFREG } from "../../fs/file-system.ts";
import { tarEntriesOf } from "../../fs/layer-tar.ts";
import { entriesOf } from "../../fs/layer-walk.ts";
import { readArchive } from "../../fs/tar-reader.ts";
import { fileEntry, type TarEntry } from "../../fs/tar.ts";
import { makeDirectories, resolve } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import { unpack } from "../../fs/unpack.ts";
import { isArchive } from "../build/copy-files.ts";
import type { CopySource } from "./copy-sources.ts";

export interface Placing {
  readonly into: Tree;
  /** absolute; a slash at the end says that it is a directory */
  readonly destination: string;
  /** of everything; undefined: owners stay */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** ADD unpacks archives */
  readonly unpacks: boolean;
  readonly now: Instant;
}

const isDirectory = (tree: Tree, path: string): boolean => {
  const ino = resolve(tree, path);
  return !failed(ino) && ((tree.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFDIR;
};

/** Why it cannot be done. */
export function placeSource(placing: Placing, source: CopySource): string | undefined {
  const { into, destination, unpacks } = placing;
  const name = source.kind === "download" ? source.name : (source.path.split("/").at(-1) ?? "");
  const inside = destination.endsWith("/") || isDirectory(into, destination);
  const path = inside ? `${destination}/${name}` : destination;
  if (source.kind === "download")
    return placeFile(placing, path, [fileEntry("", source.bytes, { mode: 0o600 })]);
  const { tree, ino } = source;
  const { mode = 0, size = 0 } = tree.attributes(ino) ?? {};
  if ((mode & S_IFMT) === S_IFDIR) return placeAll(placing, [...tarEntriesOf(entriesOf(tree, ino))]);
  if (unpacks && (mode & S_IFMT) === S_IFREG) {
    const bytes = tree.read(ino, 0, size);
    if (isArchive(bytes)) return unpackInto(placing, bytes);
  }
  return placeFile(placing, path, [...tarEntriesOf(entriesOf(tree, ino, "file"))]);
}

/** What is in a directory; the directory it goes to stays as it is. */
function placeAll(
  { into, destination, owner, now }: Placing,
  entries: readonly TarEntry[],
): string | undefined {
  const directory = makeDirectories(into, destination, { now, ...owner });
  if (failed(directory)) return `failed to copy directory: mkdir ${destination}: not a directory`;
  return unpack(into, entries, { now, into: directory, ...(owner !== undefined && { owner }) })?.message;
}

function unpackInto({ into, destination, now }: Placing, archive: Uint8Array): string | undefined {
  const directory = makeDirectories(into, destination, { now });
  if (failed(directory)) return `mkdir ${destination}: not a directory`;
  const { entries, error } = readArchive(decompress(archive).bytes);
  return unpack(into, entries, { now, into: directory })?.message ?? error;
}

function placeFile(
  { into, owner, now }: Placing,
  path: string,
  entries: readonly TarEntry[],
): string | undefined {
  const slash = path.lastIndexOf("/");
  const directory = makeDirectories(into, path.slice(0, slash), { now, ...owner });
  if (failed(directory))
    return `failed to create new directory: mkdir ${path.slice(0, slash)}: not a directory`;
  const named = entries.map((entry) => ({ ...entry, name: path.slice(slash + 1) }));
  return unpack(into, named, { now, into: directory, ...(owner !== undefined && { owner }) })?.message;
}
