// What a container sees mounted, in the order in which runc mounts it: its tree, the defaults, what was asked for
// and the daemon's own files by depth of path, and then what is masked or read-only (moby daemon/oci_linux.go
// withMounts; runc rootfs_linux.go).

import { failed, type Errno } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { S_IFDIR, S_IFMT } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { newTmpfs } from "../fs/tmpfs.ts";
import { Tree } from "../fs/tree.ts";
import { resolve } from "../fs/tree-paths.ts";
import type { Container, MountPoint } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import { hexOf } from "../model/users.ts";
import { mountDefaults, type Inside } from "./default-mounts.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { imageTree } from "./images.ts";
import { INIT_INSIDE, initPath } from "./init-path.ts";
import { layerDirectories } from "./layer-directories.ts";
import { mountSourceOf } from "./mount-points.ts";
import { lowerCase, Mounter } from "./mounter.ts";
import { containerRoot } from "./network-files.ts";
import { runcFailure } from "./runc-errors.ts";
import { parseTmpfsOptions, type TmpfsOptions } from "./tmpfs-options.ts";

export interface ContainerMounts {
  readonly namespace: number;
  readonly root: Place;
  /** made for this run, to be removed with it */
  readonly fileSystems: readonly number[];
}

function overlayOptions(engine: Engine, { id, imageId, layerId }: Container): string {
  const root = `${engine.settings.dataRoot}/overlay2`;
  const image = imageId === "" ? undefined : lookUp(engine.state.images, hexOf(imageId));
  const link = (name: string): string => `${root}/l/${name.slice(0, 26).toUpperCase()}`;
  const lower = [id, ...(image === undefined ? [] : layerDirectories(image))].map(link).join(":");
  return `relatime,lowerdir=${lower},upperdir=${root}/${layerId}/diff,workdir=${root}/${layerId}/work`;
}

/** Something to be mounted, and where. */
export interface Wanted {
  readonly path: string;
  readonly mount: () => Result<undefined>;
}

/** What was asked for is looked at before anything is mounted; the complaint is then the daemon's, not runc's. */
export function planMounts(container: Container): Result<ReadonlyMap<string, TmpfsOptions>> {
  const plans = new Map<string, TmpfsOptions>();
  const given: (readonly [string, string])[] = [
    ...(container.hostConfig.Tmpfs ?? []),
    ...container.mountPoints
      .filter(({ type }) => type === "tmpfs")
      .map(({ destination, options }) => [destination, options] as const),
  ];
  for (const [path, words] of given) {
    const options = parseTmpfsOptions(words);
    if (!options.ok) return dockerError("system", options.error);
    plans.set(path, options.value);
  }
  return ok(plans);
}

export function mountAll(
  engine: Engine,
  effects: Effects,
  container: Container,
  inside: Inside,
  tmpfs: ReadonlyMap<string, TmpfsOptions>,
  more: (mounter: Mounter) => readonly Wanted[] = () => [],
): Result<ContainerMounts> {
  const mounter = new Mounter(engine, effects, container, overlayOptions(engine, container));
  const wanted = [...wantedMounts(mounter, tmpfs), ...more(mounter)];
  mountDefaults(mounter, inside, new Set(wanted.map(({ path }) => path)));
  for (const { mount } of wanted) {
    const mounted = mount();
    if (!mounted.ok) return mounted;
  }
  if (container.hostConfig.ReadonlyRootfs) mounter.setReadOnly(mounter.root);
  maskPaths(mounter);
  return ok({ namespace: mounter.id, root: mounter.root, fileSystems: mounter.fileSystems });
}

// ---- what was asked for, and the daemon's own files

const depth = (path: string): number => path.split("/").length;

function wantedMounts(mounter: Mounter, tmpfs: ReadonlyMap<string, TmpfsOptions>): readonly Wanted[] {
  const { engine, container } = mounter;
  const wanted: Wanted[] = [];
  for (const [path, options] of tmpfs) wanted.push({ path, mount: () => mountTmpfs(mounter, path, options) });
  for (const point of container.mountPoints)
    if (!tmpfs.has(point.destination))
      wanted.push({ path: point.destination, mount: () => mountPoint(mounter, point) });
  const root = containerRoot(engine, networkOwner(engine, container).id);
  for (const name of ["resolv.conf", "hostname", "hosts"]) {
    const path = `/etc/${name}`;
    // a step of a build has no file for its name
    if (failed(engine.files.read(`${root}/${name}`))) continue;
    if (!wanted.some((other) => other.path === path))
      wanted.push({ path, mount: () => bindMount(mounter, `${root}/${name}`, path, false) });
  }
  const init = container.hostConfig.Init ? initPath(engine) : undefined;
  if (init !== undefined)
    wanted.push({ path: INIT_INSIDE, mount: () => bindMount(mounter, init, INIT_INSIDE, true) });
  return wanted.sort((a, b) => depth(a.path) - depth(b.path));
}

/** One that shares another's network has that one's files, which may be those of a third. */
function networkOwner(engine: Engine, container: Container): Container {
  const mode = container.hostConfig.NetworkMode;
  const other = mode.startsWith("container:") ? lookUp(engine.state.containers, mode.slice(mode.indexOf(":") + 1)) : undefined; // prettier-ignore
  return other === undefined || other.id === container.id ? container : networkOwner(engine, other);
}

