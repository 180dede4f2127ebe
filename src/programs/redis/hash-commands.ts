// Commands on hashes (redis.io, "Hash"). Keys were checked to hold hashes. Fields come in the order in which they
// were set. Relies on state.ts. Not here: fields that expire.

import { scanOptions } from "./key-commands.ts";
import { formatSum, isInt64, parseBig, parseFloating, parseWhole } from "./numbers.ts";
import { array, bulk, bulks, fault, integer, NOT_FLOAT, NOT_INTEGER, OK, ONE, SYNTAX, wrongArity, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, valueOf, type Call } from "./state.ts";

const NONE: ReadonlyMap<string, string> = new Map();

const key = (call: Call): string => call.words[1] as string;
const hashAt = (call: Call): ReadonlyMap<string, string> => valueOf(call, "hash")?.fields ?? NONE;

function own(call: Call): Map<string, string> {
  return call.db.change(key(call), { type: "hash", fields: new Map<string, string>() }).fields;
}

function hset(call: Call): Reply {
  const { words } = call;
  const old = (words[0] as string).toLowerCase() === "hmset";
  if (words.length % 2 !== 0) return wrongArity(old ? "hmset" : "hset");
  const fields = own(call);
  const before = fields.size;
  for (let i = 2; i < words.length; i += 2) fields.set(words[i] as string, words[i + 1] as string);
  return old ? OK : integer(fields.size - before);
}

function hsetnx(call: Call): Reply {
  const [, , field = "", text = ""] = call.words;
  if (hashAt(call).has(field)) return ZERO;
  own(call).set(field, text);
  return ONE;
}

function hdel(call: Call): Reply {
  if (hashAt(call).size === 0) return ZERO;
  const fields = own(call);
  const removed = call.words.slice(2).filter((field) => fields.delete(field)).length;
  call.db.settle(key(call));
  return integer(removed);
}

function hincrby(call: Call): Reply {
  const [, , field = "", by = ""] = call.words;
  const increment = parseBig(by);
  if (increment === undefined) return NOT_INTEGER;
  const before = parseBig(hashAt(call).get(field) ?? "0");
  if (before === undefined) return fault("ERR hash value is not an integer");
  if (!isInt64(before + increment)) return fault("ERR increment or decrement would overflow");
  own(call).set(field, String(before + increment));
  return integer(before + increment);
}

function hincrbyfloat(call: Call): Reply {
  const [, , field = "", by = ""] = call.words;
  const increment = parseFloating(by);
  if (increment === undefined) return NOT_FLOAT;
  const before = parseFloating(hashAt(call).get(field) ?? "0");
  if (before === undefined) return fault("ERR hash value is not a float");
  const text = formatSum(before + increment);
  own(call).set(field, text);
  return bulk(text);
}

function hscan(call: Call): Reply {
  const options = scanOptions(call, 2);
  if ("kind" in options) return options;
  const pairs = [...hashAt(call)].filter(([field]) => options.matches(field));
  return array([bulk("0"), bulks(options.bare ? pairs.map(([field]) => field) : pairs.flat())]);
}

function hrandfield(call: Call): Reply {
  const [, , count, withValues, ...more] = call.words;
  const fields = [...hashAt(call)];
  const any = (): readonly [string, string] => fields[Math.floor(call.random() * fields.length)] as [string, string]; // prettier-ignore
  if (count === undefined) return bulk(fields.length === 0 ? undefined : any()[0]);
  const number = parseWhole(count);
  if (number === undefined) return NOT_INTEGER;
  if (more.length > 0 || (withValues !== undefined && withValues.toLowerCase() !== "withvalues")) return SYNTAX; // prettier-ignore
  const drawn: (readonly [string, string])[] = [];
  if (fields.length > 0)
    for (let i = 0; i < Math.min(Math.abs(number), number < 0 ? Infinity : fields.length); i++)
      drawn.push(number < 0 ? any() : (fields[i] as [string, string]));
  return bulks(withValues === undefined ? drawn.map(([field]) => field) : drawn.flat());
}

const fieldAt = (call: Call): string | undefined => hashAt(call).get(call.words[2] as string);

export const HASH_COMMANDS = commandSpecs([
  ["hset", -4, "w", hset, "hash"],
  ["hmset", -4, "w", hset, "hash"],
  ["hsetnx", 4, "w", hsetnx, "hash"],
  ["hget", 3, "", (call) => bulk(fieldAt(call)), "hash"],
  ["hmget", -3, "", (call) => bulks(call.words.slice(2).map((field) => hashAt(call).get(field))), "hash"],
  ["hgetall", 2, "", (call) => bulks([...hashAt(call)].flat()), "hash"],
  ["hdel", -3, "w", hdel, "hash"],
  ["hexists", 3, "", (call) => (fieldAt(call) === undefined ? ZERO : ONE), "hash"],
  ["hlen", 2, "", (call) => integer(hashAt(call).size), "hash"],
  ["hkeys", 2, "", (call) => bulks([...hashAt(call).keys()]), "hash"],
  ["hvals", 2, "", (call) => bulks([...hashAt(call).values()]), "hash"],
  ["hstrlen", 3, "", (call) => integer(fieldAt(call)?.length ?? 0), "hash"],
  ["hincrby", 4, "w", hincrby, "hash"],
  ["hincrbyfloat", 4, "w", hincrbyfloat, "hash"],
  ["hscan", -3, "", hscan, "hash"],
  ["hrandfield", -2, "", hrandfield, "hash"],
]);
