// mount(2) for programs: tmpfs, bind mounts, proc and sysfs, remounting. What the engine mounts for a
// container goes through kernel.mount directly.

import { failed, type Errno } from "../base/errno.ts";
import { S_IFDIR, S_IFMT, type Done } from "../fs/file-system.ts";
import type { Mount, Place } from "../fs/mounts.ts";
import { newTmpfs, shownTmpfsOptions } from "../fs/tmpfs.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import { procFileSystem } from "./procfs.ts";
import type { MountRequest } from "./sys.ts";
import { sysFileSystem } from "./sysfs.ts";

export function mountFileSystem(kernel: Kernel, process: Process, request: MountRequest): Done {
  if (!process.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const view = kernel.viewOf(process);
  const target = kernel.vfs.find(view, request.target);
  if (failed(target)) return target;
  if (request.flags.includes("remount")) return remount(kernel, process, target, request.flags);
  if (request.flags.includes("bind") || request.flags.includes("rbind"))
    return bind(kernel, process, target, request);
  const node = kernel.vfs.attributes(view, target);
  if (failed(node)) return node;
  if ((node.mode & S_IFMT) !== S_IFDIR) return "ENOTDIR";
  const fs = createFileSystem(kernel, process, request);
  if (failed(fs)) return fs;
  kernel.mountNamespaces.mount(process.mountNamespace, fs, target, {
    target: pathOf(kernel, process, target, request.target),
    readOnly: request.flags.includes("ro"),
    source: request.source,
    options: [...optionFlags(request.flags), shownData(request)].filter((word) => word !== "").join(","),
  });
  return undefined;
}

function pathOf(kernel: Kernel, process: Process, place: Place, asked: string): string {
  const path = kernel.vfs.pathOf(kernel.viewOf(process), place);
  return failed(path) ? asked : path.path;
}

const shownData = ({ type, data }: MountRequest): string =>
  type === "tmpfs" ? shownTmpfsOptions(data) : data;

const optionFlags = (flags: readonly string[]): string[] => [
  ...flags.filter((flag) => flag.startsWith("no")),
  "relatime",
];

function createFileSystem(kernel: Kernel, process: Process, request: MountRequest): number | Errno {
  switch (request.type) {
    case "tmpfs":
    case "ramfs": {
      const tmpfs = newTmpfs(request.data, {
        total: kernel.machine.memory,
        uid: process.euid,
        gid: process.egid,
        now: kernel.now,
      });
      return failed(tmpfs) ? tmpfs : kernel.fileSystems.addTree(tmpfs);
    }
    case "proc":
      return kernel.fileSystems.addDynamic(
        procFileSystem(process.pidNamespaces[process.pidNamespaces.length - 1] as number),
      );
    case "sysfs":
      return kernel.fileSystems.addDynamic(sysFileSystem(process.netNamespace));
    default:
      return "ENODEV";
  }
}

function bind(kernel: Kernel, process: Process, target: Place, request: MountRequest): Done {
  const view = kernel.viewOf(process);
  const source = kernel.vfs.find(view, request.source);
  if (failed(source)) return source;
  const from = kernel.vfs.attributes(view, source);
  const to = kernel.vfs.attributes(view, target);
  if (failed(from)) return from;
  if (failed(to)) return to;
  if (((from.mode & S_IFMT) === S_IFDIR) !== ((to.mode & S_IFMT) === S_IFDIR)) return "ENOTDIR";
  const mount = kernel.vfs.mountOf(view, source);
  kernel.mountNamespaces.mount(process.mountNamespace, mount.fs, target, {
    target: pathOf(kernel, process, target, request.target),
    root: source.ino,
    readOnly: mount.readOnly,
    source: mount.source,
    options: mount.options,
  });
  return undefined;
}

function remount(kernel: Kernel, process: Process, target: Place, flags: readonly string[]): Done {
  const ns = kernel.mountNamespaces.own(process.mountNamespace);
  const mount = ns.mounts.get(target.mount) as Mount;
  if (target.ino !== mount.root) return "EINVAL";
  ns.mounts.set(mount.id, {
    ...mount,
    readOnly: flags.includes("ro") || (mount.readOnly && !flags.includes("rw")),
  });
  return undefined;
}
