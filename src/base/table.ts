// Records by number, forkable in constant time. A radix tree of 32-way nodes: a fork shares every node,
// and a node or record is copied the first time that a side writes to it (path copying). Who may write in
// place is known by an ownership token: a node or record that carries the table's present token belongs
// to it alone; `fork` gives both sides new tokens, so whatever existed before is shared from then on.
//
// Records are mutable objects with an `owner` field, which only this file writes. The rule that makes
// forks independent: read with `get`, write only to what `own` or `insert` returned, and never keep such
// a reference across a point where the world may be forked.

export interface Owned {
  owner: Owner;
}

/** Compared by identity; an object, as a number would have to come from a counter shared by all worlds. */
export type Owner = object;

const BITS = 5;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;

interface Node {
  owner: Owner;
  /** records in a leaf, nodes above */
  slots: (Node | Owned | undefined)[];
  used: number;
}

const emptyNode = (owner: Owner): Node => ({ owner, slots: new Array<undefined>(WIDTH), used: 0 });

export class Table<T extends Owned> {
  private root: Node;
  /** how many levels of nodes stand above the leaves */
  private height = 0;
  /** keys below this fit under the root: WIDTH to the power of height + 1 */
  private capacity = WIDTH;
  private count = 0;
  owner: Owner = {};

  /** `copy` makes a shallow copy of a record that is about to be written, with collections of its own. */
  constructor(private readonly copy: (record: T) => T) {
    this.root = emptyNode(this.owner);
  }

  get size(): number {
    return this.count;
  }

  /** A second table with the same records; from now on neither sees what the other writes. */
  fork(copy: (record: T) => T = this.copy): Table<T> {
    const twin = new Table(copy);
    twin.root = this.root;
    twin.height = this.height;
    twin.capacity = this.capacity;
    twin.count = this.count;
    this.owner = {};
    return twin;
  }

  get(key: number): T | undefined {
    if (key >= this.capacity) return undefined;
    let node = this.root;
    for (let shift = this.height * BITS; shift > 0; shift -= BITS) {
      const below = node.slots[(key >>> shift) & MASK] as Node | undefined;
      if (below === undefined) return undefined;
      node = below;
    }
    return node.slots[key & MASK] as T | undefined;
  }

  has(key: number): boolean {
    return this.get(key) !== undefined;
  }

  /** The record for writing. */
  own(key: number): T | undefined {
    const record = this.get(key);
    if (record === undefined || record.owner === this.owner) return record;
    return this.insert(key, this.copy(record));
  }

  /** Puts a record in place, over an older one if there is one, and returns it for writing. */
  insert(key: number, record: T): T {
    record.owner = this.owner;
    while (key >= this.capacity) this.grow();
    const leaf = this.leafForWriting(key);
    if (leaf.slots[key & MASK] === undefined) {
      leaf.used++;
      this.count++;
    }
    leaf.slots[key & MASK] = record;
    return record;
  }

  delete(key: number): boolean {
    if (this.get(key) === undefined) return false;
    this.root = this.without(this.root, this.height * BITS, key) ?? emptyNode(this.owner);
    this.count--;
    return true;
  }

  *entries(): Generator<[number, T]> {
    yield* walk<T>(this.root, this.height * BITS, 0);
  }

  *values(): Generator<T> {
    for (const [, record] of this.entries()) yield record;
  }

  /** Every key whose record is not the very same object on both sides; shared subtrees are not visited. */
  changes(since: Table<T>, visit: (key: number, now: T | undefined, before: T | undefined) => void): void {
    const height = Math.max(this.height, since.height);
    compare<T>(
      raise(this.root, this.height, height),
      raise(since.root, since.height, height),
      height * BITS,
      0,
      visit,
    );
  }

  private grow(): void {
    const above = emptyNode(this.owner);
    if (this.count > 0) {
      above.slots[0] = this.root;
      above.used = 1;
    }
    this.root = above;
    this.height++;
    this.capacity *= WIDTH;
  }

  private leafForWriting(key: number): Node {
    let node = (this.root = this.ownNode(this.root));
    for (let shift = this.height * BITS; shift > 0; shift -= BITS) {
      const at = (key >>> shift) & MASK;
      const below = node.slots[at] as Node | undefined;
      const next = below === undefined ? emptyNode(this.owner) : this.ownNode(below);
      if (below === undefined) node.used++;
      node.slots[at] = next;
      node = next;
    }
    return node;
  }

  private ownNode(node: Node): Node {
    return node.owner === this.owner
      ? node
      : { owner: this.owner, slots: node.slots.slice(), used: node.used };
  }

  private without(shared: Node, shift: number, key: number): Node | undefined {
    const node = this.ownNode(shared);
    const at = (key >>> shift) & MASK;
    const below = shift === 0 ? undefined : this.without(node.slots[at] as Node, shift - BITS, key);
    node.slots[at] = below;
    if (below === undefined) node.used--;
    return node.used === 0 ? undefined : node;
  }
}

function raise(root: Node, from: number, to: number): Node {
  let node = root;
  for (let h = from; h < to; h++) node = { owner: node.owner, slots: [node], used: 1 };
  return node;
}

function* walk<T>(node: Node, shift: number, base: number): Generator<[number, T]> {
  for (let i = 0; i < node.slots.length; i++) {
    const slot = node.slots[i];
    if (slot === undefined) continue;
    if (shift === 0) yield [base + i, slot as T];
    else yield* walk<T>(slot as Node, shift - BITS, base + i * 2 ** shift);
  }
}

function compare<T>(
  now: Node | undefined,
  before: Node | undefined,
  shift: number,
  base: number,
  visit: (key: number, now: T | undefined, before: T | undefined) => void,
): void {
  if (now === before) return;
  for (let i = 0; i < WIDTH; i++) {
    const a = now?.slots[i];
    const b = before?.slots[i];
    if (a === b) continue;
    if (shift === 0) visit(base + i, a as T | undefined, b as T | undefined);
    else compare<T>(a as Node | undefined, b as Node | undefined, shift - BITS, base + i * 2 ** shift, visit);
  }
}
