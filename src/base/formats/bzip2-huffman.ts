// Huffman codes as bzip2 makes them: at most 17 bits, shallow trees preferred among those of equal weight (the
// low byte of a weight is its depth), weights halved when a code comes out too long.

const MOST = 17;

/** Lengths of codes for symbols that occur so often; those that do not occur count once. */
export function codeLengths(frequencies: Int32Array): Uint8Array {
  const n = frequencies.length;
  const weights = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) weights[i] = ((frequencies[i] as number) || 1) * 256;
  for (;;) {
    const parents = buildTree(weights, n);
    const lengths = new Uint8Array(n);
    let tooLong = false;
    for (let i = 0; i < n; i++) {
      let length = 0;
      for (let at = i; (parents[at] as number) >= 0; at = parents[at] as number) length++;
      lengths[i] = length;
      if (length > MOST) tooLong = true;
    }
    if (!tooLong) return lengths;
    for (let i = 0; i < n; i++)
      weights[i] = (1 + Math.floor(Math.floor((weights[i] as number) / 256) / 2)) * 256;
  }
}

const depthOf = (weight: number): number => weight % 256;

function joined(a: number, b: number): number {
  return a - depthOf(a) + (b - depthOf(b)) + 1 + Math.max(depthOf(a), depthOf(b));
}

function buildTree(weights: Float64Array, n: number): Int32Array {
  const parents = new Int32Array(2 * n).fill(-1);
  const heap: number[] = [-1];
  const lighter = (a: number, b: number): boolean => (weights[a] as number) < (weights[b] as number);
  const up = (from: number): void => {
    let at = from;
    const node = heap[at] as number;
    while (at > 1 && lighter(node, heap[at >> 1] as number)) {
      heap[at] = heap[at >> 1] as number;
      at >>= 1;
    }
    heap[at] = node;
  };
  const down = (): void => {
    let at = 1;
    const node = heap[1] as number;
    for (;;) {
      let child = at << 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && lighter(heap[child + 1] as number, heap[child] as number)) child++;
      if (lighter(node, heap[child] as number)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = node;
  };
  const take = (): number => {
    const first = heap[1] as number;
    const last = heap.pop() as number;
    if (heap.length > 1) {
      heap[1] = last;
      down();
    }
    return first;
  };
  for (let i = 0; i < n; i++) {
    heap.push(i);
    up(heap.length - 1);
  }
  let next = n;
  while (heap.length > 2) {
    const a = take();
    const b = take();
    parents[a] = parents[b] = next;
    weights[next] = joined(weights[a] as number, weights[b] as number);
    heap.push(next++);
    up(heap.length - 1);
  }
  return parents;
}

/** The codes themselves: in order of length, then of symbol. */
export function codesOf(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= MOST; length++) {
    for (let i = 0; i < lengths.length; i++) if (lengths[i] === length) codes[i] = code++;
    code <<= 1;
  }
  return codes;
}
