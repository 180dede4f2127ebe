// Reading tar archives: ustar, pax, GNU's long names and sparse files, star's, and the first tar of all. As
// liberal as Go's archive/tar and with its error texts, which Docker passes on.

import { SECOND, type Instant } from "../base/time.ts";
import { decode } from "../base/utf8.ts";
import { decompress } from "./compression.ts";
import { Content } from "./content.ts";
import {
  BLOCK,
  checksumOf,
  DIRECTORY,
  GNU_LONG_LINK,
  GNU_LONG_NAME,
  GNU_SPARSE,
  isHeaderOnly,
  PAX,
  PAX_GLOBAL,
  REGULAR,
  XATTR_RECORD,
  type TarEntry,
} from "./tar.ts";
import { oldSparseMap, paxSparseMap, spread, type Fragment } from "./tar-sparse.ts";

const INVALID_HEADER = "archive/tar: invalid tar header";
const UNEXPECTED_EOF = "unexpected EOF";
const FIELD_TOO_LONG = "archive/tar: header field too long";
const MAX_SPECIAL_FILE = 1 << 20;

export interface Archive {
  /** what could be read before the end or the error */
  readonly entries: readonly TarEntry[];
  readonly error: string | undefined;
}

/** A tar that may be compressed. What is wrong with the compression behind the tar's end is not noticed. */
export function readArchive(bytes: Uint8Array): Archive {
  const { bytes: tar, error } = decompress(bytes);
  return decodeTar(tar, error);
}

/**
 * Content of files is a view of `bytes`, which must not change any more. `broken` is why there are no more
 * bytes, if the archive does not end where they do.
 */
export function decodeTar(bytes: Uint8Array, broken?: string): Archive {
  const reader = new Reader(bytes, broken);
  const entries: TarEntry[] = [];
  for (;;) {
    const entry = reader.next();
    if (entry === undefined) return { entries, error: undefined };
    if (typeof entry === "string") return { entries, error: entry };
    entries.push(entry);
  }
}

interface Header {
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

type Records = Map<string, Uint8Array>;

class Reader {
  private at = 0;
  private readonly bytes: Uint8Array;
  /** what it means that there is nothing where an entry could begin, and where one goes on */
  private readonly atEnd: string | undefined;
  private readonly atCut: string;

  constructor(bytes: Uint8Array, broken: string | undefined) {
    this.bytes = bytes;
    this.atEnd = broken;
    this.atCut = broken ?? UNEXPECTED_EOF;
  }

  /** undefined at the end, a text for an error. */
  next(): TarEntry | string | undefined {
    let records: Records | undefined;
    let longName = "";
    let longLink = "";
    for (;;) {
      const header = this.header();
      if (header === undefined || typeof header === "string") return header;
      if (header.size < 0 && !isHeaderOnly(header.type)) return INVALID_HEADER;
      switch (header.type) {
        case PAX:
        case PAX_GLOBAL: {
          const parsed = this.special(header.size, parseRecords);
          if (typeof parsed === "string") return parsed;
          records = header.type === PAX ? parsed : undefined;
          break;
        }
        case GNU_LONG_NAME:
        case GNU_LONG_LINK: {
          const text = this.special(header.size, (data) => ({ name: text0(data) }));
          if (typeof text === "string") return text;
          if (header.type === GNU_LONG_NAME) longName = text.name;
          else longLink = text.name;
          break;
        }
        default:
          if (records !== undefined && !merge(header, records)) return INVALID_HEADER;
          if (longName !== "") header.name = longName;
          if (longLink !== "") header.linkname = longLink;
          return this.entry(header, records ?? new Map());
      }
    }
  }

