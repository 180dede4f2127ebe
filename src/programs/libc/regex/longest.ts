// Leftmost-longest matching as POSIX defines it, for the expressions where JS's first match may be another:
// all ends that a node can reach from a place are computed once (time grows with the tree times the
// text, never exponentially), then the longest is split into groups, each as long as it can be, from left
// to right. Back-references are not here: expressions with them take JS's answer.

import { has, type CharSet } from "./charset.ts";
import type { Assertion, Node, RegexSyntax } from "./tree.ts";

export type Span = readonly [number, number];

export class LongestMatcher {
  private text = "";
  private ends = new Map<Node, Map<number, readonly number[]>>();

  constructor(
    private readonly root: Node,
    private readonly groups: number,
    private readonly syntax: RegexSyntax,
    private readonly isWord: (code: number) => boolean,
  ) {}

  begin(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.ends = new Map();
  }

  /** -1 if nothing matches at `start`. */
  longestFrom(start: number): number {
    const ends = this.endsOf(this.root, start);
    return ends.length === 0 ? -1 : (ends[ends.length - 1] as number);
  }

  groupsOf(start: number, end: number): readonly (Span | undefined)[] {
    const spans = new Array<Span | undefined>(this.groups + 1).fill(undefined);
    spans[0] = [start, end];
    this.split(this.root, start, end, spans);
    return spans;
  }

  // ---- ends

  private endsOf(node: Node, at: number): readonly number[] {
    if (node.kind === "group") return this.endsOf(node.item, at);
    if (node.kind === "set") return this.step(node.set, at);
    if (node.kind === "assertion") return this.holds(node.what, at) ? [at] : [];
    let known = this.ends.get(node);
    if (known === undefined) this.ends.set(node, (known = new Map<number, readonly number[]>()));
    let ends = known.get(at);
    if (ends === undefined) known.set(at, (ends = this.compute(node, at)));
    return ends;
  }

  private compute(node: Node, at: number): readonly number[] {
    if (node.kind === "choice") return merge(node.items.map((item) => this.endsOf(item, at)));
    if (node.kind === "sequence") return this.through(node.items, 0, at);
    if (node.kind === "repeat") return this.rounds(node.item, node.least, node.most, at);
    return [];
  }

  private through(items: readonly Node[], from: number, at: number): readonly number[] {
    let places: readonly number[] = [at];
    for (let i = from; i < items.length && places.length > 0; i++) {
      const item = items[i] as Node;
      places =
        places.length === 1
          ? this.endsOf(item, places[0] as number)
          : merge(places.map((place) => this.endsOf(item, place)));
    }
    return places;
  }

  private step(set: CharSet, at: number): readonly number[] {
    if (at >= this.text.length) return [];
    const code =
      this.syntax.bytes === true ? this.text.charCodeAt(at) : (this.text.codePointAt(at) as number);
    return has(set, code) ? [at + (code > 0xffff ? 2 : 1)] : [];
  }

  private rounds(item: Node, least: number, most: number, at: number): readonly number[] {
    let places: readonly number[] = [at];
    for (let i = 0; i < least && places.length > 0; i++)
      places = merge(places.map((place) => this.endsOf(item, place)));
    const all = new Set(places);
    for (let i = least; i < most && places.length > 0; i++) {
      const next = new Set<number>();
      for (const place of places)
        for (const end of this.endsOf(item, place)) if (!all.has(end)) next.add(end);
      for (const end of next) all.add(end);
      places = [...next];
    }
    return sorted(all);
  }

  private holds(what: Assertion, at: number): boolean {
    const { text, syntax } = this;
    const lines = syntax.multiline === true || syntax.byLine === true;
    const before = this.wordAt(at - 1);
    const after = this.wordAt(at);
    switch (what) {
      case "line-start":
        return at === 0 || (lines && text[at - 1] === "\n");
      case "line-end":
        return at === text.length || (lines && text[at] === "\n");
      case "text-start":
        return at === 0 || (syntax.byLine === true && text[at - 1] === "\n");
      case "text-end":
        return at === text.length || (syntax.byLine === true && text[at] === "\n");
      case "word-edge":
        return before !== after;
      case "no-word-edge":
        return before === after;
      case "word-start":
        return !before && after;
      case "word-end":
        return before && !after;
      case "after-no-word":
        return !before;
      case "before-no-word":
        return !after;
    }
  }

  private wordAt(at: number): boolean {
    return at >= 0 && at < this.text.length && this.isWord(this.text.charCodeAt(at));
  }

  // ---- groups

  private split(node: Node, start: number, end: number, spans: (Span | undefined)[]): void {
    switch (node.kind) {
      case "group":
        spans[node.index] = [start, end];
        return this.split(node.item, start, end, spans);
      case "choice": {
        const taken = node.items.find((item) => this.endsOf(item, start).includes(end));
        return taken === undefined ? undefined : this.split(taken, start, end, spans);
      }
      case "sequence":
        return this.splitSequence(node.items, start, end, spans);
      case "repeat":
        return this.splitRounds(node, start, end, spans);
      case "set":
      case "assertion":
      case "reference":
    }
  }

  private splitSequence(
    items: readonly Node[],
    start: number,
    end: number,
    spans: (Span | undefined)[],
  ): void {
    let at = start;
    items.forEach((item, i) => {
      const ends = this.endsOf(item, at);
      const next = ends.findLast((place) => place <= end && this.through(items, i + 1, place).includes(end));
      if (next === undefined) return;
      this.split(item, at, next, spans);
      at = next;
    });
  }

  private splitRounds(
    { item, least, most }: Node & { kind: "repeat" },
    start: number,
    end: number,
    spans: (Span | undefined)[],
  ): void {
    let at = start;
    for (let round = 0; at < end || round < least; round++) {
      const more = (place: number): boolean =>
        place <= end && (place > at || round < least) &&
        this.rounds(item, Math.max(0, least - round - 1), most - round - 1, place).includes(end); // prettier-ignore
      const next = this.endsOf(item, at).findLast(more);
      if (next === undefined) return;
      this.split(item, at, next, spans);
      at = next;
    }
    if (start === end && least === 0 && this.endsOf(item, start).includes(start))
      this.split(item, start, start, spans);
  }
}

const ascending = (a: number, b: number): number => a - b;
const sorted = (set: ReadonlySet<number>): number[] => (set.size < 2 ? [...set] : [...set].sort(ascending));

function merge(lists: readonly (readonly number[])[]): readonly number[] {
  const some = lists.filter((list) => list.length > 0);
  if (some.length < 2) return some[0] ?? [];
  return sorted(new Set(some.flat()));
}
