// LZMA2, the compression within .xz files: chunks of LZMA with a range coder, or plain ones (the .xz file format 1.2.1, and the LZMA
// specification of Igor Pavlov, which is in the public domain). Relies on nothing. Not here: the container (xz.ts).

const BIT_MODEL = 1024;
const TOP = 1 << 24;

/** The data ends early or makes no sense. */
export class LzmaFault extends Error {}

const models = (count: number): Uint16Array => new Uint16Array(count).fill(BIT_MODEL);

/** Bits with their probabilities. */
class RangeDecoder {
  private range = 0;
  private code = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {
    this.range = 0xffffffff;
    this.at++;
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new LzmaFault("cut");
    return byte;
  }

  private normalize(): void {
    if (this.range >= TOP) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  bit(probabilities: Uint16Array, index: number): number {
    this.normalize();
    const probability = probabilities[index] as number;
    const bound = (this.range >>> 11) * probability;
    if (this.code < bound) {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
      return 0;
    }
    this.range = (this.range - bound) >>> 0;
    this.code = (this.code - bound) >>> 0;
    probabilities[index] = probability - (probability >>> 5);
    return 1;
  }

  direct(count: number): number {
    let result = 0;
    for (let i = 0; i < count; i++) {
      this.normalize();
      this.range >>>= 1;
      const isOne = this.code >= this.range;
      if (isOne) this.code = (this.code - this.range) >>> 0;
      result = result * 2 + (isOne ? 1 : 0);
    }
    return result;
  }

  tree(probabilities: Uint16Array, bits: number, offset = 0): number {
    let m = 1;
    for (let i = 0; i < bits; i++) m = m * 2 + this.bit(probabilities, offset + m);
    return m - (1 << bits);
  }

  reverseTree(probabilities: Uint16Array, bits: number, offset = 0): number {
    let [m, symbol] = [1, 0];
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(probabilities, offset + m);
      m = m * 2 + bit;
      symbol |= bit << i;
    }
    return symbol;
  }
}

class LengthCoder {
  private readonly choice = models(2);
  private readonly low = models(16 * 8);
  private readonly mid = models(16 * 8);
  private readonly high = models(256);

  decode(range: RangeDecoder, position: number): number {
    if (range.bit(this.choice, 0) === 0) return range.tree(this.low, 3, position * 8);
    if (range.bit(this.choice, 1) === 0) return 8 + range.tree(this.mid, 3, position * 8);
    return 16 + range.tree(this.high, 8);
  }
}

/** What LZMA remembers from one chunk to the next. */
class LzmaState {
  readonly literals: Uint16Array;
  readonly isMatch = models(12 * 16);
  readonly isRep = models(12);
  readonly isRepG0 = models(12);
  readonly isRepG1 = models(12);
  readonly isRepG2 = models(12);
  readonly isRep0Long = models(12 * 16);
  readonly slots = models(4 * 64);
  readonly special = models(128);
  readonly align = models(16);
  readonly lengths = new LengthCoder();
  readonly repLengths = new LengthCoder();
  readonly reps: [number, number, number, number] = [0, 0, 0, 0];
  state = 0;

  constructor(
    readonly lc: number,
    readonly lp: number,
    readonly pb: number,
  ) {
    this.literals = models(0x300 << (lc + lp));
  }
}

/** The bytes so far; matches are copied from them. */
class Output {
  bytes = new Uint8Array(1 << 16);
  length = 0;
  /** where the dictionary begins */
  start = 0;

  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  copy(distance: number, count: number): void {
    if (distance > this.length - this.start) throw new LzmaFault("data");
    for (let i = 0; i < count; i++) this.bytes[this.length] = this.bytes[this.length++ - distance] as number;
  }
}

function literal(range: RangeDecoder, state: LzmaState, output: Output): void {
  const position = output.length - output.start;
  const before = position === 0 ? 0 : (output.bytes[output.length - 1] as number);
  const low = position & ((1 << state.lp) - 1);
  const offset = 0x300 * ((low << state.lc) + (before >>> (8 - state.lc)));
  let symbol = 1;
  if (state.state >= 7) {
    let match = output.bytes[output.length - state.reps[0] - 1] as number;
    do {
      const matchBit = (match >>> 7) & 1;
      match <<= 1;
      const bit = range.bit(state.literals, offset + ((1 + matchBit) << 8) + symbol);
      symbol = symbol * 2 + bit;
      if (matchBit !== bit) break;
    } while (symbol < 0x100);
  }
  while (symbol < 0x100) symbol = symbol * 2 + range.bit(state.literals, offset + symbol);
  output.bytes[output.length++] = symbol & 255;
  state.state = state.state < 4 ? 0 : state.state < 10 ? state.state - 3 : state.state - 6;
}