function mountTmpfs(
  mounter: Mounter,
  path: string,
  { data, shown, readOnly, flags }: TmpfsOptions,
): Result<undefined> {
  const { engine } = mounter;
  const refused = (errno: Errno): Result<never> =>
    mountFailure("tmpfs", path, flags, errno, data === "" ? "" : `, data=${data}`);
  const { memory } = engine.kernel.machine;
  const tree = newTmpfs(data, { total: memory, uid: 0, gid: 0, now: engine.now });
  if (failed(tree)) return refused(tree);
  const fs = engine.kernel.fileSystems.addTree(tree);
  const put = mounter.put(path, path, fs, { source: "tmpfs", options: shown, readOnly });
  return failed(put) ? refused(put) : ok(undefined);
}

function mountPoint(mounter: Mounter, point: MountPoint): Result<undefined> {
  if (point.type === "image") return mountImage(mounter, point);
  return bindMount(mounter, mountSourceOf(point), point.destination, !point.writable);
}

export function bindMount(
  mounter: Mounter,
  source: string,
  path: string,
  readOnly: boolean,
): Result<undefined> {
  const { files } = mounter.engine;
  const place = files.find(source);
  if (failed(place)) return mountFailure(source, path, "MS_BIND|MS_REC", place);
  if (path === "/") return coversRoot(mounter, source);
  const below = files.mountOf(place);
  const { fs, source: device, options } = below;
  const kind = files.isDirectory(source) ? "directory" : "file";
  const mounting = { source: device, options, readOnly: readOnly || below.readOnly, root: place.ino };
  const covered = mounter.cover(path, path, fs, mounting, kind);
  return failed(covered) ? mountFailure(source, path, "MS_BIND|MS_REC", covered) : ok(undefined);
}

/** `-v /` gets as far as runc. */
function coversRoot({ engine, container }: Mounter, source: string): Result<never> {
  const root = `"${engine.settings.dataRoot}/overlay2/${container.layerId}/merged"`;
  return runcFailure(
    `error mounting "${source}" to rootfs at "/": create mountpoint for / mount: mountpoint ${root} is on the top of rootfs ${root}`,
  );
}

/** An image's files, read-only. */
function mountImage(mounter: Mounter, point: MountPoint): Result<undefined> {
  const { engine } = mounter;
  const image = lookUp(engine.state.images, hexOf(point.image ?? ""));
  if (image === undefined) return mountFailure(point.source, point.destination, "MS_BIND|MS_REC", "ENOENT");
  const tree = imageTree(engine, image).forkAbove({ now: engine.now });
  const root = resolve(tree, point.subpath);
  if (failed(root)) return mountFailure(point.source, point.destination, "MS_BIND|MS_REC", root);
  const put = mounter.put(point.destination, point.destination, engine.kernel.fileSystems.addTree(tree), {
    source: "overlay",
    options: "relatime",
    readOnly: true,
    root,
  });
  return failed(put) ? mountFailure(point.source, point.destination, "MS_BIND|MS_REC", put) : ok(undefined);
}

/** What runc has open at the mount point by then. */
const TMPFS_FD = 11;
const BIND_FD = 14;

function mountFailure(source: string, path: string, flags: string, errno: Errno, data = ""): Result<never> {
  const fd = source === "tmpfs" ? TMPFS_FD : BIND_FD;
  const call = `mount src=${source}, dst=${path}, dstFd=/proc/thread-self/fd/${fd}, flags=${flags}${data}: ${lowerCase(errno)}`;
  return runcFailure(`error mounting "${source}" to rootfs at "${path}": ${call}`);
}

// ---- masked and read-only paths

function maskPaths(mounter: Mounter): void {
  const { kernel } = mounter.engine;
  const { MaskedPaths, ReadonlyPaths } = mounter.container.hostConfig;
  for (const path of ReadonlyPaths ?? []) {
    const place = mounter.find(path);
    if (failed(place)) continue;
    const mount = kernel.vfs.mountOf(mounter.view, place);
    const kind = mounter.isDirectory(place) ? "directory" : "file";
    const { source, options, fs } = mount;
    void mounter.cover(place, path, fs, { source, options, readOnly: true, root: place.ino }, kind);
  }
  for (const path of MaskedPaths ?? []) maskPath(mounter, path);
}

function maskPath(mounter: Mounter, path: string): void {
  const { engine } = mounter;
  const { kernel } = engine;
  const place = mounter.find(path);
  if (failed(place)) return;
  const node = kernel.vfs.attributes(mounter.view, place);
  if (!failed(node) && (node.mode & S_IFMT) === S_IFDIR) {
    const empty = kernel.fileSystems.addTree(new Tree({ type: "tmpfs", now: engine.now }));
    void mounter.put(place, path, empty, {
      source: "tmpfs",
      options: "relatime,size=4k,nr_inodes=1",
      readOnly: true,
    });
    return;
  }
  const nothing = mounter.find("/dev/null");
  if (failed(nothing)) return;
  const dev = kernel.vfs.mountOf(mounter.view, nothing);
  void mounter.cover(
    place,
    path,
    dev.fs,
    { source: "tmpfs", options: dev.options, root: nothing.ino },
    "file",
  );
}
