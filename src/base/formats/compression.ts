// What a stream is compressed with, and gzip both ways (fflate, the same bytes everywhere). Detection is by
// the first bytes, as in moby's compression package. bzip2 is bzip2-decode.ts, xz is xz.ts; zstd is only named.

import { deflateSync, Gunzip, gunzipSync, gzipSync } from "fflate";
import { concat } from "../utf8.ts";
import { decodeBzip2, type Bzip2Fault } from "./bzip2-decode.ts";
import { crc32 } from "./crc32.ts";
import { decodeXz, type XzFault } from "./xz.ts";

export type Compression = "none" | "gzip" | "bzip2" | "xz" | "zstd";

const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["gzip", [0x1f, 0x8b, 0x08]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
];

export function compressionOf(bytes: Uint8Array): Compression {
  const found = MAGIC.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte));
  return found?.[0] ?? "none";
}

export interface Decompressed {
  /** all, or what came before an error */
  readonly bytes: Uint8Array;
  /** in Go's words */
  readonly error: string | undefined;
}

/** What was compressed, or the bytes themselves if nothing was. More than `limit` of them are refused. */
export function decompress(bytes: Uint8Array, limit = Infinity): Decompressed {
  const compression = compressionOf(bytes);
  if (compression === "none") return { bytes, error: undefined };
  if (compression === "gzip") return gunzip(bytes, limit);
  if (compression === "bzip2") return bunzip2(bytes, limit);
  if (compression === "xz") return unxz(bytes, limit);
  return { bytes: NONE, error: `unsupported compression format (${compression})` };
}

const tooLarge = (limit: number): Decompressed => ({
  bytes: NONE,
  error: `more than ${limit} bytes are compressed in it, which paperwhale does not unpack`,
});

/** Go's compress/bzip2 in its words. */
function bunzip2(bytes: Uint8Array, limit: number): Decompressed {
  const { bytes: data, fault, exceeded = false } = decodeBzip2(bytes, limit);
  if (exceeded) return tooLarge(limit);
  return { bytes: data, error: fault === undefined ? undefined : BZIP2_ERRORS[fault] };
}

const BZIP2_ERRORS: Record<Bzip2Fault, string> = {
  magic: "bzip2 data invalid: bad magic value",
  cut: "unexpected EOF",
  data: "bzip2 data invalid: bad magic value found",
  checksum: "bzip2 data invalid: block checksum mismatch",
  trailing: "bzip2 data invalid: bad magic value in continuation file",
};

/** The daemon asks the program xz, whose words these are. */
function unxz(bytes: Uint8Array, limit: number): Decompressed {
  const data = decodeXz(bytes);
  if (typeof data === "string")
    return { bytes: NONE, error: `exit status 1: xz: (stdin): ${XZ_ERRORS[data]}` };
  return data.length > limit ? tooLarge(limit) : { bytes: data, error: undefined };
}

const XZ_ERRORS: Record<XzFault, string> = {
  magic: "File format not recognized",
  cut: "Unexpected end of input",
  data: "Compressed data is corrupt",
  unsupported: "Unsupported options",
};

const NONE = new Uint8Array(0);

/** Bare deflate data, at fflate's choice of matches. */
export const deflate = (bytes: Uint8Array, level: number): Uint8Array =>
  deflateSync(bytes, { level: level as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 });

/** With no time and no name in the header, so that the same bytes always give the same. */
export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 6, mtime: 0 });

/** All members of a gzip file, their lengths and checksums verified. */
export function gunzip(bytes: Uint8Array, limit = Infinity): Decompressed {
  const single = bytes.length > limit ? undefined : gunzipSingle(bytes, limit);
  return single === undefined ? gunzipMembers(bytes, limit) : { bytes: single, error: undefined };
}

/** Deflate makes nothing smaller than by this factor. */
const MAX_RATIO = 1032;

/** The usual case at full speed: one member, whose trailer says how long it is. undefined if it is not so. */
function gunzipSingle(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  if (bytes.length < 18) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  if (size === 0 || size > MAX_RATIO * bytes.length || size > limit) return undefined;
  try {
    const data = gunzipSync(bytes);
    return endsRight(data, bytes, bytes.length) ? data : undefined;
  } catch (error) {
    describe(error);
    return undefined;
  }
}

/** Thrown out of fflate's stream, which goes on for as long as there is something to unpack. */
const ENOUGH = new Error("more than is allowed");

function gunzipMembers(bytes: Uint8Array, limit: number): Decompressed {
  const parts: Uint8Array[] = [];
  const members: { readonly end: number; readonly parts: number }[] = [];
  let size = 0;
  const stream = new Gunzip((part) => {
    size += part.length;
    if (size > limit) throw ENOUGH;
    parts.push(part);
  });
  stream.onmember = (end) => void members.push({ end, parts: parts.length });
  try {
    if (bytes.length < 18) return { bytes: NONE, error: bytes.length === 0 ? "EOF" : "unexpected EOF" };
    pushInPieces(stream, bytes);
  } catch (error) {
    if (error === ENOUGH) return tooLarge(limit);
    return { bytes: concat(parts), error: describe(error) };
  }
  let from = 0;
  for (const member of [...members, { end: bytes.length, parts: parts.length }]) {
    const data = concat(parts.slice(from, member.parts));
    if (!endsRight(data, bytes, member.end))
      return { bytes: concat(parts), error: wrongEnd(data, bytes, member.end) };
    from = member.parts;
  }
  return { bytes: concat(parts), error: undefined };
}

const PIECE = 1 << 16;

/** So that a bomb is noticed before all of it is there. */
function pushInPieces(stream: Gunzip, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += PIECE)
    stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
}

const endsRight = (data: Uint8Array, bytes: Uint8Array, end: number): boolean =>
  trailerOf(data).every((byte, i) => byte === bytes[end - 8 + i]);

/** Cut off before or within the trailer, or not what was compressed. */
function wrongEnd(data: Uint8Array, bytes: Uint8Array, end: number): string {
  const trailer = trailerOf(data);
  for (let held = 7; held > 0; held--) {
    if (trailer.subarray(0, held).every((byte, i) => byte === bytes[end - held + i])) return "unexpected EOF";
  }
  return isComplete(bytes.subarray(0, end - 1)) ? "gzip: invalid checksum" : "unexpected EOF";
}

/** Whether the compressed data end in here. fflate does not tell; but then it takes zeros for a bad member. */
function isComplete(bytes: Uint8Array): boolean {
  try {
    new Gunzip(() => undefined).push(concat([bytes, new Uint8Array(32)]), true);
    return false;
  } catch (error) {
    return describe(error) === INVALID_GZIP;
  }
}

function trailerOf(data: Uint8Array): Uint8Array {
  const trailer = new Uint8Array(8);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, crc32(data), true);
  view.setUint32(4, data.length >>> 0, true);
  return trailer;
}

const INVALID_GZIP = "gzip: invalid header";

/** fflate throws errors with a code (0 end of input, 6 no gzip); anything else is an error of this program. */
function describe(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 0) return "unexpected EOF";
  if (code === 6) return INVALID_GZIP;
  if (typeof code === "number") return "flate: corrupt input";
  throw error;
}
