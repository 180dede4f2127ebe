// .xz files: streams of blocks with checks and an index (the .xz file format 1.2.1). What is read may use any check, and only
// LZMA2 without filters before it; of the checks only CRC32 is computed. What is written is not made smaller: LZMA2 has
// chunks for bytes as they are, which every reader takes.

import { concat } from "../utf8.ts";
import { crc32 } from "./crc32.ts";
import { decodeLzma2, LzmaFault } from "./lzma2-decode.ts";

export type XzFault = "magic" | "cut" | "data" | "unsupported";

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const CRC32 = 1;
const LZMA2 = 0x21;

const isMagic = (bytes: Uint8Array, at: number): boolean => MAGIC.every((byte, i) => bytes[at + i] === byte);

/** A number of seven bits a byte, and where it ends. */
function multibyte(bytes: Uint8Array, start: number): [value: number, end: number] {
  let [value, scale, at] = [0, 1, start];
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return [value, at];
  }
}

const little = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (value >>> (8 * i)) & 255);

function numberBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}

// ---- reading

interface Block {
  readonly bytes: Uint8Array;
  readonly end: number;
}

function blockAt(bytes: Uint8Array, start: number, check: number): Block | XzFault {
  const headerSize = ((bytes[start] as number) + 1) * 4;
  const flags = bytes[start + 1] ?? 0;
  let at = start + 2;
  if (flags & 0x40) [, at] = multibyte(bytes, at);
  if (flags & 0x80) [, at] = multibyte(bytes, at);
  const [filter] = multibyte(bytes, at);
  if ((flags & 3) !== 0 || filter !== LZMA2) return "unsupported";
  const data = decodeLzma2(bytes, start + headerSize);
  const padded = start + headerSize + Math.ceil((data.end - start - headerSize) / 4) * 4;
  const end = padded + (CHECK_SIZES[check] ?? 0);
  if (end > bytes.length) return "cut";
  if (check === CRC32 && little(crc32(data.bytes), 4).some((byte, i) => bytes[padded + i] !== byte))
    return "data";
  return { bytes: data.bytes, end };
}

function indexEnd(bytes: Uint8Array, start: number): number {
  let [count, at] = multibyte(bytes, start + 1);
  for (; count > 0; count--) {
    [, at] = multibyte(bytes, at);
    [, at] = multibyte(bytes, at);
  }
  return start + Math.ceil((at - start) / 4) * 4 + 4;
}

function readStreams(bytes: Uint8Array): Uint8Array | XzFault {
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (!isMagic(bytes, at)) return "magic";
    const check = (bytes[at + 7] ?? 0) & 15;
    at += 12;
    while (bytes[at] !== 0) {
      if (bytes[at] === undefined) return "cut";
      const block = blockAt(bytes, at, check);
      if (typeof block === "string") return block;
      pieces.push(block.bytes);
      at = block.end;
    }
    at = indexEnd(bytes, at) + 12;
    if (at > bytes.length) return "cut";
    while (bytes[at] === 0) at++;
  }
  return pieces.length === 0 && bytes.length === 0 ? "magic" : concat(pieces);
}

export function decodeXz(bytes: Uint8Array): Uint8Array | XzFault {
  if (bytes.length === 0) return "cut";
  try {
    return readStreams(bytes);
  } catch (error) {
    if (error instanceof LzmaFault) return error.message === "cut" ? "cut" : "data";
    throw error;
  }
}

// ---- writing

const CHUNK = 65_536;

function plainChunks(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const part = bytes.subarray(at, at + CHUNK);
    const size = part.length - 1;
    pieces.push(Uint8Array.of(at === 0 ? 1 : 2, size >>> 8, size & 255), part);
  }
  return [...pieces, Uint8Array.of(0)];
}

const withCheck = (bytes: readonly number[]): Uint8Array =>
  Uint8Array.from([...bytes, ...little(crc32(Uint8Array.from(bytes)), 4)]);

const padding = (length: number): number[] => Array.from({ length: (4 - (length % 4)) % 4 }, () => 0);

export function encodeXz(bytes: Uint8Array): Uint8Array {
  const flags = [0, CRC32];
  const pieces: Uint8Array[] = [Uint8Array.from(MAGIC), withCheck(flags).subarray(0, 2), withCheck(flags).subarray(2)];
  const records: number[] = [];
  if (bytes.length > 0) {
    // LZMA2 with a dictionary of 8 MiB, as xz -6 has it
    const header = withCheck([2, 0, LZMA2, 1, 22, 0, 0, 0]);
    const data = concat(plainChunks(bytes));
    pieces.push(header, data, Uint8Array.from(padding(data.length)), Uint8Array.from(little(crc32(bytes), 4)));
    records.push(...numberBytes(header.length + data.length + 4), ...numberBytes(bytes.length));
  }
  const index = [0, bytes.length > 0 ? 1 : 0, ...records];
  const whole = withCheck([...index, ...padding(index.length)]);
  const footer = [...little(whole.length / 4 - 1, 4), ...flags];
  pieces.push(whole, Uint8Array.from(little(crc32(Uint8Array.from(footer)), 4)), Uint8Array.from(footer), Uint8Array.of(0x59, 0x5a));
  return concat(pieces);
} // prettier-ignore
