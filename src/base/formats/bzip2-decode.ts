// Reading bzip2: blocks of Huffman codes over moved-to-front bytes over the Burrows-Wheeler transform, with runs
// shortened before and after it. All members of a file, checksums verified.
// Not here: the randomised blocks of versions before 0.9.5.

import { concat } from "../utf8.ts";
import { combineCrc, crcOf } from "./bzip2-crc.ts";

export type Bzip2Fault =
  /** the first bytes are no bzip2 */
  | "magic"
  | "cut"
  | "data"
  | "checksum"
  /** good up to there, then something else */
  | "trailing";

export interface Bzip2Decoded {
  /** all, or what came before a fault */
  readonly bytes: Uint8Array;
  readonly fault: Bzip2Fault | undefined;
  /** it would have gone on beyond the limit */
  readonly exceeded?: true;
}

class Cut extends Error {}
class Exceeded extends Error {}
class Wrong extends Error {
  constructor(readonly fault: Bzip2Fault) {
    super(fault);
  }
}

class BitReader {
  private buffer = 0;
  private held = 0;
  at: number;

  constructor(
    private readonly bytes: Uint8Array,
    from: number,
  ) {
    this.at = from;
  }

  bits(count: number): number {
    while (this.held < count) {
      if (this.at >= this.bytes.length) throw new Cut();
      this.buffer = (this.buffer << 8) | (this.bytes[this.at++] as number);
      this.held += 8;
    }
    this.held -= count;
    const value = (this.buffer >>> this.held) & ((1 << count) - 1);
    this.buffer &= (1 << this.held) - 1;
    return value;
  }

  bit(): number {
    return this.bits(1);
  }

  word(): number {
    return ((this.bits(16) << 16) | this.bits(16)) >>> 0;
  }

  /** Drops what is left of a byte. */
  align(): void {
    this.held = 0;
    this.buffer = 0;
  }
}

const BLOCK_HIGH = 0x314159;
const BLOCK_LOW = 0x265359;
const END_HIGH = 0x177245;
const END_LOW = 0x385090;
const GROUP = 50;
const MOST_CODE = 20;
/** A block of 900,000 bytes in which all are runs of 259 by five. */
const MOST_BLOCK = 46_620_000;

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

/** At most `limit` bytes, and a block more. */
export function decodeBzip2(bytes: Uint8Array, limit = Infinity): Bzip2Decoded {
  const parts: Uint8Array[] = [];
  let at = 0;
  try {
    while (at < bytes.length) {
      if (!isMagic(bytes, at)) throw new Wrong(at === 0 ? "magic" : "trailing");
      at = decodeStream(bytes, at, parts, limit);
    }
    if (bytes.length === 0) throw new Cut();
  } catch (error) {
    if (error instanceof Exceeded) return { bytes: new Uint8Array(0), fault: undefined, exceeded: true };
    if (error instanceof Cut) return { bytes: concat(parts), fault: "cut" };
    if (error instanceof Wrong) return { bytes: concat(parts), fault: error.fault };
    throw error;
  }
  return { bytes: concat(parts), fault: undefined };
}

export const isMagic = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x42 &&
  bytes[at + 1] === 0x5a &&
  bytes[at + 2] === 0x68 &&
  (bytes[at + 3] ?? 0) >= 0x31 &&
  (bytes[at + 3] ?? 0) <= 0x39;

function decodeStream(bytes: Uint8Array, start: number, parts: Uint8Array[], limit: number): number {
  const reader = new BitReader(bytes, start + 4);
  const most = ((bytes[start + 3] as number) - 0x30) * 100_000;
  let all = 0;
  for (;;) {
    const high = reader.bits(24);
    const low = reader.bits(24);
    if (high === END_HIGH && low === END_LOW) {
      if (reader.word() !== all) throw new Wrong("checksum");
      reader.align();
      return reader.at;
    }
    if (high !== BLOCK_HIGH || low !== BLOCK_LOW) throw new Wrong("data");
    const crc = reader.word();
    const block = decodeBlock(reader, most);
    if (crcOf(block, 0, block.length) !== crc) throw new Wrong("checksum");
    all = combineCrc(all, crc);
    parts.push(block);
    if (parts.length * MOST_BLOCK > limit && sizeOf(parts) > limit) throw new Exceeded();
  }
}

function decodeBlock(reader: BitReader, most: number): Uint8Array {
  if (reader.bit() === 1) throw new Wrong("data");
  const origin = reader.bits(24);
  const symbols = readSymbols(reader);
  const { codes, count } = readSqueezed(reader, symbols, most);
  if (origin >= count) throw new Wrong("data");
  return expandRuns(untransform(codes, count, origin));
}

/** Which bytes occur. */
function readSymbols(reader: BitReader): Uint8Array {
  const groups = reader.bits(16);
  const used: number[] = [];
  for (let i = 0; i < 16; i++) {
    if ((groups & (0x8000 >> i)) === 0) continue;
    const bits = reader.bits(16);
    for (let j = 0; j < 16; j++) if (bits & (0x8000 >> j)) used.push(16 * i + j);
  }
  if (used.length === 0) throw new Wrong("data");
  return Uint8Array.from(used);
}