function distance(range: RangeDecoder, state: LzmaState, length: number): number {
  const slot = range.tree(state.slots, 6, Math.min(length, 3) * 64);
  if (slot < 4) return slot;
  const bits = (slot >>> 1) - 1;
  const base = (2 | (slot & 1)) * 2 ** bits;
  if (slot < 14) return base + range.reverseTree(state.special, bits, base - slot);
  return base + range.direct(bits - 4) * 16 + range.reverseTree(state.align, 4);
}

/** A match that repeats one of the last four distances; its length, or 1 for a single byte. */
function repeated(range: RangeDecoder, state: LzmaState, position: number): number {
  const { reps, state: now } = state;
  if (range.bit(state.isRepG0, now) === 0) {
    if (range.bit(state.isRep0Long, now * 16 + position) === 0) {
      state.state = now < 7 ? 9 : 11;
      return 1;
    }
  } else {
    let which = 1;
    if (range.bit(state.isRepG1, now) === 1) which = range.bit(state.isRepG2, now) === 0 ? 2 : 3;
    const chosen = reps[which] as number;
    for (let i = which; i > 0; i--) reps[i] = reps[i - 1] as number;
    reps[0] = chosen;
  }
  state.state = now < 7 ? 8 : 11;
  return 2 + state.repLengths.decode(range, position);
}

function chunk(range: RangeDecoder, state: LzmaState, output: Output, end: number): void {
  while (output.length < end) {
    const position = (output.length - output.start) & ((1 << state.pb) - 1);
    if (range.bit(state.isMatch, state.state * 16 + position) === 0) {
      literal(range, state, output);
      continue;
    }
    let length: number;
    if (range.bit(state.isRep, state.state) === 1) length = repeated(range, state, position);
    else {
      const { reps } = state;
      [reps[3], reps[2], reps[1]] = [reps[2], reps[1], reps[0]];
      const extra = state.lengths.decode(range, position);
      state.state = state.state < 7 ? 7 : 10;
      reps[0] = distance(range, state, extra);
      length = 2 + extra;
    }
    output.copy(state.reps[0] + 1, Math.min(length, end - output.length));
  }
}

/** The bytes of an LZMA2 stream that begins at `start`, and where it ends. */
export function decodeLzma2(bytes: Uint8Array, start: number): { readonly bytes: Uint8Array; readonly end: number } {
  const output = new Output();
  let state: LzmaState | undefined;
  let at = start;
  const u16 = (place: number): number => ((bytes[place] ?? 0) << 8) | (bytes[place + 1] ?? 0);
  for (;;) {
    const control = bytes[at];
    if (control === undefined) throw new LzmaFault("cut");
    if (control === 0) return { bytes: output.bytes.slice(0, output.length), end: at + 1 };
    if (control === 1) output.start = output.length;
    if (control < 0x80) {
      if (control > 2) throw new LzmaFault("data");
      const size = u16(at + 1) + 1;
      if (at + 3 + size > bytes.length) throw new LzmaFault("cut");
      output.reserve(size);
      output.bytes.set(bytes.subarray(at + 3, at + 3 + size), output.length);
      output.length += size;
      at += 3 + size;
      continue;
    }
    const size = ((control & 31) << 16) + u16(at + 1) + 1;
    const packed = u16(at + 3) + 1;
    const reset = (control >>> 5) & 3;
    at += 5;
    if (reset === 3) output.start = output.length;
    if (reset >= 2) {
      const properties = bytes[at++] ?? 255;
      if (properties >= 225) throw new LzmaFault("data");
      const rest = Math.floor(properties / 9);
      state = new LzmaState(properties % 9, rest % 5, Math.floor(rest / 5));
    } else if (reset === 1 && state !== undefined) state = new LzmaState(state.lc, state.lp, state.pb);
    if (state === undefined) throw new LzmaFault("data");
    if (at + packed > bytes.length) throw new LzmaFault("cut");
    output.reserve(size);
    chunk(new RangeDecoder(bytes.subarray(0, at + packed), at), state, output, output.length + size);
    at += packed;
  }
} // prettier-ignore
