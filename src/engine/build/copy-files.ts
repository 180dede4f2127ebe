// COPY and ADD: files of one tree into another, with Docker's rules for what the destination is (tonistiigi/fsutil
// copy, BuildKit's solver/llbsolver/file). Relies on trees only; where they come from is solve.ts.

import { failed } from "../../base/errno.ts";
import { decompress } from "../../base/formats/compression.ts";
import { matchPath } from "../../base/go/path-match.ts";
import { patternMatcher } from "../../base/pattern-matcher.ts";
import { encode } from "../../base/utf8.ts";
import type { Instant } from "../../base/time.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, type Ino } from "../../fs/file-system.ts";
import { readArchive } from "../../fs/tar-reader.ts";
import { locate, makeDirectories, removeEntry, resolve } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import { unpack } from "../../fs/unpack.ts";
import { resolveUser } from "../container-user.ts";
import { modeChangeOf, type ModeChange } from "./mode-change.ts";
import type { CopyOp } from "./vertex.ts";

export interface Copying {
  /** what the daemon calls the tree that is copied from */
  readonly reference: string;
  readonly into: Tree;
  /** undefined: from nowhere but documents */
  readonly from: Tree | undefined;
  readonly op: CopyOp;
  /** what ADD has fetched, by address */
  readonly downloads: Downloads;
  readonly now: Instant;
}

export type Downloads = ReadonlyMap<string, Uint8Array>;

/** Only root may read what was fetched. */
const DOWNLOADED = 0o600;

export const isUrl = (source: string): boolean => /^https?:\/\//.test(source);

