// Commands on sets (redis.io, "Set"). Members that are all whole numbers come in their order, as Redis keeps them;
// others in the order in which they were added. Keys were checked to hold sets. Relies on state.ts.

import { scanOptions } from "./key-commands.ts";
import { parseBig, parseWhole } from "./numbers.ts";
import { array, bulk, bulks, fault, integer, NOT_INTEGER, NOT_POSITIVE, ONE, SYNTAX, WRONG_TYPE, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, valueOf, type Call } from "./state.ts";

const NOBODY: ReadonlySet<string> = new Set();
const MAX_NUMBERS = 512;

const key = (call: Call): string => call.words[1] as string;
const setAt = (call: Call, name = key(call)): ReadonlySet<string> =>
  valueOf(call, "set", name)?.members ?? NOBODY;

function own(call: Call, name = key(call)): Set<string> {
  return call.db.change(name, { type: "set", members: new Set<string>() }).members;
}

function inOrder(members: ReadonlySet<string>): string[] {
  const all = [...members];
  if (all.length > MAX_NUMBERS || !all.every((member) => parseBig(member) !== undefined)) return all;
  return all.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
}

function sadd(call: Call): Reply {
  const members = own(call);
  const before = members.size;
  for (const member of call.words.slice(2)) members.add(member);
  return integer(members.size - before);
}

function srem(call: Call): Reply {
  if (setAt(call).size === 0) return ZERO;
  const members = own(call);
  const removed = call.words.slice(2).filter((member) => members.delete(member)).length;
  call.db.settle(key(call));
  return integer(removed);
}

type Joining = (a: ReadonlySet<string>, b: ReadonlySet<string>) => Set<string>;

const union: Joining = (a, b) => new Set([...a, ...b]);
const intersection: Joining = (a, b) => new Set([...a].filter((member) => b.has(member)));
const difference: Joining = (a, b) => new Set([...a].filter((member) => !b.has(member)));

/** undefined: one of the keys holds something else. */
function joined(call: Call, names: readonly string[], join: Joining): Set<string> | undefined {
  if (names.some((name) => (call.db.get(name)?.type ?? "set") !== "set")) return undefined;
  const [first, ...others] = names.map((name) => setAt(call, name));
  return others.reduce<Set<string>>(join, new Set(first));
}

const combine =
  (join: Joining) =>
  (call: Call): Reply => {
    const members = joined(call, call.words.slice(1), join);
    return members === undefined ? WRONG_TYPE : bulks(inOrder(members));
  };

const store =
  (join: Joining) =>
  (call: Call): Reply => {
    const members = joined(call, call.words.slice(2), join);
    if (members === undefined) return WRONG_TYPE;
    void call.db.delete(key(call));
    if (members.size > 0) call.db.set(key(call), { type: "set", members });
    return integer(members.size);
  };

function sintercard(call: Call): Reply {
  const count = parseWhole(key(call));
  if (count === undefined || count < 1) return fault("ERR numkeys should be greater than 0");
  const names = call.words.slice(2, 2 + count);
  if (names.length < count) return fault("ERR Number of keys can't be greater than number of args");
  const [option, limit, ...more] = call.words.slice(2 + count);
  if (option !== undefined && (option.toLowerCase() !== "limit" || limit === undefined || more.length > 0))
    return SYNTAX;
  const most = parseWhole(limit ?? "0");
  if (most === undefined || most < 0) return fault("ERR LIMIT can't be negative");
  const members = joined(call, names, intersection);
  if (members === undefined) return WRONG_TYPE;
  return integer(most === 0 ? members.size : Math.min(most, members.size));
}

/** Different members, or with a negative count any, as often as it comes. */
function draw(call: Call, members: readonly string[], count: number): string[] {
  const any = (from: readonly string[]): number => Math.floor(call.random() * from.length);
  if (count < 0) return Array.from({ length: -count }, () => members[any(members)] as string);
  const left = [...members];
  const drawn: string[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(any(left), 1));
  return drawn;
}

function spop(call: Call): Reply {
  if (call.words.length > 3) return SYNTAX;
  const count = parseWhole(call.words[2] ?? "1");
  if (count === undefined || count < 0) return NOT_POSITIVE;
  const drawn = draw(call, inOrder(setAt(call)), count);
  if (drawn.length > 0) {
    const members = own(call);
    for (const member of drawn) members.delete(member);
    call.db.settle(key(call));
  }
  return call.words.length === 3 ? bulks(drawn) : bulk(drawn[0]);
}

function srandmember(call: Call): Reply {
  if (call.words.length > 3) return SYNTAX;
  const count = parseWhole(call.words[2] ?? "1");
  if (count === undefined) return NOT_INTEGER;
  const members = inOrder(setAt(call));
  const drawn = members.length === 0 ? [] : draw(call, members, count);
  return call.words.length === 3 ? bulks(drawn) : bulk(drawn[0]);
}

function smove(call: Call): Reply {
  const [, from = "", to = "", member = ""] = call.words;
  if ((call.db.get(to)?.type ?? "set") !== "set") return WRONG_TYPE;
  if (!setAt(call, from).has(member)) return ZERO;
  own(call, from).delete(member);
  call.db.settle(from);
  own(call, to).add(member);
  return ONE;
}

function sscan(call: Call): Reply {
  const options = scanOptions(call, 2);
  if ("kind" in options) return options;
  return array([bulk("0"), bulks(inOrder(setAt(call)).filter(options.matches))]);
}

const has = (call: Call, member: string): Reply => (setAt(call).has(member) ? ONE : ZERO);

export const SET_COMMANDS = commandSpecs([
  ["sadd", -3, "w", sadd, "set"],
  ["srem", -3, "w", srem, "set"],
  ["smembers", 2, "", (call) => bulks(inOrder(setAt(call))), "set"],
  ["sismember", 3, "", (call) => has(call, call.words[2] as string), "set"],
  ["smismember", -3, "", (call) => array(call.words.slice(2).map((m) => has(call, m))), "set"],
  ["scard", 2, "", (call) => integer(setAt(call).size), "set"],
  ["sunion", -2, "", combine(union)],
  ["sinter", -2, "", combine(intersection)],
  ["sdiff", -2, "", combine(difference)],
  ["sunionstore", -3, "w", store(union)],
  ["sinterstore", -3, "w", store(intersection)],
  ["sdiffstore", -3, "w", store(difference)],
  ["sintercard", -3, "", sintercard],
  ["spop", -2, "w", spop, "set"],
  ["srandmember", -2, "", srandmember, "set"],
  ["smove", 4, "w", smove, "set"],
  ["sscan", -3, "", sscan, "set"],
]);
