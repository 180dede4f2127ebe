// Numbers as Redis reads them from arguments and values, and writes them: 64-bit integers, strictly; floats with
// infinities. Relies on nothing. Not modelled: the last digits of 80-bit floats.

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/;
const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;

export const isInt64 = (value: bigint): boolean => value >= MIN && value <= MAX;

export function parseBig(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text);
  return isInt64(value) ? value : undefined;
}

/** For counts, positions and times, which no one needs past 2^53. */
export function parseWhole(text: string): number | undefined {
  const value = parseBig(text);
  return value === undefined ? undefined : Number(value);
}

const FLOAT = /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

export function parseFloating(text: string): number | undefined {
  if (INFINITE.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return FLOAT.test(text) ? Number(text) : undefined;
}

export const formatScore = (value: number): string =>
  value === Infinity ? "inf" : value === -Infinity ? "-inf" : Object.is(value, -0) ? "-0" : String(value);

/** A sum without the noise of binary fractions. */
export function formatSum(value: number): string {
  const text = Number(value.toPrecision(17 - 2)).toString();
  return text.includes("e") ? BigInt(Math.round(value)).toString() : text;
}
