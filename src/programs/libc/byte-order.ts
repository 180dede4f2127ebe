// The order of text in the C locale: that of its UTF-8 bytes. JavaScript's own differs from it above U+D7FF
// only, where pairs of surrogates stand for what comes last, and lone ones for bytes that are no UTF-8.

export function byteOrder(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x < 0xd800 && y < 0xd800 ? x - y : codeOrder(x) - codeOrder(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes after all other code units. */
const codeOrder = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);
