// Commands on keys of any type: what there is, when it expires, under which name (redis.io, "Generic").
// Relies on state.ts. Not here: DUMP, RESTORE, SORT, MIGRATE.

import { instantOfExpiry } from "./expiry.ts";
import { globExpression } from "./glob.ts";
import { parseWhole } from "./numbers.ts";
import { array, bulk, bulks, fault, integer, NIL, NO_KEY, NOT_INTEGER, OK, ONE, status, SYNTAX, unknownSubcommand, wrongArity, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import type { Keyspace, Value } from "./keyspace.ts";
import { commandSpecs, databaseOf, type Call } from "./state.ts";

const keys = (call: Call): readonly string[] => call.words.slice(1);
const key = (call: Call): string => call.words[1] as string;

const countIf = (call: Call, test: (key: string) => boolean): Reply =>
  integer(keys(call).filter(test).length);

function expire(unit: string): (call: Call) => Reply {
  return (call) => {
    const { db, words, now } = call;
    const time = parseWhole(words[2] as string);
    if (time === undefined) return NOT_INTEGER;
    const flags = new Set(words.slice(3).map((word) => word.toLowerCase()));
    const strange = words.slice(3).find((word) => !["nx", "xx", "gt", "lt"].includes(word.toLowerCase()));
    if (strange !== undefined) return fault(`ERR Unsupported option ${strange}`);
    if (flags.has("nx") && flags.size > 1)
      return fault("ERR NX and XX, GT or LT options at the same time are not compatible");
    if (flags.has("gt") && flags.has("lt"))
      return fault("ERR GT and LT options at the same time are not compatible");
    if (db.get(key(call)) === undefined) return ZERO;
    const at = instantOfExpiry(unit, time, now);
    const before = db.expiryOf(key(call));
    const barred =
      (flags.has("nx") && before !== undefined) ||
      (flags.has("xx") && before === undefined) ||
      (flags.has("gt") && (before === undefined || at <= before)) ||
      (flags.has("lt") && before !== undefined && at >= before);
    if (barred) return ZERO;
    if (at <= now) void db.delete(key(call));
    else db.expire(key(call), at);
    return ONE;
  };
}

/** How long a key has to live, or until when. */
function timeOf(show: (at: number, now: number) => number): (call: Call) => Reply {
  return (call) => {
    if (call.db.get(key(call)) === undefined) return integer(-2);
    const at = call.db.expiryOf(key(call));
    return integer(at === undefined ? -1 : show(at, call.now));
  };
}

function persist(call: Call): Reply {
  if (call.db.expiryOf(key(call)) === undefined) return ZERO;
  call.db.expire(key(call), undefined);
  return ONE;
}

function move(from: Keyspace, to: Keyspace, source: string, target: string): void {
  to.set(target, from.get(source) as Value, from.expiryOf(source));
  if (from !== to || source !== target) void from.delete(source);
}

function rename(call: Call, onlyNew: boolean): Reply {
  const [, source = "", target = ""] = call.words;
  if (call.db.get(source) === undefined) return NO_KEY;
  if (onlyNew && call.db.get(target) !== undefined) return ZERO;
  if (source !== target) move(call.db, call.db, source, target);
  return onlyNew ? ONE : OK;
}

function databaseNumber(call: Call, word: string): number | Reply {
  const number = parseWhole(word);
  if (number === undefined) return NOT_INTEGER;
  const count = Number(call.state.settings.get("databases"));
  return number >= 0 && number < count ? number : fault("ERR DB index is out of range");
}

function moveKey(call: Call): Reply {
  const number = databaseNumber(call, call.words[2] as string);
  if (typeof number !== "number") return number;
  if (number === call.client.database) return fault("ERR source and destination objects are the same");
  const to = databaseOf(call.state, number);
  if (call.db.get(key(call)) === undefined || to.get(key(call)) !== undefined) return ZERO;
  move(call.db, to, key(call), key(call));
  return ONE;
}

/** A value of one's own. */
function duplicate(db: Keyspace, source: string, to: Keyspace, target: string): void {
  const fork = db.fork();
  to.set(target, fork.change(source, fork.get(source) as Value), db.expiryOf(source));
}

function copy(call: Call): Reply {
  const [, source = "", target = "", ...options] = call.words;
  let to = call.db;
  let replaces = false;
  for (let i = 0; i < options.length; i++) {
    const option = (options[i] as string).toLowerCase();
    if (option === "replace") replaces = true;
    else if (option === "db" && i + 1 < options.length) {
      const number = databaseNumber(call, options[++i] as string);
      if (typeof number !== "number") return number;
      to = databaseOf(call.state, number);
    } else return SYNTAX;
  }
  if (to === call.db && source === target) return fault("ERR source and destination objects are the same");
  if (call.db.get(source) === undefined || (to.get(target) !== undefined && !replaces)) return ZERO;
  duplicate(call.db, source, to, target);
  return ONE;
}

function keysLike(call: Call): Reply {
  const pattern = globExpression(key(call));
  return bulks([...call.db.keys()].filter((name) => pattern.test(name)));
}

function randomKey(call: Call): Reply {
  const all = [...call.db.keys()];
  return all.length === 0 ? NIL : bulk(all[Math.floor(call.random() * all.length)]);
}

export interface ScanOptions {
  readonly cursor: number;
  readonly matches: (name: string) => boolean;
  readonly count: number;
  readonly type: string | undefined;
  readonly bare: boolean;
}

/** Cursor and options of SCAN and its like, from a word on. */
export function scanOptions(call: Call, from: number): ScanOptions | Reply {
  const { words } = call;
  const cursor = words[from] as string;
  if (!/^\d+$/.test(cursor)) return fault("ERR invalid cursor");
  let matches: (name: string) => boolean = () => true;
  let count = 10;
  let type: string | undefined;
  let bare = false;
  for (let i = from + 1; i < words.length; i++) {
    const option = (words[i] as string).toLowerCase();
    const value = words[i + 1];
    if (option === "novalues") bare = true;
    else if (value === undefined) return SYNTAX;
    else if (option === "match") {
      const pattern = globExpression(value);
      matches = (name) => pattern.test(name);
    } else if (option === "type") type = value.toLowerCase();
    else if (option === "count") {
      const given = parseWhole(value);
      if (given === undefined) return NOT_INTEGER;
      if (given < 1) return SYNTAX;
      count = given;
    } else return SYNTAX;
    if (option !== "novalues") i++;
  }
  return { cursor: Number(cursor), matches, count, type, bare };
}

function scan(call: Call): Reply {
  const options = scanOptions(call, 1);
  if ("kind" in options) return options;
  const found = call.db.scan(options.cursor, options.count);
  const names = found.keys.filter(
    (name) =>
      options.matches(name) && (options.type === undefined || call.db.get(name)?.type === options.type),
  );
  return array([bulk(String(found.next)), bulks(names)]);
}

const SMALL = 128;

/** What Redis would keep it as. */
function encodingOf(value: Value): string {
  const short = (text: string): boolean => text.length <= 64;
  switch (value.type) {
    case "string":
      return parseWhole(value.text) !== undefined ? "int" : value.text.length <= 44 ? "embstr" : "raw";
    case "list":
      return value.items.length <= SMALL * 4 && value.items.every(short) ? "listpack" : "quicklist";
    case "set":
      if ([...value.members].every((member) => parseWhole(member) !== undefined) && value.members.size <= 512)
        return "intset";
      return value.members.size <= SMALL && [...value.members].every(short) ? "listpack" : "hashtable";
    case "hash":
      return value.fields.size <= 512 && [...value.fields].every(([f, v]) => short(f) && short(v))
        ? "listpack"
        : "hashtable";
    case "zset":
      return value.scores.size <= SMALL && [...value.scores.keys()].every(short) ? "listpack" : "skiplist";
  }
}

function object(call: Call): Reply {
  const [, sub = "", name] = call.words;
  const known = ["encoding", "refcount", "idletime", "freq"];
  if (!known.includes(sub.toLowerCase())) return unknownSubcommand("object", sub);
  if (name === undefined) return wrongArity(`object|${sub.toLowerCase()}`);
  const value = call.db.get(name);
  if (value === undefined) return NIL;
  switch (sub.toLowerCase()) {
    case "encoding":
      return bulk(encodingOf(value));
    case "freq":
      return fault("ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."); // prettier-ignore
    default:
      return integer(sub.toLowerCase() === "refcount" ? 1 : 0);
  }
}

const typeAt = (call: Call): Reply => status(call.db.get(key(call))?.type ?? "none");
const seconds = (at: number): number => Math.floor(at / 1000);

export const KEY_COMMANDS = commandSpecs([
  ["del", -2, "w", (call) => countIf(call, (name) => call.db.delete(name))],
  ["unlink", -2, "w", (call) => countIf(call, (name) => call.db.delete(name))],
  ["exists", -2, "", (call) => countIf(call, (name) => call.db.get(name) !== undefined)],
  ["touch", -2, "", (call) => countIf(call, (name) => call.db.get(name) !== undefined)],
  ["expire", -3, "w", expire("ex")],
  ["pexpire", -3, "w", expire("px")],
  ["expireat", -3, "w", expire("exat")],
  ["pexpireat", -3, "w", expire("pxat")],
  ["ttl", 2, "", timeOf((at, now) => Math.floor((at - now + 500) / 1000))],
  ["pttl", 2, "", timeOf((at, now) => at - now)],
  ["expiretime", 2, "", timeOf(seconds)],
  ["pexpiretime", 2, "", timeOf((at) => at)],
  ["persist", 2, "w", persist],
  ["type", 2, "", typeAt],
  ["keys", 2, "", keysLike],
  ["randomkey", 1, "", randomKey],
  ["rename", 3, "w", (call) => rename(call, false)],
  ["renamenx", 3, "w", (call) => rename(call, true)],
  ["move", 3, "w", moveKey],
  ["copy", -3, "w", copy],
  ["scan", -2, "", scan],
  ["object", -2, "", object],
]);
