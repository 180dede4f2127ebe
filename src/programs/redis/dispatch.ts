// Which command a request is, whether it may be carried out now, and what comes of it: authentication, types of keys,
// transactions, monitors, what is watched (redis's processCommand). Relies on the tables of commands.
// Not here: waiting and saving, which take system calls (server.ts).

import { CONNECTION_COMMANDS, isSubscribed } from "./connection-commands.ts";
import { HASH_COMMANDS } from "./hash-commands.ts";
import { KEY_COMMANDS } from "./key-commands.ts";
import { LIST_COMMANDS } from "./list-commands.ts";
import { array, bulk, bulks, EMPTY, fault, integer, NIL_ARRAY, status, WRONG_TYPE, wrongArity, unknownSubcommand, type Reply } from "./reply.ts"; // prettier-ignore
import { SERVER_COMMANDS } from "./server-commands.ts";
import { SET_COMMANDS } from "./set-commands.ts";
import { SORTED_SET_COMMANDS } from "./sorted-set-commands.ts";
import { commandSpecs, databaseOf, type Call, type Client, type CommandSpec, type Outcome, type ServerState } from "./state.ts"; // prettier-ignore
import { STRING_COMMANDS } from "./string-commands.ts";
import { quoteWord } from "./words.ts";

/** There are such commands, and they are not modelled. */
const NOT_MODELLED = new Set(
  `xadd xlen xrange xrevrange xread xreadgroup xgroup xack xdel xtrim xinfo xpending xclaim xautoclaim
  geoadd geopos geodist geosearch geosearchstore georadius geohash pfadd pfcount pfmerge eval evalsha eval_ro script
  fcall function bitfield bitop bitpos lcs lmpop blmpop zmpop bzmpop bzpopmin bzpopmax zinter zunion zdiff zdiffstore
  zintercard zrandmember dump restore sort sort_ro migrate replicaof slaveof failover psync sync cluster readonly asking
  latency module debug hexpire hpexpire httl hpersist hgetdel hgetex hsetex spublish ssubscribe sunsubscribe waitaof`
    .split(/\s+/)
    .filter(Boolean),
);

const HIDDEN = new Set(["auth", "hello", "exec", "monitor"]);

function commandInfo(call: Call): Reply {
  const [, sub, ...rest] = call.words;
  switch (sub?.toLowerCase()) {
    case undefined:
    case "info":
      return array((rest.length > 0 ? rest : [...COMMANDS.keys()]).map((name) => {
        const spec = COMMANDS.get(name.toLowerCase());
        return spec === undefined ? NIL_ARRAY : array([bulk(spec.name), integer(spec.arity), array([status(spec.flags.includes("w") ? "write" : "readonly")])]);
      }));
    case "count":
      return integer(COMMANDS.size);
    case "list":
      return bulks([...COMMANDS.keys()]);
    case "docs":
      return EMPTY;
    default:
      return unknownSubcommand("command", sub ?? "");
  }
} // prettier-ignore

const COMMANDS: ReadonlyMap<string, CommandSpec> = new Map(
  [
    ...CONNECTION_COMMANDS,
    ...HASH_COMMANDS,
    ...KEY_COMMANDS,
    ...LIST_COMMANDS,
    ...SERVER_COMMANDS,
    ...SET_COMMANDS,
    ...SORTED_SET_COMMANDS,
    ...STRING_COMMANDS,
    ...commandSpecs([
      ["command", -1, "", commandInfo],
      ["exec", 1, "n", (call) => execute(call)],
    ]),
  ].map((spec) => [spec.name, spec] as const),
);

export interface Surroundings {
  /** milliseconds since 1970 */
  readonly now: number;
  readonly random: () => number;
  readonly about: Call["about"];
  /** a command that changed something, as it has to be repeated for the same result */
  readonly onChange: (database: number, words: readonly string[], outcome: Outcome) => void;
}

