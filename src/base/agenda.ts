// What is due when: a binary heap of plain entries in (time, sequence) order. Entries are data, so a fork
// copies the heap; nothing is ever removed early. Who takes an entry out checks whether it still holds
// (a process that was woken before, a timer that was set anew), which keeps cancelling free.

import type { Instant } from "./time.ts";

export interface Due<T> {
  readonly at: Instant;
  /** ties go to what was entered first */
  readonly sequence: number;
  readonly what: T;
}

export class Agenda<T> {
  private heap: Due<T>[] = [];
  private entered = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the first entry is due. */
  get pollAt(): Instant | undefined {
    return this.heap[0]?.at;
  }

  fork(): Agenda<T> {
    const twin = new Agenda<T>();
    twin.heap = this.heap.slice();
    twin.entered = this.entered;
    return twin;
  }

  enter(at: Instant, what: T): void {
    const heap = this.heap;
    const due: Due<T> = { at, sequence: this.entered++, what };
    let i = heap.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Due<T>;
      if (!before(due, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = due;
  }

  /** The first entry that is due at `now` or earlier, removed. */
  take(now: Instant): Due<T> | undefined {
    const heap = this.heap;
    const first = heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = heap.pop() as Due<T>;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(due: Due<T>): void {
    const heap = this.heap;
    const n = heap.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n && before(heap[child + 1] as Due<T>, heap[child] as Due<T>)) child++;
      if (!before(heap[child] as Due<T>, due)) break;
      heap[i] = heap[child] as Due<T>;
      i = child;
    }
    heap[i] = due;
  }
}

const before = <T>(a: Due<T>, b: Due<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
