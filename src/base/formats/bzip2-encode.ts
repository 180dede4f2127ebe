// Writing bzip2, with the choices of the reference program (bzip2 1.0.8): how blocks are cut, how many Huffman
// tables there are and how they are found, so that the bytes are the same as its own.

import { concat } from "../utf8.ts";
import { combineCrc, CRC_START, crcStep } from "./bzip2-crc.ts";
import { codeLengths, codesOf } from "./bzip2-huffman.ts";
import { sortRotations } from "./bzip2-sort.ts";

class BitWriter {
  private readonly parts: Uint8Array[] = [];
  private chunk = new Uint8Array(65_536);
  private used = 0;
  private buffer = 0;
  private held = 0;

  bits(count: number, value: number): void {
    for (let left = count; left > 0;) {
      const take = Math.min(left, 8 - this.held);
      this.buffer = (this.buffer << take) | ((value >>> (left - take)) & ((1 << take) - 1));
      this.held += take;
      left -= take;
      if (this.held === 8) this.byte();
    }
  }

  private byte(): void {
    if (this.used === this.chunk.length) {
      this.parts.push(this.chunk);
      this.chunk = new Uint8Array(65_536);
      this.used = 0;
    }
    this.chunk[this.used++] = this.buffer;
    this.buffer = 0;
    this.held = 0;
  }

  end(): Uint8Array {
    if (this.held > 0) this.bits(8 - this.held, 0);
    return concat([...this.parts, this.chunk.subarray(0, this.used)]);
  }
}

const GROUP = 50;
const ITERATIONS = 4;
/** Bytes of a block that are kept free at its end. */
const RESERVE = 19;

/** `level` is 1 to 9: blocks of so many 100,000 bytes. */
export function encodeBzip2(bytes: Uint8Array, level = 9): Uint8Array {
  const out = new BitWriter();
  for (const byte of [0x42, 0x5a, 0x68, 0x30 + level]) out.bits(8, byte);
  let all = 0;
  const cutter = new BlockCutter(bytes, level * 100_000 - RESERVE);
  for (let block = cutter.next(); block !== undefined; block = cutter.next()) {
    all = combineCrc(all, block.crc);
    writeBlock(out, block);
  }
  out.bits(24, 0x177245);
  out.bits(24, 0x385090);
  out.bits(16, all >>> 16);
  out.bits(16, all & 0xffff);
  return out.end();
}

interface Block {
  readonly text: Uint8Array;
  readonly crc: number;
}

/** Shortens runs, and begins a new block when one is full; a run belongs to the block in which it began. */
class BlockCutter {
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly most: number,
  ) {}

  next(): Block | undefined {
    const { bytes } = this;
    if (this.at >= bytes.length) return undefined;
    const text = new Uint8Array(this.most + RESERVE);
    let used = 0;
    let crc = CRC_START;
    while (this.at < bytes.length && used < this.most) {
      const byte = bytes[this.at] as number;
      let run = 1;
      while (run < 255 && this.at + run < bytes.length && bytes[this.at + run] === byte) run++;
      for (let i = 0; i < run; i++) crc = crcStep(crc, byte);
      for (let i = 0; i < Math.min(run, 4); i++) text[used++] = byte;
      if (run >= 4) text[used++] = run - 4;
      this.at += run;
    }
    return { text: text.slice(0, used), crc: ~crc >>> 0 };
  }
}

function writeBlock(out: BitWriter, { text, crc }: Block): void {
  out.bits(24, 0x314159);
  out.bits(24, 0x265359);
  out.bits(16, crc >>> 16);
  out.bits(16, crc & 0xffff);
  out.bits(1, 0);
  const { order, origin } = sortRotations(text);
  out.bits(24, origin);
  const used = new Uint8Array(256);
  for (let i = 0; i < text.length; i++) used[text[i] as number] = 1;
  writeSymbols(out, used);
  writeCodes(out, moveToFront(text, order, used));
}

function writeSymbols(out: BitWriter, used: Uint8Array): void {
  const groups = Array.from({ length: 16 }, (_, i) => used.subarray(16 * i, 16 * i + 16).includes(1));
  for (const group of groups) out.bits(1, group ? 1 : 0);
  groups.forEach((group, i) => {
    if (group) for (let j = 0; j < 16; j++) out.bits(1, used[16 * i + j] as number);
  });
}

interface Squeezed {
  readonly codes: Uint16Array;
  readonly count: number;
  readonly frequencies: Int32Array;
  readonly alphabet: number;
}

