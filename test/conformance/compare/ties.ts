// Which thing of one side is which thing of the other. Ties are made as lines turn out to be the same, one to
// one, and hold for the rest of the scenario; what was tied in trying something out is undone.

import type { Parts, Token } from "./line.ts";

/** Kinds of tokens that stand for a thing with an identity. */
export const IDENTITY = new Set(["id", "uuid", "token", "veth", "mac", "ll6", "ula", "port", "name", "pid"]);

export class Ties {
  private readonly to = new Map<string, string>();
  private readonly from = new Map<string, string>();
  private log: [string, string][] = [];
  private isGuessing = false;
  /** tied by lines in an order of chance only */
  private readonly guessed = new Set<string>();

  tie(kind: string, expected: string, actual: string): boolean {
    const [e, a] = [`${kind} ${expected}`, `${kind} ${actual}`];
    const [to, from] = [this.to.get(e), this.from.get(a)];
    if (to === undefined && from === undefined) {
      this.to.set(e, a);
      this.from.set(a, e);
      this.log.push([e, a]);
      if (this.isGuessing) this.guessed.add(e);
      return true;
    }
    if (!this.isGuessing) this.guessed.delete(e);
    return to === a && from === e;
  }

  /** The expected thing that an actual one is tied to, both as "kind value". */
  expectedOf(actual: string): string | undefined {
    return this.from.get(actual);
  }

  mark(): number {
    return this.log.length;
  }

  undo(mark: number): void {
    for (const [e, a] of this.log.splice(mark)) {
      this.to.delete(e);
      this.from.delete(a);
      this.guessed.delete(e);
    }
  }

  guessing<T>(attempt: () => T): T {
    this.isGuessing = true;
    const result = attempt();
    this.isGuessing = false;
    return result;
  }

  /** At the end of a step that matched: what was only guessed held for that step and no longer. */
  settle(): void {
    for (const e of this.guessed) {
      this.from.delete(this.to.get(e) ?? "");
      this.to.delete(e);
    }
    this.guessed.clear();
    this.log = [];
  }
}

function sameToken(e: Token, a: Token, ties: Ties): boolean {
  if (e.kind !== a.kind) return false;
  // a clock that stands on the second is accepted where the real one has a fraction
  if (e.kind === "time") return e.style === a.style || e.style === `${a.style} .n`;
  if (e.kind === "pid") return samePid(e, a, ties);
  if (e.style !== a.style) return false;
  return !IDENTITY.has(e.kind) || ties.tie(e.kind, e.value, a.value);
}

/** A small number beside a Pid may be a code or a count: then it must be the same. */
function samePid(e: Token, a: Token, ties: Ties): boolean {
  const mayBeCode = e.style === "host" && Number(e.raw) <= 256;
  return mayBeCode ? e.raw === a.raw : ties.tie("pid", e.value, a.value);
}

export function sameLine(e: Parts, a: Parts, ties: Ties): boolean {
  if (e.length !== a.length) return false;
  const mark = ties.mark();
  const same = e.every((part, i) => {
    const other = a[i];
    return typeof part === "string" || typeof other !== "object"
      ? part === other
      : sameToken(part, other, ties);
  });
  if (!same) ties.undo(mark);
  return same;
}

/** From the first line of a range to the one behind its last. */
export type Ranges = ReadonlyMap<number, number>;

/** How many pairs of lines are tried before an order of chance counts as different. */
const FUEL = 20_000;

/** Whether all lines are the same, those within a range in any order. */
export function sameLines(e: readonly Parts[], a: readonly Parts[], ranges: Ranges, ties: Ties): boolean {
  if (e.length !== a.length) return false;
  const at = (lines: readonly Parts[], i: number): Parts => lines[i] ?? [];
  // without ranges a loop will do, and long outputs do not deepen the stack
  if (ranges.size === 0) return e.every((line, i) => sameLine(line, at(a, i), ties));
  let fuel = FUEL;
  const from = (i: number): boolean => {
    if (i >= e.length) return true;
    const to = ranges.get(i);
    if (to === undefined) return sameLine(at(e, i), at(a, i), ties) && from(i + 1);
    return place(i, to, new Set(Array.from({ length: to - i }, (_, k) => i + k)));
  };
  const place = (k: number, to: number, left: Set<number>): boolean => {
    if (k >= to) return from(to);
    for (const j of Array.from(left)) {
      if (fuel-- <= 0) return false;
      const mark = ties.mark();
      if (!ties.guessing(() => sameLine(at(e, k), at(a, j), ties))) continue;
      left.delete(j);
      if (place(k + 1, to, left)) return true;
      left.add(j);
      ties.undo(mark);
    }
    return false;
  };
  return from(0);
}
