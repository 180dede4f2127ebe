// What the classic builder tells files apart by: a digest over a tar header's fields without its time, and the content
// (moby daemon/builder/remotecontext/internal/tarsum, version 1).

import { Digester, sha256Hex } from "../../base/digest.ts";
import { encode } from "../../base/utf8.ts";
import type { TarEntry } from "../../fs/tar.ts";

/** Hex digits. */
export function tarSum(entry: TarEntry): string {
  const { name, type, mode, uid, gid, linkname, devmajor = 0, devminor = 0, content } = entry;
  const fields: readonly (readonly [string, string | number])[] = [
    ["name", name],
    ["mode", mode],
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
