// Commands on sorted sets (redis.io, "Sorted set"): members by score, equal scores by their bytes. Keys were checked
// to hold sorted sets. Relies on zset-ranges.ts for what a range means. Not here: ZMPOP, ZINTER, ZDIFF.

import { scanOptions } from "./key-commands.ts";
import { formatScore, parseFloating, parseWhole } from "./numbers.ts";
import { array, bulk, bulks, fault, integer, NIL, NOT_FLOAT, NOT_POSITIVE, SYNTAX, WRONG_TYPE, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, valueOf, type Call } from "./state.ts";
import { rangeRequest, sortedMembers, within, type Member, type RangeKind } from "./zset-ranges.ts";

const NONE: ReadonlyMap<string, number> = new Map();

const key = (call: Call): string => call.words[1] as string;
const scoresAt = (call: Call, name = key(call)): ReadonlyMap<string, number> =>
  valueOf(call, "zset", name)?.scores ?? NONE;
const membersAt = (call: Call): Member[] => sortedMembers(scoresAt(call));

function own(call: Call, name = key(call)): Map<string, number> {
  return call.db.change(name, { type: "zset", scores: new Map<string, number>() }).scores;
}

const score = (value: number | undefined): Reply =>
  bulk(value === undefined ? undefined : formatScore(value));

const pairs = (members: readonly Member[], withScores: boolean): Reply =>
  bulks(members.flatMap(([member, value]) => (withScores ? [member, formatScore(value)] : [member])));

// ---- adding

const ZADD_FLAGS = ["nx", "xx", "gt", "lt", "ch", "incr"];

function zaddFlags(words: readonly string[]): ReadonlySet<string> | Reply {
  const flags = new Set(words.map((word) => word.toLowerCase()));
  if (flags.has("nx") && flags.has("xx"))
    return fault("ERR XX and NX options at the same time are not compatible");
  if ([flags.has("nx"), flags.has("gt"), flags.has("lt")].filter(Boolean).length > 1)
    return fault("ERR GT, LT, and/or NX options at the same time are not compatible");
  return flags;
}

/** The score that the member gets; undefined: it stays as it is. */
function newScore(flags: ReadonlySet<string>, before: number | undefined, given: number): number | undefined {
  if (before === undefined) return flags.has("xx") ? undefined : given;
  if (flags.has("nx")) return undefined;
  const next = flags.has("incr") ? before + given : given;
  const barred = (flags.has("gt") && next <= before) || (flags.has("lt") && next >= before);
  return barred ? undefined : next;
}

function zadd(call: Call): Reply {
  const { words } = call;
  let from = 2;
  while (ZADD_FLAGS.includes((words[from] ?? "").toLowerCase())) from++;
  const flags = zaddFlags(words.slice(2, from));
  if ("kind" in flags) return flags;
  const given = words.slice(from);
  if (given.length === 0 || given.length % 2 !== 0) return SYNTAX;
  if (flags.has("incr") && given.length > 2)
    return fault("ERR INCR option supports a single increment-element pair");
  const values = given.filter((_, i) => i % 2 === 0).map(parseFloating);
  if (values.some((value) => value === undefined)) return NOT_FLOAT;
  const scores = own(call);
  let [added, changed] = [0, 0];
  let last: number | undefined;
  values.forEach((value, i) => {
    const member = given[2 * i + 1] as string;
    const before = scores.get(member);
    last = newScore(flags, before, value as number);
    if (last === undefined) return;
    scores.set(member, last);
    if (before === undefined) added++;
    else if (before !== last) changed++;
  });
  call.db.settle(key(call));
  if (flags.has("incr")) return score(last);
  return integer(flags.has("ch") ? added + changed : added);
}

function zincrby(call: Call): Reply {
  const [, , by = "", member = ""] = call.words;
  const increment = parseFloating(by);
  if (increment === undefined) return NOT_FLOAT;
  const next = (scoresAt(call).get(member) ?? 0) + increment;
  if (Number.isNaN(next)) return fault("ERR resulting score is not a number (NaN)");
  own(call).set(member, next);
  return score(next);
}

// ---- removing

function remove(call: Call, names: readonly string[]): Reply {
  if (scoresAt(call).size === 0) return ZERO;
  const scores = own(call);
  const removed = names.filter((name) => scores.delete(name)).length;
  call.db.settle(key(call));
  return integer(removed);
}

const removeRange =
  (kind: RangeKind) =>
  (call: Call): Reply => {
    const found = within(membersAt(call), kind, call.words[2] as string, call.words[3] as string);
    return "kind" in found ? found : remove(call, found.map(([member]) => member)); // prettier-ignore
  };

const popEnd =
  (end: "min" | "max") =>
  (call: Call): Reply => {
    if (call.words.length > 3) return SYNTAX;
    const count = parseWhole(call.words[2] ?? "1");
    if (count === undefined || count < 0) return NOT_POSITIVE;
    const members = membersAt(call);
    const taken = (end === "min" ? members : members.reverse()).slice(0, count);
    if (taken.length > 0) void remove(call, taken.map(([member]) => member)); // prettier-ignore
    return pairs(taken, true);
  };

// ---- looking

const range =
  (kind: RangeKind | undefined, reverse = false) =>
  (call: Call): Reply => {
    const request = rangeRequest(call.words, 2, kind, reverse);
    if ("kind" in request) return request;
    const found = request.find(membersAt(call));
    return "kind" in found ? found : pairs(found, request.withScores);
  };

function zrangestore(call: Call): Reply {
  const [, target = "", source = ""] = call.words;
  if ((call.db.get(source)?.type ?? "zset") !== "zset") return WRONG_TYPE;
  const request = rangeRequest(call.words, 3, undefined, false);
  if ("kind" in request) return request;
  const found = request.find(sortedMembers(scoresAt(call, source)));
  if ("kind" in found) return found;
  return storeAt(call, target, new Map(found));
}

