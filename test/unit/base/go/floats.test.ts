import fc from "fast-check";
import { expect, test } from "vitest";
import { binaryOf, formatFloat, parseFloat64 } from "../../../../src/base/go/floats.ts";

test("a given number of digits is rounded from the exact value, half to even", () => {
  const fixed = (value: number, digits: number): string => formatFloat(value, "f", digits);
  expect([0.5, 1.5, 2.5, 3.5].map((x) => fixed(x, 0))).toEqual(["0", "2", "2", "4"]);
  expect([fixed(2.675, 2), fixed(0.25, 1), fixed(9.99, 1), fixed(0.04, 1)]).toEqual([
    "2.67",
    "0.2",
    "10.0",
    "0.0",
  ]);
  expect(fixed(0.1, 20)).toBe("0.10000000000000000555");
});

/** The same by division of integers. */
function slowly(value: number, digits: number): string {
  const { mantissa, exponent } = binaryOf(value);
  const numerator = (exponent > 0 ? mantissa << BigInt(exponent) : mantissa) * 10n ** BigInt(digits);
  const denominator = exponent > 0 ? 1n : 1n << BigInt(-exponent);
  let scaled = numerator / denominator;
  const rest = 2n * (numerator % denominator);
  if (rest > denominator || (rest === denominator && scaled % 2n === 1n)) scaled++;
  const text = scaled.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

test("the fast way to round agrees with the slow one", () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: 1e12, noNaN: true }),
    fc.tuple(fc.nat(1_000_000), fc.nat(12)).map(([n, power]) => n / 2 ** power),
    fc.tuple(fc.nat(1_000_000), fc.nat(9)).map(([n, power]) => n / 10 ** power),
  );
  const law = fc.property(value, fc.nat(12), (x, digits) => {
    expect(formatFloat(x, "f", digits)).toBe(slowly(x, digits));
  });
  fc.assert(law, { seed: 3, numRuns: 1000 });
});

test("%g turns to exponents below 1e-4 and from its precision on", () => {
  const general = (x: number, digits = -1): string => formatFloat(x, "g", digits);
  expect([1e5, 1e6, 1e20, 123456789, 1e-4, 1e-5, 0, -0].map((x) => general(x))).toEqual([
    "100000",
    "1e+06",
    "1e+20",
    "1.23456789e+08",
    "0.0001",
    "1e-05",
    "0",
    "-0",
  ]);
  expect([general(1234567, 3), general(999.9, 3), general(999.96, 4), general(2.5, 1000)]).toEqual([
    "1.23e+06",
    "1e+03",
    "1000",
    "2.5",
  ]);
});

test("other letters, and what is no number", () => {
  expect(formatFloat(3.14159, "e", 6)).toBe("3.141590e+00");
  expect(formatFloat(1e21, "G", -1)).toBe("1E+21");
  expect([formatFloat(1.5, "x", -1), formatFloat(1.5, "X", 0), formatFloat(1.5, "b", -1)]).toEqual([
    "0x1.8p+00",
    "0X1P+01",
    "6755399441055744p-52",
  ]);
  expect([formatFloat(Infinity, "g", -1), formatFloat(-Infinity, "f", 2), formatFloat(NaN, "g", -1)]).toEqual(
    ["+Inf", "-Inf", "NaN"],
  );
});

test("reading takes decimals, hexadecimals, underscores and names", () => {
  const read = (text: string): unknown => {
    const result = parseFloat64(text);
    return result.ok ? result.value : result.error;
  };
  expect(["1.5", ".5", "8.", "1e3", "0x1.8p+1", "1_0.5", "-Inf", "infinity"].map(read)).toEqual([
    1.5,
    0.5,
    8,
    1000,
    3,
    10.5,
    -Infinity,
    Infinity,
  ]);
  expect(read("NaN")).toBeNaN();
  for (const text of ["", "x", "8 ", " 8", "0x10", "1e", "1__0", "--1", "0x.p1"])
    expect(read(text)).toBe(`strconv.ParseFloat: parsing "${text}": invalid syntax`);
  expect(read("1e400")).toBe('strconv.ParseFloat: parsing "1e400": value out of range');
});
