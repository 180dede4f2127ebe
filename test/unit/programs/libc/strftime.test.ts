import { expect, test } from "vitest";
import { instantOf } from "../../../../src/base/time.ts";
import { parseZone, strftime, UTC } from "../../../../src/programs/libc/strftime.ts";

const at = instantOf({ year: 2024, month: 12, day: 30, hour: 5, minute: 6, second: 7, microsecond: 89_000 });

// Expected texts are those of `date -u -d "2024-12-30 05:06:07.089" +FORMAT`.
test.each([
  ["%a %A %b %B %c", "Mon Monday Dec December Mon Dec 30 05:06:07 2024"],
  ["%C %d %D %e %F %g %G", "20 30 12/30/24 30 2024-12-30 25 2025"],
  ["%h %H %I %j %k %l %m %M", "Dec 05 05 365  5  5 12 06"],
  ["%N %3N %6N %p %P %q %r", "089000000 089 089000 AM am 4 05:06:07 AM"],
  ["%R %s %S %T %u %U %V %w %W", "05:06 1735535167 07 05:06:07 1 52 01 1 53"],
  ["%x %X %y %Y %z %:z %::z %Z", "12/30/24 05:06:07 24 2024 +0000 +00:00 +00:00:00 UTC"],
  ["%-H|%_H|%05d|%^a|%#Z|%10A|%-j", "5| 5|00030|MON|utc|    Monday|365"],
  ["%% %Q %", "% %Q %"],
])("%s", (format, expected) => {
  expect(strftime(format, at, UTC)).toBe(expected);
});

test("zones are offsets from TZ", () => {
  expect(strftime("%T %z %Z", at, parseZone("CST-8"))).toBe("13:06:07 +0800 CST");
  expect(strftime("%T %z %:z", at, parseZone("<-0330>3:30"))).toBe("01:36:07 -0330 -03:30");
  expect(parseZone("Asia/Shanghai")).toEqual({ offset: 0, name: "Asia" });
  expect(parseZone(undefined)).toEqual(UTC);
});