/** The last column, moved to front; runs of what is in front become numbers of two digits, 1 and 2. */
function moveToFront(text: Uint8Array, order: Int32Array, used: Uint8Array): Squeezed {
  const n = text.length;
  const recent: number[] = [];
  for (let i = 0; i < 256; i++) if (used[i] === 1) recent.push(i);
  const alphabet = recent.length + 2;
  const codes = new Uint16Array(n + 1);
  const frequencies = new Int32Array(alphabet);
  let count = 0;
  let run = 0;
  const put = (code: number): void => {
    codes[count++] = code;
    frequencies[code]!++;
  };
  const endRun = (): void => {
    for (let rest = run; rest > 0; rest = (rest - 1) >> 1) put((rest - 1) & 1);
    run = 0;
  };
  for (let i = 0; i < n; i++) {
    const at = order[i] as number;
    const byte = text[at === 0 ? n - 1 : at - 1] as number;
    if (recent[0] === byte) {
      run++;
      continue;
    }
    endRun();
    const place = recent.indexOf(byte);
    recent.splice(place, 1);
    recent.unshift(byte);
    put(place + 1);
  }
  endRun();
  put(alphabet - 1);
  return { codes, count, frequencies, alphabet };
}

const tableCountFor = (codes: number): number =>
  codes < 200 ? 2 : codes < 600 ? 3 : codes < 1200 ? 4 : codes < 2400 ? 5 : 6;

/** Tables to begin with: each is good for one part of the alphabet, of about equal weight. */
function firstTables({ count, frequencies, alphabet }: Squeezed, tables: number): Uint8Array[] {
  const lengths = Array.from({ length: tables }, () => new Uint8Array(alphabet));
  let left = count;
  let from = 0;
  for (let part = tables; part > 0; part--) {
    const target = Math.floor(left / part);
    let to = from - 1;
    let weight = 0;
    while (weight < target && to < alphabet - 1) weight += frequencies[++to] as number;
    if (to > from && part !== tables && part !== 1 && (tables - part) % 2 === 1)
      weight -= frequencies[to--] as number;
    const table = lengths[part - 1] as Uint8Array;
    for (let v = 0; v < alphabet; v++) table[v] = v >= from && v <= to ? 0 : 15;
    from = to + 1;
    left -= weight;
  }
  return lengths;
}

/** Which table costs least for each group of fifty, and tables made for what was given to them: four times. */
function chooseTables(
  squeezed: Squeezed,
  lengths: Uint8Array[],
): { lengths: Uint8Array[]; selectors: number[] } {
  const { codes, count, alphabet } = squeezed;
  let selectors: number[] = [];
  let tables = lengths;
  for (let round = 0; round < ITERATIONS; round++) {
    const frequencies = tables.map(() => new Int32Array(alphabet));
    selectors = [];
    for (let from = 0; from < count; from += GROUP) {
      const to = Math.min(from + GROUP, count);
      const best = cheapest(codes, from, to, tables);
      selectors.push(best);
      const mine = frequencies[best] as Int32Array;
      for (let i = from; i < to; i++) mine[codes[i] as number]!++;
    }
    tables = frequencies.map((mine) => codeLengths(mine));
  }
  return { lengths: tables, selectors };
}

function cheapest(codes: Uint16Array, from: number, to: number, tables: readonly Uint8Array[]): number {
  let best = 0;
  let least = Infinity;
  tables.forEach((table, t) => {
    let cost = 0;
    for (let i = from; i < to; i++) cost += table[codes[i] as number] as number;
    if (cost < least) {
      least = cost;
      best = t;
    }
  });
  return best;
}

function writeCodes(out: BitWriter, squeezed: Squeezed): void {
  const { codes, count } = squeezed;
  const tables = tableCountFor(count);
  const { lengths, selectors } = chooseTables(squeezed, firstTables(squeezed, tables));
  out.bits(3, tables);
  out.bits(15, selectors.length);
  const recent = Array.from({ length: tables }, (_, i) => i);
  for (const selector of selectors) {
    const place = recent.indexOf(selector);
    recent.splice(place, 1);
    recent.unshift(selector);
    for (let i = 0; i < place; i++) out.bits(1, 1);
    out.bits(1, 0);
  }
  for (const table of lengths) writeLengths(out, table);
  const words = lengths.map((table) => codesOf(table));
  for (let i = 0; i < count; i++) {
    const selector = selectors[Math.floor(i / GROUP)] as number;
    const code = codes[i] as number;
    out.bits(lengths[selector]![code] as number, words[selector]![code] as number);
  }
}

/** The first length, and from each to the next how much longer (10) or shorter (11). */
function writeLengths(out: BitWriter, table: Uint8Array): void {
  let length = table[0] as number;
  out.bits(5, length);
  for (const wanted of table) {
    for (; length < wanted; length++) out.bits(2, 2);
    for (; length > wanted; length--) out.bits(2, 3);
    out.bits(1, 0);
  }
}
