// Seeded pseudo-random numbers (sfc32). The state is four words that a fork copies; a named child stream
// keeps one part's draws from shifting another's.

export type RandomState = readonly [number, number, number, number];

/** FNV-1a over UTF-16 units: only to spread seeds, not for content. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let h = seed >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return h;
}

const HEX = "0123456789abcdef";

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  private constructor(state: RandomState) {
    [this.a, this.b, this.c, this.d] = state;
  }

  static seeded(seed: number | string): Random {
    const text = String(seed);
    const random = new Random([hash32(text), hash32(text, 0x9e3779b9), hash32(text, 0x85ebca6b), 1]);
    for (let i = 0; i < 12; i++) random.next();
    return random;
  }

  static from(state: RandomState): Random {
    return new Random(state);
  }

  get state(): RandomState {
    return [this.a, this.b, this.c, this.d];
  }

  /** A stream of its own for `name`; the parent's next draws do not depend on how much it is used. */
  child(name: string): Random {
    return Random.seeded(`${this.a},${this.b},${this.c},${this.d}/${name}`);
  }

  /** 0 to 2^32 - 1 */
  next(): number {
    const t = (this.a + this.b + this.d) >>> 0;
    this.d = (this.d + 1) >>> 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) >>> 0;
    this.c = (this.c + t) >>> 0;
    return t;
  }

  /** 0 to bound - 1, without bias that matters for bounds far below 2^32. */
  below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound);
  }

  hex(length: number): string {
    let text = "";
    while (text.length < length) {
      let word = this.next();
      for (let i = 0; i < 8 && text.length < length; i++) {
        text += HEX[word & 15];
        word >>>= 4;
      }
    }
    return text;
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i += 4) {
      const word = this.next();
      for (let j = 0; j < 4 && i + j < count; j++) bytes[i + j] = word >>> (8 * j);
    }
    return bytes;
  }
}
