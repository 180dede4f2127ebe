// Commands about the server: settings, saving, shutting down, looking around (redis.io, "Server"), and transactions'
// own commands but EXEC, which carries others out (dispatch.ts). Relies on state.ts and info.ts.

import { globExpression } from "./glob.ts";
import { infoText } from "./info.ts";
import { parseWhole } from "./numbers.ts";
import { array, bulk, bulks, EMPTY, fault, integer, NIL, NOT_INTEGER, OK, SYNTAX, unknownSubcommand, wrongArity, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, databaseOf, type Call, type Outcome, type Work } from "./state.ts";
import { REDIS_VERSION, settingValue, whyFixed } from "./settings.ts";

// ---- settings

function configGet(call: Call): Reply {
  const patterns = call.words.slice(2).map((word) => globExpression(word, true));
  if (patterns.length === 0) return wrongArity("config|get");
  const found = [...call.state.settings].filter(([name]) => patterns.some((pattern) => pattern.test(name)));
  return bulks(found.flat());
}

function configSet(call: Call): Reply {
  const words = call.words.slice(2);
  if (words.length === 0 || words.length % 2 !== 0) return wrongArity("config|set");
  const { settings } = call.state;
  const next: [string, string][] = [];
  for (let i = 0; i < words.length; i += 2) {
    const name = (words[i] as string).toLowerCase();
    if (!settings.has(name))
      return fault(`ERR Unknown option or number of arguments for CONFIG SET - '${words[i] as string}'`);
    const given = settingValue(settings, name, [words[i + 1] as string]);
    const why = whyFixed(name) ?? ("wrong" in given ? given.wrong : undefined);
    if (why !== undefined || "wrong" in given)
      return fault(`ERR CONFIG SET failed (possibly related to argument '${words[i] as string}') - ${why}`);
    next.push([name, given.value]);
  }
  for (const [name, value] of next) settings.set(name, value);
  return OK;
}

function config(call: Call): Reply {
  const [, sub = ""] = call.words;
  switch (sub.toLowerCase()) {
    case "get":
      return configGet(call);
    case "set":
      return configSet(call);
    case "resetstat":
      call.state.stats = { connections: 0, commands: 0, expired: 0, hits: 0, misses: 0, saves: 0 };
      return OK;
    case "rewrite":
      return call.state.configFile === "" ? fault("ERR The server is running without a config file") : fault("ERR CONFIG REWRITE is not modelled by paperwhale"); // prettier-ignore
    default:
      return unknownSubcommand("config", sub);
  }
}

// ---- data

function flush(call: Call, all: boolean): Reply {
  const [, how, ...more] = call.words;
  if (more.length > 0 || (how !== undefined && !["sync", "async"].includes(how.toLowerCase()))) return SYNTAX;
  const numbers = all ? [...call.state.databases.keys()] : [call.client.database];
  for (const number of numbers) {
    const db = databaseOf(call.state, number);
    for (const key of [...db.keys()]) void db.delete(key);
  }
  call.state.dirty++;
  return OK;
}

function swapdb(call: Call): Reply {
  const [a, b] = [parseWhole(call.words[1] as string), parseWhole(call.words[2] as string)];
  if (a === undefined) return fault("ERR invalid first DB index");
  if (b === undefined) return fault("ERR invalid second DB index");
  const count = Number(call.state.settings.get("databases"));
  if (![a, b].every((number) => number >= 0 && number < count)) return fault("ERR DB index is out of range");
  const [first, second] = [databaseOf(call.state, a), databaseOf(call.state, b)];
  call.state.databases.set(a, second).set(b, first);
  call.state.dirty++;
  return OK;
}

// ---- saving and ending

const later = (what: Work): Outcome => ({ kind: "later", what });

function shutdown(call: Call): Outcome {
  const words = call.words.slice(1).map((word) => word.toLowerCase());
  if (words.some((word) => !["save", "nosave", "now", "force", "abort"].includes(word))) return SYNTAX;
  if (words.includes("abort")) return fault("ERR No shutdown in progress.");
  if (words.includes("save") && words.includes("nosave")) return SYNTAX;
  return later(words.includes("save") ? "shutdown-save" : words.includes("nosave") ? "shutdown-nosave" : "shutdown"); // prettier-ignore
}

const isSaving = fault("ERR Background save already in progress");

function rewrite(call: Call): Outcome {
  return call.state.aof === undefined && call.state.saving !== undefined
    ? fault("ERR Background append only file rewriting already in progress")
    : later("rewrite");
}

