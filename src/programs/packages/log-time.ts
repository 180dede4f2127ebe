// Times as dpkg and apt write them into their logs: `2025-12-30 09:12:40`.
// The clock of all hosts shows UTC.

import { civilOf } from "../../base/time.ts";
import type { Instant } from "../../base/time.ts";

export function formatInstant(at: Instant, between = " "): string {
  const { year, month, day, hour, minute, second } = civilOf(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}${between}${two(hour)}:${two(minute)}:${two(second)}`;
}
