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