// ---- looking

function info(call: Call): Reply {
  const { state, now, words } = call;
  const { pid, os } = call.about;
  return bulk(infoText(state, { now, pid, os }, words.slice(1)));
}

function time(call: Call): Reply {
  const microseconds = Math.floor(call.now * 1000);
  return bulks([String(Math.floor(microseconds / 1e6)), String(microseconds % 1e6)]);
}

function memory(call: Call): Reply {
  const [, sub = "", key] = call.words;
  if (sub.toLowerCase() === "usage") {
    if (key === undefined) return wrongArity("memory|usage");
    const value = call.db.get(key);
    if (value === undefined) return NIL;
    const size = JSON.stringify(value.type === "string" ? value.text : value.type === "list" ? value.items : [...(value.type === "set" ? value.members : value.type === "hash" ? value.fields : value.scores)]).length; // prettier-ignore
    return integer(48 + Math.ceil((key.length + size) / 8) * 8);
  }
  if (sub.toLowerCase() === "doctor")
    return bulk("Hi Sam, this instance is empty or is using very little memory, my issue detector can't be used in these conditions. Please, leave for your mission on Earth and fill it with some data. The new Sam and I will be back to our programming as soon as I finished rebooting.\n"); // prettier-ignore
  return unknownSubcommand("memory", sub);
}

function slowlog(call: Call): Reply {
  const [, sub = ""] = call.words;
  switch (sub.toLowerCase()) {
    case "get":
      return EMPTY;
    case "len":
      return ZERO;
    case "reset":
      return OK;
    default:
      return unknownSubcommand("slowlog", sub);
  }
}

function acl(call: Call): Reply {
  const [, sub = ""] = call.words;
  const open = call.state.settings.get("requirepass") === "";
  switch (sub.toLowerCase()) {
    case "whoami":
      return bulk("default");
    case "users":
      return bulks(["default"]);
    case "list":
      return bulks([`user default on ${open ? "nopass" : "#hidden"} sanitize-payload ~* &* +@all`]);
    default:
      return fault("ERR ACL users are not modelled by paperwhale");
  }
}

function wait(call: Call): Reply {
  return parseWhole(call.words[1] as string) === undefined ? NOT_INTEGER : ZERO;
}

// ---- transactions

function multi({ client }: Call): Reply {
  if (client.queue !== undefined) return fault("ERR MULTI calls can not be nested");
  client.queue = [];
  client.spoiled = false;
  return OK;
}

function discard({ client }: Call): Reply {
  if (client.queue === undefined) return fault("ERR DISCARD without MULTI");
  client.queue = undefined;
  client.watched.clear();
  client.stale = false;
  return OK;
}

function watch({ client, words }: Call): Reply {
  if (client.queue !== undefined) return fault("ERR WATCH inside MULTI is not allowed");
  for (const key of words.slice(1)) client.watched.add(`${client.database} ${key}`);
  return OK;
}

function unwatch({ client }: Call): Reply {
  client.watched.clear();
  client.stale = false;
  return OK;
}

export const SERVER_COMMANDS = commandSpecs([
  ["config", -2, "", config],
  ["dbsize", 1, "", (call) => integer(call.db.size)],
  ["flushdb", -1, "w", (call) => flush(call, false)],
  ["flushall", -1, "w", (call) => flush(call, true)],
  ["swapdb", 3, "w", swapdb],
  ["save", 1, "", (call) => (call.state.saving === undefined ? later("save") : isSaving)],
  ["bgsave", -1, "", (call) => (call.state.saving === undefined ? later("bgsave") : isSaving)],
  ["bgrewriteaof", 1, "", rewrite],
  ["lastsave", 1, "", (call) => integer(Math.floor(call.state.lastSave / 1e6))],
  ["shutdown", -1, "n", shutdown],
  ["info", -1, "", info],
  ["time", 1, "", time],
  ["memory", -2, "", memory],
  ["slowlog", -2, "", slowlog],
  ["acl", -2, "", acl],
  ["role", 1, "", () => array([bulk("master"), ZERO, EMPTY])],
  ["wait", 3, "", wait],
  ["lolwut", -1, "", () => bulk(`Redis ver. ${REDIS_VERSION}\n`)],
  ["multi", 1, "n", multi],
  ["discard", 1, "n", discard],
  ["watch", -2, "n", watch],
  ["unwatch", 1, "", unwatch],
]);
