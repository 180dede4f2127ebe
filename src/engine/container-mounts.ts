// What a container sees mounted, in the order in which runc mounts it: its tree, /proc, /dev and what is
// below, /sys and the control groups, volumes and binds by depth of path, the daemon's files, and what is
// masked or read-only (moby oci/defaults.go, daemon/oci_linux.go withMounts; runc rootfs_linux.go).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { makedev, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "../fs/file-system.ts";
import type { MountNamespace, Place } from "../fs/mounts.ts";
import { newTmpfs } from "../fs/tmpfs.ts";
import { makeDirectories } from "../fs/tree-paths.ts";
import { Tree } from "../fs/tree.ts";
import type { View } from "../fs/vfs.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import { cgroupFileSystem, CONTROLLERS } from "../kernel/cgroup-files.ts";
import { devptsFileSystem } from "../kernel/devpts.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { procFileSystem } from "../kernel/procfs.ts";
import { sysFileSystem } from "../kernel/sysfs.ts";
import type { Container } from "../model/container.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { containerRoot } from "./network-files.ts";

export interface ContainerMounts {
  readonly namespace: number;
  readonly root: Place;
  /** made for this run, to be removed with it */
  readonly fileSystems: readonly number[];
}

interface Inside {
  readonly pidNamespace: number;
  readonly netNamespace: number;
  readonly cgroup: number;
}

const ROOT_IDENTITY = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

/** Makes the namespace and everything in it; a missing mount point is made first. */
export class Mounter {
  private readonly namespace: MountNamespace;
  readonly root: Place;
  readonly fileSystems: number[] = [];

  constructor(
    private readonly engine: Engine,
    effects: Effects,
    private readonly container: Container,
  ) {
    const { kernel } = engine;
    this.namespace = kernel.mountNamespaces.create();
    effects.done(this.namespace.id, (id) => {
      for (const fs of this.fileSystems) kernel.fileSystems.remove(fs);
      kernel.mountNamespaces.remove(id);
    });
    const mount = kernel.mountNamespaces.mount(this.namespace.id, container.tree, undefined, {
      target: "/",
      readOnly: false,
      source: "overlay",
      options: overlayOptions(engine, container),
    });
    this.root = { mount: mount.id, ino: mount.root };
  }

  get id(): number {
    return this.namespace.id;
  }

  private get kernel(): Kernel {
    return this.engine.kernel;
  }

  private get view(): View {
    return {
      namespace: this.kernel.mountNamespaces.get(this.id),
      root: this.root,
      cwd: this.root,
      who: ROOT_IDENTITY,
    };
  }

  find(path: string): Place | undefined {
    const place = this.kernel.vfs.find(this.view, path);
    return failed(place) ? undefined : place;
  }

  /** The place to mount on; a file if what is mounted is one. Undefined if what is there is of the other kind. */
  private target(path: string, kind: "directory" | "file"): Place | undefined {
    const there = this.find(path);
    if (there !== undefined) return this.isDirectory(there) === (kind === "directory") ? there : undefined;
    return this.make(path, kind);
  }

  private isDirectory(place: Place): boolean {
    const node = this.kernel.vfs.attributes(this.view, place);
    return !failed(node) && (node.mode & S_IFMT) === S_IFDIR;
  }

  private make(path: string, kind: "directory" | "file"): Place | undefined {
    const slash = path.lastIndexOf("/");
    if (slash > 0 && this.target(path.slice(0, slash), "directory") === undefined) return undefined;
    const mode = kind === "directory" ? S_IFDIR | 0o755 : S_IFREG | 0o644;
    const refused = this.kernel.vfs.create(this.view, path, mode, {}, this.engine.now);
    return refused === undefined ? this.find(path) : undefined;
  }

  /** A file system of this container's own. */
  put(path: string, fs: number, source: string, options: string, readOnly = false): void {
    this.fileSystems.push(fs);
    this.cover(path, fs, undefined, source, options, readOnly, "directory");
  }