/** For codes of one length: the least that is not one of them, and where they are found. */
interface CodeTable {
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly order: Uint16Array;
  readonly least: number;
}

function readLengths(reader: BitReader, alphabet: number): Uint8Array {
  const lengths = new Uint8Array(alphabet);
  let length = reader.bits(5);
  for (let i = 0; i < alphabet; i++) {
    for (;;) {
      if (length < 1 || length > MOST_CODE) throw new Wrong("data");
      if (reader.bit() === 0) break;
      length += reader.bit() === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return lengths;
}

function tableOf(lengths: Uint8Array): CodeTable {
  const least = Math.min(...lengths);
  const order = new Uint16Array(lengths.length);
  const limit = new Int32Array(MOST_CODE + 2).fill(-1);
  const base = new Int32Array(MOST_CODE + 2);
  let placed = 0;
  let code = 0;
  for (let length = least; length <= MOST_CODE; length++) {
    base[length] = placed - code;
    for (let i = 0; i < lengths.length; i++) {
      if (lengths[i] !== length) continue;
      order[placed++] = i;
      code++;
    }
    limit[length] = code;
    code <<= 1;
  }
  return { limit, base, order, least };
}

function readSelectors(reader: BitReader, tables: number): Uint8Array {
  const count = reader.bits(15);
  if (count === 0) throw new Wrong("data");
  const recent = Array.from({ length: tables }, (_, i) => i);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let at = 0;
    while (reader.bit() === 1) if (++at >= tables) throw new Wrong("data");
    const [table] = recent.splice(at, 1);
    recent.unshift(table as number);
    selectors[i] = table as number;
  }
  return selectors;
}

/** The transform's last column. */
function readSqueezed(
  reader: BitReader,
  symbols: Uint8Array,
  most: number,
): { readonly codes: Uint8Array; readonly count: number } {
  const alphabet = symbols.length + 2;
  const tableCount = reader.bits(3);
  if (tableCount < 2 || tableCount > 6) throw new Wrong("data");
  const selectors = readSelectors(reader, tableCount);
  const tables = Array.from({ length: tableCount }, () => tableOf(readLengths(reader, alphabet)));
  const recent = symbols.slice();
  const codes = new Uint8Array(most);
  let count = 0;
  let run = 0;
  let weight = 1;
  for (let group = 0; ; group++) {
    if (group >= selectors.length) throw new Wrong("data");
    const table = tables[selectors[group] as number] as CodeTable;
    for (let i = 0; i < GROUP; i++) {
      const symbol = readCode(reader, table);
      if (symbol <= 1) {
        run += weight << symbol;
        weight <<= 1;
        if (run > most) throw new Wrong("data");
        continue;
      }
      if (run > 0) {
        if (count + run > most) throw new Wrong("data");
        codes.fill(recent[0] as number, count, count + run);
        count += run;
        run = 0;
        weight = 1;
      }
      if (symbol === alphabet - 1) return { codes, count };
      if (count >= most) throw new Wrong("data");
      const byte = recent[symbol - 1] as number;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = byte;
      codes[count++] = byte;
    }
  }
}

function readCode(reader: BitReader, { limit, base, order, least }: CodeTable): number {
  let length = least;
  let code = reader.bits(least);
  while (code >= (limit[length] as number)) {
    if (++length > MOST_CODE) throw new Wrong("data");
    code = (code << 1) | reader.bit();
  }
  return order[code + (base[length] as number)] as number;
}

function untransform(codes: Uint8Array, count: number, origin: number): Uint8Array {
  const starts = new Int32Array(257);
  for (let i = 0; i < count; i++) (starts as Int32Array)[(codes[i] as number) + 1]!++;
  for (let i = 0; i < 256; i++) starts[i + 1]! += starts[i] as number;
  const next = new Int32Array(count);
  for (let i = 0; i < count; i++) next[starts[codes[i] as number]!++] = i;
  const text = new Uint8Array(count);
  let at = next[origin] as number;
  for (let i = 0; i < count; i++) {
    text[i] = codes[at] as number;
    at = next[at] as number;
  }
  return text;
}

/** Four of the same are followed by how many more there are. */
function expandRuns(text: Uint8Array): Uint8Array {
  let size = 0;
  let same = 0;
  for (let i = 0; i < text.length; i++) {
    if (same === 4) {
      size += text[i] as number;
      same = 0;
      continue;
    }
    same = i > 0 && same > 0 && text[i] === text[i - 1] ? same + 1 : 1;
    size++;
  }
  const out = new Uint8Array(size);
  let at = 0;
  same = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] as number;
    if (same === 4) {
      out.fill(text[i - 1] as number, at, at + byte);
      at += byte;
      same = 0;
      continue;
    }
    same = i > 0 && same > 0 && byte === text[i - 1] ? same + 1 : 1;
    out[at++] = byte;
  }
  return out;
}
