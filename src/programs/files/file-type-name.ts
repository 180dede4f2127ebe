// The kinds of files in words, as GNU's tools name them in prompts and in stat; busybox's stat says the same.
// `file` has words of its own (file.ts).

import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from "../libc/file-mode.ts";

const NAMES = new Map([
  [S_IFREG, "regular file"],
  [S_IFDIR, "directory"],
  [S_IFLNK, "symbolic link"],
  [S_IFBLK, "block special file"],
  [S_IFCHR, "character special file"],
  [S_IFIFO, "fifo"],
  [S_IFSOCK, "socket"],
]);

export function fileTypeName(node: { readonly mode: number; readonly size: number }): string {
  const type = node.mode & S_IFMT;
  if (type === S_IFREG && node.size === 0) return "regular empty file";
  return NAMES.get(type) ?? "weird file";
}
