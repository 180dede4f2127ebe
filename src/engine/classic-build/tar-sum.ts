// What the classic builder tells files apart by: a digest over a tar header's fields without its time, and the content
// (moby daemon/builder/remotecontext/internal/tarsum, version 1).

import { Digester, sha256Hex } from "../../base/digest.ts";
import { encode } from "../../base/utf8.ts";
import {
  BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, SYMBOLIC_LINK,
} from "../../base/formats/tar-header.ts"; // prettier-ignore
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG } from "../../fs/file-system.ts";
import type { TarEntry } from "../../fs/tar.ts";

const TYPES = new Map([
  [DIRECTORY, S_IFDIR],
  [SYMBOLIC_LINK, S_IFLNK],
  [CHARACTER_DEVICE, S_IFCHR],
  [BLOCK_DEVICE, S_IFBLK],
  [FIFO, S_IFIFO],
]);

/** Docker's own archives tell the kind of a file in its mode as well. */
const modeOf = ({ type, mode }: TarEntry): number => (TYPES.get(type) ?? S_IFREG) | mode;

/** Hex digits. */
export function tarSum(entry: TarEntry): string {
  const { name, type, uid, gid, linkname, devmajor = 0, devminor = 0, content } = entry;
  const fields: readonly (readonly [string, string | number])[] = [
    ["name", name],
    ["mode", modeOf(entry)],
    ["uid", uid],
    ["gid", gid],
    ["size", content?.size ?? 0],
    ["typeflag", type],
    ["linkname", linkname ?? ""],
    ["uname", ""],
    ["gname", ""],
    ["devmajor", devmajor],
    ["devminor", devminor],
  ];
  const digester = new Digester();
  for (const [field, value] of fields) digester.update(encode(`${field}${value}`));
  for (const piece of content?.chunks() ?? []) digester.update(piece);
  return digester.digest().replace(/^sha256:/, "");
}

/** Of several sums, with a word before it. */
export const sumOfSums = (kind: string, sums: readonly string[]): string =>
  `${kind}:${sha256Hex(sums.join(","))}`;
