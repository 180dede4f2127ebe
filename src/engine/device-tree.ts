// /dev of a container: the devices that runc makes (specconv.AllowedDevices), links into /proc/self/fd, what
// --device names, or with --privileged everything that the host has (moby oci/devices_linux.go).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import {
  makedev, S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, S_IFMT, type Attributes, type FileSystem, type Ino,
} from "../fs/file-system.ts"; // prettier-ignore
import { makeDirectories } from "../fs/tree-paths.ts";
import { Tree } from "../fs/tree.ts";
import type { Container } from "../model/container.ts";
import type { Engine } from "./engine.ts";

const DEVICES: readonly (readonly [string, number])[] = [
  ["null", makedev(1, 3)],
  ["zero", makedev(1, 5)],
  ["full", makedev(1, 7)],
  ["random", makedev(1, 8)],
  ["urandom", makedev(1, 9)],
  ["tty", makedev(5, 0)],
];
const LINKS: readonly (readonly [string, string])[] = [
  ["fd", "/proc/self/fd"],
  ["ptmx", "pts/ptmx"],
  ["stdin", "/proc/self/fd/0"],
  ["stdout", "/proc/self/fd/1"],
  ["stderr", "/proc/self/fd/2"],
];
/** Of the host's devices these are not passed on (containerd's oci.HostDevices). */
const SKIPPED = new Set(["pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev", "console", "ptmx"]);

/** A device of the host under a name in the container. */
export interface Device {
  readonly path: string;
  readonly node: Attributes;
}

const isDevice = ({ mode }: Attributes): boolean =>
  (mode & S_IFMT) === S_IFCHR || (mode & S_IFMT) === S_IFBLK;

/** What --device and --privileged ask for, or why it cannot be had. */
export function gatherDevices(engine: Engine, { hostConfig }: Container): Result<readonly Device[]> {
  const devices: Device[] = hostConfig.Privileged ? hostDevices(engine) : [];
  for (const { PathOnHost, PathInContainer } of hostConfig.Devices ?? []) {
    if (hostConfig.Privileged && PathOnHost === PathInContainer) continue;
    const found = devicesAt(engine, PathOnHost, PathInContainer);
    if (typeof found === "string")
      return dockerError(
        "system",
        `error gathering device information while adding custom device "${PathOnHost}": ${found}`,
      );
    devices.push(...found);
  }
  return ok(devices);
}

function devicesAt(engine: Engine, onHost: string, inside: string): Device[] | string {
  const node = engine.files.attributes(onHost);
  if (failed(node)) return node === "ENOENT" ? "no such file or directory" : "not a device node";
  if (isDevice(node)) return [{ path: inside, node }];
  if ((node.mode & S_IFMT) !== S_IFDIR) return "not a device node";
  const all = below(engine, onHost).map(({ path, node: own }) => ({
    path: inside + path.slice(onHost.length),
    node: own,
  }));
  return all.length === 0 ? "no such file or directory" : all;
}

const hostDevices = (engine: Engine): Device[] => below(engine, "/dev");

function below(engine: Engine, directory: string): Device[] {
  const place = engine.files.find(directory);
  if (failed(place)) return [];
  const fs = engine.kernel.fileSystems.get(engine.files.mountOf(place).fs);
  const found: Device[] = [];
  const visit = (ino: Ino, path: string): void => {
    for (const entry of fs.list(ino)) {
      const node = fs.attributes(entry.ino);
      if (node === undefined || (path === "/dev" && SKIPPED.has(entry.name))) continue;
      if (isDevice(node)) found.push({ path: `${path}/${entry.name}`, node });
      else if ((node.mode & S_IFMT) === S_IFDIR) visit(entry.ino, `${path}/${entry.name}`);
    }
  };
  visit(place.ino, directory);
  return found;
}

/** A tmpfs with all devices below /dev; those elsewhere are put into the container's own tree. */
export function deviceTree(engine: Engine, devices: readonly Device[], console: boolean): Tree {
  const tree = new Tree({ type: "tmpfs", now: engine.now });
  const { root } = tree;
  const node = (name: string, mode: number, more: { rdev?: number; target?: string } = {}): void => {
    void tree.create(root, name, { mode, uid: 0, gid: 0, ...more }, engine.now);
  };
  for (const directory of ["pts", "mqueue", "shm"]) node(directory, S_IFDIR | 0o755);
  for (const [name, rdev] of DEVICES) node(name, S_IFCHR | 0o666, { rdev });
  for (const [name, target] of LINKS) node(name, S_IFLNK | 0o777, { target });
  if (console) node("console", S_IFCHR | 0o620, { rdev: makedev(136, 0) });
  for (const device of devices)
    if (device.path.startsWith("/dev/"))
      addDevice(engine, tree, device.path.slice("/dev".length), device.node);
  return tree;
}

/** Over what has the name already. */
export function addDevice(
  engine: Engine,
  fs: FileSystem,
  path: string,
  { mode, uid, gid, rdev }: Attributes,
): void {
  const slash = path.lastIndexOf("/");
  const directory = slash > 0 ? makeDirectories(fs, path.slice(0, slash), { now: engine.now }) : fs.root;
  if (failed(directory)) return;
  const name = path.slice(slash + 1);
  if (!failed(fs.lookup(directory, name))) void fs.unlink(directory, name, engine.now);
  void fs.create(directory, name, { mode, uid, gid, rdev }, engine.now);
}
