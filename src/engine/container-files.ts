// The files of a container as the daemon sees them for `docker cp`, whether it runs or not: its tree with its
// volumes, its binds and the daemon's own files mounted on it, and nothing else (moby daemon/containerfs_linux.go).

import { failed, type Errno } from "../base/errno.ts";
import { S_IFDIR, S_IFMT, S_IFREG } from "../fs/file-system.ts";
import { attach, newMountNamespace, type Mount, type MountNamespace, type Place } from "../fs/mounts.ts";
import type { View } from "../fs/vfs.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type { Container } from "../model/container.ts";
import { isDirectoryPath, mountSourceOf } from "./mount-points.ts";
import type { Engine } from "./engine.ts";
import { containerRoot } from "./network-files.ts";

const ROOT = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

export interface ContainerFiles {
  readonly view: View;
  /** mount points below the root, outermost first */
  readonly mounts: readonly Mount[];
}

interface Source {
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

/** A missing source or place to mount on is an error, as nothing can be told of such a container's files. */
export function openContainerFiles(engine: Engine, container: Container): ContainerFiles | Errno {
  const namespace = newMountNamespace(0);
  const root = mountOf(1, container.tree, engine.kernel.fileSystems.get(container.tree).root, "/", true);
  attach(namespace, root);
  const place: Place = { mount: root.id, ino: root.root };
  const view: View = { namespace, root: place, cwd: place, who: ROOT };
  const mounts: Mount[] = [];
  for (const source of sourcesOf(engine, container)) {
    const mounted = mountOne(engine, view, namespace, source);
    if (failed(mounted)) return mounted;
    mounts.push(mounted);
  }
  return { view, mounts };
}

const mountOf = (id: number, fs: number, root: number, target: string, writable: boolean): Mount => ({
  id,
  fs,
  root,
  parent: id,
  at: 0,
  target,
  readOnly: !writable,
  source: "",
  options: "",
  device: 0,
});

function sourcesOf(engine: Engine, container: Container): Source[] {
  const points = container.mountPoints.filter(
    ({ type, destination }) => type !== "tmpfs" && !container.hostConfig.Tmpfs?.has(destination),
  );
  const own = containerRoot(engine, container.id);
  const files = container.startedAt === undefined ? [] : ["resolv.conf", "hostname", "hosts"];
  const wanted = [
    ...points.map((point) => ({
      source: mountSourceOf(point),
      destination: point.destination,
      writable: point.writable,
    })),
    ...files
      .filter((name) => !points.some(({ destination }) => destination === `/etc/${name}`))
      .map((name) => ({ source: `${own}/${name}`, destination: `/etc/${name}`, writable: true })),
  ];
  return wanted.sort((a, b) => depth(a.destination) - depth(b.destination));
}

const depth = (path: string): number => path.split("/").length;

function mountOne(engine: Engine, view: View, namespace: MountNamespace, wanted: Source): Mount | Errno {
  const source = engine.files.find(wanted.source);
  if (failed(source)) return source;
  const isDirectory = isDirectoryPath(engine, wanted.source);
  const place = targetOf(engine, view, wanted.destination, isDirectory);
  if (failed(place)) return place;
  const { fs } = engine.files.mountOf(source);
  const mount: Mount = {
    ...mountOf(namespace.mounts.size + 1, fs, source.ino, wanted.destination, wanted.writable),
    parent: place.mount,
    at: place.ino,
  };
  attach(namespace, mount);
  return mount;
}

/** What is mounted on is made where it is missing, as in life: the container has it from then on. */
function targetOf(engine: Engine, view: View, path: string, isDirectory: boolean): Place | Errno {
  const { vfs } = engine.kernel;
  const there = vfs.find(view, path);
  if (there !== "ENOENT") return there;
  const slash = path.lastIndexOf("/");
  if (slash > 0) {
    const above = targetOf(engine, view, path.slice(0, slash), true);
    if (failed(above)) return above;
  }
  const mode = isDirectory ? S_IFDIR | 0o755 : S_IFREG | 0o755;
  return vfs.create(view, path, mode, {}, engine.now) ?? vfs.find(view, path);
}

export const isDirectoryAt = (engine: Engine, view: View, place: Place): boolean => {
  const node = engine.kernel.vfs.attributes(view, place);
  return !failed(node) && (node.mode & S_IFMT) === S_IFDIR;
};
