// Reading tar archives: ustar, pax, GNU's long names and sparse files, star's, and the first tar of all. As
// liberal as Go's archive/tar and with its error texts, which Docker passes on.

import { decompress } from "../base/formats/compression.ts";
import {
  BLOCK,
  DIRECTORY,
  GNU_LONG_LINK,
  GNU_LONG_NAME,
  GNU_SPARSE,
  isHeaderOnly,
  mergePaxRecords,
  parsePaxRecords,
  parseTarHeader,
  PAX,
  PAX_GLOBAL,
  REGULAR,
  textBeforeNul,
  XATTR_RECORD,
  type PaxRecords,
  type TarHeader,
} from "../base/formats/tar-header.ts";
import { Content } from "./content.ts";
import type { TarEntry } from "./tar.ts";
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
    let records: PaxRecords | undefined;
    let longName = "";
    let longLink = "";
    for (;;) {
      const header = this.header();
      if (header === undefined || typeof header === "string") return header;
      if (header.size < 0 && !isHeaderOnly(header.type)) return INVALID_HEADER;
      switch (header.type) {
        case PAX:
        case PAX_GLOBAL: {
          const parsed = this.special(header.size, (data) => parsePaxRecords(data) ?? INVALID_HEADER);
          if (typeof parsed === "string") return parsed;
          records = header.type === PAX ? parsed : undefined;
          break;
        }
        case GNU_LONG_NAME:
        case GNU_LONG_LINK: {
          const text = this.special(header.size, (data) => ({ name: textBeforeNul(data) }));
          if (typeof text === "string") return text;
          if (header.type === GNU_LONG_NAME) longName = text.name;
          else longLink = text.name;
          break;
        }
        default:
          if (records !== undefined && !mergePaxRecords(header, records)) return INVALID_HEADER;
          if (longName !== "") header.name = longName;
          if (longLink !== "") header.linkname = longLink;
          return this.entry(header, records ?? new Map());
      }
    }
  }

  private header(): TarHeader | string | undefined {
    const left = this.bytes.length - this.at;
    if (left === 0) return this.atEnd;
    const block = this.take(BLOCK);
    if (block === undefined) return this.atCut;
    if (!block.every((byte) => byte === 0)) return parseTarHeader(block) ?? INVALID_HEADER;
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

  private entry(header: TarHeader, records: PaxRecords): TarEntry | string {
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

function entryOf(header: TarHeader, records: PaxRecords, content: Content | undefined): TarEntry {
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
