// A number of CPUs: any rational number that is a whole number of billionths (docker/cli opts.ParseCPUs, whose
// grammar is that of Go's big.Rat: 0.5, 1/2, 1e-3, 0x10). Relies on nothing.

import { fail, ok, type Result } from "../../base/result.ts";

const BILLION = 1_000_000_000n;
/** Go refuses larger exponents, lest the number fill the memory. */
const MAX_EXPONENT = 1_000_000;

/** Billionths of a CPU, the API's NanoCpus. */
export function parseCpus(text: string): Result<number, string> {
  const rational = parseRational(text);
  if (rational === undefined) return fail(`failed to parse ${text} as a rational number`);
  const [numerator, denominator] = rational;
  const scaled = numerator * BILLION;
  if (scaled % denominator !== 0n) return fail("value is too precise");
  return ok(Number(BigInt.asIntN(64, scaled / denominator)));
}

/** Numerator and denominator, the latter positive. */
export function parseRational(text: string): readonly [bigint, bigint] | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return parseFloatingPoint(text);
  const numerator = parseInteger(text.slice(0, slash), true);
  const denominator = parseInteger(text.slice(slash + 1), false);
  return numerator === undefined || denominator === undefined || denominator === 0n
    ? undefined
    : [numerator, denominator];
}

const PREFIXED = [
  [/^0[xX](_?[0-9a-fA-F])+$/, "0x"],
  [/^0[bB](_?[01])+$/, "0b"],
  [/^0[oO](_?[0-7])+$/, "0o"],
  [/^0(_?[0-7])+$/, "0o"],
  [/^\d(_?\d)*$/, ""],
] as const;

function parseInteger(text: string, mayHaveSign: boolean): bigint | undefined {
  const sign = mayHaveSign && /^[+-]/.test(text) ? text[0] : "";
  const digits = sign === "" ? text : text.slice(1);
  for (const [form, prefix] of PREFIXED) {
    if (!form.test(digits)) continue;
    const bare = digits.replaceAll("_", "");
    const value = BigInt(
      prefix === "" || /^0[xXbBoO]/.test(bare) ? bare.toLowerCase() : `0o${bare.slice(1)}`,
    );
    return sign === "-" ? -value : value;
  }
  return undefined;
}

const DECIMAL = /^([+-]?)(\d(?:_?\d)*)?(?:\.(\d(?:_?\d)*)?)?(?:([eEpP])([+-]?\d(?:_?\d)*))?$/;
const HEXADECIMAL =
  /^([+-]?)0[xX]_?([0-9a-fA-F](?:_?[0-9a-fA-F])*)?(?:\.([0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?(?:([pP])([+-]?\d(?:_?\d)*))?$/;

function parseFloatingPoint(text: string): readonly [bigint, bigint] | undefined {
  const hex = /^[+-]?0[xX]/.test(text);
  const m = (hex ? HEXADECIMAL : DECIMAL).exec(text);
  if (!m || (m[2] === undefined && m[3] === undefined)) return undefined;
  const whole = (m[2] ?? "").replaceAll("_", "");
  const fraction = (m[3] ?? "").replaceAll("_", "");
  const exponent = Number((m[5] ?? "0").replaceAll("_", ""));
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const mantissa = BigInt(hex ? `0x${whole}${fraction}` : `${whole}${fraction}`);
  const perDigit = hex ? 16n : 10n;
  const base = m[4] === undefined || /e/i.test(m[4]) ? 10n : 2n;
  const numerator = (m[1] === "-" ? -mantissa : mantissa) * (exponent > 0 ? base ** BigInt(exponent) : 1n);
  return [numerator, perDigit ** BigInt(fraction.length) * (exponent < 0 ? base ** BigInt(-exponent) : 1n)];
}
