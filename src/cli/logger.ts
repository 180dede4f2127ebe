// What the client logs, one line each on standard error: logrus' text, which is shorter and coloured on a terminal.
// Levels that are not shown by default are not here.

import { quote } from "../base/go/quote.ts";
import { rfc3339, SECOND } from "../base/time.ts";
import type { Task } from "../kernel/sys.ts";
import type { Client } from "./client.ts";

export type Level = "warning" | "error" | "info";

const COLOURS: Readonly<Record<Level, number>> = { warning: 33, error: 31, info: 36 };
/** Texts that need no quotes. */
const PLAIN = /^[A-Za-z0-9\-._/@^+]+$/;

export function* log(client: Client, level: Level, message: string): Task<void> {
  yield* client.printError(
    client.errorIsTerminal ? onTerminal(level, message) : plain(client, level, message),
  );
}

function plain(client: Client, level: Level, message: string): string {
  const now = client.sys.now();
  const time = rfc3339(now - (now % SECOND));
  return `time="${time}" level=${level} msg=${PLAIN.test(message) ? message : quote(message)}\n`;
}

/** Seconds since the client was started come in brackets; it is always just started. */
const onTerminal = (level: Level, message: string): string =>
  `\x1b[${COLOURS[level]}m${level.slice(0, 4).toUpperCase()}\x1b[0m[0000] ${message.padEnd(44)} \n`;
