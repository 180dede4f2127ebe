// Bytes of a small file as a string with one character a byte: a typed array of a hundred bytes takes up four
// hundred, and most files of most images are small. Only content.ts knows of it.

/** Up to here a file's bytes are packed, in bytes. */
export const PACKED_MOST = 256;

export const pack = (bytes: Uint8Array): string =>
  String.fromCharCode.apply(null, bytes as unknown as number[]);

export function unpack(packed: string, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  for (let i = from; i < to; i++) bytes[i - from] = packed.charCodeAt(i);
  return bytes;
}
