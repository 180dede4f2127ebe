// The bytes of one regular file, in pages of 64 KiB. A page that was never written is absent and reads as
// zeros (a hole); one that was written with nothing but zeros shares one buffer. So `dd if=/dev/zero` and
// sparse files cost next to nothing, an append copies at most one page and mostly nothing, and a write
// after a fork copies one page.
//
// What `read` hands out is a view where it can be one, and never changes later: a page's bytes are written
// in place only where no reader and no other page can see them. A small file has no page but packed bytes, until
// somebody writes in the middle of it or makes it larger.

import { Table, type Owned } from "../base/table.ts";
import { pack, PACKED_MOST, unpack } from "./packed-bytes.ts";
import { isZero, zeros } from "./zeros.ts";

export const PAGE_SIZE = 65_536;
/** What a file system gives out at a time (ext4's and tmpfs' usual size). */
export const BLOCK_SIZE = 4096;

interface Page extends Owned {
  /** what is past `used` is zero and seen by nobody */
  bytes: Uint8Array;
  used: number;
  /** one bit for each block of 4 KiB that is allocated */
  blocks: number;
  /** a reader has a view of what is used, which therefore may be appended to but not changed */
  lent: boolean;
  /** the buffer belongs to other pages as well, or to whoever made it */
  shared: boolean;
}

const ZERO_PAGE = zeros(PAGE_SIZE);
const EMPTY = new Uint8Array(0);
const NOBODY = {};

const sharePage = (page: Page): Page => ({ ...page, shared: true });

export class Content {
  size = 0;
  /** allocated blocks of 4 KiB */
  blocks = 0;
  /** pages that are absent up to here are no holes, but zeros that were written */
  private zerosTo = 0;
  private first: Page | string | undefined;
  private rest: Table<Page> | undefined;

  /** Takes over bytes that nobody will change any more, without a copy. */
  static of(bytes: Uint8Array): Content {
    const content = new Content();
    if (content.putPacked(0, bytes)) return content;
    for (let at = 0; at < bytes.length; at += PAGE_SIZE) {
      const part = bytes.length <= PAGE_SIZE ? bytes : bytes.subarray(at, at + PAGE_SIZE);
      const page = { owner: NOBODY, bytes: part, used: part.length, blocks: 0, lent: true, shared: true };
      content.allocate(page, 0, part.length);
      content.put(at / PAGE_SIZE, page);
    }
    content.size = bytes.length;
    return content;
  }

  /** The same with zeros after them, up to `size` in all, which take their place on a disk like any bytes. */
  static padded(bytes: Uint8Array, size: number): Content {
    const content = Content.of(bytes);
    if (size <= bytes.length) return content;
    const last = content.page(Math.floor(bytes.length / PAGE_SIZE));
    if (last !== undefined) {
      const start = bytes.length - last.used;
      content.allocate(last, last.used, Math.min(PAGE_SIZE, size - start));
    }
    const full = Math.ceil(bytes.length / PAGE_SIZE) * PAGE_SIZE;
    content.blocks += Math.ceil(Math.max(0, size - full) / BLOCK_SIZE);
    content.size = content.zerosTo = size;
    return content;
  }

  /** The same bytes; from now on neither sees what is written to the other. */
  fork(): Content {
    const twin = new Content();
    if (typeof this.first === "object") this.first.shared = true;
    twin.size = this.size;
    twin.blocks = this.blocks;
    twin.zerosTo = this.zerosTo;
    twin.first = typeof this.first === "object" ? sharePage(this.first) : this.first;
    twin.rest = this.rest?.fork();
    return twin;
  }

  read(offset: number, length: number): Uint8Array {
    const end = Math.min(offset + length, this.size);
    if (offset >= end) return EMPTY;
    if (typeof this.first === "string" && end <= this.first.length) return unpack(this.first, offset, end);
    const page = Math.floor(offset / PAGE_SIZE);
    const start = page * PAGE_SIZE;
    if (end <= start + PAGE_SIZE) return this.readPage(page, offset - start, end - start);
    return this.readPages(page, offset, end);
  }

  /** All of it, in pieces of at most a page. */
  *chunks(): Generator<Uint8Array> {
    for (let at = 0; at < this.size; at += PAGE_SIZE) yield this.read(at, PAGE_SIZE);
  }

