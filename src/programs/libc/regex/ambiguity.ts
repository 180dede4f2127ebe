// Whether a JS pattern's match can differ from POSIX's leftmost-longest one, and whether it can take
// exponential time. A pattern is followed from right to left with the characters that may come next: where
// every choice is decided by the next character there is one way to match, and any matcher finds it.
// The answers err on the safe side.

import { outlineOf, singleOf } from "./charset.ts";
import type { Node } from "./tree.ts";
import { fixedLength, hasGroup, longestFirst } from "./translate.ts";

export interface Ambiguity {
  /** the longest match may be another than JS's */
  readonly length: boolean;
  /** the same match may be split into groups in another way */
  readonly groups: boolean;
  /** JS may take exponential time */
  readonly explosive: boolean;
}

interface First {
  /** one element for each ASCII character, and one for all others */
  readonly outline: Uint8Array;
  readonly nullable: boolean;
}

const NOTHING = new Uint8Array(129);
const ALL = new Uint8Array(129).fill(1);
/** Loops of at most so many rounds cannot explode. */
const FEW_ROUNDS = 8;

export function ambiguityOf(root: Node): Ambiguity {
  const walker = new Walker();
  walker.walk(root, { follow: NOTHING, fixedTail: true, looped: false });
  return { length: walker.length, groups: walker.groups && hasGroup(root), explosive: walker.explosive };
}

interface Context {
  /** what may come after the node */
  readonly follow: Uint8Array;
  /** all that comes after has one length */
  readonly fixedTail: boolean;
  readonly looped: boolean;
}

const union = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  if (a === NOTHING) return b;
  if (b === NOTHING) return a;
  const both = a.slice();
  for (let i = 0; i < both.length; i++) both[i] = (a[i] as number) | (b[i] as number);
  return both;
};

const overlap = (a: Uint8Array, b: Uint8Array): boolean => a.some((bit, i) => bit === 1 && b[i] === 1);

class Walker {
  length = false;
  groups = false;
  explosive = false;
  private readonly firsts = new Map<Node, First>();

  walk(node: Node, context: Context): void {
    switch (node.kind) {
      case "sequence":
        return this.sequence(node.items, context);
      case "choice":
        return this.choice(node.items, context);
      case "repeat":
        return this.repeat(node.item, node.least, node.most, context);
      case "group":
        return this.walk(node.item, context);
      case "set":
      case "assertion":
      case "reference":
    }
  }

  private sequence(items: readonly Node[], context: Context): void {
    let { follow, fixedTail } = context;
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i] as Node;
      this.walk(item, { ...context, follow, fixedTail });
      const { outline, nullable } = this.first(item);
      follow = nullable ? union(outline, follow) : outline;
      fixedTail &&= fixedLength(item) !== undefined;
    }
  }

  private choice(items: readonly Node[], context: Context): void {
    for (const item of items) this.walk(item, context);
    if (this.isDecided(items, context.follow)) return;
    const sorted = longestFirst(items) !== items || items.every((item) => fixedLength(item) !== undefined && !hasGroup(item)); // prettier-ignore
    this.undecided(sorted && context.fixedTail, context);
    this.groups ||= !sorted;
  }

  private undecided(isLongest: boolean, context: Context): void {
    this.length ||= !isLongest;
    this.explosive ||= context.looped;
  }

  private isDecided(items: readonly Node[], follow: Uint8Array): boolean {
    const texts = items.map(literalText);
    return items.every((item, i) =>
      items.every((other, j) => {
        if (j <= i) return true;
        const a = texts[i];
        const b = texts[j];
        if (a !== undefined && b !== undefined) return literalsDecided(a, b, follow);
        return this.pairDecided(this.first(item), this.first(other), follow);
      }),
    );
  }

  private pairDecided(a: First, b: First, follow: Uint8Array): boolean {
    const first = a.nullable ? union(a.outline, follow) : a.outline;
    const second = b.nullable ? union(b.outline, follow) : b.outline;
    return !overlap(first, second) && !(a.nullable || b.nullable);
  }

  private repeat(item: Node, least: number, most: number, context: Context): void {
    const { outline, nullable } = this.first(item);
    const endless = most === Infinity;
    const looped = context.looped || endless || most > FEW_ROUNDS;
    const inside = most > 1 ? union(outline, context.follow) : context.follow;
    const fixed = fixedLength(item) !== undefined;
    this.walk(item, { follow: inside, fixedTail: context.fixedTail && most === 1, looped });
    if (nullable && endless) this.undecided(false, { ...context, looped: true });
    if (least === most || !overlap(outline, context.follow)) return;
    this.undecided(fixed && context.fixedTail, context);
  }

  private first(node: Node): First {
    let first = this.firsts.get(node);
    if (first === undefined) this.firsts.set(node, (first = this.firstOf(node)));
    return first;
  }

  private firstOf(node: Node): First {
    switch (node.kind) {
      case "set":
        return { outline: outlineOf(node.set), nullable: false };
      case "assertion":
        return { outline: NOTHING, nullable: true };
      case "reference":
        return { outline: ALL, nullable: true };
      case "group":
        return this.first(node.item);
      case "repeat": {
        const { outline, nullable } = this.first(node.item);
        return { outline: node.most === 0 ? NOTHING : outline, nullable: nullable || node.least === 0 };
      }
      case "choice": {
        const all = node.items.map((item) => this.first(item));
        return {
          outline: all.reduce((sum, { outline }) => union(sum, outline), NOTHING as Uint8Array),
          nullable: all.some(({ nullable }) => nullable),
        };
      }
      case "sequence":
        return this.firstOfSequence(node.items);
    }
  }

  private firstOfSequence(items: readonly Node[]): First {
    let outline: Uint8Array = NOTHING;
    for (const item of items) {
      const first = this.first(item);
      outline = union(outline, first.outline);
      if (!first.nullable) return { outline, nullable: false };
    }
    return { outline, nullable: true };
  }
}

/** The characters of a node that matches one text only. */
function literalText(node: Node): readonly number[] | undefined {
  if (node.kind !== "set" && node.kind !== "sequence") return undefined;
  const codes: number[] = [];
  for (const item of node.kind === "set" ? [node] : node.items) {
    const code = item.kind === "set" ? singleOf(item.set) : undefined;
    if (code === undefined) return undefined;
    codes.push(code);
  }
  return codes;
}

/** Neither begins the other, or what the longer one adds cannot follow the shorter one. */
function literalsDecided(a: readonly number[], b: readonly number[], follow: Uint8Array): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (!short.every((code, i) => code === long[i])) return true;
  if (short.length === long.length) return false;
  const next = long[short.length] as number;
  return follow[Math.min(next, 128)] === 0;
}
