// `docker stats` (docker/cli container/stats.go): counters of containers, twice a second over what was shown before, or
// once. Without names it watches which containers come and go. With names a SIGINT or SIGTERM only ends the counting: the
// table stays until the third.

import { MILLISECOND } from "../../../base/time.ts";
import type { EventMessage } from "../../../api/wire/system.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, joinErrors, type Outcome } from "../../client-error.ts";
import type { Invocation } from "../../flags/command-line.ts";
import { formatRows } from "../../format/rows.ts";
import { statsContext, statsFormat } from "../../formatters/stats.ts";
import { CollectedStats, type OnEvent } from "../../streams/collected-stats.ts";
import type { Verb } from "../verb.ts";

const TICK = 500 * MILLISECOND;
const HOME = "\x1b[H";
const CLEAR_REST_OF_LINE = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";

const onEventOf =
  (all: boolean): OnEvent =>
  ({ Action: action }: EventMessage) =>
    action === "start" || (all && action === "create")
      ? "add"
      : action === "die" && !all
        ? "remove"
        : undefined;

const NEVER: OnEvent = () => undefined;

export const showStats: Verb = function* (client, call) {
  const all = call.flags.bool("all");
  const collected = new CollectedStats(client, !call.flags.bool("no-stream"));
  const failed =
    call.args.length === 0 ? yield* addAll(client, collected, all) : yield* addNamed(collected, call.args);
  if (failed !== undefined) return failed;
  const onEvent = call.args.length === 0 ? onEventOf(all) : NEVER;
  client.interrupts.goOn();
  yield* collected.collect(Infinity, onEvent, () => collected.hasAllFirsts || interrupted(client));
  if (interrupted(client)) return client.interrupts.error;
  const errors = call.args.length === 0 ? undefined : joinErrors(collected.errors);
  return errors ?? (yield* showTable(client, call, collected, onEvent));
};

const interrupted = ({ interrupts }: Client): boolean => {
  interrupts.take();
  return interrupts.isCancelled;
};

function* addNamed(collected: CollectedStats, names: readonly string[]): Task<Outcome> {
  for (const name of names) yield* collected.add(name);
  return undefined;
}

/** Listens for events before it looks which containers there are, so as to miss none. */
function* addAll(client: Client, collected: CollectedStats, all: boolean): Task<Outcome> {
  const events = yield* client.open("SystemEvents", { query: { filters: '{"type":{"container":true}}' } });
  if (!events.ok) return events.error;
  collected.watch(events.value);
  const listed = yield* client.call("ContainerList", { query: all ? { all: "1" } : {} });
  if (!listed.ok) return listed.error;
  for (const { Id: id } of listed.value) yield* collected.add(id);
  return undefined;
}

function* showTable(
  client: Client,
  { flags, args }: Invocation,
  collected: CollectedStats,
  onEvent: OnEvent,
): Task<Outcome> {
  const { sys, interrupts } = client;
  const once = flags.bool("no-stream");
  const trunc = !flags.bool("no-trunc");
  const format = statsFormat(flags.string("format") || client.configuration.statsFormat || "table");
  for (let tick = sys.now() + TICK; ; tick += TICK) {
    yield* collected.collect(tick, onEvent, () => interrupted(client) && interrupts.isForced);
    if (interrupted(client)) collected.abandon();
    if (interrupts.isForced) return interrupts.error;
    const rows = collected.entries.map((s) => ({ s, os: "linux", trunc }));
    const table = formatRows({ format, context: statsContext, rows });
    if (!table.ok) return clientError(table.error);
    yield* client.print(once ? table.value : overwriting(HOME + table.value));
    if (once || (rows.length === 0 && args.length > 0)) return undefined;
    if (args.length > 0) continue;
    if (interrupts.isCancelled) return interrupts.error;
    if (collected.isOver) return undefined;
  }
}

/** The real client shows it twice: as it is, and line by line, each clearing what stood there before. */
const overwriting = (text: string): string =>
  text +
  text
    .split("\n")
    .map((line) => `${line} ${CLEAR_REST_OF_LINE}\n`)
    .join("") +
  CLEAR_BELOW;
