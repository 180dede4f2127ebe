// The order of texts by their bytes in UTF-8, in which the C library (in the C locale) and Go sort names.
// Comparing JavaScript's strings gives another one for what lies beyond the basic plane.

/** Go's and C's order of names, which is that of their bytes; UTF-16 differs from it above U+D7FF. */
export function byteOrder(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codeOrder(x) - codeOrder(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes after all other code units. */
const codeOrder = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);
