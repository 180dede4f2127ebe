// Commands on lists, those that wait for one included (redis.io, "List"). Keys were checked to hold lists.
// Relies on state.ts. Not here: LMPOP, and waking who waits (clients.ts).

import { SECOND } from "../../base/time.ts";
import { parseFloating, parseWhole } from "./numbers.ts";
import { array, bulk, bulks, EMPTY, fault, integer, NIL, NIL_ARRAY, NO_KEY, NOT_INTEGER, NOT_POSITIVE, OK, SYNTAX, WRONG_TYPE, ZERO, type Reply } from "./reply.ts"; // prettier-ignore
import { commandSpecs, valueOf, type Call, type Outcome } from "./state.ts";

const key = (call: Call): string => call.words[1] as string;
const itemsAt = (call: Call, name = key(call)): readonly string[] => valueOf(call, "list", name)?.items ?? [];

/** The items to change in place; a list of its own if there is none. */
function own(call: Call, name = key(call)): string[] {
  return call.db.change(name, { type: "list", items: [] as string[] }).items;
}

type End = "left" | "right";

const push =
  (end: End, onlyOld = false) =>
  (call: Call): Reply => {
    if (onlyOld && itemsAt(call).length === 0) return ZERO;
    const items = own(call);
    const added = call.words.slice(2);
    if (end === "left") items.unshift(...added.reverse());
    else items.push(...added);
    return integer(items.length);
  };

function take(call: Call, name: string, end: End, count: number): string[] {
  const items = own(call, name);
  const taken = end === "left" ? items.splice(0, count) : items.splice(Math.max(0, items.length - count)).reverse(); // prettier-ignore
  call.db.settle(name);
  return taken;
}

const pop =
  (end: End) =>
  (call: Call): Reply => {
    const { words } = call;
    if (words.length > 3) return SYNTAX;
    const count = words.length === 3 ? parseWhole(words[2] as string) : 1;
    if (count === undefined || count < 0) return NOT_POSITIVE;
    if (itemsAt(call).length === 0) return words.length === 3 ? NIL_ARRAY : NIL;
    const taken = count === 0 ? [] : take(call, key(call), end, count);
    return words.length === 3 ? bulks(taken) : bulk(taken[0]);
  };

const place = (index: number, length: number): number => (index < 0 ? length + index : index);

function range(call: Call): readonly [from: number, to: number] | undefined {
  const { length } = itemsAt(call);
  const [from, to] = [parseWhole(call.words[2] as string), parseWhole(call.words[3] as string)];
  if (from === undefined || to === undefined) return undefined;
  return [Math.max(0, place(from, length)), place(to, length) + 1];
}

function lrange(call: Call): Reply {
  const within = range(call);
  if (within === undefined) return NOT_INTEGER;
  return within[1] <= within[0] ? EMPTY : bulks(itemsAt(call).slice(...within));
}

function ltrim(call: Call): Reply {
  const within = range(call);
  if (within === undefined) return NOT_INTEGER;
  if (itemsAt(call).length === 0) return OK;
  const kept = within[1] <= within[0] ? [] : itemsAt(call).slice(...within);
  const items = own(call);
  items.splice(0, items.length, ...kept);
  call.db.settle(key(call));
  return OK;
}

function lindex(call: Call): Reply {
  const index = parseWhole(call.words[2] as string);
  if (index === undefined) return NOT_INTEGER;
  return bulk(itemsAt(call)[place(index, itemsAt(call).length)]);
}

function lset(call: Call): Reply {
  const index = parseWhole(call.words[2] as string);
  const items = itemsAt(call);
  if (items.length === 0) return NO_KEY;
  if (index === undefined) return NOT_INTEGER;
  const at = place(index, items.length);
  if (at < 0 || at >= items.length) return fault("ERR index out of range");
  own(call)[at] = call.words[3] as string;
  return OK;
}

function linsert(call: Call): Reply {
  const [, , where = "", pivot = "", item = ""] = call.words;
  const after = where.toLowerCase() === "after";
  if (!after && where.toLowerCase() !== "before") return SYNTAX;
  if (itemsAt(call).length === 0) return ZERO;
  const at = itemsAt(call).indexOf(pivot);
  if (at < 0) return integer(-1);
  const items = own(call);
  items.splice(at + (after ? 1 : 0), 0, item);
  return integer(items.length);
}

function lrem(call: Call): Reply {
  const count = parseWhole(call.words[2] as string);
  const item = call.words[3] as string;
  if (count === undefined) return NOT_INTEGER;
  if (!itemsAt(call).includes(item)) return ZERO;
  const items = own(call);
  const most = count === 0 ? Infinity : Math.abs(count);
  let removed = 0;
  while (removed < most) {
    const at = count < 0 ? items.lastIndexOf(item) : items.indexOf(item);
    if (at < 0) break;
    items.splice(at, 1);
    removed++;
  }
  call.db.settle(key(call));
  return integer(removed);
}

