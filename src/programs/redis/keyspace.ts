// One numbered database: keys, their values, and when they expire. Forkable in constant time (base/table.ts): buckets
// of keys by a hash, and values that are copied the first time that they change after a fork. Order of the keys is
// that of the hash, as in Redis. Not here: what commands do with values.

import { Table, type Owned, type Owner } from "../../base/table.ts";

export type Value =
  | { readonly type: "string"; readonly text: string }
  | { readonly type: "list"; readonly items: string[] }
  | { readonly type: "set"; readonly members: Set<string> }
  | { readonly type: "hash"; readonly fields: Map<string, string> }
  | { readonly type: "zset"; readonly scores: Map<string, number> };

export type ValueType = Value["type"];

interface Entry {
  readonly value: Value;
  /** milliseconds since 1970 */
  readonly expiresAt: number | undefined;
  /** whose the value is to change in place */
  readonly owner: Owner;
}

interface Bucket extends Owned {
  readonly entries: Map<string, Entry>;
}

const BUCKETS = 1 << 14;

/** FNV-1a */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

function copyValue(value: Value): Value {
  switch (value.type) {
    case "string":
      return value;
    case "list":
      return { type: "list", items: value.items.slice() };
    case "set":
      return { type: "set", members: new Set(value.members) };
    case "hash":
      return { type: "hash", fields: new Map(value.fields) };
    case "zset":
      return { type: "zset", scores: new Map(value.scores) };
  }
}

const sizeOf = (value: Value): number => {
  switch (value.type) {
    case "string":
      return 1;
    case "list":
      return value.items.length;
    case "set":
      return value.members.size;
    case "hash":
      return value.fields.size;
    case "zset":
      return value.scores.size;
  }
};

export class Keyspace {
  private owner: Owner = {};
  private count = 0;
  /** keys that expire */
  expiring = 0;
  /** the next of them does so no sooner */
  private soonest = Infinity;
  /** keys that changed since somebody looked */
  touched: string[] = [];

  constructor(
    private readonly table = new Table<Bucket>(({ owner, entries }) => ({
      owner,
      entries: new Map(entries),
    })),
  ) {}

  fork(): Keyspace {
    const twin = new Keyspace(this.table.fork());
    twin.count = this.count;
    twin.expiring = this.expiring;
    twin.soonest = this.soonest;
    this.owner = {};
    return twin;
  }

  get size(): number {
    return this.count;
  }

  private entry(key: string): Entry | undefined {
    return this.table.get(bucketOf(key))?.entries.get(key);
  }

  get(key: string): Value | undefined {
    return this.entry(key)?.value;
  }

  expiryOf(key: string): number | undefined {
    return this.entry(key)?.expiresAt;
  }

  private put(key: string, entry: Entry): void {
    const number = bucketOf(key);
    const bucket = this.table.own(number) ?? this.table.insert(number, { owner: {}, entries: new Map() });
    const before = bucket.entries.get(key);
    if (before === undefined) this.count++;
    if (before?.expiresAt !== undefined) this.expiring--;
    if (entry.expiresAt !== undefined) {
      this.expiring++;
      this.soonest = Math.min(this.soonest, entry.expiresAt);
    }
    bucket.entries.set(key, entry);
    this.touched.push(key);
  }

  /** A value of one's own in place of another; when it expires is forgotten unless it is said. */
  set(key: string, value: Value, expiresAt?: number): void {
    this.put(key, { value, expiresAt, owner: this.owner });
  }

  expire(key: string, expiresAt: number | undefined): void {
    const entry = this.entry(key);
    if (entry !== undefined) this.put(key, { ...entry, expiresAt });
  }

  /** The value for changing it in place, of the type of `fresh`, which is put there if there is none; `settle` is due afterwards. */
  change<T extends Value>(key: string, fresh: T): T {
    const entry = this.entry(key);
    if (entry?.value.type !== fresh.type) {
      this.set(key, fresh);
      return fresh;
    }
    this.touched.push(key);
    if (entry.owner === this.owner) return entry.value as T;
    const value = copyValue(entry.value) as T;
    this.put(key, { value, expiresAt: entry.expiresAt, owner: this.owner });
    return value;
  }

  /** What has nothing in it any more is no key. */
  settle(key: string): void {
    const value = this.get(key);
    if (value !== undefined && sizeOf(value) === 0) void this.delete(key);
  }

  delete(key: string): boolean {
    const number = bucketOf(key);
    const before = this.table.get(number)?.entries.get(key);
    if (before === undefined) return false;
    const bucket = this.table.own(number) as Bucket;
    bucket.entries.delete(key);
    if (bucket.entries.size === 0) void this.table.delete(number);
    this.count--;
    if (before.expiresAt !== undefined) this.expiring--;
    this.touched.push(key);
    return true;
  }

  *keys(): Generator<string, void> {
    for (const bucket of this.table.values()) yield* bucket.entries.keys();
  }

  /** Keys of whole buckets from `cursor` on, at least `count` if there are as many; 0 when all were seen. */
  scan(cursor: number, count: number): { readonly keys: readonly string[]; readonly next: number } {
    const keys: string[] = [];
    for (const [number, bucket] of this.table.entries()) {
      if (number < cursor) continue;
      if (keys.length >= count) return { keys, next: number };
      keys.push(...bucket.entries.keys());
    }
    return { keys, next: 0 };
  }

  /** Removes what has expired; answers how many that were. */
  sweep(now: number): number {
    if (this.expiring === 0 || now < this.soonest) return 0;
    const over: string[] = [];
    this.soonest = Infinity;
    for (const key of this.keys()) {
      const at = this.expiryOf(key);
      if (at === undefined) continue;
      if (at <= now) over.push(key);
      else this.soonest = Math.min(this.soonest, at);
    }
    for (const key of over) void this.delete(key);
    return over.length;
  }
}
