import { expect, test } from "vitest";
import { humanDuration } from "../../../../src/base/go/human-duration.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../src/base/time.ts";

test.each([
  [-5 * SECOND, "Less than a second"],
  [0.999 * SECOND, "Less than a second"],
  [1.9 * SECOND, "1 second"],
  [59.9 * SECOND, "59 seconds"],
  [MINUTE, "About a minute"],
  [2 * MINUTE - 1, "About a minute"],
  [59 * MINUTE, "59 minutes"],
  [HOUR, "About an hour"],
  [1.5 * HOUR - 1, "About an hour"],
  [1.5 * HOUR, "2 hours"],
  [47.4 * HOUR, "47 hours"],
  [48 * HOUR, "2 days"],
  [14 * DAY - HOUR, "13 days"],
  [14 * DAY, "2 weeks"],
  [60 * DAY - HOUR, "8 weeks"],
  [60 * DAY, "2 months"],
  [729 * DAY, "24 months"],
  [730 * DAY, "2 years"],
])("%d microseconds: %s", (duration, text) => {
  expect(humanDuration(duration)).toBe(text);
});
