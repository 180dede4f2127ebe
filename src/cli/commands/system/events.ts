// `docker events` (docker/cli system/events.go): what happens, as it happens, until a time, the end of the daemon or an
// interrupt. A template is tried on an event without anything before the daemon is asked.

import { compareStrings } from "../../../base/go/go-string.ts";
import { parseTimeBound } from "../../../base/go/time-bound.ts";
import { pointer } from "../../../base/go/types.ts";
import { valueOf } from "../../../base/go/value.ts";
import { ok, type Result } from "../../../base/result.ts";
import { type EventMessage, eventType } from "../../../api/wire/system.ts";
import { civilOf, padTo } from "../../../base/time.ts";
import { clientError } from "../../client-error.ts";
import { filterJson } from "../../filter-json.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { executeTemplate, type Template } from "../../format/template/execute.ts";
import { parseTemplate } from "../../format/template/template.ts";
import type { Filters } from "../../opts/filter.ts";
import { nextItem } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

const BAD_FORMAT = 64;

const NO_EVENT: EventMessage = { Type: "", Action: "", Actor: { ID: "", Attributes: null } };

function templateFor(format: string): Result<Template | undefined, string> {
  if (format === "") return ok(undefined);
  const template = parseTemplate(format === "json" ? "{{json .}}" : format);
  if (!template.ok) return template;
  const { error } = executeTemplate(template.value, valueOf(pointer(eventType), NO_EVENT));
  return error === undefined ? template : { ok: false, error };
}

const NANOSECONDS_IN_MICROSECOND = 1000n;

/** RFC 3339 with all nine digits. */
function timeOf({ time, timeNano }: EventMessage): string {
  const nanoseconds = timeNano ? BigInt(timeNano) : BigInt(time ?? 0) * 1_000_000_000n;
  if (nanoseconds === 0n) return "";
  const instant = Number(nanoseconds / NANOSECONDS_IN_MICROSECOND);
  const c = civilOf(instant);
  const two = (n: number): string => padTo(n, 2);
  const fraction = padTo(Number(nanoseconds % 1_000_000_000n), 9);
  return `${padTo(c.year, 4)}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}.${fraction}Z `;
}

function prettyEvent(event: EventMessage): string {
  const attributes = [...(event.Actor.Attributes ?? [])].sort(([a], [b]) => compareStrings(a, b));
  const list = attributes.map(([name, value]) => `${name}=${value}`).join(", ");
  return `${timeOf(event)}${event.Type} ${event.Action} ${event.Actor.ID}${list === "" ? "" : ` (${list})`}\n`;
}

function eventsQuery(flags: FlagValues, now: number): Result<Readonly<Record<string, string>>, string> {
  const query: Record<string, string> = {};
  for (const flag of ["since", "until"]) {
    if (flags.string(flag) === "") continue;
    const bound = parseTimeBound(flags.string(flag), now);
    if (!bound.ok) return bound;
    query[flag] = bound.value;
  }
  const filters = filterJson(flags.get<Filters>("filter"));
  if (filters !== undefined) query["filters"] = filters;
  return ok(query);
}

export const showEvents: Verb = function* (client, { flags }) {
  const template = templateFor(flags.string("format"));
  if (!template.ok) return clientError(`Error parsing format: ${template.error}`, BAD_FORMAT);
  const query = eventsQuery(flags, client.sys.now());
  if (!query.ok) return clientError(query.error);
  const stream = yield* client.open("SystemEvents", { query: query.value });
  if (!stream.ok) return stream.error;
  for (;;) {
    const event = yield* nextItem(client, stream.value);
    if (!event.ok) return event.error;
    if (event.value === undefined) return undefined;
    if (template.value === undefined) {
      yield* client.print(prettyEvent(event.value));
      continue;
    }
    const { output, error } = executeTemplate(template.value, valueOf(eventType, event.value));
    yield* client.print(`${output}\n`);
    if (error !== undefined) return clientError(error);
  }
};
