// bzip2's checksum: CRC-32 with the highest bit first, of each block before it is squeezed, and all of them
// rotated into one for the stream.

const TABLE = new Int32Array(256);
for (let i = 0; i < 256; i++) {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  TABLE[i] = crc;
}

export const CRC_START = -1;

export const crcStep = (crc: number, byte: number): number =>
  (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] as number);

export function crcOf(bytes: Uint8Array, from: number, to: number): number {
  let crc = CRC_START;
  for (let i = from; i < to; i++) crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ (bytes[i] as number)] as number);
  return ~crc >>> 0;
}

export const combineCrc = (all: number, block: number): number => (((all << 1) | (all >>> 31)) ^ block) >>> 0;
