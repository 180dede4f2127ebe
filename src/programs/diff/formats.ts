// The forms in which diff(1) prints changes: normal, unified, context, and a script for ed. Relies on hunks (edits.ts); which
// lines count as the same was decided before.

import type { Hunk } from "./edits.ts";

export interface Side {
  readonly lines: readonly string[];
  /** the last line has no newline */
  readonly unfinished: boolean;
}

const NO_NEWLINE = "\\ No newline at end of file\n";

function shownLine(side: Side, index: number, mark: string): string {
  const isLast = index === side.lines.length - 1 && side.unfinished;
  return `${mark}${side.lines[index] ?? ""}\n${isLast ? NO_NEWLINE : ""}`;
}

const shownLines = (side: Side, from: number, to: number, mark: string): string => {
  let text = "";
  for (let i = from; i < to; i++) text += shownLine(side, i, mark);
  return text;
};

// ---- normal

const range = (from: number, to: number): string => (to - from <= 1 ? `${to}` : `${from + 1},${to}`);

export function normal(hunks: readonly Hunk[], a: Side, b: Side): string {
  return hunks.map(({ a0, a1, b0, b1 }) => {
    const old = shownLines(a, a0, a1, "< ");
    const fresh = shownLines(b, b0, b1, "> ");
    if (a0 === a1) return `${a0}a${range(b0, b1)}\n${fresh}`;
    if (b0 === b1) return `${range(a0, a1)}d${b0}\n${old}`;
    return `${range(a0, a1)}c${range(b0, b1)}\n${old}---\n${fresh}`;
  }).join("");
} // prettier-ignore

/** Backwards, so that the numbers stay right. */
export function edScript(hunks: readonly Hunk[], b: Side): string {
  return [...hunks].reverse().map(({ a0, a1, b0, b1 }) => {
    if (b0 === b1) return `${range(a0, a1)}d\n`;
    const verb = a0 === a1 ? `${a0}a` : `${range(a0, a1)}c`;
    return `${verb}\n${shownLines(b, b0, b1, "")}.\n`;
  }).join("");
} // prettier-ignore

// ---- with context

/** Hunks whose contexts touch, together with the lines around them. */
function grouped(hunks: readonly Hunk[], context: number): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && hunk.a0 - last.a1 <= 2 * context) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function around(group: readonly Hunk[], a: Side, b: Side, context: number): Hunk {
  const [first, last] = [group[0] as Hunk, group.at(-1) as Hunk];
  const before = Math.min(context, first.a0, first.b0);
  const after = Math.min(context, a.lines.length - last.a1, b.lines.length - last.b1);
  return { a0: first.a0 - before, a1: last.a1 + after, b0: first.b0 - before, b1: last.b1 + after };
}

const unifiedRange = (from: number, to: number): string =>
  to - from === 1 ? `${to}` : to === from ? `${from},0` : `${from + 1},${to - from}`;

export function unified(hunks: readonly Hunk[], a: Side, b: Side, context: number): string {
  return grouped(hunks, context).map((group) => {
    const { a0, a1, b0, b1 } = around(group, a, b, context);
    let text = `@@ -${unifiedRange(a0, a1)} +${unifiedRange(b0, b1)} @@\n`;
    let at = a0;
    for (const hunk of group) {
      text += shownLines(a, at, hunk.a0, " ") + shownLines(a, hunk.a0, hunk.a1, "-") + shownLines(b, hunk.b0, hunk.b1, "+");
      at = hunk.a1;
    }
    return text + shownLines(a, at, a1, " ");
  }).join("");
} // prettier-ignore

const contextRange = (from: number, to: number): string => (to - from <= 1 ? `${to}` : `${from + 1},${to}`);

export function contextual(hunks: readonly Hunk[], a: Side, b: Side, context: number): string {
  return grouped(hunks, context).map((group) => {
    const { a0, a1, b0, b1 } = around(group, a, b, context);
    const mark = (hunk: Hunk, own: string): string => (hunk.a0 < hunk.a1 && hunk.b0 < hunk.b1 ? "! " : own);
    let [old, fresh] = ["", ""];
    let [x, y] = [a0, b0];
    for (const hunk of group) {
      old += shownLines(a, x, hunk.a0, "  ") + shownLines(a, hunk.a0, hunk.a1, mark(hunk, "- "));
      fresh += shownLines(b, y, hunk.b0, "  ") + shownLines(b, hunk.b0, hunk.b1, mark(hunk, "+ "));
      [x, y] = [hunk.a1, hunk.b1];
    }
    old += shownLines(a, x, a1, "  ");
    fresh += shownLines(b, y, b1, "  ");
    const [removes, adds] = [group.some((hunk) => hunk.a0 < hunk.a1), group.some((hunk) => hunk.b0 < hunk.b1)];
    return `***************\n*** ${contextRange(a0, a1)} ****\n${removes ? old : ""}--- ${contextRange(b0, b1)} ----\n${adds ? fresh : ""}`;
  }).join("");
} // prettier-ignore
