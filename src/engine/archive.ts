// docker cp, the daemon's half (moby daemon/archive.go, archive_unix.go): what is at a path, a tar of it, and a
// tar unpacked into a directory, through whatever is mounted there. Finding out what the user means by two
// paths is the client's half.

import { failed, strerror, type Errno } from "../base/errno.ts";
import { dockerError, ok, type DockerError, type Fail, type Result } from "../base/result.ts";
import { concat } from "../base/utf8.ts";
import {
  S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK, S_ISGID, S_ISUID, S_ISVTX, type Attributes,
} from "../fs/file-system.ts"; // prettier-ignore
import { tarEntriesOf } from "../fs/layer-tar.ts";
import { entriesOf } from "../fs/layer-walk.ts";
import type { NodeEntry } from "../fs/layer.ts";
import type { Mount, Place } from "../fs/mounts.ts";
import { DIRECTORY } from "../base/formats/tar-header.ts";
import { readArchive } from "../fs/tar-reader.ts";
import { encodeTar } from "../fs/tar-writer.ts";
import type { TarEntry } from "../fs/tar.ts";
import { unpack } from "../fs/unpack.ts";
import type { Instant } from "../base/time.ts";
import type { Container } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import { isDirectoryAt, openContainerFiles, type ContainerFiles } from "./container-files.ts";
import { resolveUser } from "./container-user.ts";
import type { Engine } from "./engine.ts";
import { mountVolumes, unmountVolumes } from "./mounted-volumes.ts";
import { Effects } from "./effects.ts";
import { cleanPath } from "./paths.ts";

/** The API's PathStat. */
export interface PathStatus {
  readonly name: string;
  readonly size: number;
  /** Go's os.FileMode */
  readonly mode: number;
  readonly mtime: Instant;
  readonly linkTarget: string;
}

const lower = (errno: Errno): string => strerror(errno).toLowerCase();

/** ENOENT is the file's, everything else the system's. */
function refusal(errno: Errno, call: string, path: string, container: string): Fail<DockerError> {
  return errno === "ENOENT"
    ? dockerError("not-found", `Could not find the file ${path} in container ${container}`)
    : dockerError("system", `${call} ${path}: ${lower(errno)}`);
}

/** Opens a container's files, with the events that moby tells of its volumes, for one look or one change. */
function withFiles<T>(
  engine: Engine,
  idOrName: string,
  act: (files: ContainerFiles, container: Container) => Result<T>,
): Result<T> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  const mounted = mountVolumes(engine, new Effects(), container);
  if (!mounted.ok) return mounted;
  const files = openContainerFiles(engine, container);
  const result = failed(files) ? dockerError("system", lower(files)) : act(files, container);
  unmountVolumes(engine, container);
  return result;
}

// ---- what is there

export function statContainerPath(engine: Engine, idOrName: string, path: string): Result<PathStatus> {
  return withFiles(engine, idOrName, (files) => statusOf(engine, files, idOrName, path, path));
}

function statusOf(
  engine: Engine,
  { view }: ContainerFiles,
  container: string,
  path: string,
  given: string,
): Result<PathStatus> {
  const { vfs } = engine.kernel;
  const place = vfs.find(view, path, /\/\.?$/.test(path));
  if (failed(place)) return refusal(place, "lstat", given, container);
  const node = vfs.attributes(view, place);
  if (failed(node)) return refusal(node, "lstat", given, container);
  const isLink = (node.mode & S_IFMT) === S_IFLNK;
  return ok({
    name: baseName(path),
    size: node.size,
    mode: goFileMode(node),
    mtime: node.mtime,
    linkTarget: isLink ? followed(engine, { view, mounts: [] }, path) : "",
  });
}

/** Go's filepath.Base. */
function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  if (path === "") return ".";
  return trimmed === "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

const TYPE_BITS: ReadonlyMap<number, number> = new Map([
  [S_IFDIR, 2 ** 31],
  [S_IFLNK, 2 ** 27],
  [S_IFIFO, 2 ** 25],
  [S_IFSOCK, 2 ** 24],
  [S_IFBLK, 2 ** 26],
  [S_IFCHR, 2 ** 26 + 2 ** 21],
]);

export function goFileMode({ mode }: Attributes): number {
  const special =
    (mode & S_ISUID ? 2 ** 23 : 0) + (mode & S_ISGID ? 2 ** 22 : 0) + (mode & S_ISVTX ? 2 ** 20 : 0);
  return (TYPE_BITS.get(mode & S_IFMT) ?? 0) + special + (mode & 0o777);
}

