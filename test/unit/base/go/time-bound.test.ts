import { expect, test } from "vitest";
import { instantOf } from "../../../../src/base/time.ts";
import { parseTimeBound, secondsOfBound } from "../../../../src/base/go/time-bound.ts";

const now = instantOf({ year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5, microsecond: 600_000 });
const seconds = Math.floor(now / 1_000_000);

test.each([
  ["10m", seconds - 600],
  ["1h30m", seconds - 5400],
  ["1.7s", seconds - 2],
  ["-5s", seconds + 5],
  ["0s", seconds],
])("%s before now", (value, expected) =>
  expect(parseTimeBound(value, now)).toEqual({ ok: true, value: String(expected) }),
);

test("times have nanoseconds, timestamps stay as they are", () => {
  expect(parseTimeBound("2013-01-02T00:00:00.123456789Z", now)).toEqual({
    ok: true,
    value: "1357084800.123456789",
  });
  expect(parseTimeBound("1136073600.5", now)).toEqual({ ok: true, value: "1136073600.5" });
  expect(secondsOfBound("1136073600.500000000")).toBe(1_136_073_600.5);
  expect(secondsOfBound("7")).toBe(7);
});
