// Ranges of sorted sets: by rank, by score and by bytes, either way round, with LIMIT and WITHSCORES (redis.io,
// "ZRANGE"). Relies on numbers.ts. Not here: commands (sorted-set-commands.ts).

import { parseFloating, parseWhole } from "./numbers.ts";
import { fault, NOT_INTEGER, SYNTAX, type Reply } from "./reply.ts";

export type Member = readonly [member: string, score: number];
export type RangeKind = "rank" | "score" | "lex";

export const sortedMembers = (scores: ReadonlyMap<string, number>): Member[] =>
  [...scores].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x - y));

/** Whether something is on the inner side of a bound; undefined: it is no bound. */
type Bound<T> = { readonly at: T; readonly open: boolean } | undefined;

function scoreBound(text: string): Bound<number> {
  const open = text.startsWith("(");
  const at = parseFloating(open ? text.slice(1) : text);
  return at === undefined ? undefined : { at, open };
}

/** -Infinity and Infinity are `-` and `+`. */
function lexBound(text: string): Bound<string | number> {
  if (text === "-" || text === "+") return { at: text === "-" ? -Infinity : Infinity, open: false };
  if (text.startsWith("[") || text.startsWith("(")) return { at: text.slice(1), open: text.startsWith("(") };
  return undefined;
}

const orderOf = (a: string, b: string | number): number =>
  typeof b === "number" ? -b : a < b ? -1 : a > b ? 1 : 0;

/** Members of a range, in ascending order; bounds as words. */
export function within(members: readonly Member[], kind: RangeKind, from: string, to: string): Member[] | Reply {
  if (kind === "rank") {
    const [first, last] = [parseWhole(from), parseWhole(to)];
    if (first === undefined || last === undefined) return NOT_INTEGER;
    const at = (i: number): number => (i < 0 ? members.length + i : i);
    return at(last) < at(first) ? [] : members.slice(Math.max(0, at(first)), at(last) + 1);
  }
  if (kind === "score") {
    const [low, high] = [scoreBound(from), scoreBound(to)];
    if (low === undefined || high === undefined) return fault("ERR min or max is not a float");
    return members.filter(
      ([, score]) =>
        (low.open ? score > low.at : score >= low.at) && (high.open ? score < high.at : score <= high.at),
    );
  }
  const [low, high] = [lexBound(from), lexBound(to)];
  if (low === undefined || high === undefined) return fault("ERR min or max not valid string range item");
  return members.filter(([member]) => {
    const [above, below] = [orderOf(member, low.at), orderOf(member, high.at)];
    return (low.open ? above > 0 : above >= 0) && (high.open ? below < 0 : below <= 0);
  });
} // prettier-ignore

export interface RangeRequest {
  readonly withScores: boolean;
  readonly find: (members: readonly Member[]) => readonly Member[] | Reply;
}

/** Bounds from word `at` on and options after them; a kind that is given excludes ZRANGE's own words for it. */
export function rangeRequest(
  words: readonly string[],
  at: number,
  given: RangeKind | undefined,
  reversed: boolean,
): RangeRequest | Reply {
  let kind = given ?? "rank";
  let reverse = reversed;
  let withScores = false;
  let limit: readonly [number, number] | undefined;
  for (let i = at + 2; i < words.length; i++) {
    const option = (words[i] as string).toLowerCase();
    if (option === "withscores") withScores = true;
    else if (option === "limit" && i + 2 < words.length) {
      const [skip, count] = [parseWhole(words[i + 1] as string), parseWhole(words[i + 2] as string)];
      if (skip === undefined || count === undefined) return NOT_INTEGER;
      limit = [skip, count];
      i += 2;
    } else if (given === undefined && option === "byscore") kind = "score";
    else if (given === undefined && option === "bylex") kind = "lex";
    else if (given === undefined && option === "rev") reverse = true;
    else return SYNTAX;
  }
  if (limit !== undefined && kind === "rank")
    return fault("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  if (withScores && kind === "lex")
    return fault("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
  const [first, second] = [words[at] as string, words[at + 1] as string];
  return { withScores, find: (members) => select(members, { kind, first, second, reverse, limit }) };
}

interface Selection {
  readonly kind: RangeKind;
  readonly first: string;
  readonly second: string;
  readonly reverse: boolean;
  readonly limit: readonly [number, number] | undefined;
}

function select(members: readonly Member[], { kind, first, second, reverse, limit }: Selection): readonly Member[] | Reply {
  if (reverse && kind === "rank") {
    const found = within([...members].reverse(), kind, first, second);
    return found;
  }
  const found = reverse ? within(members, kind, second, first) : within(members, kind, first, second);
  if ("kind" in found) return found;
  const ordered = reverse ? found.reverse() : found;
  if (limit === undefined) return ordered;
  const [skip, count] = limit;
  return skip < 0 ? [] : ordered.slice(skip, count < 0 ? undefined : skip + count);
} // prettier-ignore
