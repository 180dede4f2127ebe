// What an entry of a tar archive is, and the layout that reader and writer share. Formats: POSIX ustar with
// pax records, and GNU's for reading. The rules that are a matter of choice are those of Go's archive/tar,
// as digests and error texts of Docker come from there.

import { concat } from "../base/utf8.ts";
import type { Instant } from "../base/time.ts";
import { Content } from "./content.ts";

export const BLOCK = 512;

/** The type flag. What stands here has no bytes of its own but for "0" and the flags not named. */
export const REGULAR = "0";
export const HARD_LINK = "1";
export const SYMBOLIC_LINK = "2";
export const CHARACTER_DEVICE = "3";
export const BLOCK_DEVICE = "4";
export const DIRECTORY = "5";
export const FIFO = "6";
export const PAX = "x";
export const PAX_GLOBAL = "g";
export const GNU_SPARSE = "S";
export const GNU_LONG_NAME = "L";
export const GNU_LONG_LINK = "K";

export const isHeaderOnly = (type: string): boolean => type >= HARD_LINK && type <= FIFO;

export const XATTR_RECORD = "SCHILY.xattr.";

export interface TarEntry {
  /** of directories with a slash at the end, if whoever wrote it did so */
  readonly name: string;
  readonly type: string;
  /** permission bits, in old archives the type as well */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly uname?: string;
  readonly gname?: string;
  readonly mtime: Instant;
  readonly linkname?: string;
  readonly devmajor?: number;
  readonly devminor?: number;
  readonly xattrs?: ReadonlyMap<string, Uint8Array> | undefined;
  readonly content?: Content | undefined;
}

/** Sum of a header's bytes with its checksum field as spaces. */
export function checksumOf(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] as number;
  return sum;
}

/** An entry that holds these bytes, for archives that are no file systems (docker save, build contexts). */
export function fileEntry(name: string, bytes: Uint8Array, rest: Partial<TarEntry> = {}): TarEntry {
  return { name, type: REGULAR, mode: 0o644, uid: 0, gid: 0, mtime: 0, content: Content.of(bytes), ...rest };
}

export const bytesOf = (entry: TarEntry): Uint8Array => concat([...(entry.content?.chunks() ?? [])]);