function lpos(call: Call): Reply {
  const [, , item = "", ...options] = call.words;
  const given = new Map<string, number>();
  for (let i = 0; i < options.length; i += 2) {
    const value = parseWhole(options[i + 1] ?? "");
    const name = (options[i] as string).toLowerCase();
    if (!["rank", "count", "maxlen"].includes(name) || options[i + 1] === undefined) return SYNTAX;
    if (value === undefined) return NOT_INTEGER;
    given.set(name, value);
  }
  const rank = given.get("rank") ?? 1;
  if (rank === 0) return fault("ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list"); // prettier-ignore
  const found = [...itemsAt(call).entries()].filter(([, text]) => text === item).map(([at]) => at);
  const ordered = (rank < 0 ? found.reverse() : found).slice(Math.abs(rank) - 1);
  const count = given.get("count");
  if (count === undefined) return ordered[0] === undefined ? NIL : integer(ordered[0]);
  return array((count === 0 ? ordered : ordered.slice(0, count)).map(integer));
}

const endOf = (word = ""): End | undefined => {
  const end = word.toLowerCase();
  return end === "left" || end === "right" ? end : undefined;
};

function moveItem(call: Call, from: string, to: string, take1: End, put: End): Reply {
  if (call.db.get(to) !== undefined && call.db.get(to)?.type !== "list") return WRONG_TYPE;
  if (itemsAt(call, from).length === 0) return NIL;
  const [item = ""] = take(call, from, take1, 1);
  const items = own(call, to);
  if (put === "left") items.unshift(item);
  else items.push(item);
  return bulk(item);
}

function lmove(call: Call): Reply {
  const [, from = "", to = "", takes, puts] = call.words;
  const [takeAt, putAt] = [endOf(takes), endOf(puts)];
  return takeAt === undefined || putAt === undefined ? SYNTAX : moveItem(call, from, to, takeAt, putAt);
}

/** When the wait of a command is over; undefined: never. */
function patience(call: Call, word: string): { readonly until: number | undefined } | Reply {
  const time = parseFloating(word);
  if (time === undefined) return fault("ERR timeout is not a float or out of range");
  if (time < 0) return fault("ERR timeout is negative");
  return { until: time === 0 ? undefined : call.now * 1000 + Math.ceil(time * SECOND) };
}

const blockingPop =
  (end: End) =>
  (call: Call): Outcome => {
    const names = call.words.slice(1, -1);
    const wait = patience(call, call.words.at(-1) as string);
    if ("kind" in wait) return wait;
    for (const name of names) {
      const value = call.db.get(name);
      if (value !== undefined && value.type !== "list") return WRONG_TYPE;
      if (value !== undefined) return bulks([name, ...take(call, name, end, 1)]);
    }
    if (call.client.queue !== undefined) return NIL_ARRAY;
    return { kind: "block", blocked: { keys: names, until: wait.until, request: call.words } };
  };

function blockingMove(call: Call): Outcome {
  const old = call.words[0]?.toLowerCase() === "brpoplpush";
  const [, from = "", to = ""] = call.words;
  const wait = patience(call, call.words.at(-1) as string);
  if ("kind" in wait) return wait;
  const [takeAt, putAt] = old ? (["right", "left"] as const) : [endOf(call.words[3]), endOf(call.words[4])];
  if (takeAt === undefined || putAt === undefined) return SYNTAX;
  if (itemsAt(call, from).length > 0) return moveItem(call, from, to, takeAt, putAt);
  return { kind: "block", blocked: { keys: [from], until: wait.until, request: call.words } };
}

export const LIST_COMMANDS = commandSpecs([
  ["lpush", -3, "w", push("left"), "list"],
  ["rpush", -3, "w", push("right"), "list"],
  ["lpushx", -3, "w", push("left", true), "list"],
  ["rpushx", -3, "w", push("right", true), "list"],
  ["lpop", -2, "w", pop("left"), "list"],
  ["rpop", -2, "w", pop("right"), "list"],
  ["llen", 2, "", (call) => integer(itemsAt(call).length), "list"],
  ["lrange", 4, "", lrange, "list"],
  ["ltrim", 4, "w", ltrim, "list"],
  ["lindex", 3, "", lindex, "list"],
  ["lset", 4, "w", lset, "list"],
  ["linsert", 5, "w", linsert, "list"],
  ["lrem", 4, "w", lrem, "list"],
  ["lpos", -3, "", lpos, "list"],
  ["lmove", 5, "w", lmove, "list"],
  ["rpoplpush", 3, "w", (call) => moveItem(call, key(call), call.words[2] as string, "right", "left"), "list"],
  ["blpop", -3, "w", blockingPop("left")],
  ["brpop", -3, "w", blockingPop("right")],
  ["blmove", 6, "w", blockingMove, "list"],
  ["brpoplpush", 4, "w", blockingMove, "list"],
]); // prettier-ignore
