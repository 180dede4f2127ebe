// The bytes of a tar header and of pax records, read: ustar, GNU's, star's and the first tar's (POSIX, pax;
// GNU tar's manual). As liberal as Go's archive/tar. Used by the daemon's archives (fs) and by tar the program.
// Not here: whole archives, sparse maps, and writing, in which Go and GNU differ.

import { SECOND, type Instant } from "../time.ts";
import { decode } from "../utf8.ts";

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

/** Sum of a header's bytes with its checksum field as spaces. */
export function checksumOf(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i] as number;
  return sum;
}

export interface TarHeader {
  name: string;
  type: string;
  linkname: string;
  mode: number;
  uid: number;
  gid: number;
  uname: string;
  gname: string;
  size: number;
  mtime: Instant;
  devmajor: number;
  devminor: number;
  readonly block: Uint8Array;
}

/** Text of pax records by keyword; values are bytes. */
export type PaxRecords = Map<string, Uint8Array>;

/** undefined if the checksum or a number is wrong. */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  const sum = parseNumber(block, 148, 8);
  if (sum === undefined || (sum !== checksumOf(block) && sum !== signedChecksumOf(block))) return undefined;
  const numbers = FIELDS.map(([at, width]) => parseNumber(block, at, width));
  if (numbers.includes(undefined)) return undefined;
  const [mode, uid, gid, size, seconds, devmajor, devminor] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const magic = decode(block.subarray(257, 263));
  const old = magic !== "ustar\0" && !(magic === "ustar " && block[263] === 0x20 && block[264] === 0);
  const prefix = magic === "ustar\0" ? textBeforeNul(block.subarray(345, isStar(block) ? 476 : 500)) : "";
  const name = textBeforeNul(block.subarray(0, 100));
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: String.fromCharCode(block[156] as number),
    linkname: textBeforeNul(block.subarray(157, 257)),
    mode,
    uid,
    gid,
    uname: old ? "" : textBeforeNul(block.subarray(265, 297)),
    gname: old ? "" : textBeforeNul(block.subarray(297, 329)),
    size,
    mtime: seconds * SECOND,
    devmajor: old ? 0 : devmajor,
    devminor: old ? 0 : devminor,
    block,
  };
}

const FIELDS = [[100, 8], [108, 8], [116, 8], [124, 12], [136, 12], [329, 8], [337, 8]] as const; // prettier-ignore

const isStar = (block: Uint8Array): boolean => decode(block.subarray(508, 512)) === "tar\0";

/** Old Sun tars added signed bytes. */
function signedChecksumOf(block: Uint8Array): number {
  return checksumOf(block.map((byte) => byte)) - 256 * countHigh(block);
}

function countHigh(block: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < BLOCK; i++) if ((i < 148 || i >= 156) && (block[i] as number) > 127) count++;
  return count;
}

/** Octal digits between spaces and zeros, or two's complement if the highest bit is set. */
function parseNumber(block: Uint8Array, at: number, width: number): number | undefined {
  if ((block[at] as number) & 0x80) return parseBinary(block.subarray(at, at + width));
  let from = at;
  let to = at + width;
  while (from < to && isPadding(block[from])) from++;
  for (let i = from; i < to; i++) if (block[i] === 0) to = i;
  while (from < to && isPadding(block[to - 1])) to--;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = (block[i] as number) - 0x30;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  return value;
}

const isPadding = (byte: number | undefined): boolean => byte === 0 || byte === 0x20;

function parseBinary(field: Uint8Array): number | undefined {
  const negative = ((field[0] as number) & 0x40) !== 0;
  let value = 0n;
  for (const [i, byte] of field.entries()) {
    const bits = (negative ? ~byte : byte) & (i === 0 ? 0x7f : 0xff);
    value = (value << 8n) | BigInt(bits);
  }
  if (value >= 1n << 63n) return undefined;
  return Number(negative ? -value - 1n : value);
}

/** Up to the first NUL. */
export function textBeforeNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

// ---- pax records

/** undefined if they are no records. */
export function parsePaxRecords(data: Uint8Array): PaxRecords | undefined {
  const records: PaxRecords = new Map();
  const sparse: string[] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const digits = space < 0 ? "" : decode(data.subarray(at, space));
    const end = at + (/^\d+$/.test(digits) ? parseInt(digits, 10) : 0);
    if (end - at < 5 || end > data.length || data[end - 1] !== 0x0a) return undefined;
    const equals = data.indexOf(0x3d, space);
    if (equals < 0 || equals >= end) return undefined;
    const key = decode(data.subarray(space + 1, equals));
    const value = data.subarray(equals + 1, end - 1);
    if (key.includes("\0") || (TEXTS.has(key) && value.includes(0))) return undefined;
    if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") sparse.push(decode(value));
    else records.set(key, value.slice());
    at = end;
  }
  if (sparse.length > 0)
    records.set("GNU.sparse.map", new Uint8Array([...sparse.join(",")].map((c) => c.charCodeAt(0))));
  return records;
}

const TEXTS = new Set(["path", "linkpath", "uname", "gname"]);

/** Puts what the records say into the header; false if a number is none. */
export function mergePaxRecords(header: TarHeader, records: PaxRecords): boolean {
  for (const [key, bytes] of records) {
    const value = decode(bytes);
    if (value === "") continue;
    if (key === "path") header.name = value;
    else if (key === "linkpath") header.linkname = value;
    else if (key === "uname" || key === "gname") header[key] = value;
    else if (key === "uid" || key === "gid" || key === "size") {
      if (!/^[+-]?\d+$/.test(value)) return false;
      header[key] = parseInt(value, 10);
    } else if (key === "mtime" || key === "atime" || key === "ctime") {
      const time = parseTime(value);
      if (time === undefined) return false;
      if (key === "mtime") header.mtime = time;
    }
  }
  return true;
}

function parseTime(text: string): Instant | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const micros = Number(match[2]) * SECOND + Number((match[3] ?? "").padEnd(6, "0").slice(0, 6));
  return match[1] === "-" ? -micros : micros;
}