  /** Something that is elsewhere as well; false if kinds do not fit. */
  cover(
    path: string,
    fs: number,
    root: number | undefined,
    source: string,
    options: string,
    readOnly: boolean,
    kind: "directory" | "file",
  ): boolean {
    const place = this.target(path, kind);
    if (place === undefined) return false;
    this.kernel.mountNamespaces.mount(this.id, fs, place, {
      target: path,
      readOnly,
      source,
      options,
      ...(root === undefined ? {} : { root }),
    });
    return true;
  }

  setRootReadOnly(): void {
    const ns = this.kernel.mountNamespaces.own(this.id);
    const mount = ns.mounts.get(this.root.mount);
    if (mount !== undefined) ns.mounts.set(mount.id, { ...mount, readOnly: true });
  }

  get run(): Container {
    return this.container;
  }
}

function overlayOptions(engine: Engine, container: Container): string {
  const root = `${engine.settings.dataRoot}/overlay2`;
  const link = (id: string): string => `${root}/l/${id.slice(0, 26).toUpperCase()}`;
  return `relatime,lowerdir=${link(container.id)}:${link(container.imageId.slice(7))},upperdir=${root}/${container.layerId}/diff,workdir=${root}/${container.layerId}/work`;
}

export function mountAll(
  engine: Engine,
  effects: Effects,
  container: Container,
  inside: Inside,
): Result<ContainerMounts> {
  const mounter = new Mounter(engine, effects, container);
  const { kernel } = engine;
  mounter.put(
    "/proc",
    kernel.fileSystems.addDynamic(procFileSystem(inside.pidNamespace)),
    "proc",
    "nosuid,nodev,noexec,relatime",
  );
  mounter.put(
    "/dev",
    kernel.fileSystems.addTree(deviceTree(engine, container)),
    "tmpfs",
    "nosuid,size=65536k,mode=755",
  );
  mounter.put(
    "/dev/pts",
    kernel.fileSystems.addDynamic(devptsFileSystem()),
    "devpts",
    "nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666",
  );
  mounter.put(
    "/sys",
    kernel.fileSystems.addDynamic(sysFileSystem(inside.netNamespace)),
    "sysfs",
    "nosuid,nodev,noexec,relatime",
    !container.hostConfig.Privileged,
  );
  mountCgroups(engine, mounter, inside.cgroup);
  mounter.put(
    "/dev/mqueue",
    kernel.fileSystems.addTree(new Tree({ type: "mqueue", mode: 0o1777, now: engine.now })),
    "mqueue",
    "nosuid,nodev,noexec,relatime",
  );
  mountShm(engine, mounter);
  const given = mountGiven(engine, mounter);
  if (!given.ok) return given;
  maskPaths(engine, mounter);
  if (container.hostConfig.ReadonlyRootfs) mounter.setRootReadOnly();
  return ok({ namespace: mounter.id, root: mounter.root, fileSystems: mounter.fileSystems });
}

// ---- /dev

const DEVICES: readonly (readonly [string, number, number])[] = [
  ["null", 1, 3],
  ["zero", 1, 5],
  ["full", 1, 7],
  ["random", 1, 8],
  ["urandom", 1, 9],
  ["tty", 5, 0],
];
const LINKS: readonly (readonly [string, string])[] = [
  ["fd", "/proc/self/fd"],
  ["ptmx", "pts/ptmx"],
  ["stdin", "/proc/self/fd/0"],
  ["stdout", "/proc/self/fd/1"],
  ["stderr", "/proc/self/fd/2"],
];

function deviceTree(engine: Engine, { hostConfig }: Container): Tree {
  const tree = new Tree({ type: "tmpfs", now: engine.now });
  const node = (name: string, mode: number, more: { rdev?: number; target?: string } = {}): void => {
    tree.create(tree.root, name, { mode, uid: 0, gid: 0, ...more }, engine.now);
  };
  for (const directory of ["pts", "mqueue", "shm"]) node(directory, S_IFDIR | 0o755);
  for (const [name, major, minor] of DEVICES) node(name, S_IFCHR | 0o666, { rdev: makedev(major, minor) });
  for (const [name, target] of LINKS) node(name, S_IFLNK | 0o777, { target });
  for (const { PathOnHost, PathInContainer } of hostConfig.Devices ?? [])
    addDevice(engine, tree, PathOnHost, PathInContainer);
  return tree;
}

