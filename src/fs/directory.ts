// The names in one directory: a persistent map from name to inode number, in the order in which the names
// came. Small ones are copied when a fork writes to them; from COPY_LIMIT names on, a fork keeps the map
// of its origin as a base that nobody changes any more and notes only what it adds and removes, until that
// is worth a map of its own.

import { utf8Length } from "./path.ts";

type Ino = number;

const COPY_LIMIT = 512;

export class Directory {
  private base: ReadonlyMap<string, Ino> | undefined;
  /** the names that are not in the base, or all of them */
  private own = new Map<string, Ino>();
  /** the names of the base that are no longer there, or are in `own` now */
  private gone: Set<string> | undefined;
  /** bytes that the names take in an ext4 directory, and the most there ever were: it never shrinks */
  private bytes = 0;
  private peak = 0;

  get size(): number {
    return this.own.size + (this.base === undefined ? 0 : this.base.size - (this.gone as Set<string>).size);
  }

  get(name: string): Ino | undefined {
    const ino = this.own.get(name);
    if (ino !== undefined || this.base === undefined || this.gone?.has(name)) return ino;
    return this.base.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** A name that is there already gets its new number and goes to the end. */
  set(name: string, ino: Ino): void {
    this.delete(name);
    this.own.set(name, ino);
    this.bytes += entryBytes(name);
    this.peak = Math.max(this.peak, this.bytes);
  }

  delete(name: string): boolean {
    let found = this.own.delete(name);
    if (!found && this.base?.has(name) && !this.gone?.has(name)) {
      this.gone?.add(name);
      found = true;
    }
    if (found) this.bytes -= entryBytes(name);
    return found;
  }

  forEach(visit: (name: string, ino: Ino) => void): void {
    const gone = this.gone;
    this.base?.forEach((ino, name) => {
      if (!gone?.has(name)) visit(name, ino);
    });
    this.own.forEach((ino, name) => visit(name, ino));
  }

  /** The same names for another owner. The original must not be changed any more (see inode.ts). */
  fork(): Directory {
    const twin = new Directory();
    twin.bytes = this.bytes;
    twin.peak = this.peak;
    const noted = this.base === undefined ? 0 : this.own.size + (this.gone as Set<string>).size;
    if (this.size <= COPY_LIMIT || noted > Math.max(64, this.size >>> 5)) {
      if (this.base === undefined) twin.own = new Map(this.own);
      else this.forEach((name, ino) => twin.own.set(name, ino));
      return twin;
    }
    twin.base = this.base ?? this.own;
    twin.own = this.base === undefined ? new Map<string, Ino>() : new Map(this.own);
    twin.gone = new Set(this.gone);
    return twin;
  }

  /** Size of the directory file on ext4: one block, or an index block and leaves, which splitting fills to 2/3. */
  get blocks(): number {
    return this.peak + 24 <= 4096 ? 1 : 1 + Math.ceil(this.peak / 2800);
  }
}

/** A linear directory entry of ext4: 8 bytes and the name, padded to 4. */
const entryBytes = (name: string): number => 8 + ((utf8Length(name) + 3) & ~3);
