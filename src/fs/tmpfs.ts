// tmpfs from the text that mount -o gives it (tmpfs(5)): size, nr_blocks, nr_inodes, mode, uid, gid. The
// file system itself is tree.ts.

import type { Errno } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { BLOCK_SIZE } from "./content.ts";
import { Disk } from "./disk.ts";
import { Tree } from "./tree.ts";

export interface TmpfsDefaults {
  /** bytes of the machine's memory; half of it is the limit unless the options say otherwise */
  readonly total: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly now?: Instant;
}

/** EINVAL for an option that tmpfs does not know or a value that is none. */
export function newTmpfs(options: string, { total, uid = 0, gid = 0, now = 0 }: TmpfsDefaults): Tree | Errno {
  let bytes = total / 2;
  let inodes = Math.floor(total / BLOCK_SIZE / 2);
  const root = { mode: 0o1777, uid, gid };
  for (const option of options.split(",").filter((text) => text !== "")) {
    const [name = "", value = ""] = option.split(/=(.*)/s);
    const amount = parseAmount(value, total);
    const number = parseInt(value, name === "mode" ? 8 : 10);
    if (name === "size" && amount !== undefined) bytes = amount || Infinity;
    else if (name === "nr_blocks" && amount !== undefined) bytes = amount * BLOCK_SIZE || Infinity;
    else if (name === "nr_inodes" && amount !== undefined) inodes = amount || Infinity;
    else if (name === "mode" && /^[0-7]+$/.test(value)) root.mode = number & 0o7777;
    else if ((name === "uid" || name === "gid") && /^\d+$/.test(value)) root[name] = number;
    else if (!IGNORED.has(name)) return "EINVAL";
  }
  const limit = { bytes: Math.min(roundUp(bytes), 2 ** 52), inodes: Math.min(inodes, 2 ** 52) };
  return new Tree({ type: "tmpfs", ...root, now, disk: new Disk(limit) });
}

/** The options as /proc/mounts shows them (mm/shmem.c shmem_show_options): those that are not as usual. */
export function shownTmpfsOptions(options: string): string {
  const given = new Map(options.split(",").map((option) => option.split(/=(.*)/s) as [string, string]));
  const size = parseAmount(given.get("size") ?? "", 0);
  const inodes = parseAmount(given.get("nr_inodes") ?? "", 0);
  const mode = parseInt(given.get("mode") ?? "1777", 8);
  const id = (name: string): string[] =>
    Number(given.get(name) ?? 0) === 0 ? [] : [`${name}=${given.get(name)}`];
  return [
    ...(size === undefined ? [] : [`size=${roundUp(size) / 1024}k`]),
    ...(inodes === undefined ? [] : [`nr_inodes=${inodes}`]),
    ...(mode === 0o1777 ? [] : [`mode=${mode.toString(8).padStart(3, "0")}`]),
    ...id("uid"),
    ...id("gid"),
  ].join(",");
}

const roundUp = (bytes: number): number => Math.ceil(bytes / BLOCK_SIZE) * BLOCK_SIZE;

const IGNORED = new Set(["huge", "mpol", "inode32", "inode64", "noswap"]);

/** memparse: a number with k, m, g or t, or with % of the memory. */
function parseAmount(text: string, total: number): number | undefined {
  const match = /^(\d+)([kmgt%]?)$/i.exec(text);
  if (match === null) return undefined;
  const unit = (match[2] ?? "").toLowerCase();
  const number = Number(match[1]);
  return unit === "%" ? Math.floor((total * number) / 100) : number * 1024 ** " kmgt".indexOf(unit || " ");
}