/** --device: the host's node under another name; only names below /dev can be shown. */
function addDevice(engine: Engine, tree: Tree, onHost: string, inside: string): void {
  const found = engine.files.attributes(onHost);
  if (failed(found) || !inside.startsWith("/dev/")) return;
  const path = inside.slice("/dev".length);
  const slash = path.lastIndexOf("/");
  const directory = slash > 0 ? makeDirectories(tree, path.slice(0, slash), { now: engine.now }) : tree.root;
  if (!failed(directory))
    tree.create(
      directory,
      path.slice(slash + 1),
      { mode: found.mode, uid: found.uid, gid: found.gid, rdev: found.rdev },
      engine.now,
    );
}

function mountShm(engine: Engine, mounter: Mounter): void {
  const { hostConfig } = mounter.run;
  if (hostConfig.IpcMode === "none") return;
  const size = `size=${Math.floor(hostConfig.ShmSize / 1024)}k`;
  const tmpfs = newTmpfs(size, { total: engine.kernel.machine.memory, uid: 0, gid: 0, now: engine.now });
  if (!failed(tmpfs))
    mounter.put(
      "/dev/shm",
      engine.kernel.fileSystems.addTree(tmpfs),
      "shm",
      `nosuid,nodev,noexec,relatime,${size}`,
    );
}

function mountCgroups(engine: Engine, mounter: Mounter, cgroup: number): void {
  const { kernel, settings } = engine;
  const options = "nosuid,nodev,noexec,relatime";
  const readOnly = !mounter.run.hostConfig.Privileged;
  if (settings.cgroupVersion === 2) {
    mounter.put(
      "/sys/fs/cgroup",
      kernel.fileSystems.addDynamic(cgroupFileSystem(cgroup, undefined)),
      "cgroup",
      options,
      readOnly,
    );
    return;
  }
  const tree = new Tree({ type: "tmpfs", now: engine.now });
  for (const name of CONTROLLERS)
    tree.create(tree.root, name, { mode: S_IFDIR | 0o755, uid: 0, gid: 0 }, engine.now);
  mounter.put("/sys/fs/cgroup", kernel.fileSystems.addTree(tree), "tmpfs", `${options},mode=755`);
  for (const name of CONTROLLERS) {
    const shown = name === "systemd" ? "name=systemd" : name;
    mounter.put(
      `/sys/fs/cgroup/${name}`,
      kernel.fileSystems.addDynamic(cgroupFileSystem(cgroup, name)),
      "cgroup",
      `${options},${shown}`,
      readOnly,
    );
  }
}

// ---- what was asked for, and the daemon's own files

const depth = (path: string): number => path.split("/").length;

interface Wanted {
  readonly path: string;
  readonly mount: () => Result<undefined>;
}

function mountGiven(engine: Engine, mounter: Mounter): Result<undefined> {
  const { mountPoints, hostConfig } = mounter.run;
  const wanted: Wanted[] = [];
  for (const [path, options] of hostConfig.Tmpfs ?? [])
    wanted.push({ path, mount: () => mountTmpfs(engine, mounter, path, options) });
  for (const point of mountPoints) {
    if (hostConfig.Tmpfs?.has(point.destination)) continue;
    wanted.push({
      path: point.destination,
      mount: () =>
        point.type === "tmpfs"
          ? mountTmpfs(engine, mounter, point.destination, point.options)
          : mountFromHost(
              engine,
              mounter,
              point.subpath === "" ? point.source : `${point.source}/${point.subpath}`,
              point.destination,
              !point.writable,
            ),
    });
  }
  wanted.sort((a, b) => depth(a.path) - depth(b.path));
  const root = containerRoot(engine, mounter.run.id);
  for (const name of ["resolv.conf", "hostname", "hosts"]) {
    const path = `/etc/${name}`;
    if (!wanted.some((w) => w.path === path))
      wanted.push({ path, mount: () => mountFromHost(engine, mounter, `${root}/${name}`, path, false) });
  }
  for (const { mount } of wanted) {
    const mounted = mount();
    if (!mounted.ok) return mounted;
  }
  return ok(undefined);
}

