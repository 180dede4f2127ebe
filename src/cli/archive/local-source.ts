// What `docker cp` copies from the client's own files: what a path stands for, and a tar of it with everything below
// (moby's go-archive, copy.go CopyInfoSourcePath and archive.go TarWithOptions). Files that cannot be read are logged
// and left out.

import { byteOrder } from "../../base/byte-order.ts";
import { failed } from "../../base/errno.ts";
import {
  BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, HARD_LINK, REGULAR, SYMBOLIC_LINK,
} from "../../base/formats/tar-header.ts"; // prettier-ignore
import { pathError } from "../../base/go/errno-text.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { SECOND } from "../../base/time.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import {
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFREG,
  majorOf,
  minorOf,
  typeOf,
} from "../file-types.ts";
import { log } from "../logger.ts";
import { readFile } from "../surroundings.ts";
import { baseName, type CopyInfo, rebased, splitPath } from "./copy-paths.ts";
import { resolveLinks } from "./local-links.ts";
import { type ClientTarEntry, NO_BYTES } from "./tar-entries.ts";

/** `path`: absolute. A link at its end is followed only if that is asked for. */
export function sourceInfo({ sys }: Client, path: string, followLink: boolean): Result<CopyInfo, string> {
  const resolved = followLink ? follow(path) : withoutLast(path);
  if (!resolved.ok) return resolved;
  const [real, rebaseName] = resolved.value;
  const node = sys.lstat(real);
  if (failed(node)) return fail(pathError("lstat", real, node));
  return ok({ path: real, exists: true, isDirectory: typeOf(node.mode) === S_IFDIR, rebaseName });

  function follow(whole: string): Result<readonly [string, string], string> {
    const target = resolveLinks(sys, whole);
    return target.ok ? ok(rebased(whole, target.value)) : target;
  }

  function withoutLast(whole: string): Result<readonly [string, string], string> {
    const slash = whole.lastIndexOf("/") + 1;
    const directory = resolveLinks(sys, whole.slice(0, slash));
    if (!directory.ok) return directory;
    const joined = `${directory.value}/${whole.slice(slash)}`;
    const isRenamed = whole.endsWith("/") && baseName(whole) !== baseName(joined);
    return ok([joined, isRenamed ? baseName(whole) : ""]);
  }
}

/** Entries of what the source is, under its last name or the one that the user gave it. */
export function* tarSource(client: Client, { path, rebaseName }: CopyInfo): Task<readonly ClientTarEntry[]> {
  const [directory, base] = splitPath(path);
  const walk: Walk = { entries: [], seen: new Map() };
  const root = rebaseName === "" ? base : rebaseName === "/" ? "" : rebaseName;
  yield* add(client, walk, `${directory === "/" ? "" : directory}/${base}`, root);
  return walk.entries;
}

/** What is to be done with a file, by its path below the root. */
export type Choice = (path: string, isDirectory: boolean) => "take" | "leave" | "leave but look into";

/** Entries of everything in a directory, without the directory itself. */
export function* tarContents(
  client: Client,
  directory: string,
  choose: Choice,
): Task<readonly ClientTarEntry[]> {
  const walk: Walk = { entries: [], seen: new Map(), choose };
  yield* addBelow(client, walk, directory, "");
  return walk.entries;
}

interface Walk {
  /** undefined: all of it */
  readonly choose?: Choice;
  readonly entries: ClientTarEntry[];
  /** device and inode of files with several names -> the first of them */
  readonly seen: Map<string, string>;
}

function* add(client: Client, walk: Walk, path: string, name: string): Task<void> {
  const { sys } = client;
  const node = sys.lstat(path);
  if (failed(node)) return yield* leaveOut(client, path, pathError("lstat", path, node));
  const isDirectory = typeOf(node.mode) === S_IFDIR;
  const choice = walk.choose?.(name, isDirectory) ?? "take";
  if (choice === "leave") return;
  const entry = choice === "take" ? yield* entryOf(client, walk, path, name, node) : ok(undefined);
  if (!entry.ok) yield* leaveOut(client, path, entry.error);
  else if (entry.value !== undefined) walk.entries.push(entry.value);
  if (isDirectory) yield* addBelow(client, walk, path, name);
}

function* addBelow(client: Client, walk: Walk, path: string, name: string): Task<void> {
  const { sys } = client;
  const items = sys.list(path);
  if (failed(items)) return yield* leaveOut(client, path, pathError("open", path, items));
  const below = path.replace(/\/\.$/, "");
  for (const item of [...items].sort((a, b) => byteOrder(a.name, b.name)))
    if (item.name !== "." && item.name !== "..")
      yield* add(client, walk, `${below}/${item.name}`, name === "" ? item.name : `${name}/${item.name}`);
}

const leaveOut = (client: Client, path: string, why: string): Task<void> =>
  log(client, "error", `Can't add file ${path} to tar: ${why}`);

const TYPES: ReadonlyMap<number, string> = new Map([
  [S_IFREG, REGULAR],
  [S_IFDIR, DIRECTORY],
  [S_IFLNK, SYMBOLIC_LINK],
  [S_IFCHR, CHARACTER_DEVICE],
  [S_IFBLK, BLOCK_DEVICE],
  [S_IFIFO, FIFO],
]);

/** undefined for a root that has no name, which goes without an entry. */
function* entryOf(
  { sys }: Client,
  { seen }: Walk,
  path: string,
  name: string,
  node: Stat,
): Task<Result<ClientTarEntry | undefined, string>> {
  const kind = typeOf(node.mode);
  const type = TYPES.get(kind);
  if (type === undefined) return fail("archive/tar: sockets not supported");
  const isDevice = kind === S_IFCHR || kind === S_IFBLK;
  const link = kind === S_IFLNK ? sys.readlink(path) : { target: "" };
  if (failed(link)) return fail(pathError("readlink", path, link));
  const fields = {
    name: kind === S_IFDIR ? `${name}/` : name,
    type,
    mode: node.mode & 0o7777,
    uid: node.uid,
    gid: node.gid,
    mtime: Math.floor(node.mtime / SECOND) * SECOND,
    linkname: link.target,
    devmajor: isDevice ? majorOf(node.rdev) : 0,
    devminor: isDevice ? minorOf(node.rdev) : 0,
    bytes: NO_BYTES,
  };
  if (kind !== S_IFDIR && node.nlink > 1) {
    const first = seen.get(`${node.dev} ${node.ino}`);
    if (first !== undefined) return ok({ ...fields, type: HARD_LINK, linkname: first });
    seen.set(`${node.dev} ${node.ino}`, name);
  }
  if (kind !== S_IFREG || node.size === 0) return ok(fields);
  const bytes = yield* readFile(sys, path);
  return bytes.ok ? ok({ ...fields, bytes: bytes.value }) : bytes;
}
