// Runs of zero bytes: one shared buffer stands for all of them, so that /dev/zero, holes and zero-filled
// files cost nothing. Nobody may write to what `zeros` returns.

const ZEROS = new Uint8Array(1 << 20);

export const zeros = (length: number): Uint8Array =>
  length <= ZEROS.length ? ZEROS.subarray(0, length) : new Uint8Array(length);

export function isZero(bytes: Uint8Array): boolean {
  const n = bytes.length;
  if (n === 0) return true;
  if (bytes[0] !== 0 || bytes[n - 1] !== 0 || bytes[n >>> 1] !== 0) return false;
  if (bytes.buffer === ZEROS.buffer) return true;
  const head = Math.min(n, -bytes.byteOffset & 3);
  for (let i = 0; i < head; i++) if (bytes[i] !== 0) return false;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (n - head) >>> 2);
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
  for (let i = head + words.length * 4; i < n; i++) if (bytes[i] !== 0) return false;
  return true;
}
