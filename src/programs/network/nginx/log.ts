// nginx's two logs: lines of error_log with time, level and process, and access logs that are opened once and
// shared by master and workers. In images both lead to the container's standard output and error.

import { failed } from "../../../base/errno.ts";
import { encode, encodeLatin1 } from "../../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_WRONLY, type Fd, type Sys, type Task } from "../../../kernel/sys.ts";
import { errorDate } from "../http/http-date.ts";
import { openFailure, type ConfigError } from "./config-parser.ts";
import { expandLog, type Exchange, type Response } from "./exchange.ts";
import type { Settings, Site } from "./site.ts";

const LEVELS = ["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];
export type Level = "emerg" | "alert" | "crit" | "error" | "warn" | "notice" | "info";

export interface Logs {
  readonly errors: Fd;
  readonly level: string;
  /** access logs by path */
  readonly access: ReadonlyMap<string, Fd>;
}

export function* openLog(sys: Sys, path: string): Task<Fd | ConfigError> {
  if (path === "stderr") return 2;
  const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644);
  return failed(fd) ? { error: openFailure(path, fd) } : fd;
}

const pathsOf = (settings: Settings): string[] => settings.accessLogs.map(({ path }) => path);

/** Every file that the site writes to. */
export function* openLogs(sys: Sys, site: Site): Task<Logs | ConfigError> {
  const error = yield* openLog(sys, site.errorLog);
  if (typeof error !== "number") return error;
  const access = new Map<string, Fd>();
  const paths = site.servers.flatMap((s) => [
    ...pathsOf(s.settings),
    ...s.locations.flatMap((l) => pathsOf(l.settings)),
  ]);
  for (const path of new Set(paths)) {
    const fd = yield* openLog(sys, path);
    if (typeof fd !== "number") return fd;
    access.set(path, fd);
  }
  return { errors: error, level: site.errorLevel, access };
}

export function closeLogs(sys: Sys, logs: Logs): void {
  for (const fd of [logs.errors, ...logs.access.values()]) if (fd > 2) void sys.close(fd);
}

export function* logError(sys: Sys, logs: Logs, level: Level, text: string): Task<void> {
  if (LEVELS.indexOf(level) > LEVELS.indexOf(logs.level)) return;
  yield* sys.write(
    logs.errors,
    encode(`${errorDate(sys.now())} [${level}] ${sys.pid}#${sys.pid}: ${text}\n`),
  );
}

export function* logAccess(
  sys: Sys,
  logs: Logs,
  settings: Settings,
  e: Exchange,
  response: Response,
): Task<void> {
  for (const { path, format } of settings.accessLogs) {
    const fd = logs.access.get(path);
    if (fd !== undefined) yield* sys.write(fd, encodeLatin1(`${expandLog(format, e, response)}\n`));
  }
}
