// strverscmp(3), by which busybox's sort -V compares: runs of digits count as numbers, but with leading zeros as
// fractions, and all else goes by bytes. GNU's own order is libc/version-order.ts.

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

export function strverscmp(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a === b) return 0;
  let start = i;
  while (start > 0 && isDigit(a, start - 1)) start--;
  const x = /^\d*/.exec(a.slice(start))?.[0] as string;
  const y = /^\d*/.exec(b.slice(start))?.[0] as string;
  const plain = (a.charCodeAt(i) || 0) - (b.charCodeAt(i) || 0);
  if (x === "" || y === "") return plain;
  const fractions = (x.startsWith("0") && x !== "0") || (y.startsWith("0") && y !== "0");
  if (fractions || x.length === y.length) return plain;
  return x.length - y.length;
}
