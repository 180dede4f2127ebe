// /dev/pts: a node for every terminal, and ptmx to make one (devpts of the kernel's documentation). The
// terminals are the kernel's (ptys.ts); every mount shows all of them, as instances are not kept apart.

import { DEV_PTMX, PTS_MAJOR } from "./devices.ts";
import type { DynamicFileSystem } from "./file-systems.ts";
import { VirtualFileSystem, type InodePaths, type VirtualNode } from "./virtual-fs.ts";

/** The group tty. */
const TTY_GROUP = 5;

export function devptsFileSystem(): DynamicFileSystem {
  const paths: InodePaths = new Map();
  return (kernel) =>
    new VirtualFileSystem(
      "devpts",
      (path): VirtualNode | undefined => {
        const [name] = path;
        if (name === undefined)
          return { kind: "directory", mode: 0o755, names: () => [...kernel.ptys.ids().map(String), "ptmx"] };
        if (path.length > 1) return undefined;
        if (name === "ptmx") return { kind: "device", mode: 0o666, rdev: DEV_PTMX };
        const id = Number(name);
        const known = String(id) === name && kernel.ptys.find(id) !== undefined;
        return known ? { kind: "device", rdev: (PTS_MAJOR << 8) | id, gid: TTY_GROUP } : undefined;
      },
      paths,
      () => kernel.now,
    );
}
