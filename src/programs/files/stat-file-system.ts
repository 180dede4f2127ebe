// stat -f: the file system's type, its blocks and files. Relies on statfs(2); the numbers by which Linux knows
// types of file systems are its own (statfs(2)'s table).

import type { Errno } from "../../base/errno.ts";
import type { Sys } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";

export interface FileSystemFacts {
  readonly path: string;
  readonly usage: Exclude<ReturnType<Sys["statfs"]>, Errno>;
  readonly id: number;
}

const NAMES = new Map([
  ["ext4", { magic: 0xef53, name: "ext2/ext3" }],
  ["overlay", { magic: 0x794c7630, name: "overlayfs" }],
  ["tmpfs", { magic: 0x01021994, name: "tmpfs" }],
  ["proc", { magic: 0x9fa0, name: "proc" }],
  ["sysfs", { magic: 0x62656572, name: "sysfs" }],
  ["devpts", { magic: 0x1cd1, name: "devpts" }],
  ["mqueue", { magic: 0x19800202, name: "mqueue" }],
  ["cgroup2", { magic: 0x63677270, name: "cgroup2fs" }],
]);

const typeOf = (type: string): { magic: number; name: string } => NAMES.get(type) ?? { magic: 0, name: type };

export function fileSystemDirective(
  { path, usage, id }: FileSystemFacts,
  letter: string,
): string | number | undefined {
  const { blockSize } = usage;
  switch (letter) {
    case "n":
      return path;
    case "i":
      return id.toString(16);
    case "l":
      return 255;
    case "t":
      return typeOf(usage.type).magic.toString(16);
    case "T":
      return typeOf(usage.type).name;
    case "s":
    case "S":
      return blockSize;
    case "b":
      return Math.floor(usage.total / blockSize);
    case "f":
    case "a":
      return Math.floor(usage.free / blockSize);
    case "c":
      return usage.files;
    case "d":
      return usage.filesFree;
  }
  return undefined;
}

const ten = (value: number): string => String(value).padEnd(10);

export function layoutOfFileSystem(io: Io, facts: FileSystemFacts): string {
  const { path, usage, id } = facts;
  const blocks = (bytes: number): number => Math.floor(bytes / usage.blockSize);
  const fundamental = io.family === "gnu" ? ` Fundamental block size: ${usage.blockSize}` : "";
  return [
    `  File: "${path}"`,
    `    ID: ${id.toString(16).padEnd(8)} Namelen: ${"255".padEnd(7)} Type: ${typeOf(usage.type).name}`,
    `Block size: ${ten(usage.blockSize)}${fundamental}`,
    `Blocks: Total: ${ten(blocks(usage.total))} Free: ${ten(blocks(usage.free))} Available: ${blocks(usage.free)}`,
    `Inodes: Total: ${ten(usage.files)} Free: ${usage.filesFree}`,
    "",
  ].join("\n");
}
