// A new volume is filled with what the image has at the path where it is mounted, unless it holds something
// already or the mount says nocopy (moby container/container_unix.go CopyImagePathContent).

import { must } from "../base/assert.ts";
import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, type Done, type FileSystem, type Ino } from "../fs/file-system.ts";
import type { Tree } from "../fs/tree.ts";
import type { MountPoint } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import type { Volume } from "../model/volume.ts";
import type { Engine } from "./engine.ts";
import { lowerCase } from "./mounter.ts";
import { inodeIn, isDirectoryIn } from "./paths.ts";
import { mountDevice, needsMount, unmountDevice } from "./volume-device.ts";

export function populateVolumes(
  engine: Engine,
  treeId: number,
  points: readonly MountPoint[],
): Result<undefined> {
  const tree = engine.kernel.fileSystems.tree(treeId);
  for (const point of points) {
    const copies =
      point.type === "volume" && !point.noCopy && point.origin !== "volumes-from" && point.subpath === "";
    const refused =
      copies && isDirectoryIn(tree, point.destination) ? populate(engine, tree, point) : undefined;
    if (refused !== undefined)
      return dockerError("system", `failed to copy file info for ${point.source}: ${lowerCase(refused)}`);
  }
  return ok(undefined);
}

function populate(engine: Engine, tree: Tree, point: MountPoint): Done {
  const volume = lookUp(engine.state.volumes, point.name);
  if (volume !== undefined && needsMount(volume)) return populateMounted(engine, tree, point, volume);
  return fill(engine, tree, point);
}

/** What is mounted only while it is used. */
function populateMounted(engine: Engine, tree: Tree, point: MountPoint, volume: Volume): Done {
  const mounted = mountDevice(engine, volume);
  const refused = mounted.ok ? fill(engine, tree, point) : undefined;
  unmountDevice(engine, volume, "");
  return refused;
}

function fill(engine: Engine, tree: Tree, point: MountPoint): Done {
  const place = engine.files.find(point.source);
  const from = inodeIn(tree, point.destination);
  if (failed(place) || from === undefined) return undefined;
  const target = engine.kernel.fileSystems.own(engine.files.mountOf(place).fs);
  if (target.list(place.ino).length > 0) return undefined;
  const { mode, uid, gid } = must(tree.attributes(from), "just found");
  return (
    copyDirectory(tree, from, target, place.ino, engine.now) ??
    target.change(place.ino, { mode: mode & 0o7777, uid, gid }, engine.now)
  );
}

/** Everything in one directory into another, with owners, modes and times; hard links stay links. */
export function copyDirectory(
  from: FileSystem,
  source: Ino,
  to: FileSystem,
  target: Ino,
  now: number,
  links = new Map<Ino, Ino>(),
): Done {
  for (const { name, ino } of from.list(source)) {
    const linked = links.get(ino);
    const refused =
      linked === undefined
        ? copyEntry(from, ino, to, target, name, now, links)
        : to.link(target, name, linked, now);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function copyEntry(
  from: FileSystem,
  ino: Ino,
  to: FileSystem,
  target: Ino,
  name: string,
  now: number,
  links: Map<Ino, Ino>,
): Done {
  const node = must(from.attributes(ino), "a name leads nowhere");
  const { mode, uid, gid, rdev, size } = node;
  const type = mode & S_IFMT;
  const link = type === S_IFLNK ? { target: from.readlink(ino) } : {};
  const made = to.create(target, name, { mode, uid, gid, rdev, ...link }, now);
  if (failed(made)) return made;
  if (node.nlink > 1 && type !== S_IFDIR) links.set(ino, made);
  const filled =
    type === S_IFDIR
      ? copyDirectory(from, ino, to, made, now, links)
      : size > 0 && type !== S_IFLNK
        ? to.write(made, 0, from.read(ino, 0, Infinity), now)
        : undefined;
  return filled ?? to.change(made, { mtime: node.mtime, atime: node.atime }, now);
}
