// How dockerd writes its log: logrus' text format, as fields where it goes to the journal, and short where it is on
// a terminal (sirupsen/logrus text_formatter.go).

import { rfc3339, type Instant } from "../base/time.ts";

export type LogLevel = "info" | "warning" | "error";

const COLOURS: Readonly<Record<LogLevel, number>> = { info: 36, warning: 33, error: 31 };
const MESSAGE_WIDTH = 44;

export function logLine(now: Instant, level: LogLevel, message: string, terminal: boolean): string {
  if (!terminal) return `time="${rfc3339(now)}" level=${level} msg=${JSON.stringify(message)}\n`;
  const word = level.toUpperCase().slice(0, 4);
  return `\u001b[${COLOURS[level]}m${word}\u001b[0m[${rfc3339(now)}] ${message.padEnd(MESSAGE_WIDTH)} \n`;
}
