// What dd's conv= does to bytes: case, pairs swapped, lines made blocks of one length and back.
// Not here: EBCDIC, and what is no change of bytes (sync, notrunc), which dd.ts does.

import { concat } from "../../base/utf8.ts";

const shift = (bytes: Uint8Array, from: number, to: number, by: number): Uint8Array =>
  bytes.map((byte) => (byte >= from && byte <= to ? byte + by : byte));

export class Converter {
  private odd: number | undefined;
  /** characters of the line so far, for block */
  private column = 0;
  /** spaces that may be at the end of a record, for unblock */
  private spaces = 0;

  constructor(
    private readonly conversions: ReadonlySet<string>,
    private readonly width: number,
  ) {}

  convert(input: Uint8Array): Uint8Array {
    const { conversions } = this;
    let bytes = input;
    if (conversions.has("swab")) bytes = this.swap(bytes);
    if (conversions.has("ucase")) bytes = shift(bytes, 97, 122, -32);
    if (conversions.has("lcase")) bytes = shift(bytes, 65, 90, 32);
    if (conversions.has("block") && this.width > 0) bytes = this.block(bytes);
    if (conversions.has("unblock") && this.width > 0) bytes = this.unblock(bytes);
    return bytes;
  }

  /** What was kept back. */
  end(): Uint8Array {
    const parts: Uint8Array[] = [];
    if (this.odd !== undefined) parts.push(Uint8Array.of(this.odd));
    if (this.conversions.has("block") && this.column > 0)
      parts.push(new Uint8Array(Math.max(0, this.width - this.column)).fill(32));
    if (this.conversions.has("unblock") && this.column > 0) parts.push(Uint8Array.of(10));
    return concat(parts);
  }

  private swap(bytes: Uint8Array): Uint8Array {
    const all = this.odd === undefined ? bytes : concat([Uint8Array.of(this.odd), bytes]);
    const even = all.length & ~1;
    this.odd = even < all.length ? all[even] : undefined;
    const swapped = new Uint8Array(even);
    for (let i = 0; i < even; i += 2) {
      swapped[i] = all[i + 1] as number;
      swapped[i + 1] = all[i] as number;
    }
    return swapped;
  }

  private block(bytes: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const byte of bytes) {
      if (byte === 10) {
        for (; this.column < this.width; this.column++) out.push(32);
        this.column = 0;
      } else if (this.column++ < this.width) out.push(byte);
    }
    return Uint8Array.from(out);
  }

  private unblock(bytes: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const byte of bytes) {
      if (this.column === this.width) {
        out.push(10);
        this.column = 0;
        this.spaces = 0;
      }
      this.column++;
      if (byte === 32) {
        this.spaces++;
        continue;
      }
      for (; this.spaces > 0; this.spaces--) out.push(32);
      out.push(byte);
    }
    return Uint8Array.from(out);
  }
}
