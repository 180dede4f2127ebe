import { expect, test } from "vitest";
import { parseCpus } from "../../../../src/cli/opts/cpus.ts";

test.each([
  ["0.5", 500_000_000],
  ["1/2", 500_000_000],
  ["-3/2", -1_500_000_000],
  ["+1", 1_000_000_000],
  [".5", 500_000_000],
  ["5.", 5_000_000_000],
  ["1e-3", 1_000_000],
  ["0x10", 16_000_000_000],
  ["0x1p-2", 250_000_000],
  ["1_0", 10_000_000_000],
  ["010/010", 1_000_000_000],
  ["0b11/0o2", 1_500_000_000],
])("%s", (text, nano) => expect(parseCpus(text)).toEqual({ ok: true, value: nano }));

test.each(["", "x", "1/0", "1/-2", "1/2/3", ".", "1e", "1__0", "0x", "inf", " 1", "1e10000000"])(
  "%j is no number",
  (text) => {
    expect(parseCpus(text)).toEqual({ ok: false, error: `failed to parse ${text} as a rational number` });
  },
);

test.each(["1e-10", "1/3", "0.0000000001"])("%s is too fine", (text) =>
  expect(parseCpus(text)).toEqual({ ok: false, error: "value is too precise" }),
);
