// Commands on strings: SET and GET, counters, and parts of strings (redis.io, "String"). Keys were checked to hold
// strings where a type is given. Relies on state.ts. Not here: BITFIELD, BITOP, LCS.

import { parseExpiry } from "./expiry.ts";
import { formatSum, isInt64, parseBig, parseFloating, parseWhole } from "./numbers.ts";
import { bulk, bulks, fault, integer, NIL, NOT_FLOAT, NOT_INTEGER, OK, SYNTAX, WRONG_TYPE, ZERO, ONE, wrongArity, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, valueOf, type Call } from "./state.ts";

const MAX_STRING = 512 << 20;

const textAt = (call: Call, key = call.words[1] as string): string | undefined =>
  valueOf(call, "string", key)?.text;

function hit(call: Call, text: string | undefined): string | undefined {
  if (text === undefined) call.state.stats.misses++;
  else call.state.stats.hits++;
  return text;
}

const get = (call: Call): Reply => bulk(hit(call, textAt(call)));

interface SetOptions {
  readonly flags: ReadonlySet<string>;
  readonly expiresAt: number | undefined;
}

const EXCLUSIVE = [["nx", "xx"], ["keepttl", "expiry"]]; // prettier-ignore

/** Options of SET and GETEX after the fixed words. */
function setOptions(call: Call, from: number, known: readonly string[]): SetOptions | Reply {
  const { words, now } = call;
  const flags = new Set<string>();
  let expiresAt: number | undefined;
  for (let i = from; i < words.length; i++) {
    const option = (words[i] as string).toLowerCase();
    if (["ex", "px", "exat", "pxat"].includes(option) && i + 1 < words.length && !flags.has("expiry")) {
      const at = parseExpiry(option, words[++i] as string, now, words[0] as string);
      if (typeof at !== "number") return at;
      expiresAt = at;
      flags.add("expiry");
    } else if (known.includes(option)) flags.add(option);
    else return SYNTAX;
  }
  if (EXCLUSIVE.some((pair) => pair.every((flag) => flags.has(flag)))) return SYNTAX;
  return { flags, expiresAt };
}

function set(call: Call): Reply {
  const [, key = "", text = ""] = call.words;
  const options = setOptions(call, 3, ["nx", "xx", "get", "keepttl"]);
  if ("kind" in options) return options;
  const { flags, expiresAt } = options;
  const before = call.db.get(key);
  if (flags.has("get") && before !== undefined && before.type !== "string") return WRONG_TYPE;
  const old = bulk(before?.type === "string" ? before.text : undefined);
  const refused = (flags.has("nx") && before !== undefined) || (flags.has("xx") && before === undefined);
  if (!refused)
    call.db.set(key, { type: "string", text }, flags.has("keepttl") ? call.db.expiryOf(key) : expiresAt);
  return flags.has("get") ? old : refused ? NIL : OK;
}

function setnx(call: Call): Reply {
  const [, key = "", text = ""] = call.words;
  if (call.db.get(key) !== undefined) return ZERO;
  call.db.set(key, { type: "string", text });
  return ONE;
}

const setWithExpiry =
  (unit: "ex" | "px") =>
  (call: Call): Reply => {
    const [name = "", key = "", time = "", text = ""] = call.words;
    const at = parseExpiry(unit, time, call.now, name);
    if (typeof at !== "number") return at;
    call.db.set(key, { type: "string", text }, at);
    return OK;
  };

function getset(call: Call): Reply {
  const old = textAt(call);
  call.db.set(call.words[1] as string, { type: "string", text: call.words[2] as string });
  return bulk(old);
}

function getdel(call: Call): Reply {
  const old = textAt(call);
  void call.db.delete(call.words[1] as string);
  return bulk(old);
}

function getex(call: Call): Reply {
  const key = call.words[1] as string;
  const options = setOptions(call, 2, ["persist"]);
  if ("kind" in options) return options;
  const text = hit(call, textAt(call));
  if (text !== undefined && (options.flags.has("persist") || options.expiresAt !== undefined))
    call.db.expire(key, options.expiresAt);
  return bulk(text);
}

const mget = (call: Call): Reply => bulks(call.words.slice(1).map((key) => hit(call, textAt(call, key))));

function mset(call: Call): Reply {
  const { words } = call;
  if (words.length % 2 === 0) return wrongArity("mset");
  for (let i = 1; i < words.length; i += 2)
    call.db.set(words[i] as string, { type: "string", text: words[i + 1] as string });
  return OK;
}

function msetnx(call: Call): Reply {
  if (call.words.length % 2 === 0) return wrongArity("msetnx");
  if (call.words.some((key, i) => i % 2 === 1 && call.db.get(key) !== undefined)) return ZERO;
  void mset(call);
  return ONE;
}

/** A new text at the key, which goes on to expire when it did. */
function replace(call: Call, text: string): void {
  const key = call.words[1] as string;
  call.db.set(key, { type: "string", text }, call.db.expiryOf(key));
}

function append(call: Call): Reply {
  const text = (textAt(call) ?? "") + (call.words[2] as string);
  replace(call, text);
  return integer(text.length);
}