const TMPFS_FLAGS = new Set([
  "ro",
  "rw",
  "exec",
  "noexec",
  "suid",
  "nosuid",
  "dev",
  "nodev",
  "async",
  "sync",
  "relatime",
  "strictatime",
  "noatime",
  "rprivate",
  "private",
]);

function mountTmpfs(engine: Engine, mounter: Mounter, path: string, given: string): Result<undefined> {
  const words = given.split(",").filter((word) => word !== "");
  const data = words.filter((word) => !TMPFS_FLAGS.has(word));
  const tmpfs = newTmpfs(data.join(","), {
    total: engine.kernel.machine.memory,
    uid: 0,
    gid: 0,
    now: engine.now,
  });
  if (failed(tmpfs))
    return dockerError(
      "invalid-parameter",
      `invalid tmpfs option ${JSON.stringify(data.find((word) => !/^(size|mode|nr_inodes|uid|gid)=/.test(word)) ?? given)}`,
    );
  const exec = words.includes("exec") ? [] : ["noexec"];
  const shown = ["nosuid", "nodev", ...exec, "relatime", ...data];
  mounter.put(path, engine.kernel.fileSystems.addTree(tmpfs), "tmpfs", shown.join(","), words.includes("ro"));
  return ok(undefined);
}

/** A directory or file of the host; a missing one is made as a directory, as -v does. */
function mountFromHost(
  engine: Engine,
  mounter: Mounter,
  source: string,
  path: string,
  readOnly: boolean,
): Result<undefined> {
  const place = engine.files.find(source);
  if (failed(place)) {
    engine.files.makeDirectories(source);
    return mountFromHost(engine, mounter, source, path, readOnly);
  }
  const mount = engine.files.mountOf(place);
  const kind = engine.files.isDirectory(source) ? "directory" : "file";
  if (mounter.cover(path, mount.fs, place.ino, mount.source, mount.options, readOnly, kind))
    return ok(undefined);
  return dockerError(
    "invalid-parameter",
    `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "${source}" to rootfs at "${path}": mount src=${source}, dst=${path}, dstFd=/proc/thread-self/fd/11, flags=MS_BIND|MS_REC: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
  );
}

// ---- masked and read-only paths

function maskPaths(engine: Engine, mounter: Mounter): void {
  const { MaskedPaths, ReadonlyPaths } = mounter.run.hostConfig;
  for (const path of ReadonlyPaths ?? []) {
    const place = mounter.find(path);
    if (place === undefined) continue;
    const mount = engine.kernel.mountNamespaces.get(mounter.id).mounts.get(place.mount);
    if (mount === undefined) continue;
    const node = engine.kernel.fileSystems.get(mount.fs).attributes(place.ino);
    const kind = ((node?.mode ?? 0) & S_IFMT) === S_IFDIR ? "directory" : "file";
    mounter.cover(path, mount.fs, place.ino, mount.source, mount.options, true, kind);
  }
  for (const path of MaskedPaths ?? []) maskPath(engine, mounter, path);
}

function maskPath(engine: Engine, mounter: Mounter, path: string): void {
  const place = mounter.find(path);
  const nothing = mounter.find("/dev/null");
  if (place === undefined || nothing === undefined) return;
  const ns = engine.kernel.mountNamespaces.get(mounter.id);
  const covered = ns.mounts.get(place.mount);
  const dev = ns.mounts.get(nothing.mount);
  if (covered === undefined || dev === undefined) return;
  const node = engine.kernel.fileSystems.get(covered.fs).attributes(place.ino);
  if (((node?.mode ?? 0) & S_IFMT) !== S_IFDIR)
    mounter.cover(path, dev.fs, nothing.ino, "tmpfs", dev.options, false, "file");
  else
    mounter.put(
      path,
      engine.kernel.fileSystems.addTree(new Tree({ type: "tmpfs", now: engine.now })),
      "tmpfs",
      "relatime,size=4k,nr_inodes=1",
      true,
    );
}
