// What printf of coreutils 9 (long double) and of C (double) print.
import { expect, test } from "vitest";
import { ANSI_C, ECHO_BASH, unescape } from "../../../../src/programs/libc/escapes.ts";
import { floatOf, numberOf, readFloat } from "../../../../src/programs/libc/float-text.ts";
import { formatFloat, formatInteger, formatText, parseFormat, specOf, type Conversion } from "../../../../src/programs/libc/printf.ts"; // prettier-ignore

const spec = (format: string) => specOf(parseFormat(format)[0] as Conversion, undefined, undefined);

test.each([
  ["%.1f", "0.25", "0.2"],
  ["%.2f", "0.125", "0.12"],
  ["%.20f", "0.1", "0.10000000000000000000"],
  ["%e", "123456", "1.234560e+05"],
  ["%.0g", "3.14159", "3"],
  ["%g", "1e-5", "1e-05"],
  ["%g", "100000", "100000"],
  ["%g", "1000000", "1e+06"],
  ["%#g", "1", "1.00000"],
  ["%+08.2f", "3.14159", "+0003.14"],
  ["%F", "-inf", "-INF"],
  ["%a", "1", "0x8p-3"],
  ["%.3e", "1e4931", "1.000e+4931"],
])("%s of %s", (format, text, printed) => {
  expect(formatFloat(spec(format), readFloat(text, 64).value, 64)).toBe(printed);
});

test("a double is printed with its own digits, and read back", () => {
  expect(formatFloat(spec("%.20f"), floatOf(0.1))).toBe("0.10000000000000000555");
  for (const n of [0.1, 1e300, 4.9e-324, 123456789.125, 1 / 3, -2.5e-310])
    expect(numberOf(readFloat(String(n), 53).value)).toBe(n);
});

test.each([
  ["%05d", -5n, "-0005"],
  ["%x", -1n, "ffffffffffffffff"],
  ["%#X", 255n, "0XFF"],
  ["%#o", 8n, "010"],
  ["%8.3d", 7n, "     007"],
  ["%-6u|", 7n, "7     "],
])("%s of %d", (format, value, printed) => {
  expect(formatInteger(spec(format), value)).toBe(printed);
});

test("texts are counted in bytes, or in characters", () => {
  expect(formatText(spec("%5s"), "é")).toBe("   é");
  expect(formatText(spec("%5s"), "é", "characters")).toBe("    é");
  expect(formatText(spec("%.2s"), "aé")).toBe("a\udcc3");
  expect(formatText(spec("%-4s|"), "ab")).toBe("ab  ");
});

test("escapes join bytes to characters", () => {
  expect(unescape(ANSI_C, "\\xe4\\xb8\\xad\\u4e2d\\n\\101").text).toBe("中中\nA");
  expect(unescape(ECHO_BASH, "a\\cb")).toEqual({ text: "a", ended: true });
  expect(unescape(ECHO_BASH, "\\0101\\101\\q\\").text).toBe("A\\101\\q\\");
});
