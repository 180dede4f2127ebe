// docker logs (moby daemon/logs.go, api/server/httputils/write_log_stream.go): what a container's log holds, as
// far as it is asked for, and with `follow` what is added to it until the container ends.

import { civilOf, padTo, SECOND, type Instant } from "../../base/time.ts";
import { numberError, parseInteger, atoi, SYNTAX } from "../../base/go/integers.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { encode } from "../../base/utf8.ts";
import { logChannel } from "../../engine/channels.ts";
import type { LogEntry } from "../../engine/log-entries.ts";
import type { LogPosition } from "../../engine/log-files.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Query } from "../wire/message.ts";
import { flag, refuse, text, type Context, type Handler } from "./context.ts";

interface Asked {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly timestamps: boolean;
  readonly details: boolean;
  /** entries from the end; negative: all */
  readonly tail: number;
  readonly since: Instant | undefined;
  readonly until: Instant | undefined;
}

export const containerLogs: Handler = function* (context, { target, query }) {
  const { engine } = context;
  if (!flag(query, "stdout") && !flag(query, "stderr"))
    return refuse({
      kind: "invalid-parameter",
      message: "Bad parameters: you must choose at least one stream",
    });
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const { id, state, hostConfig } = found.value;
  if (state === "dead" || state === "removing")
    return refuse({
      kind: "conflict",
      message: "can not get logs from container which is dead or marked for removal",
    });
  if (hostConfig.LogConfig.Type === "none")
    return refuse({
      kind: "not-implemented",
      message: "configured logging driver does not support reading",
    });
  const asked = askedOf(query);
  if (!asked.ok) return refuse(asked.error);
  const follow = flag(query, "follow") && engine.call("isLogging", id);
  context.begin(200);
  let position = yield* tell(context, engine.call("readLog", id), asked.value, true);
  while (follow && position !== undefined) {
    const goesOn = engine.call("isLogging", id);
    position = yield* tell(context, engine.call("readLogSince", id, position), asked.value, false);
    if (!goesOn) break;
    yield* context.wait(logChannel(id));
    if (!context.isOpen()) break;
  }
  return undefined;
};

function askedOf(query: Query): Result<Asked> {
  const since = parseTimestamp(text(query, "since"));
  if (!since.ok) return since;
  const until = text(query, "until") === "0" ? ok(undefined) : parseTimestamp(text(query, "until"));
  if (!until.ok) return until;
  const tail = atoi(text(query, "tail"));
  return ok({
    stdout: flag(query, "stdout"),
    stderr: flag(query, "stderr"),
    timestamps: flag(query, "timestamps"),
    details: flag(query, "details"),
    tail: tail.ok ? Number(tail.value) : -1,
    since: since.value,
    until: until.value,
  });
}

/** `seconds` or `seconds.nanoseconds`; undefined for nothing (moby api/types/time ParseTimestamps). */
export function parseTimestamp(value: string): Result<Instant | undefined> {
  if (value === "") return ok(undefined);
  const [whole = "", fraction] = value.split(/\.(.*)/s);
  const seconds = parseInteger(whole, 10);
  if (!seconds.ok) return dockerError("system", seconds.error);
  if (fraction === undefined) return ok(Number(seconds.value) * SECOND);
  if (!/^[+-]?\d+$/.test(fraction)) return dockerError("system", numberError("ParseInt", fraction, SYNTAX));
  return ok(Number(seconds.value) * SECOND + Math.floor(Number(fraction) * 10 ** (6 - fraction.length)));
}

interface Part {
  readonly entries: readonly LogEntry[];
  readonly next: LogPosition;
}

/** Entries after which the client gets its turn, so that a long log is never with both of them as a whole. */
const AT_ONCE = 1000;

/** Sends what was asked for; undefined once nothing more may come. */
function* tell(
  context: Context,
  { entries, next }: Part,
  asked: Asked,
  first: boolean,
): Task<LogPosition | undefined> {
  const { tail, since, until } = asked;
  const last = first && tail >= 0 ? (tail === 0 ? [] : entries.slice(-tail)) : entries;
  for (const [i, entry] of last.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) yield* context.sys.giveWay();
    if (entry.error !== undefined) {
      context.send({ stream: "systemerr", bytes: encode(`Error grabbing logs: ${entry.error}\n`) });
      return undefined;
    }
    if (since !== undefined && entry.at < since) continue;
    if (until !== undefined && entry.at > until) return undefined;
    if (!asked[entry.stream]) continue;
    if (!context.send({ stream: entry.stream, bytes: encode(lineOf(entry, asked)) })) return undefined;
  }
  return next;
}

function lineOf({ at, text: line, attributes }: LogEntry, { timestamps, details }: Asked): string {
  const detailed = details ? `${attributesText(attributes)} ${line}` : line;
  return timestamps ? `${fixedTime(at)} ${detailed}` : detailed;
}

const escape = (value: string): string =>
  encodeURIComponent(value)
    .replace(/%20/g, "+")
    .replace(/[!'()*]/g, percent);
const percent = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;

const attributesText = (attributes: ReadonlyMap<string, string> | undefined): string =>
  [...(attributes ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escape(key)}=${escape(value)}`)
    .join(",");

/** RFC 3339 with always nine digits after the point. */
function fixedTime(at: Instant): string {
  const c = civilOf(at);
  const date = `${padTo(c.year, 4)}-${padTo(c.month, 2)}-${padTo(c.day, 2)}`;
  const time = `${padTo(c.hour, 2)}:${padTo(c.minute, 2)}:${padTo(c.second, 2)}`;
  return `${date}T${time}.${padTo(c.microsecond, 6)}000Z`;
}
