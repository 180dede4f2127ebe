// The Burrows-Wheeler transform's order: all rotations of a block, sorted. By doubling: once rotations are in
// order by their first k bytes, one pass puts them in order by 2k. Ends when all differ.

export interface Rotations {
  /** where each rotation begins, in order; those that are the same stand in any order */
  readonly order: Int32Array;
  /** the place of the text itself, the last one among those that are the same */
  readonly origin: number;
}

export function sortRotations(text: Uint8Array): Rotations {
  const n = text.length;
  let order = new Int32Array(n);
  let rank = new Int32Array(n);
  const counts = new Int32Array(Math.max(257, n + 1));
  for (let i = 0; i < n; i++) counts[(text[i] as number) + 1]!++;
  for (let i = 0; i < 256; i++) counts[i + 1]! += counts[i] as number;
  for (let i = 0; i < n; i++) rank[i] = counts[text[i] as number] as number;
  for (let i = 0; i < n; i++) order[counts[text[i] as number]!++] = i;
  let spare = new Int32Array(n);
  for (let k = 1; k < n; k *= 2) {
    // Rotations that begin k bytes earlier are in order by their second halves already.
    for (let i = 0; i < n; i++) {
      const from = (order[i] as number) - k;
      spare[i] = from < 0 ? from + n : from;
    }
    // Ranks are places of the first of those that are alike: where the next of them goes.
    counts.fill(0, 0, n + 1);
    const sorted = order;
    for (let i = 0; i < n; i++) {
      const rotation = spare[i] as number;
      const place = rank[rotation] as number;
      sorted[place + (counts[place] as number)] = rotation;
      counts[place]!++;
    }
    let distinct = 0;
    let first = 0;
    for (let i = 0; i < n; i++) {
      if (i > 0) {
        const [a, b] = [sorted[i - 1] as number, sorted[i] as number];
        if (rank[a] !== rank[b] || rank[wrap(a + k, n)] !== rank[wrap(b + k, n)]) {
          first = i;
          distinct++;
        }
      }
      spare[i] = first;
    }
    const ranks = new Int32Array(n);
    for (let i = 0; i < n; i++) ranks[sorted[i] as number] = spare[i] as number;
    rank = ranks;
    order = sorted;
    if (distinct === n - 1) break;
    spare = new Int32Array(n);
  }
  let origin = order.indexOf(0);
  while (origin + 1 < n && rank[order[origin + 1] as number] === rank[0]) origin++;
  return { order, origin };
}

const wrap = (at: number, n: number): number => (at >= n ? at - n : at);
