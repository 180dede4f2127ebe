// The files of control groups below /sys/fs/cgroup: one controller's hierarchy of version 1, or the unified
// one of version 2. A container sees its own group as the root, the host the whole tree with a directory for
// each group. Which files there are is said in cgroup-v1-files.ts and cgroup-v2-files.ts.
// Not here: making groups by mkdir, which is the engine's business.

import type { Cgroup } from "./cgroups.ts";
import type { CgroupFile, CgroupFiles } from "./cgroup-file.ts";
import { V1_FILES } from "./cgroup-v1-files.ts";
import { V2_FILES } from "./cgroup-v2-files.ts";
import type { DynamicFileSystem } from "./file-systems.ts";
import type { Kernel } from "./kernel.ts";
import { VirtualFileSystem, type InodePaths, type VirtualNode } from "./virtual-fs.ts";

/** In the order in which runc mounts them. */
export const CONTROLLERS = [
  "cpu",
  "cpuacct",
  "cpuset",
  "memory",
  "devices",
  "freezer",
  "blkio",
  "pids",
  "systemd",
] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** `controller` undefined: version 2. */
export function cgroupFileSystem(group: number, controller: Controller | undefined): DynamicFileSystem {
  const paths: InodePaths = new Map();
  const files = controller === undefined ? V2_FILES : V1_FILES[controller];
  return (kernel) =>
    new VirtualFileSystem(
      controller === undefined ? "cgroup2" : "cgroup",
      (path) => resolve(kernel, group, files, path),
      paths,
      () => kernel.now,
    );
}

function resolve(
  kernel: Kernel,
  root: number,
  files: CgroupFiles,
  path: readonly string[],
): VirtualNode | undefined {
  const base = kernel.cgroups.get(root).path;
  const at = [base, ...path].join("/");
  const children = childNames(kernel, at);
  const group = path.length === 0 ? kernel.cgroups.get(root) : kernel.cgroups.find(at);
  if (group !== undefined || children.length > 0)
    return {
      kind: "directory",
      mode: 0o755,
      links: () => 2 + children.length,
      names: () => [...(group === undefined ? [] : files.keys()), ...children],
    };
  const file = files.get(path.at(-1) as string);
  const owner = kernel.cgroups.find([base, ...path.slice(0, -1)].join("/"));
  return file === undefined || owner === undefined ? undefined : fileOf(kernel, owner.id, file);
}

/** The first components of the paths of groups below. */
function childNames(kernel: Kernel, path: string): string[] {
  const prefix = `${path}/`;
  const names = new Set<string>();
  for (const group of kernel.cgroups.values())
    if (group.path.startsWith(prefix)) names.add(group.path.slice(prefix.length).split("/")[0] as string);
  return [...names];
}

function fileOf(kernel: Kernel, id: number, file: CgroupFile): VirtualNode {
  const { write } = file;
  const group = (): Cgroup => kernel.cgroups.get(id);
  return {
    kind: "file",
    mode: file.read === undefined ? 0o200 : write === undefined ? 0o444 : 0o644,
    text: () => {
      const text = String(file.read?.(group(), kernel) ?? "");
      return text === "" || text.endsWith("\n") ? text : `${text}\n`;
    },
    ...(write === undefined
      ? {}
      : { write: (value: string) => write(kernel.cgroups.own(id), value.trim(), kernel) }),
  };
}
