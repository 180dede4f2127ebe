import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, encode } from "../../../src/base/utf8.ts";
import { Content, PAGE_SIZE } from "../../../src/fs/content.ts";

const all = (content: Content): Uint8Array => concat([...content.chunks()]);

test.each([
  ["nothing", 0, 0],
  ["no zeros", 5, 5],
  ["a few", 5, 8],
  ["zeros alone", 0, 3],
  ["to the end of the page", 5, PAGE_SIZE],
  ["pages of them", 5, 3 * PAGE_SIZE + 17],
  ["after more than a page", PAGE_SIZE + 5, 2 * PAGE_SIZE + 1],
])("padded with zeros is what writing them makes: %s", (_, head, size) => {
  const bytes = new Uint8Array(head).fill(7);
  const padded = Content.padded(bytes, size);
  const written = new Content();
  written.write(0, bytes);
  written.write(head, new Uint8Array(size - head));
  expect([padded.size, padded.blocks]).toEqual([written.size, written.blocks]);
  expect(Buffer.compare(all(padded), all(written))).toBe(0);
  expect(padded.read(Math.max(0, head - 2), 6)).toEqual(written.read(Math.max(0, head - 2), 6));
});

test("what was padded is written like any other, and its fork does not see it", () => {
  const padded = Content.padded(encode("head"), 2 * PAGE_SIZE);
  const fork = padded.fork();
  padded.write(6, encode("x"));
  padded.write(PAGE_SIZE + 1, encode("y"));
  expect([...padded.read(3, 5)]).toEqual([0x64, 0, 0, 0x78, 0]);
  expect([...padded.read(PAGE_SIZE, 3)]).toEqual([0, 0x79, 0]);
  expect([...fork.read(3, 5), ...fork.read(PAGE_SIZE, 3)]).toEqual([0x64, 0, 0, 0, 0, 0, 0, 0]);
  expect([padded.blocks, fork.blocks]).toEqual([32, 32]);
});

const offset = fc.integer({ min: 0, max: 3 * PAGE_SIZE });
const change = fc.oneof(
  fc.record({ write: offset, bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
  fc.record({ truncate: offset }),
  fc.constant({ fork: true }),
);

test("whatever is done to it, it stays what writing the zeros would have made", () => {
  const property = fc.property(
    offset,
    offset,
    fc.array(change, { maxLength: 12 }),
    (head, zeros, changes) => {
      const bytes = new Uint8Array(head).fill(7);
      let padded = Content.padded(bytes, head + zeros);
      let written = new Content();
      written.write(0, bytes);
      written.write(head, new Uint8Array(zeros));
      for (const one of changes) {
        if ("write" in one) for (const content of [padded, written]) content.write(one.write, one.bytes);
        else if ("truncate" in one) for (const content of [padded, written]) content.truncate(one.truncate);
        else [padded, written] = [padded.fork(), written.fork()];
        expect([padded.size, padded.blocks]).toEqual([written.size, written.blocks]);
        expect(padded.blocksNeeded(head, 9 * 4096)).toBe(written.blocksNeeded(head, 9 * 4096));
      }
      expect(Buffer.compare(all(padded), all(written))).toBe(0);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 300 });
});