function add(call: Call, increment: bigint | undefined): Reply {
  const before = parseBig(textAt(call) ?? "0");
  if (before === undefined || increment === undefined) return NOT_INTEGER;
  const sum = before + increment;
  if (!isInt64(sum)) return fault("ERR increment or decrement would overflow");
  replace(call, String(sum));
  return integer(sum);
}

function incrbyfloat(call: Call): Reply {
  const before = parseFloating(textAt(call) ?? "0");
  const increment = parseFloating(call.words[2] as string);
  if (before === undefined || increment === undefined) return NOT_FLOAT;
  const sum = before + increment;
  if (!Number.isFinite(sum)) return fault("ERR increment would produce NaN or Infinity");
  const text = formatSum(sum);
  replace(call, text);
  return bulk(text);
}

function decrby(call: Call): Reply {
  const by = parseBig(call.words[2] as string);
  return add(call, by === undefined ? undefined : -by);
}

function getrange(call: Call): Reply {
  const text = textAt(call) ?? "";
  const [from, to] = [parseWhole(call.words[2] as string), parseWhole(call.words[3] as string)];
  if (from === undefined || to === undefined) return NOT_INTEGER;
  const at = (i: number): number => (i < 0 ? Math.max(0, text.length + i) : i);
  return bulk(to < 0 && text.length + to < 0 ? text.slice(0, from <= to ? 1 : 0) : text.slice(at(from), at(to) + 1)); // prettier-ignore
}

function setrange(call: Call): Reply {
  const offset = parseWhole(call.words[2] as string);
  const piece = call.words[3] as string;
  if (offset === undefined) return NOT_INTEGER;
  if (offset < 0) return fault("ERR offset is out of range");
  const text = textAt(call) ?? "";
  if (piece === "") return integer(text.length);
  if (offset + piece.length > MAX_STRING)
    return fault("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  replace(call, text.slice(0, offset).padEnd(offset, "\0") + piece + text.slice(offset + piece.length));
  return integer(textAt(call)?.length ?? 0);
}

const BIT_OFFSET = fault("ERR bit offset is not an integer or out of range");

function getbit(call: Call): Reply {
  const offset = parseWhole(call.words[2] as string);
  if (offset === undefined || offset < 0) return BIT_OFFSET;
  const byte = (textAt(call) ?? "").charCodeAt(offset >>> 3) || 0;
  return integer((byte >> (7 - (offset & 7))) & 1);
}

function setbit(call: Call): Reply {
  const offset = parseWhole(call.words[2] as string);
  if (offset === undefined || offset < 0 || offset >= MAX_STRING * 8) return BIT_OFFSET;
  const bit = call.words[3];
  if (bit !== "0" && bit !== "1") return fault("ERR bit is not an integer or out of range");
  const at = Math.floor(offset / 8);
  const text = (textAt(call) ?? "").padEnd(at + 1, "\0");
  const mask = 1 << (7 - (offset % 8));
  const byte = text.charCodeAt(at);
  const changed = bit === "1" ? byte | mask : byte & ~mask;
  replace(call, text.slice(0, at) + String.fromCharCode(changed) + text.slice(at + 1));
  return integer(byte & mask ? 1 : 0);
}

function bitcount(call: Call): Reply {
  const { words } = call;
  let text = textAt(call) ?? "";
  if (words.length === 3 || words.length > 4) return SYNTAX;
  if (words.length === 4) {
    const [from, to] = [parseWhole(words[2] as string), parseWhole(words[3] as string)];
    if (from === undefined || to === undefined) return NOT_INTEGER;
    const at = (i: number): number => (i < 0 ? Math.max(0, text.length + i) : i);
    text = text.slice(at(from), at(to) + 1);
  }
  let count = 0;
  for (let i = 0; i < text.length; i++)
    for (let byte = text.charCodeAt(i); byte > 0; byte >>= 1) count += byte & 1;
  return integer(count);
}

export const STRING_COMMANDS = commandSpecs([
  ["get", 2, "", get, "string"],
  ["set", -3, "w", set],
  ["setnx", 3, "w", setnx],
  ["setex", 4, "w", setWithExpiry("ex")],
  ["psetex", 4, "w", setWithExpiry("px")],
  ["getset", 3, "w", getset, "string"],
  ["getdel", 2, "w", getdel, "string"],
  ["getex", -2, "w", getex, "string"],
  ["mget", -2, "", mget],
  ["mset", -3, "w", mset],
  ["msetnx", -3, "w", msetnx],
  ["append", 3, "w", append, "string"],
  ["strlen", 2, "", (call) => integer(textAt(call)?.length ?? 0), "string"],
  ["incr", 2, "w", (call) => add(call, 1n), "string"],
  ["decr", 2, "w", (call) => add(call, -1n), "string"],
  ["incrby", 3, "w", (call) => add(call, parseBig(call.words[2] as string)), "string"],
  ["decrby", 3, "w", decrby, "string"],
  ["incrbyfloat", 3, "w", incrbyfloat, "string"],
  ["getrange", 4, "", getrange, "string"],
  ["substr", 4, "", getrange, "string"],
  ["setrange", 4, "w", setrange, "string"],
  ["getbit", 3, "", getbit, "string"],
  ["setbit", 4, "w", setbit, "string"],
  ["bitcount", -2, "", bitcount, "string"],
]);
