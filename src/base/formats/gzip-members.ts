// gzip files as the program gzip sees them (RFC 1952): members one after the other, names and times in their
// heads, and what is wrong where. The daemon's quick way is compression.ts.

import { concat, decodeLatin1, encode } from "../utf8.ts";
import { crc32 } from "./crc32.ts";
import { inflate } from "./inflate.ts";

export interface GzipHead {
  readonly method: number;
  /** seconds since 1970; 0 if it is not said */
  readonly time: number;
  readonly name: string | undefined;
  /** where the data begin */
  readonly end: number;
}

export type GzipFault = "magic" | "method" | "cut" | "data" | "crc" | "length" | "trailing";

export interface GzipFile {
  /** all, or what came before a fault */
  readonly bytes: Uint8Array;
  readonly first: GzipHead | undefined;
  /** of the last member: checksum, and length modulo 2^32 */
  readonly crc: number;
  readonly size: number;
  readonly fault: GzipFault | undefined;
}

const has = (bytes: Uint8Array, at: number, count: number): boolean => at + count <= bytes.length;
const u32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);

function parseHead(bytes: Uint8Array, at: number): GzipHead | "magic" | "cut" {
  if (bytes[at] !== 0x1f || (has(bytes, at, 2) && bytes[at + 1] !== 0x8b)) return "magic";
  if (!has(bytes, at, 10)) return "cut";
  const flags = bytes[at + 3] as number;
  let end = at + 10;
  if (flags & 4) {
    if (!has(bytes, end, 2)) return "cut";
    end += 2 + (bytes[end] as number) + 256 * (bytes[end + 1] as number);
  }
  const name = flags & 8 ? textAt(bytes, end) : undefined;
  if (flags & 8) end = afterNul(bytes, end);
  if (flags & 16) end = afterNul(bytes, end);
  if (flags & 2) end += 2;
  if (end > bytes.length) return "cut";
  return { method: bytes[at + 2] as number, time: u32(bytes, at + 4), name, end };
}

function afterNul(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0, at);
  return end < 0 ? bytes.length + 1 : end + 1;
}

const textAt = (bytes: Uint8Array, at: number): string =>
  decodeLatin1(bytes.subarray(at, afterNul(bytes, at) - 1));

export function readGzip(bytes: Uint8Array): GzipFile {
  const parts: Uint8Array[] = [];
  let first: GzipHead | undefined;
  let crc = 0;
  let size = 0;
  const done = (fault: GzipFault | undefined): GzipFile => ({
    bytes: concat(parts),
    first,
    crc,
    size,
    fault,
  });
  if (bytes.length === 0) return done("cut");
  for (let at = 0; at < bytes.length;) {
    const head = parseHead(bytes, at);
    if (typeof head === "string") {
      if (at === 0) return done(head);
      return bytes.subarray(at).every((byte) => byte === 0) ? done(undefined) : done("trailing");
    }
    first ??= head;
    if (head.method !== 8) return done("method");
    const data = inflate(bytes, head.end);
    parts.push(data.bytes);
    if (data.fault !== undefined) return done(data.fault);
    if (!has(bytes, data.end, 8)) return done("cut");
    crc = u32(bytes, data.end);
    size = u32(bytes, data.end + 4);
    if (crc !== crc32(data.bytes)) return done("crc");
    if (size !== data.bytes.length >>> 0) return done("length");
    at = data.end + 8;
  }
  return done(undefined);
}

/** One member around data that are deflated already. */
export function gzipMember(
  deflated: Uint8Array,
  original: Uint8Array,
  level: number,
  time: number,
  name: string | undefined,
): Uint8Array {
  const label = name === undefined ? new Uint8Array(0) : concat([encode(name), Uint8Array.of(0)]);
  const head = new Uint8Array(10);
  const view = new DataView(head.buffer);
  head.set([0x1f, 0x8b, 8, name === undefined ? 0 : 8]);
  view.setUint32(4, time >>> 0, true);
  head[8] = level === 9 ? 2 : level === 1 ? 4 : 0;
  head[9] = 3;
  const tail = new Uint8Array(8);
  const end = new DataView(tail.buffer);
  end.setUint32(0, crc32(original), true);
  end.setUint32(4, original.length >>> 0, true);
  return concat([head, label, deflated, tail]);
}
