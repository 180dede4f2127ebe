// 64-bit integers as the shell's arithmetic has them: they wrap. A value is a JavaScript number where it fits
// exactly, which is nearly always and fast, and a bigint beyond. Relies on nothing.
// Not here: expressions (arithmetic.ts).

export type Int = number | bigint;

const LARGEST = Number.MAX_SAFE_INTEGER;

/** A bigint brought into 64 bits, and to a number if it fits. */
export function settle(value: bigint): Int {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

const exact = (n: number): boolean => n <= LARGEST && n >= -LARGEST;

/** -0 would show. */
const whole = (n: number): number => (n === 0 ? 0 : n);

export function add(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (exact(sum)) return sum;
  }
  return settle(BigInt(a) + BigInt(b));
}

export function subtract(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (exact(difference)) return difference;
  }
  return settle(BigInt(a) - BigInt(b));
}

export function multiply(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (exact(product)) return whole(product);
  }
  return settle(BigInt(a) * BigInt(b));
}

/** The divisor is not zero. */
export function divide(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") return whole(Math.trunc(a / b));
  return settle(BigInt(a) / BigInt(b));
}

export function remainder(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") return whole(a % b);
  return settle(BigInt(a) % BigInt(b));
}

/** The exponent is not negative. */
export function power(base: Int, exponent: Int): Int {
  let result: Int = 1;
  let factor = base;
  for (let left = BigInt(exponent); left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = multiply(result, factor);
    if (left > 1n) factor = multiply(factor, factor);
  }
  return result;
}

const SMALL = 0x7fff_ffff;
const small = (a: Int, b: Int): boolean =>
  typeof a === "number" && typeof b === "number" && Math.abs(a) <= SMALL && Math.abs(b) <= SMALL;

export function bitwise(operator: "&" | "|" | "^", a: Int, b: Int): Int {
  if (small(a, b)) {
    const [x, y] = [Number(a), Number(b)];
    return operator === "&" ? x & y : operator === "|" ? x | y : x ^ y;
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  return settle(operator === "&" ? x & y : operator === "|" ? x | y : x ^ y);
}

/** Shifts count modulo 64, as the processor does. */
export function shift(operator: "<<" | ">>", a: Int, b: Int): Int {
  const count = BigInt.asUintN(6, BigInt(b));
  return settle(operator === "<<" ? BigInt(a) << count : BigInt(a) >> count);
}

export const complement = (a: Int): Int => settle(~BigInt(a));

/** Digits of a base up to 64 (0-9, a-z, A-Z, @, _); undefined if one is too great. Wraps. */
export function fromDigits(digits: string, base: number): Int | undefined {
  let value: Int = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digitOf(digits.charCodeAt(i), base);
    if (digit >= base) return undefined;
    value = add(multiply(value, base), digit);
  }
  return value;
}

function digitOf(c: number, base: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 97 && c <= 122) return c - 87;
  if (c >= 65 && c <= 90) return base <= 36 ? c - 55 : c - 29;
  return c === 64 ? 62 : c === 95 ? 63 : 99;
}
