// Reading deflate (RFC 1951), telling where the data end: for gzip files of several members and for what comes
// after them. Writing is fflate's (compression.ts), which does not tell.

export interface Inflated {
  /** all, or what came before a fault */
  readonly bytes: Uint8Array;
  /** behind the last byte that belongs to the data */
  readonly end: number;
  readonly fault: "cut" | "data" | undefined;
}

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]; // prettier-ignore
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577]; // prettier-ignore
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]; // prettier-ignore
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MOST_BITS = 15;

/** How many codes there are of each length, and the symbols in order of their codes. */
interface Codes {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(MOST_BITS + 1);
  for (const length of lengths) counts[length]!++;
  const offsets = new Uint16Array(MOST_BITS + 2);
  for (let i = 1; i <= MOST_BITS; i++) offsets[i + 1] = (offsets[i] as number) + (counts[i] as number);
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[offsets[length]!++] = symbol;
  });
  return { counts, symbols };
}

const FIXED_LENGTHS = codesOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = codesOf(new Uint8Array(30).fill(5));

class Inflater {
  private out = new Uint8Array(65_536);
  private used = 0;
  private buffer = 0;
  private held = 0;
  fault: "cut" | "data" | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  get result(): Uint8Array {
    return this.out.subarray(0, this.used);
  }

  private bits(count: number): number {
    while (this.held < count) {
      if (this.at >= this.bytes.length) {
        this.fault ??= "cut";
        return 0;
      }
      this.buffer |= (this.bytes[this.at++] as number) << this.held;
      this.held += 8;
    }
    const value = this.buffer & ((1 << count) - 1);
    this.buffer >>>= count;
    this.held -= count;
    return value;
  }

  private symbol({ counts, symbols }: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MOST_BITS; length++) {
      code |= this.bits(1);
      if (this.fault !== undefined) return 256;
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    this.fault ??= "data";
    return 256;
  }

  private room(more: number): void {
    if (this.used + more <= this.out.length) return;
    const larger = new Uint8Array(Math.max(this.out.length * 2, this.used + more));
    larger.set(this.result);
    this.out = larger;
  }

  run(): void {
    for (let last = 0; last === 0 && this.fault === undefined;) {
      last = this.bits(1);
      const kind = this.bits(2);
      if (this.fault !== undefined) return;
      if (kind === 0) this.stored();
      else if (kind === 1) this.compressed(FIXED_LENGTHS, FIXED_DISTANCES);
      else if (kind === 2) this.dynamic();
      else this.fault = "data";
    }
    this.at -= this.held >> 3;
    this.held = 0;
  }

  private stored(): void {
    this.at -= this.held >> 3;
    this.buffer = 0;
    this.held = 0;
    const size = this.bits(16);
    const check = this.bits(16);
    if (this.fault !== undefined) return;
    if (size !== (~check & 0xffff)) {
      this.fault = "data";
      return;
    }
    const part = this.bytes.subarray(this.at, this.at + size);
    this.room(size);
    this.out.set(part, this.used);
    this.used += part.length;
    this.at += part.length;
    if (part.length < size) this.fault = "cut";
  }

  private dynamic(): void {
    const lengthCount = this.bits(5) + 257;
    const distanceCount = this.bits(5) + 1;
    const codeCount = this.bits(4) + 4;
    const short = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) short[LENGTH_ORDER[i] as number] = this.bits(3);
    const codes = codesOf(short);
    const lengths = new Uint8Array(lengthCount + distanceCount);
    for (let i = 0; i < lengths.length && this.fault === undefined;) {
      const symbol = this.symbol(codes);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const repeated = symbol === 16 ? (i === 0 ? -1 : (lengths[i - 1] as number)) : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (repeated < 0 || i + times > lengths.length) {
        this.fault ??= "data";
        return;
      }
      lengths.fill(repeated, i, i + times);
      i += times;
    }
    if (this.fault !== undefined) return;
    this.compressed(codesOf(lengths.subarray(0, lengthCount)), codesOf(lengths.subarray(lengthCount)));
  }

  private compressed(lengths: Codes, distances: Codes): void {
    while (this.fault === undefined) {
      const symbol = this.symbol(lengths);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.room(1);
        this.out[this.used++] = symbol;
        continue;
      }
      const code = symbol - 257;
      const length = (LENGTH_BASE[code] ?? -1) + this.bits(LENGTH_BITS[code] ?? 0);
      const far = this.symbol(distances);
      const distance = (DISTANCE_BASE[far] ?? -1) + this.bits(DISTANCE_BITS[far] ?? 0);
      if (this.fault !== undefined) return;
      if (length < 3 || distance < 1 || distance > this.used) {
        this.fault = "data";
        return;
      }
      this.room(length);
      for (let i = 0; i < length; i++) this.out[this.used] = this.out[this.used++ - distance] as number;
    }
  }
}

export function inflate(bytes: Uint8Array, from: number): Inflated {
  const inflater = new Inflater(bytes, from);
  inflater.run();
  return { bytes: inflater.result, end: inflater.at, fault: inflater.fault };
}
