// A list that only grows, forkable in constant time: twins share what was there and copy the last chunk
// before they add to it.

const CHUNK = 256;

export class AppendLog<T> {
  /** full chunks, replaced when one is added */
  private full: readonly (readonly T[])[] = [];
  private tail: T[] = [];
  private ownsTail = true;

  get length(): number {
    return this.full.length * CHUNK + this.tail.length;
  }

  fork(): AppendLog<T> {
    const twin = new AppendLog<T>();
    twin.full = this.full;
    twin.tail = this.tail;
    twin.ownsTail = this.ownsTail = false;
    return twin;
  }

  push(item: T): void {
    if (!this.ownsTail) {
      this.tail = this.tail.slice();
      this.ownsTail = true;
    }
    this.tail.push(item);
    if (this.tail.length < CHUNK) return;
    this.full = [...this.full, this.tail];
    this.tail = [];
  }

  at(index: number): T | undefined {
    const chunk = Math.floor(index / CHUNK);
    return chunk < this.full.length
      ? this.full[chunk]?.[index % CHUNK]
      : this.tail[index - this.full.length * CHUNK];
  }

  /** From an index on, in order. */
  *from(index = 0): Generator<T> {
    for (let i = Math.max(0, index); i < this.length; i++) yield this.at(i) as T;
  }
}