/** Where a link leads in the end, as far as there is something (moby/sys/symlink FollowSymlinkInScope). */
function followed(engine: Engine, { view }: ContainerFiles, path: string): string {
  const { vfs, fileSystems } = engine.kernel;
  let rest = path.split("/").filter((name) => name !== "" && name !== ".");
  let done: string[] = [];
  for (let links = 0; rest.length > 0 && links < 255;) {
    const name = rest[0] as string;
    rest = rest.slice(1);
    if (name === "..") {
      done = done.slice(0, -1);
      continue;
    }
    const here = `/${[...done, name].join("/")}`;
    const place = vfs.find(view, here, false);
    const fs = failed(place) ? undefined : fileSystems.get(vfs.mountOf(view, place).fs);
    const node = failed(place) ? undefined : fs?.attributes(place.ino);
    if (failed(place) || fs === undefined || node === undefined || (node.mode & S_IFMT) !== S_IFLNK) {
      done = [...done, name];
      continue;
    }
    links++;
    const target = fs.readlink(place.ino);
    if (target.startsWith("/")) done = [];
    rest = [...target.split("/").filter((part) => part !== "" && part !== "."), ...rest];
  }
  return `/${done.join("/")}`;
}

// ---- out of the container

export interface Archived {
  readonly status: PathStatus;
  readonly tar: Uint8Array;
}

/** A slash or a dot at the end stays, as it says that the directory itself is meant. */
function absolutePath(path: string): string {
  const clean = cleanPath(`/${path}`);
  if (/(?:^|\/)\.$/.test(path)) return clean === "/" ? "/." : `${clean}/.`;
  return path.endsWith("/") && clean !== "/" ? `${clean}/` : clean;
}

export function archiveContainerPath(engine: Engine, idOrName: string, path: string): Result<Archived> {
  return withFiles(engine, idOrName, (files, container) => {
    const absolute = absolutePath(path);
    const status = statusOf(engine, files, idOrName, absolute, path);
    if (!status.ok) return status;
    const place = engine.kernel.vfs.find(files.view, absolute, /\/\.?$/.test(absolute));
    if (failed(place)) return refusal(place, "lstat", path, idOrName);
    const name = baseName(absolute);
    const entries = entriesAt(engine, files, place, cleanPath(absolute), name === "/" ? "" : name);
    if (failed(entries)) return refusal(entries, "lstat", path, idOrName);
    const tar = concat([
      ...encodeTar(name === "/" ? fromRoot(tarEntriesOf(entries)) : tarEntriesOf(entries)),
    ]);
    engine.commit({ kind: "container-copied-from", id: container.id });
    return ok({ status: status.value, tar });
  });
}

/** Entries of the root directory have names from the root, and it has one itself. */
function* fromRoot(entries: Iterable<TarEntry>): Generator<TarEntry> {
  for (const entry of entries) yield { ...entry, name: `/${entry.name}` };
}

/** All at and below a place, with what is mounted below. `name` is what the place itself is called. */
function entriesAt(
  engine: Engine,
  files: ContainerFiles,
  place: Place,
  path: string,
  name: string,
): Generator<NodeEntry> | Errno {
  const { fileSystems, vfs } = engine.kernel;
  const { fs } = vfs.mountOf(files.view, place);
  if (fileSystems.isDynamic(fs)) return "EIO";
  const below = files.mounts.filter(
    ({ target, id }) => id !== place.mount && target.startsWith(path === "/" ? "/" : `${path}/`),
  );
  return spliced(engine, below, path, name, entriesOf(fileSystems.tree(fs), place.ino, name));
}

/** Where something is mounted, its entries stand in place of what it covers. */
function* spliced(
  engine: Engine,
  mounts: readonly Mount[],
  path: string,
  name: string,
  entries: Iterable<NodeEntry>,
): Generator<NodeEntry> {
  const prefix = path === "/" ? "" : path;
  const covered = new Map(
    mounts.map((mount) => [
      [name, mount.target.slice(prefix.length + 1)].filter((p) => p !== "").join("/"),
      mount,
    ]),
  );
  for (const entry of entries) {
    const mount = covered.get(entry.path);
    if (mount !== undefined) {
      const { fileSystems } = engine.kernel;
      if (!fileSystems.isDynamic(mount.fs))
        yield* entriesOf(fileSystems.tree(mount.fs), mount.root, entry.path);
      continue;
    }
    if (![...covered.keys()].some((other) => entry.path.startsWith(`${other}/`))) yield entry;
  }
}

// ---- into the container

export interface PutOptions {
  readonly noOverwriteDirNonDir: boolean;
  readonly copyUidGid: boolean;
}