  write(offset: number, bytes: Uint8Array): void {
    if (this.putPacked(offset, bytes)) return;
    for (let done = 0; done < bytes.length;) {
      const at = offset + done;
      const page = Math.floor(at / PAGE_SIZE);
      const from = at - page * PAGE_SIZE;
      const count = Math.min(PAGE_SIZE - from, bytes.length - done);
      const whole = count === bytes.length;
      this.writePage(page, from, whole ? bytes : bytes.subarray(done, done + count));
      done += count;
    }
    this.size = Math.max(this.size, offset + bytes.length);
  }

  /** Whether it became, or stayed, packed bytes. */
  private putPacked(offset: number, bytes: Uint8Array): boolean {
    const before = this.first ?? "";
    const size = offset + bytes.length;
    const isWhole = typeof before === "string" && offset === before.length && offset === this.size;
    if (!isWhole || size > PACKED_MOST || bytes.length === 0 || this.rest !== undefined || this.zerosTo > 0)
      return false;
    this.first = before + pack(bytes);
    this.size = size;
    this.blocks = 1;
    return true;
  }

  /** Packed bytes become a page again. */
  private unfold(): void {
    if (typeof this.first !== "string") return;
    const used = this.first.length;
    const bytes = unpack(this.first, 0, used);
    this.first = { owner: NOBODY, bytes, used, blocks: 1, lent: false, shared: false };
  }

  truncate(size: number): void {
    this.unfold();
    if (size < this.size) {
      const last = Math.ceil(size / PAGE_SIZE) - 1;
      this.dropPagesAfter(last);
      if (last >= 0) this.cutPage(last, size - last * PAGE_SIZE);
    }
    this.size = size;
  }

  /** How many blocks a write would have to allocate. */
  blocksNeeded(offset: number, length: number): number {
    let needed = 0;
    for (let at = offset; at < offset + length;) {
      const page = Math.floor(at / PAGE_SIZE);
      const from = at - page * PAGE_SIZE;
      const to = Math.min(PAGE_SIZE, from + offset + length - at);
      needed += countBits(blockBits(from, to) & ~this.blocksOf(page));
      at += to - from;
    }
    return needed;
  }

  /** How many of `length` bytes at `offset` can be written if no more than `blocks` can be allocated. */
  fits(offset: number, length: number, blocks: number): number {
    let left = blocks;
    let at = offset;
    while (at < offset + length) {
      const page = Math.floor(at / PAGE_SIZE);
      const block = Math.floor((at - page * PAGE_SIZE) / BLOCK_SIZE);
      const held = (this.blocksOf(page) >>> block) & 1;
      if (held === 0 && left-- === 0) break;
      at = (Math.floor(at / BLOCK_SIZE) + 1) * BLOCK_SIZE;
    }
    return Math.min(at - offset, length);
  }

  /** The blocks of a page that are allocated, a bit for each. */
  private blocksOf(index: number): number {
    return index === 0 && typeof this.first === "string" ? 1 : (this.page(index)?.blocks ?? 0);
  }

  private page(index: number): Page | undefined {
    this.unfold();
    return this.pageAt(index) ?? this.zeroPage(index);
  }

  private pageAt(index: number): Page | undefined {
    if (index !== 0) return this.rest?.get(index);
    return typeof this.first === "string" ? undefined : this.first;
  }

  /** What stands for a page that is absent though its zeros were written. */
  private zeroPage(index: number): Page | undefined {
    const used = Math.min(PAGE_SIZE, this.zerosTo - index * PAGE_SIZE);
    if (used <= 0) return undefined;
    const blocks = blockBits(0, used);
    return { owner: NOBODY, bytes: ZERO_PAGE, used, blocks, lent: false, shared: false };
  }

  /** The page for writing, if there is one. */
  private ownPage(index: number): Page | undefined {
    this.unfold();
    const page = index === 0 ? this.pageAt(0) : this.rest?.own(index);
    const zeros = page === undefined ? this.zeroPage(index) : undefined;
    if (zeros !== undefined) this.put(index, zeros);
    return page ?? zeros;
  }

  private put(index: number, page: Page): void {
    if (index === 0) this.first = page;
    else (this.rest ??= new Table<Page>(sharePage)).insert(index, page);
  }