  private header(): Header | string | undefined {
    const left = this.bytes.length - this.at;
    if (left === 0) return this.atEnd;
    const block = this.take(BLOCK);
    if (block === undefined) return this.atCut;
    if (!block.every((byte) => byte === 0)) return parseHeader(block) ?? INVALID_HEADER;
    if (left === BLOCK) return this.atEnd;
    const second = this.take(BLOCK);
    if (second === undefined) return this.atCut;
    return second.every((byte) => byte === 0) ? undefined : INVALID_HEADER;
  }

  private special<T>(size: number, parse: (data: Uint8Array) => T | string): T | string {
    if (size > MAX_SPECIAL_FILE) return FIELD_TOO_LONG;
    const data = this.data(size);
    return data === undefined ? this.atCut : parse(data);
  }

  private entry(header: Header, records: Records): TarEntry | string {
    if (header.type === "\0") header.type = header.name.endsWith("/") ? DIRECTORY : REGULAR;
    if (isHeaderOnly(header.type)) return entryOf(header, records, undefined);
    if (header.size < 0) return INVALID_HEADER;
    const stored = header.size;
    let map: Fragment[] | string | undefined;
    if (header.type === GNU_SPARSE) map = oldSparseMap(header, () => this.take(BLOCK));
    const data = this.data(stored);
    if (data === undefined) return this.atCut;
    let body = data;
    if (header.type !== GNU_SPARSE) [map, body] = paxSparseMap(header, records, data);
    if (typeof map === "string") return map;
    const content = map === undefined ? Content.of(body) : spread(body, map, header.size);
    return typeof content === "string" ? content : entryOf(header, records, content);
  }

  /** So many bytes and the padding after them, which may be missing at the very end. */
  private data(size: number): Uint8Array | undefined {
    const data = this.take(size);
    if (data !== undefined) this.at = Math.min(this.bytes.length, this.at + (-size & (BLOCK - 1)));
    return data;
  }

  private take(size: number): Uint8Array | undefined {
    if (this.at + size > this.bytes.length) return undefined;
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}

function entryOf(header: Header, records: Records, content: Content | undefined): TarEntry {
  const { name, type, mode, uid, gid, uname, gname, mtime, linkname, devmajor, devminor } = header;
  const entry = { name, type, mode, uid, gid, uname, gname, mtime, linkname, devmajor, devminor };
  const xattrs = new Map<string, Uint8Array>();
  for (const [key, value] of records) {
    if (key.startsWith(XATTR_RECORD)) xattrs.set(key.slice(XATTR_RECORD.length), value);
  }
  return {
    ...entry,
    xattrs: xattrs.size === 0 ? undefined : xattrs,
    content: content?.size ? content : undefined,
  };
}

// ---- headers

function parseHeader(block: Uint8Array): Header | undefined {
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
  const prefix = magic === "ustar\0" ? text0(block.subarray(345, isStar(block) ? 476 : 500)) : "";
  const name = text0(block.subarray(0, 100));
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: String.fromCharCode(block[156] as number),
    linkname: text0(block.subarray(157, 257)),
    mode,
    uid,
    gid,
    uname: old ? "" : text0(block.subarray(265, 297)),
    gname: old ? "" : text0(block.subarray(297, 329)),
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
function text0(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decode(end < 0 ? bytes : bytes.subarray(0, end));
}

// ---- pax records

function parseRecords(data: Uint8Array): Records | string {
  const records: Records = new Map();
  const sparse: string[] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const digits = space < 0 ? "" : decode(data.subarray(at, space));
    const end = at + (/^\d+$/.test(digits) ? parseInt(digits, 10) : 0);
    if (end - at < 5 || end > data.length || data[end - 1] !== 0x0a) return INVALID_HEADER;
    const equals = data.indexOf(0x3d, space);
    if (equals < 0 || equals >= end) return INVALID_HEADER;
    const key = decode(data.subarray(space + 1, equals));
    const value = data.subarray(equals + 1, end - 1);
    if (key.includes("\0") || (TEXTS.has(key) && value.includes(0))) return INVALID_HEADER;
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
function merge(header: Header, records: Records): boolean {
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
