// The functions of mathematics that awk and bc offer, from sums of their own: what engines make of Math.sin and its like
// may differ in the last digit from one to another. Accurate to about one unit in the last place.

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const HALF_PI = Math.PI / 2;
const TWO_OVER_PI = 2 / Math.PI;
/** pi/2 in three parts, the first two with zeros at their ends, so that products are exact */
const PIO2 = [1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21] as const;

/** x * 2 ** power, in steps that neither overflow nor lose the last digits before the end. */
function scale(x: number, power: number): number {
  let value = x;
  let left = power;
  for (; left > 1000; left -= 1000) value *= 2 ** 1000;
  for (; left < -1000; left += 1000) value *= 2 ** -1000;
  return value * 2 ** left;
}

export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.2) return 0;
  const power = Math.round(x / (LN2_HIGH + LN2_LOW));
  const high = x - power * LN2_HIGH;
  const rest = high - power * LN2_LOW;
  // |rest| is at most ln 2 / 2
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 24; n++) {
    term *= rest / n;
    sum += term;
    if (Math.abs(term) < 1e-20) break;
  }
  return scale(1 + sum, power);
}

/** The mantissa between sqrt(1/2) and sqrt(2), and the power of two. */
function split(x: number): readonly [number, number] {
  let power = 0;
  let mantissa = x;
  if (mantissa < 2 ** -1022) {
    mantissa *= 2 ** 54;
    power = -54;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, mantissa);
  const high = view.getUint32(0);
  power += ((high >>> 20) & 0x7ff) - 1023;
  view.setUint32(0, (high & 0x800fffff) | (1023 << 20));
  mantissa = view.getFloat64(0);
  return mantissa > Math.SQRT2 ? [mantissa / 2, power + 1] : [mantissa, power];
}

export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  const [mantissa, power] = split(x);
  // log m = 2 artanh((m - 1) / (m + 1))
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 41; n >= 3; n -= 2) sum = square * (sum + 1 / n);
  return power * LN2_HIGH + (2 * (s + s * sum) + power * LN2_LOW);
}

function sineSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = (-square / (n * (n - 1))) * (1 + sum);
  return x + x * sum;
}

function cosineSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 22; n >= 2; n -= 2) sum = (-square / (n * (n - 1))) * (1 + sum);
  return 1 + sum;
}

/** What is left of x after quarter turns, and how many of them modulo 4. Good to some 1e9. */
function reduce(x: number): readonly [number, number] {
  const quarters = Math.round(x * TWO_OVER_PI);
  const rest = x - quarters * PIO2[0] - quarters * PIO2[1] - quarters * PIO2[2];
  return [rest, ((quarters % 4) + 4) % 4];
}

export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const [rest, quarter] = Math.abs(x) < 0.8 ? [x, 0] : reduce(x);
  const value = quarter % 2 === 0 ? sineSeries(rest) : cosineSeries(rest);
  return quarter >= 2 ? -value : value;
}

export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const [rest, quarter] = Math.abs(x) < 0.8 ? [x, 0] : reduce(x);
  const value = quarter % 2 === 0 ? cosineSeries(rest) : sineSeries(rest);
  return quarter === 1 || quarter === 2 ? -value : value;
}

/** Between 0 and 1. */
function arctangent(x: number): number {
  // atan x = atan c + atan((x - c) / (1 + x c)), twice with angles whose tangents are known
  if (x > 0.4142135623730951) {
    const rest = (x - 1) / (1 + x);
    return Math.PI / 4 + arctangentSeries(rest);
  }
  return arctangentSeries(x);
}

function arctangentSeries(x: number): number {
  // halving the angle once more: atan x = 2 atan(x / (1 + sqrt(1 + x * x)))
  const half = x / (1 + Math.sqrt(1 + x * x));
  const square = half * half;
  let sum = 0;
  for (let n = 49; n >= 3; n -= 2) sum = -square * (1 / n + sum);
  return 2 * (half + half * sum);
}

export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const angle = size > 1 ? HALF_PI - arctangent(1 / size) : arctangent(size);
  return x < 0 ? -angle : angle;
}

export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const below = y < 0 || Object.is(y, -0);
  if (y === 0) return x < 0 || Object.is(x, -0) ? (below ? -Math.PI : Math.PI) : y;
  if (x === 0) return below ? -HALF_PI : HALF_PI;
  if (!Number.isFinite(x) && !Number.isFinite(y))
    return (below ? -1 : 1) * (x > 0 ? Math.PI / 4 : (3 * Math.PI) / 4);
  const angle = atan(Math.abs(y / x));
  const turned = x < 0 ? Math.PI - angle : angle;
  return below ? -turned : turned;
}

/** Whole powers by squaring, which is exact where the result fits; others by exp and log. */
export function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 1024) {
    let result = 1;
    let square = base;
    for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result *= square;
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }
  if (exponent === 0.5) return Math.sqrt(base);
  if (base === 0) return exponent < 0 ? Infinity : 0;
  if (base < 0) {
    if (!Number.isInteger(exponent)) return Number.NaN;
    const size = exp(exponent * log(-base));
    return exponent % 2 === 0 ? size : -size;
  }
  return exp(exponent * log(base));
}
