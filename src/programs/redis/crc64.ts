// The checksum at the end of Redis's dumps: CRC-64 of Jones, reflected, in two halves of 32 bits, as numbers are
// faster than BigInt. Relies on nothing.

/** ad93d23594c935a9, its bits turned round */
const HIGH = 0x95ac9329;
const LOW = 0xac4bc9b5;

function makeTables(): readonly [Uint32Array, Uint32Array] {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte++) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) {
        high ^= HIGH;
        low ^= LOW;
      }
    }
    highs[byte] = high;
    lows[byte] = low;
  }
  return [highs, lows];
}

const [HIGHS, LOWS] = makeTables();

/** Eight bytes, the lowest first. */
export function crc64(bytes: Uint8Array): Uint8Array {
  let [high, low] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const at = (low ^ (bytes[i] as number)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (LOWS[at] as number);
    high = (high >>> 8) ^ (HIGHS[at] as number);
  }
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, low >>> 0, true);
  view.setUint32(4, high >>> 0, true);
  return out;
}
