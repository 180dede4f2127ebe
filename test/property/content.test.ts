// Content of files against plain arrays, and directories against plain maps, with forks at random moments.

import fc from "fast-check";
import { expect, test } from "vitest";
import { Content, PAGE_SIZE } from "../../src/fs/content.ts";
import { Directory } from "../../src/fs/directory.ts";

const offset = fc.tuple(fc.nat(3), fc.oneof(fc.nat(20), fc.integer({ min: PAGE_SIZE - 20, max: PAGE_SIZE - 1 }), fc.nat(PAGE_SIZE - 1))).map(([page, at]) => page * PAGE_SIZE + at); // prettier-ignore
const length = fc.oneof(fc.nat(40), fc.nat(5000), fc.nat(2 * PAGE_SIZE + 10));
const op = fc.constantFrom("write", "write", "append", "append", "zero", "truncate", "read", "read", "fork");
const step = fc.record({ op, which: fc.nat(3), offset, length, byte: fc.integer({ min: 1, max: 255 }) });

interface Pair {
  content: Content;
  bytes: Uint8Array;
}

const grown = (bytes: Uint8Array, size: number): Uint8Array => {
  const all = new Uint8Array(size);
  all.set(bytes.subarray(0, size));
  return all;
};

function write(pair: Pair, at: number, data: Uint8Array): void {
  pair.content.write(at, data);
  pair.bytes = grown(pair.bytes, Math.max(pair.bytes.length, at + data.length));
  pair.bytes.set(data, at);
}

test("bytes are those of plain arrays, and what was read never changes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const pairs: Pair[] = [{ content: new Content(), bytes: new Uint8Array(0) }];
      const lent: [Uint8Array, Uint8Array][] = [];
      for (const { op, which, offset, length, byte } of steps) {
        const pair = pairs[which % pairs.length] as Pair;
        const data = new Uint8Array(length).map((_, i) => (op === "zero" ? 0 : ((byte + i) % 255) + 1));
        if (op === "write" || op === "zero") write(pair, offset, data);
        else if (op === "append") write(pair, pair.bytes.length, data.subarray(0, 100));
        else if (op === "truncate") {
          pair.content.truncate(offset);
          pair.bytes = grown(pair.bytes, offset);
        } else if (op === "fork" && pairs.length < 4) {
          pairs.push({ content: pair.content.fork(), bytes: pair.bytes.slice() });
        } else {
          const read = pair.content.read(offset, length);
          expect(Buffer.compare(read, pair.bytes.subarray(offset, offset + length))).toBe(0);
          lent.push([read, read.slice()]);
        }
      }
      for (const { content, bytes } of pairs) {
        expect(content.size).toBe(bytes.length);
        expect(Buffer.compare(content.read(0, 1e9), bytes)).toBe(0);
        expect(Buffer.compare(Buffer.concat([...content.chunks()]), bytes)).toBe(0);
        expect(content.blocks).toBe(allocated(content));
      }
      for (const [read, copy] of lent) expect(Buffer.compare(read, copy)).toBe(0);
    }),
    { seed: 4, numRuns: 40 },
  );
});

/** Writing where something is allocated needs no more; the rest of the file would. */
const allocated = (content: Content): number => {
  const all = Math.ceil(content.size / 4096);
  return all - content.blocksNeeded(0, content.size);
};

test("as much fits as there are blocks for", () => {
  const content = new Content();
  content.write(4096, new Uint8Array(10));
  expect(content.blocks).toBe(1);
  expect(content.fits(0, 100_000, 0)).toBe(0);
  expect(content.fits(0, 100_000, 1)).toBe(8192);
  expect(content.fits(5000, 100_000, 0)).toBe(8192 - 5000);
  expect(content.fits(5000, 100, 0)).toBe(100);
  expect(content.fits(0, 100_000, 1000)).toBe(100_000);
});

test("a directory is a map in the order of what came when, however many names it has", () => {
  const change = fc.record({ add: fc.boolean(), which: fc.nat(3), name: fc.nat(1500), fork: fc.nat(30) });
  fc.assert(
    fc.property(
      fc.constantFrom(0, 500, 600, 1400),
      fc.array(change, { maxLength: 120, size: "max" }),
      (start, changes) => {
        const sides: [Directory, Map<string, number>][] = [[new Directory(), new Map()]];
        for (let i = 0; i < start; i++) for (const side of sides) put(side, `n${i}`, i);
        for (const [i, { add, which, name, fork }] of changes.entries()) {
          const side = sides[which % sides.length] as [Directory, Map<string, number>];
          if (fork === 0 || i % 40 === 39) sides.push([side[0].fork(), new Map(side[1])]);
          // the origin of a fork is not written again: it gets a fork of its own
          if (fork === 0 || i % 40 === 39) side[0] = side[0].fork();
          if (add) put(side, `n${name}`, i + 10_000);
          else expect(side[0].delete(`n${name}`)).toBe(side[1].delete(`n${name}`));
        }
        for (const [directory, map] of sides) {
          const listed: [string, number][] = [];
          directory.forEach((name, ino) => listed.push([name, ino]));
          expect(listed).toEqual([...map]);
          expect(directory.size).toBe(map.size);
          for (const [name, ino] of map) if (directory.get(name) !== ino) expect(name).toBe("found");
          expect(directory.has("n-1")).toBe(false);
        }
      },
    ),
    { seed: 5, numRuns: 30 },
  );
});

function put([directory, map]: [Directory, Map<string, number>], name: string, ino: number): void {
  directory.set(name, ino);
  map.delete(name);
  map.set(name, ino);
}