/** The last part of an address's path. */
const nameOf = (url: string): string =>
  /^https?:\/\/[^/?#]*\/(?:[^?#]*\/)?([^/?#]+)/.exec(url)?.[1] ?? "__unnamed__";

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Who --chown means in the tree that is written; nobody known is root. */
function ownerOf(tree: Tree, chown: string): Owner | undefined {
  if (chown === "") return undefined;
  const user = resolveUser(tree, chown, []);
  if (!user.ok) return { uid: 0, gid: 0 };
  const alone = /^\d+$/.test(chown);
  return { uid: user.value.uid, gid: alone ? Number(chown) : user.value.gid };
}

class Copier {
  private readonly owner: Owner | undefined;
  private readonly mode: ModeChange | undefined;
  private readonly excluded: (path: string) => boolean;
  /** files that have several names in the source */
  private readonly linked = new Map<Ino, Ino>();

  constructor(private readonly copying: Copying) {
    const { into, op } = copying;
    this.owner = ownerOf(into, op.chown);
    this.mode = modeChangeOf(op.chmod);
    const matcher = patternMatcher(op.exclude);
    this.excluded = matcher.ok ? matcher.value.matches : () => false;
  }

  run(): string | undefined {
    const { op, from } = this.copying;
    for (const { name, content } of op.documents) {
      const refused = this.document(name, encode(content), 0o644);
      if (refused !== undefined) return refused;
    }
    for (const [url, bytes] of this.copying.downloads) {
      const refused = this.document(nameOf(url), bytes, DOWNLOADED);
      if (refused !== undefined) return refused;
    }
    for (const source of op.sources) {
      if (from === undefined) return undefined;
      if (this.copying.downloads.has(source)) continue;
      for (const path of expand(from, source)) {
        const refused = this.copy(from, path);
        if (refused !== undefined) return refused;
      }
    }
    return undefined;
  }

  // ---- one source

  private copy(from: Tree, path: string): string | undefined {
    const { op } = this.copying;
    const ino = resolve(from, path);
    if (failed(ino)) return missing(this.copying, path);
    const kind = kindOf(from, ino);
    if (kind === S_IFDIR) return this.contents(from, ino, op.destination);
    const name = path.split("/").at(-1) ?? "";
    if (this.excluded(path.slice(1)) || this.excluded(name)) return undefined;
    if (op.unpacks && kind === S_IFREG) {
      const bytes = from.read(ino, 0, from.attributes(ino)?.size ?? 0);
      if (isArchive(bytes)) return this.unpackArchive(bytes);
    }
    return this.place(from, ino, this.fileAt(name));
  }

  /** Where a file goes: into the destination if that is a directory or says so. */
  private fileAt(name: string): string {
    const { into, op } = this.copying;
    if (op.destination.endsWith("/")) return op.destination + name;
    const there = resolve(into, op.destination);
    return !failed(there) && kindOf(into, there) === S_IFDIR ? `${op.destination}/${name}` : op.destination;
  }

  private document(name: string, content: Uint8Array, usual: number): string | undefined {
    const { into, now } = this.copying;
    const path = this.fileAt(name);
    const place = this.makeWay(path);
    if (typeof place === "string") return place;
    const ino = into.create(
      place.directory,
      place.name,
      { mode: S_IFREG | (this.mode?.(usual, false) ?? usual), ...this.own() },
      now,
    );
    if (failed(ino)) return failure(path);
    void into.write(ino, 0, content, now);
    // when a server last changed it is not asked for
    if (usual === DOWNLOADED) void into.change(ino, { atime: 0, mtime: 0 }, now);
    return undefined;
  }

  private unpackArchive(bytes: Uint8Array): string | undefined {
    const { into, op, now } = this.copying;
    const directory = makeDirectories(into, op.destination, { now, ...this.own() });
    if (failed(directory)) return failure(op.destination);
    const inflated = decompress(bytes);
    const { entries, error } = readArchive(inflated.bytes);
    const refused = unpack(into, entries, {
      now, into: directory, whiteouts: false, ...(this.owner !== undefined && { owner: this.owner }),
    }); // prettier-ignore
    return refused?.message ?? error;
  }

  // ---- trees

  private own(): Owner {
    return this.owner ?? { uid: 0, gid: 0 };
  }

  /** A directory's contents; the destination gets its looks if it was not there. */
  private contents(from: Tree, source: Ino, path: string): string | undefined {
    const { into, now } = this.copying;
    const there = resolve(into, path);
    const made = makeDirectories(into, path, { now, ...this.own() });
    if (failed(made)) return failure(path);
    const refused = this.children(from, source, made, "");
    if (refused === undefined && there === "ENOENT") this.dress(from, source, made);
    return refused;
  }

  private children(from: Tree, source: Ino, target: Ino, path: string): string | undefined {
    for (const { name, ino } of from.list(source)) {
      const below = path === "" ? name : `${path}/${name}`;
      if (this.excluded(below)) continue;
      const refused = this.child(from, ino, target, name, below);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private child(from: Tree, ino: Ino, target: Ino, name: string, path: string): string | undefined {
    const { into, now } = this.copying;
    if (kindOf(from, ino) !== S_IFDIR) return this.node(from, ino, target, name);
    const there = into.lookup(target, name);
    if (!failed(there) && kindOf(into, there) !== S_IFDIR) return failure(path);
    const made = failed(there)
      ? into.create(target, name, { mode: S_IFDIR | 0o755, ...this.own() }, now)
      : there;
    if (failed(made)) return failure(path);
    const refused = this.children(from, ino, made, path);
    if (refused === undefined) this.dress(from, ino, made);
    return refused;
  }

  private place(from: Tree, ino: Ino, path: string): string | undefined {
    const place = this.makeWay(path);
    return typeof place === "string" ? place : this.node(from, ino, place.directory, place.name);
  }

  /** The directory that a path is in, made if it is missing. */
  private makeWay(path: string): { readonly directory: Ino; readonly name: string } | string {
    const { into, now } = this.copying;
    const slash = path.lastIndexOf("/");
    const above = path.slice(0, slash) || "/";
    const way = makeDirectories(into, above, { now, ...this.own() });
    if (failed(way)) return `mkdir ${obstacle(into, above)}: not a directory`;
    const place = locate(into, path, true);
    if (failed(place)) return failure(path);
    if (place.ino === undefined) return place;
    if (kindOf(into, place.ino) === S_IFDIR) return `cannot copy to directory: ${path}`;
    void removeEntry(into, place.directory, place.name, place.ino, now);
    return place;
  }

  /** A file, a link, a device: with its content, and as a second name if it is one. */
  private node(from: Tree, ino: Ino, directory: Ino, name: string): string | undefined {
    const { into, now } = this.copying;
    const there = into.lookup(directory, name);
    if (!failed(there)) void removeEntry(into, directory, name, there, now);
    const inode = from.store.get(ino);
    if (inode === undefined) return undefined;
    const first = this.linked.get(ino);
    if (first !== undefined) return into.link(directory, name, first, now) && failure(name);
    const { mode, rdev, target } = inode;
    const { uid, gid } = this.owner ?? inode;
    const made = into.create(
      directory,
      name,
      { mode, uid, gid, rdev, ...(target !== undefined && { target }) },
      now,
    );
    if (failed(made)) return failure(name);
    if (inode.content !== undefined && (mode & S_IFMT) === S_IFREG)
      void into.adopt(made, inode.content.fork(), now);
    if (inode.nlink > 1) this.linked.set(ino, made);
    this.dress(from, ino, made);
    return undefined;
  }

  /** Mode, owner and times of what it was copied from, or those that were asked for. */
  private dress(from: Tree, ino: Ino, made: Ino): void {
    const { into, now } = this.copying;
    const inode = from.store.get(ino);
    if (inode === undefined) return;
    const { uid, gid } = this.owner ?? inode;
    const { mtime } = inode;
    const isLink = (inode.mode & S_IFMT) === S_IFLNK;
    const isDirectory = (inode.mode & S_IFMT) === S_IFDIR;
    const mode = this.mode?.(inode.mode & 0o7777, isDirectory) ?? inode.mode & 0o7777;
    void into.change(made, { uid, gid, ...(!isLink && { mode }) }, now);
    void into.change(made, { atime: mtime, mtime }, now);
  }
}

const kindOf = (tree: Tree, ino: Ino): number => (tree.attributes(ino)?.mode ?? 0) & S_IFMT;

/** The first name of a path that is no directory. */
function obstacle(tree: Tree, path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  for (let length = 1; length <= parts.length; length++) {
    const name = `/${parts.slice(0, length).join("/")}`;
    const ino = resolve(tree, name);
    if (failed(ino) || kindOf(tree, ino) !== S_IFDIR) return name;
  }
  return path;
}

const failure = (path: string): string => `cannot copy to non-directory: ${MOUNT}/${path.replace(/^\//, "")}`;

/** Where the daemon would have mounted the tree that is written. */
const MOUNT = "/var/lib/docker/tmp/buildkit-mount0";

/** What the daemon says of a file that is not there, by where it was looked for. */
export const missing = ({ op: { fromContext, exclude }, reference }: Copying, path: string): string =>
  fromContext && exclude.length === 0
    ? `failed to compute cache key: failed to calculate checksum of ref ${reference}: ${JSON.stringify(path)}: not found`
    : `lstat ${path}: no such file or directory`;

/** Paths that a source means, each from the root; a pattern may mean none. */
export function expand(from: Tree, source: string): string[] {
  const parts = source.split("/").reduce<string[]>((path, part) => {
    if (part === "..") path.pop();
    else if (part !== "" && part !== ".") path.push(part);
    return path;
  }, []);
  if (!/[*?[\\]/.test(source)) return [`/${parts.join("/")}`];
  let found: readonly (readonly [string, Ino])[] = [["", from.root]];
  for (const part of parts)
    found = found.flatMap(([path, ino]) =>
      kindOf(from, ino) !== S_IFDIR
        ? []
        : from
            .list(ino)
            .filter(({ name }) => matchPath(part, name) === true)
            .map(({ name, ino: below }) => [`${path}/${name}`, below] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return found.map(([path]) => path);
}

/** A tar, compressed or not, by its first header. */
export function isArchive(bytes: Uint8Array): boolean {
  const { bytes: plain, error } = decompress(bytes);
  if (error !== undefined || plain.length < 512) return false;
  const magic = String.fromCharCode(...plain.subarray(257, 262));
  return magic === "ustar";
}

/** What went wrong, in the daemon's words; the tree is then not to be used. */
export const copyFiles = (copying: Copying): string | undefined => new Copier(copying).run();
