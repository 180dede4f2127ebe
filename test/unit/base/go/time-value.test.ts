import { expect, test } from "vitest";
import { formatTime, goDuration, goMonth, goTime, timeString } from "../../../../src/base/go/time-value.ts";
import { sprint } from "../../../../src/base/go/fmt.ts";
import { GoValue } from "../../../../src/base/go/value.ts";
import { instantOf } from "../../../../src/base/time.ts";

const at = instantOf({
  year: 2026,
  month: 11,
  day: 22,
  hour: 0,
  minute: 7,
  second: 25,
  microsecond: 198_757,
});

// as `docker network inspect -f '{{.Created.Format …}}'` prints them
test.each([
  ["2006-01-02T15:04:05.000Z07:00", "2026-11-22T00:07:25.198Z"],
  ["Mon Jan _2 3:4:5PM 06 .999", "Sun Nov 22 12:7:25AM 26 .198"],
  ["Monday January 02 002 __2 -0700 MST", "Sunday November 22 326 326 +0000 UTC"],
  ["1/2 03pm,000000 -07:00 Z0700", "11/22 12am,198757 +00:00 Z"],
  ["Mondays Monk Janus MSTx 20061 0012 15x 12", "Sundays Monk Janus UTCx 202611 01122 00x 1122"],
  [".99x ,9 5.00 05.99 22 .0001", ".19x ,1 25.19 25.19 2222 .0011"],
  ["-07:00:00 -070000 -07 Z07:00:00 Z070000 Z07 Z", "+00:00:00 +000000 +00 Z Z Z Z"],
  ["2 22 222 _22 __22 ___2 _2006 33 44 55 66 07", "22 2222 222222 2222 32622 _326 _2026 1212 77 2525 66 07"],
  ["Januaryx JAN jan MON mon Feb MSTMST2006MST", "Novemberx JAN jan MON mon Feb UTCUTC2026UTC"],
])("layout %s", (layout, text) => {
  expect(formatTime(at, layout)).toBe(text);
});

test("a time prints as Go's String, and the zero time as the year 1", () => {
  expect(timeString(at)).toBe("2026-11-22 00:07:25.198757 +0000 UTC");
  expect(sprint([new GoValue(goTime, null)])).toBe("0001-01-01 00:00:00 +0000 UTC");
  expect(sprint([new GoValue(goMonth, 11), new GoValue(goDuration, 1_500_000_000)])).toBe("November 1.5s");
});

test("methods that templates call", () => {
  const call = (name: string, ...args: unknown[]): unknown => goTime.methods.get(name)?.call(at, ...args);
  expect(
    ["Year", "Month", "Day", "YearDay", "Weekday", "Hour", "Nanosecond"].map((name) => call(name)),
  ).toEqual([2026, 11, 22, 326, 0, 0, 198_757_000]);
  expect([call("Unix"), call("UnixMilli"), call("UnixNano")]).toEqual([
    1795306045,
    1795306045198,
    1795306045198757000n,
  ]);
  expect([call("IsZero"), call("Format", "2006"), call("UTC")]).toEqual([false, "2026", at]);
});