const unknown = (name: string, args: readonly string[]): Reply => {
  if (NOT_MODELLED.has(name.toLowerCase()))
    return fault(`ERR command '${name.toLowerCase()}' is not modelled by paperwhale`);
  const shown = args.map((word) => `'${word.slice(0, 128)}' `).join("");
  return fault(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`);
};

/** Why the request cannot even be queued; undefined: it can. */
function refusal(spec: CommandSpec | undefined, client: Client, words: readonly string[]): Reply | undefined {
  const [name = "", ...args] = words;
  if (spec === undefined) return unknown(name, args);
  const count = words.length;
  if (spec.arity > 0 ? count !== spec.arity : count < -spec.arity) return wrongArity(spec.name);
  if (!client.authenticated && !spec.flags.includes("a")) return fault("NOAUTH Authentication required.");
  if (isSubscribed(client) && !spec.flags.includes("s"))
    return fault(`ERR Can't execute '${spec.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`); // prettier-ignore
  return undefined;
}

/** One request of a client. */
export function dispatch(
  state: ServerState,
  client: Client,
  words: readonly string[],
  around: Surroundings,
): Outcome {
  const name = (words[0] ?? "").toLowerCase();
  const spec = COMMANDS.get(name);
  state.stats.commands++;
  client.active = around.now * 1000;
  const refused = refusal(spec, client, words);
  if (refused !== undefined || spec === undefined) {
    if (client.queue !== undefined) client.spoiled = true;
    return refused ?? unknown(name, []);
  }
  client.lastCommand = subcommanded(name, words);
  if (client.queue !== undefined && !spec.flags.includes("n")) {
    client.queue.push(words);
    return status("QUEUED");
  }
  if (!HIDDEN.has(name)) tellMonitors(state, client, words, around.now);
  return carryOut(state, client, spec, words, around);
}

const CONTAINERS = new Set(["config", "client", "command", "memory", "object", "slowlog", "acl", "pubsub"]);
const subcommanded = (name: string, words: readonly string[]): string =>
  CONTAINERS.has(name) && words[1] !== undefined ? `${name}|${words[1].toLowerCase()}` : name;

function carryOut(
  state: ServerState,
  client: Client,
  spec: CommandSpec,
  words: readonly string[],
  around: Surroundings,
): Outcome {
  const { database } = client;
  const db = databaseOf(state, database);
  state.stats.expired += db.sweep(around.now);
  settleTouched(state, undefined);
  if (spec.type !== undefined && (db.get(words[1] as string)?.type ?? spec.type) !== spec.type)
    return WRONG_TYPE;
  const call: Call & { readonly around: Surroundings } = { state, client, db, words, ...around, around };
  const before = state.dirty;
  const outcome = spec.run(call);
  if (spec.flags.includes("w")) {
    settleTouched(state, client);
    if (state.dirty > before) around.onChange(database, words, outcome);
  }
  return outcome;
}

/** Counts changes, and tells who watches what has changed. */
function settleTouched(state: ServerState, by: Client | undefined): void {
  for (const [number, db] of state.databases) {
    if (db.touched.length === 0) continue;
    if (by !== undefined) state.dirty += db.touched.length;
    for (const client of state.clients)
      if (db.touched.some((key) => client.watched.has(`${number} ${key}`))) client.stale = true;
    db.touched = [];
  }
}

function execute(call: Call): Reply {
  const { state, client } = call;
  const { queue } = client;
  if (queue === undefined) return fault("ERR EXEC without MULTI");
  const { around } = call as Call & { readonly around: Surroundings };
  const { stale, spoiled } = client;
  client.watched.clear();
  client.stale = false;
  if (spoiled || stale) {
    client.queue = undefined;
    return spoiled ? fault("EXECABORT Transaction discarded because of previous errors.") : NIL_ARRAY;
  }
  const replies = queue.map((words): Reply => {
    const spec = COMMANDS.get((words[0] as string).toLowerCase()) as CommandSpec;
    tellMonitors(state, client, words, call.now);
    const outcome = carryOut(state, client, spec, words, around);
    return outcome.kind === "later" || outcome.kind === "block" || outcome.kind === "nothing"
      ? fault(`ERR ${spec.name} in a transaction is not modelled by paperwhale`)
      : outcome;
  });
  client.queue = undefined;
  return array(replies);
}

function tellMonitors(state: ServerState, client: Client, words: readonly string[], now: number): void {
  const at = `${Math.floor(now / 1000)}.${String(Math.floor(now * 1000) % 1e6).padStart(6, "0")}`;
  for (const other of state.clients)
    if (other.monitors && other !== client)
      other.output += `+${at} [${client.database} ${client.peer}] ${words.map(quoteWord).join(" ")}\r\n`;
}
