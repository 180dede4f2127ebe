// CRC-32 as gzip, xz and PNG use it (ISO 3309), four bytes at a time.
// Relies on nothing.

/** Four tables of 256, to take four bytes at a time. */
const CRC = new Int32Array(1024);
for (let i = 0; i < 256; i++) {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  CRC[i] = crc;
}
for (let i = 256; i < 1024; i++)
  CRC[i] = ((CRC[i - 256] as number) >>> 8) ^ (CRC[(CRC[i - 256] as number) & 0xff] as number);

export function crc32(bytes: Uint8Array): number {
  const fours = bytes.length & ~3;
  let crc = -1;
  let i = 0;
  for (; i < fours; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      CRC[768 + (crc & 0xff)]! ^
      CRC[512 + ((crc >>> 8) & 0xff)]! ^
      CRC[256 + ((crc >>> 16) & 0xff)]! ^
      CRC[crc >>> 24]!;
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
