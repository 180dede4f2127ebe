// docker events (moby daemon/events, api/server/router/system getEvents): the last 256 events that match, where a
// time is given, then those that come, until the time that was given.

import { SECOND, type Instant } from "../../base/time.ts";
import { EVENTS_CHANNEL } from "../../engine/channels.ts";
import type { DockerEvent } from "../../model/docker-event.ts";
import type { EventMessage } from "../wire/system.ts";
import { refuse, text, type Context, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";
import { parseTimestamp } from "./logs.ts";

/** Events that the daemon remembers. */
const REMEMBERED = 256;
const KINDS = [
  "daemon",
  "container",
  "plugin",
  "volume",
  "network",
  "image",
  "node",
  "service",
  "secret",
  "config",
];
/** Actions that are followed by a colon and more. */
const OPEN_ENDED = ["health_status", "exec_create", "exec_start"];

export const systemEvents: Handler = function* (context, { query }) {
  const { engine, sys } = context;
  const since = parseTimestamp(text(query, "since"));
  if (!since.ok) return refuse(since.error);
  const until = parseTimestamp(text(query, "until"));
  if (!until.ok) return refuse(until.error);
  if (until.value !== undefined && until.value < (since.value ?? 0))
    return refuse({
      kind: "invalid-parameter",
      message: `\`since\` time (${text(query, "since")}) cannot be after \`until\` time (${text(query, "until")})`,
    });
  const filters = Filters.parse(text(query, "filters"));
  if (!filters.ok) return refuse(filters.error);
  const onlyPast = until.value !== undefined && until.value < sys.now();
  context.begin(200);
  let seen = engine.call("eventCount");
  if (since.value !== undefined || until.value !== undefined)
    tellPast(
      context,
      engine.call("eventsFrom", Math.max(0, seen - REMEMBERED)),
      filters.value,
      since.value ?? 0,
      until.value,
    );
  while (!onlyPast && (until.value === undefined || sys.now() < until.value)) {
    const more = engine.call("eventsFrom", seen);
    seen += more.length;
    if (!tellAll(context, more, filters.value)) return undefined;
    yield* context.wait(EVENTS_CHANNEL, until.value);
    if (!context.isOpen()) return undefined;
  }
  return undefined;
};

function tellPast(
  context: Context,
  events: readonly DockerEvent[],
  filters: Filters,
  since: Instant,
  until: Instant | undefined,
): void {
  const first = events.findLastIndex(({ at }) => at < since) + 1;
  tellAll(
    context,
    events.slice(first).filter(({ at }) => until === undefined || at <= until),
    filters,
  );
}

/** False once the client is gone. */
function tellAll(context: Context, events: readonly DockerEvent[], filters: Filters): boolean {
  return events.every((event) => !isMeant(event, filters) || context.send(messageOf(event)));
}

function isMeant(event: DockerEvent, filters: Filters): boolean {
  const open = filters.values("event").some((value) => OPEN_ENDED.includes(value));
  const action = open ? filters.fuzzyMatch("event", event.action) : filters.exactMatch("event", event.action);
  return (
    action &&
    filters.exactMatch("type", event.type) &&
    filters.exactMatch("scope", "local") &&
    KINDS.every((kind) =>
      kind === "image" ? matchesImage(event, filters) : matchesName(event, kind, filters),
    ) &&
    filters.matchLabels("label", event.attributes)
  );
}

const matchesName = ({ actor, attributes }: DockerEvent, kind: string, filters: Filters): boolean =>
  filters.fuzzyMatch(kind, actor) || filters.fuzzyMatch(kind, attributes.get("name") ?? "");

/** By the image's id or name, with or without its tag; of a container by what it was made of. */
function matchesImage({ type, actor, attributes }: DockerEvent, filters: Filters): boolean {
  const name = attributes.get(type === "image" ? "name" : "image") ?? "";
  return (
    filters.exactMatch("image", actor) ||
    filters.exactMatch("image", name) ||
    filters.exactMatch("image", withoutTag(actor)) ||
    filters.exactMatch("image", withoutTag(name))
  );
}

const withoutTag = (name: string): string => name.replace(/@.*$/, "").replace(/:[^:/]*$/, "");

export function messageOf({ type, action, actor, attributes, at }: DockerEvent): EventMessage {
  const message = {
    Type: type,
    Action: action,
    Actor: { ID: actor, Attributes: attributes },
    scope: "local",
    time: Math.floor(at / SECOND),
    // nanoseconds since 1970 do not fit into a number
    timeNano: (BigInt(at) * 1000n) as unknown as number,
  };
  if (type === "container")
    return { status: action, id: actor, from: attributes.get("image") ?? "", ...message };
  return type === "image" ? { status: action, id: actor, ...message } : message;
}
