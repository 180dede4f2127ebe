// /proc/PID/mounts, mountinfo and mountstats: the mounts of a process's namespace that it can see from its
// root (proc(5)). A bind mount of a file shows `/` as its root, as an inode does not know its names.

import { failed } from "../base/errno.ts";
import { S_IFDIR, S_IFMT } from "../fs/file-system.ts";
import type { Mount } from "../fs/mounts.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";

interface Line {
  readonly mount: Mount;
  readonly path: string;
  readonly type: string;
}

/** From a changed root only what lies below it is seen, with its path from there. */
function visibleMounts(kernel: Kernel, process: Process): Line[] {
  const namespace = kernel.mountNamespaces.get(process.mountNamespace);
  const top = namespace.mounts.get(namespace.root) as Mount;
  const atTop = process.root.mount === top.id && process.root.ino === top.root;
  const base = atTop ? "" : rootPath(kernel, process, top);
  const lines: Line[] = [];
  for (const mount of namespace.mounts.values()) {
    if (mount.target !== base && !mount.target.startsWith(`${base}/`) && !(atTop && mount.target === "/"))
      continue;
    lines.push({
      mount,
      path: mount.target.slice(base.length) || "/",
      type: kernel.fileSystems.get(mount.fs).type,
    });
  }
  return lines;
}

function rootPath(kernel: Kernel, process: Process, top: Mount): string {
  const view = { ...kernel.viewFrom(process), root: { mount: top.id, ino: top.root } };
  const path = kernel.vfs.pathOf(view, process.root);
  return failed(path) ? "" : path.path;
}

const escape = (text: string): string =>
  text.replace(/[ \t\n\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
const access = (mount: Mount): string => (mount.readOnly ? "ro" : "rw");
const withOptions = (mount: Mount): string =>
  mount.options === "" ? access(mount) : `${access(mount)},${mount.options}`;

export const mountLines = (kernel: Kernel, process: Process): string =>
  visibleMounts(kernel, process)
    .map(
      ({ mount, path, type }) =>
        `${escape(mount.source)} ${escape(path)} ${type} ${withOptions(mount)} 0 0\n`,
    )
    .join("");

export const mountStatLines = (kernel: Kernel, process: Process): string =>
  visibleMounts(kernel, process)
    .map(
      ({ mount, path, type }) =>
        `device ${escape(mount.source)} mounted on ${escape(path)} with fstype ${type}\n`,
    )
    .join("");

/** Where in its file system a mount begins. */
function rootWithin(kernel: Kernel, mount: Mount): string {
  const fs = kernel.fileSystems.get(mount.fs);
  const names: string[] = [];
  for (let at = mount.root; at !== fs.root;) {
    if (((fs.attributes(at)?.mode ?? 0) & S_IFMT) !== S_IFDIR) return "/";
    const parent = fs.parentOf(at);
    names.unshift(fs.list(parent).find(({ ino }) => ino === at)?.name ?? "");
    at = parent;
  }
  return `/${names.join("/")}`;
}

/** Options that belong to the mount, not to the file system, in mountinfo's sixth field. */
const PER_MOUNT = new Set(["nosuid", "nodev", "noexec", "relatime", "noatime"]);

export const mountInfoLines = (kernel: Kernel, process: Process): string =>
  visibleMounts(kernel, process)
    .map(({ mount, path, type }) => {
      const options = mount.options.split(",").filter((o) => o !== "");
      const mine = [access(mount), ...options.filter((o) => PER_MOUNT.has(o))].join(",");
      const others = [access(mount), ...options.filter((o) => !PER_MOUNT.has(o))].join(",");
      const parent = mount.parent === mount.id ? 1 : mount.parent + 100;
      return `${mount.id + 100} ${parent} 0:${mount.device} ${escape(rootWithin(kernel, mount))} ${escape(path)} ${mine} - ${type} ${escape(mount.source)} ${others}\n`;
    })
    .join("");