function storeAt(call: Call, target: string, scores: Map<string, number>): Reply {
  void call.db.delete(target);
  if (scores.size > 0) call.db.set(target, { type: "zset", scores });
  return integer(scores.size);
}

const count =
  (kind: RangeKind) =>
  (call: Call): Reply => {
    const found = within(membersAt(call), kind, call.words[2] as string, call.words[3] as string);
    return "kind" in found ? found : integer(found.length);
  };

const rank =
  (reverse: boolean) =>
  (call: Call): Reply => {
    const [, , member = "", withScore, ...more] = call.words;
    if (more.length > 0 || (withScore !== undefined && withScore.toLowerCase() !== "withscore"))
      return SYNTAX;
    const members = reverse ? membersAt(call).reverse() : membersAt(call);
    const at = members.findIndex(([name]) => name === member);
    if (at < 0) return withScore === undefined ? NIL : { kind: "array", items: undefined };
    return withScore === undefined ? integer(at) : array([integer(at), score(members[at]?.[1])]);
  };

function zscan(call: Call): Reply {
  const options = scanOptions(call, 2);
  if ("kind" in options) return options;
  return array([
    bulk("0"),
    pairs(
      membersAt(call).filter(([member]) => options.matches(member)),
      true,
    ),
  ]);
}

// ---- several sets at once

type Aggregate = (a: number, b: number) => number;
const AGGREGATES = new Map<string, Aggregate>([["sum", (a, b) => a + b], ["min", Math.min], ["max", Math.max]]); // prettier-ignore

/** Members count with a score of one where a plain set is given. */
function scoresOf(call: Call, name: string): ReadonlyMap<string, number> | undefined {
  const value = call.db.get(name);
  if (value === undefined) return NONE;
  if (value.type === "zset") return value.scores;
  return value.type === "set" ? new Map([...value.members].map((member) => [member, 1])) : undefined;
}

const joinStore =
  (everywhere: boolean) =>
  (call: Call): Reply => {
    const { words } = call;
    const number = parseWhole(words[2] as string);
    if (number === undefined || number < 1)
      return fault(`ERR at least 1 input key is needed for '${(words[0] as string).toLowerCase()}' command`);
    const names = words.slice(3, 3 + number);
    if (names.length < number) return SYNTAX;
    let weights = names.map(() => 1);
    let aggregate = AGGREGATES.get("sum") as Aggregate;
    for (let i = 3 + number; i < words.length;) {
      const option = (words[i] as string).toLowerCase();
      if (option === "weights" && words.length - i > number) {
        const given = words.slice(i + 1, i + 1 + number).map(parseFloating);
        if (given.some((weight) => weight === undefined)) return fault("ERR weight value is not a float");
        weights = given as number[];
        i += 1 + number;
      } else if (option === "aggregate" && AGGREGATES.has((words[i + 1] ?? "").toLowerCase())) {
        aggregate = AGGREGATES.get((words[i + 1] as string).toLowerCase()) as Aggregate;
        i += 2;
      } else return SYNTAX;
    }
    const sets = names.map((name) => scoresOf(call, name));
    if (sets.some((set) => set === undefined)) return WRONG_TYPE;
    const result = new Map<string, number>();
    sets.forEach((set, i) => {
      for (const [member, value] of set as ReadonlyMap<string, number>) {
        if (everywhere && !sets.every((other) => other?.has(member))) continue;
        const weighted = value * (weights[i] as number);
        const before = result.get(member);
        result.set(member, before === undefined ? weighted : aggregate(before, weighted));
      }
    });
    return storeAt(call, key(call), result);
  };

export const SORTED_SET_COMMANDS = commandSpecs([
  ["zadd", -4, "w", zadd, "zset"],
  ["zincrby", 4, "w", zincrby, "zset"],
  ["zrem", -3, "w", (call) => remove(call, call.words.slice(2)), "zset"],
  ["zremrangebyrank", 4, "w", removeRange("rank"), "zset"],
  ["zremrangebyscore", 4, "w", removeRange("score"), "zset"],
  ["zremrangebylex", 4, "w", removeRange("lex"), "zset"],
  ["zpopmin", -2, "w", popEnd("min"), "zset"],
  ["zpopmax", -2, "w", popEnd("max"), "zset"],
  ["zscore", 3, "", (call) => score(scoresAt(call).get(call.words[2] as string)), "zset"],
  ["zmscore", -3, "", (call) => array(call.words.slice(2).map((m) => score(scoresAt(call).get(m)))), "zset"],
  ["zcard", 2, "", (call) => integer(scoresAt(call).size), "zset"],
  ["zcount", 4, "", count("score"), "zset"],
  ["zlexcount", 4, "", count("lex"), "zset"],
  ["zrank", -3, "", rank(false), "zset"],
  ["zrevrank", -3, "", rank(true), "zset"],
  ["zrange", -4, "", range(undefined), "zset"],
  ["zrevrange", -4, "", range("rank", true), "zset"],
  ["zrangebyscore", -4, "", range("score"), "zset"],
  ["zrevrangebyscore", -4, "", range("score", true), "zset"],
  ["zrangebylex", -4, "", range("lex"), "zset"],
  ["zrevrangebylex", -4, "", range("lex", true), "zset"],
  ["zrangestore", -5, "w", zrangestore],
  ["zunionstore", -4, "w", joinStore(false)],
  ["zinterstore", -4, "w", joinStore(true)],
  ["zscan", -3, "", zscan, "zset"],
]);
