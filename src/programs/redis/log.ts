// Lines of the server's log: process, role, date, level, text (redis's serverLogRaw). Levels are characters: `.`
// debug, `-` verbose, `*` notice, `#` warning. Relies on the clock of the world.

import { civilOf, type Instant } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";
import { shortMonth } from "../libc/strftime.ts";

/** C is a child, or the server before it is one; M the server. */
export type Role = "C" | "M";
export type Level = "." | "-" | "*" | "#";

const two = (value: number): string => String(value).padStart(2, "0");

export function logDate(at: Instant): string {
  const { year, month, day, hour, minute, second, microsecond } = civilOf(at);
  const milliseconds = String(Math.floor(microsecond / 1000)).padStart(3, "0");
  return `${two(day)} ${shortMonth(month)} ${year} ${two(hour)}:${two(minute)}:${two(second)}.${milliseconds}`;
}

const LEVELS = new Map([["debug", "."], ["verbose", "-"], ["notice", "*"], ["warning", "#"], ["nothing", "~"]]); // prettier-ignore
const ORDER = ".-*#~";

export interface Log {
  readonly fd: Fd;
  /** the setting loglevel */
  readonly level: string;
}

export function* logLine(sys: Sys, log: Log, role: Role, level: Level, text: string): Task<void> {
  if (ORDER.indexOf(level) < ORDER.indexOf(LEVELS.get(log.level) ?? "*")) return;
  yield* sys.write(log.fd, encode(`${sys.pid}:${role} ${logDate(sys.now())} ${level} ${text}\n`));
}