export function putContainerArchive(
  engine: Engine,
  idOrName: string,
  path: string,
  tar: Uint8Array,
  options: PutOptions,
): Result<undefined> {
  return withFiles(engine, idOrName, (files, container) => {
    const { vfs } = engine.kernel;
    const place = vfs.find(files.view, cleanPath(`/${path}`));
    if (failed(place)) return refusal(place, "lstat", path, idOrName);
    if (!isDirectoryAt(engine, files.view, place))
      return dockerError("invalid-parameter", "extraction point is not a directory");
    const resolved = followed(engine, files, `/${path}`);
    const readOnly = refuseReadOnly(container, resolved);
    if (readOnly !== undefined) return dockerError("invalid-parameter", readOnly);
    const owner = options.copyUidGid ? ownerOf(engine, container) : ok(undefined);
    if (!owner.ok) return dockerError("invalid-parameter", owner.error.message);
    const refused = unpackAll(engine, files, place, resolved, tar, owner.value, options);
    if (refused !== undefined) return refused;
    engine.commit({ kind: "container-copied-to", id: container.id });
    return ok(undefined);
  });
}

function refuseReadOnly(container: Container, path: string): string | undefined {
  const mount = container.mountPoints.find(
    ({ destination }) => path === destination || path.startsWith(`${destination}/`),
  );
  if (mount !== undefined) return mount.writable ? undefined : "mounted volume is marked read-only";
  return container.hostConfig.ReadonlyRootfs ? "container rootfs is marked read-only" : undefined;
}

/** Of --archive: the container's user, if it is said who that is; the archive's own owners otherwise. */
function ownerOf(engine: Engine, container: Container): Result<{ uid: number; gid: number } | undefined> {
  if (container.config.User === "") return ok(undefined);
  const user = resolveUser(engine.kernel.fileSystems.tree(1), container.config.User, []);
  return user.ok ? ok({ uid: user.value.uid, gid: user.value.gid }) : user;
}

/** Entries that lie below a mount are unpacked into what is mounted there. */
function unpackAll(
  engine: Engine,
  files: ContainerFiles,
  place: Place,
  path: string,
  tar: Uint8Array,
  owner: { readonly uid: number; readonly gid: number } | undefined,
  { noOverwriteDirNonDir }: PutOptions,
): Fail<DockerError> | undefined {
  const { fileSystems, vfs } = engine.kernel;
  const { entries, error } = readArchive(tar);
  const prefix = path === "/" ? "" : path;
  const inner = files.mounts.filter(
    ({ target, id }) => id !== place.mount && target.startsWith(`${prefix}/`),
  );
  const busy = entries.find(
    ({ name, type }) =>
      type !== DIRECTORY && inner.some(({ target }) => target === `${prefix}${cleanPath(`/${name}`)}`),
  );
  if (busy !== undefined)
    return dockerError("system", `RemoveAll ${cleanPath(busy.name)}: device or resource busy`);
  for (const part of byMount(entries, inner, prefix)) {
    const fs = part.mount?.fs ?? vfs.mountOf(files.view, place).fs;
    if (part.mount?.readOnly || fileSystems.isDynamic(fs))
      return dockerError("system", "read-only file system");
    const refused = unpack(fileSystems.tree(fs), part.entries, {
      into: part.mount?.root ?? place.ino,
      now: engine.now,
      ...(owner === undefined ? {} : { owner }),
      ...(noOverwriteDirNonDir ? { keepKinds: path } : {}),
    });
    if (refused?.errno === "ENOENT") return refusal("ENOENT", "", path, "");
    if (refused !== undefined) return dockerError("system", refused.message);
  }
  return error === undefined ? undefined : dockerError("system", error);
}

interface Part {
  readonly mount: Mount | undefined;
  readonly entries: readonly TarEntry[];
}

function byMount(entries: readonly TarEntry[], mounts: readonly Mount[], prefix: string): Part[] {
  const parts: { mount: Mount | undefined; entries: TarEntry[] }[] = [];
  for (const entry of entries) {
    const name = cleanPath(`/${entry.name}`);
    const mount = mounts.findLast(({ target }) => `${prefix}${name}`.startsWith(`${target}/`));
    const own =
      mount === undefined ? entry : { ...entry, name: `${prefix}${name}`.slice(mount.target.length + 1) };
    const last = parts.at(-1);
    if (last !== undefined && last.mount === mount) last.entries.push(own);
    else parts.push({ mount, entries: [own] });
  }
  return parts;
}

// ---- all of it

/** docker export: the container's own tree without what is mounted on it. */
export function exportContainer(engine: Engine, idOrName: string): Result<Uint8Array> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const { id, state, tree } = found.value;
  if (state === "dead") return dockerError("conflict", `You cannot export container ${id} which is Dead`);
  if (state === "removing")
    return dockerError("conflict", `You cannot export container ${id} which is being removed`);
  const entries = entriesOf(engine.kernel.fileSystems.tree(tree));
  const tar = concat([...encodeTar(tarEntriesOf(entries))]);
  engine.commit({ kind: "container-exported", id });
  return ok(tar);
}
