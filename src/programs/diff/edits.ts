// How one list of lines becomes another with as few changes as possible (Myers, An O(ND) Difference Algorithm, 1986), told as
// hunks. Where there is a choice, a hunk lies as far down as it can, as diff(1) has it, and hunks that touch are one.

/** Lines [a0, a1) of the first list become lines [b0, b1) of the second. */
export interface Hunk {
  a0: number;
  a1: number;
  b0: number;
  b1: number;
}

/** More differences than this and the middle is one hunk. */
const MOST = 20_000;

/** By number, so that lines are compared quickly. */
function numbered(lists: readonly (readonly string[])[]): number[][] {
  const numbers = new Map<string, number>();
  return lists.map((list) =>
    list.map((line) => {
      const known = numbers.get(line);
      if (known !== undefined) return known;
      numbers.set(line, numbers.size);
      return numbers.size - 1;
    }),
  );
}

/** For each number of differences, how far each diagonal came. */
function forward(a: readonly number[], b: readonly number[]): Int32Array[] | undefined {
  const most = Math.min(a.length + b.length, MOST);
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach[most + k] ?? 0) < (reach[most + k + 2] ?? 0));
      let x = down ? (reach[most + k + 2] ?? 0) : (reach[most + k] ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[most + k + 1] = x;
      if (x >= a.length && x - k >= b.length) {
        trace.push(reach.slice(most - d, most + d + 3));
        return trace;
      }
    }
    trace.push(reach.slice(most - d, most + d + 3));
  }
  return undefined;
}

/** Pairs of lines that are the same in both, from the first to the last. */
function matches(a: readonly number[], b: readonly number[]): [number, number][] {
  const trace = forward(a, b);
  if (trace === undefined) return [];
  const pairs: [number, number][] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d > 0; d--) {
    const before = trace[d - 1] as Int32Array;
    const at = (k: number): number => before[k + d - 1 + 1] ?? 0;
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const from = down ? k + 1 : k - 1;
    const [px, py] = [at(from), at(from) - from];
    const start = down ? px : px + 1;
    while (x > start) pairs.push([--x, --y]);
    [x, y] = [px, py];
  }
  while (x > 0) pairs.push([--x, --y]);
  return pairs.reverse();
}

function gaps(pairs: readonly [number, number][], a: number, b: number): Hunk[] {
  const hunks: Hunk[] = [];
  let [x, y] = [0, 0];
  for (const [i, j] of [...pairs, [a, b]] as [number, number][]) {
    if (i > x || j > y) hunks.push({ a0: x, a1: i, b0: y, b1: j });
    [x, y] = [i + 1, j + 1];
  }
  return hunks;
}

/** Moves additions and removals down as long as the line that leaves is the line that comes. */
function settle(hunks: readonly Hunk[], a: readonly number[], b: readonly number[]): Hunk[] {
  const settled: Hunk[] = [];
  for (let i = hunks.length - 1; i >= 0; i--) {
    const hunk = { ...(hunks[i] as Hunk) };
    for (;;) {
      const next = settled.at(-1);
      if (next !== undefined && hunk.a1 === next.a0 && hunk.b1 === next.b0) {
        [hunk.a1, hunk.b1] = [next.a1, next.b1];
        settled.pop();
      }
      const list = hunk.a0 === hunk.a1 ? b : hunk.b0 === hunk.b1 ? a : undefined;
      const [start, end] = list === b ? [hunk.b0, hunk.b1] : [hunk.a0, hunk.a1];
      if (list === undefined || end >= list.length || list[start] !== list[end]) break;
      hunk.a0++;
      hunk.a1++;
      hunk.b0++;
      hunk.b1++;
    }
    settled.push(hunk);
  }
  return settled.reverse();
}

/** `keys` are the lines as they count, after what is ignored. */
export function hunksOf(first: readonly string[], second: readonly string[]): Hunk[] {
  let head = 0;
  while (head < first.length && head < second.length && first[head] === second[head]) head++;
  let tail = 0;
  const most = Math.min(first.length, second.length) - head;
  while (tail < most && first[first.length - 1 - tail] === second[second.length - 1 - tail]) tail++;
  const [a = [], b = []] = numbered([first, second]);
  const [middleA, middleB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const found = gaps(matches(middleA, middleB), middleA.length, middleB.length);
  return settle(
    found.map(({ a0, a1, b0, b1 }) => ({ a0: a0 + head, a1: a1 + head, b0: b0 + head, b1: b1 + head })),
    a,
    b,
  );
}
