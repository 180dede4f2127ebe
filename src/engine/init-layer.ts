// The layer between an image and a container's own: names for what is mounted over it, so that they are no
// change of the container's (moby daemon/initlayer/setup_unix.go).

import { failed } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { makeDirectories, makeLink, stat, writeFile } from "../fs/tree-paths.ts";
import type { Tree } from "../fs/tree.ts";

const DIRECTORIES = ["/dev/pts", "/dev/shm", "/proc", "/sys"];
const FILES = ["/.dockerenv", "/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/dev/console"];

export function layOutInitLayer(tree: Tree, now: Instant): void {
  for (const path of DIRECTORIES)
    if (stat(tree, path, false) === undefined) void makeDirectories(tree, path, { now });
  for (const path of FILES) {
    if (stat(tree, path, false) !== undefined) continue;
    const directory = makeDirectories(tree, path.slice(0, path.lastIndexOf("/")) || "/", { now });
    if (!failed(directory)) void writeFile(tree, path, "", { mode: 0o755, now });
  }
  if (stat(tree, "/etc/mtab", false) === undefined) void makeLink(tree, "/etc/mtab", "/proc/mounts", { now });
}