  private readPage(index: number, from: number, to: number): Uint8Array {
    const page = this.page(index);
    if (page === undefined) return zeros(to - from);
    if (to <= page.used) {
      page.lent = true;
      return from === 0 && to === page.bytes.length ? page.bytes : page.bytes.subarray(from, to);
    }
    const bytes = new Uint8Array(to - from);
    if (from < page.used) bytes.set(page.bytes.subarray(from, page.used));
    return bytes;
  }

  private readPages(first: number, offset: number, end: number): Uint8Array {
    let data = false;
    for (let i = first; i * PAGE_SIZE < end && !data; i++)
      data = (this.page(i)?.bytes ?? ZERO_PAGE) !== ZERO_PAGE;
    if (!data) return zeros(end - offset);
    const bytes = new Uint8Array(end - offset);
    for (let i = first; i * PAGE_SIZE < end; i++) {
      const page = this.page(i);
      if (page === undefined || page.bytes === ZERO_PAGE) continue;
      const start = i * PAGE_SIZE;
      const from = Math.max(offset - start, 0);
      const to = Math.min(end - start, page.used);
      if (from < to) bytes.set(page.bytes.subarray(from, to), start + from - offset);
    }
    return bytes;
  }

  private writePage(index: number, from: number, bytes: Uint8Array): void {
    const to = from + bytes.length;
    let page = this.ownPage(index);
    if (page === undefined) {
      page = { owner: NOBODY, bytes: ZERO_PAGE, used: 0, blocks: 0, lent: false, shared: false };
      this.put(index, page);
    }
    this.allocate(page, from, to);
    if (page.bytes === ZERO_PAGE && isZero(bytes)) page.used = Math.max(page.used, to);
    else store(page, from, bytes);
  }

  private allocate(page: Page, from: number, to: number): void {
    const wanted = blockBits(from, to);
    this.blocks += countBits(wanted & ~page.blocks);
    page.blocks |= wanted;
  }

  private dropPagesAfter(last: number): void {
    this.dropZerosAfter(last);
    if (last <= 0) {
      this.rest = undefined;
      if (last < 0) this.first = undefined;
      this.blocks = countBits(this.page(0)?.blocks ?? 0);
      return;
    }
    for (const [index, page] of Array.from(this.rest?.entries() ?? [])) {
      if (index <= last) continue;
      this.blocks -= countBits(page.blocks);
      this.rest?.delete(index);
    }
  }

  private dropZerosAfter(last: number): void {
    const end = (last + 1) * PAGE_SIZE;
    for (let index = last + 1; index * PAGE_SIZE < this.zerosTo; index++) {
      const absent = index === 0 ? this.first === undefined : this.rest?.get(index) === undefined;
      if (absent) this.blocks -= countBits(this.zeroPage(index)?.blocks ?? 0);
    }
    this.zerosTo = Math.min(this.zerosTo, end);
  }

  private cutPage(index: number, size: number): void {
    const page = this.ownPage(index);
    if (page === undefined) return;
    const kept = page.blocks & blockBits(0, size);
    this.blocks -= countBits(page.blocks) - countBits(kept);
    page.blocks = kept;
    page.used = Math.min(page.used, size);
    // without room behind it the buffer cannot be appended to in place, over what readers may still see
    if (page.bytes !== ZERO_PAGE) page.bytes = page.bytes.subarray(0, page.used);
  }
}

function store(page: Page, from: number, bytes: Uint8Array): void {
  const to = from + bytes.length;
  const room = to <= page.bytes.length && !page.shared && page.bytes !== ZERO_PAGE;
  if (!room || (page.lent && from < page.used)) {
    const appends = from > 0 && to > page.used;
    const enlarged = new Uint8Array(
      Math.min(PAGE_SIZE, Math.max(to, page.used, appends ? 2 * page.used : 0)),
    );
    if (from > 0 || to < page.used) enlarged.set(page.bytes.subarray(0, page.used));
    page.bytes = enlarged;
    page.lent = false;
    page.shared = false;
  }
  page.bytes.set(bytes, from);
  page.used = Math.max(page.used, to);
}

const blockBits = (from: number, to: number): number =>
  to <= from ? 0 : ((2 << ((to - 1) >>> 12)) - 1) & ~((1 << (from >>> 12)) - 1);

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
