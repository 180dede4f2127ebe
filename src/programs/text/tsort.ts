// tsort: an order of all words in which each pair's first comes before its second. Words without
// predecessors come in byte order, others as they become free.

import { failed, strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { decodeBytes } from "../libc/byte-text.ts";
import { readAll } from "../libc/input.ts";
import { named, quoted } from "../libc/quote.ts";
import { openNamed } from "./inputs.ts";

interface Item {
  readonly name: string;
  before: number;
  readonly after: Item[];
}

export const tsort = command({ name: "tsort", gnu: "w", usage: "[OPTION] [FILE]" }, function* (io) {
  io.out.decoding = "bytes";
  const path = io.operands[0] ?? "-";
  if (io.operands.length > 1)
    return yield* io.misuse(`extra operand ${quoted(io, io.operands[1] as string)}`);
  const fd = yield* openNamed(io, path);
  if (fd === undefined) return 1;
  const bytes = yield* readAll(io.sys, fd);
  if (failed(bytes)) return yield* io.complain(`${named(io, path)}: read error: ${strerror(bytes)}`);
  const words = decodeBytes(bytes)
    .split(/[ \t\n]+/)
    .filter((word) => word !== "");
  if (words.length % 2 === 1)
    return yield* io.complain(`${named(io, path)}: input contains an odd number of tokens`);
  const items = relations(words);
  const queue = items.filter(({ before }) => before === 0);
  let left = items.length;
  while (left > 0) {
    for (const item of drain(queue)) {
      yield* io.print(`${item.name}\n`);
      left--;
    }
    if (left === 0) break;
    const loop = findLoop(items);
    yield* io.complain(`${named(io, path)}: input contains a loop:`);
    for (const { name } of loop) yield* io.complain(name);
    breakLoop(loop, queue);
  }
  return 0;
});

function relations(words: readonly string[]): Item[] {
  const items = new Map<string, Item>();
  const item = (name: string): Item => {
    let known = items.get(name);
    if (known === undefined) items.set(name, (known = { name, before: 0, after: [] }));
    return known;
  };
  for (let i = 0; i < words.length; i += 2) {
    const first = item(words[i] as string);
    const second = item(words[i + 1] as string);
    if (first === second) continue;
    first.after.unshift(second);
    second.before++;
  }
  return [...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All that is free, and what becomes free by it. */
function* drain(queue: Item[]): Generator<Item> {
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    yield item;
    item.before = -1;
    for (const next of item.after) if (--next.before === 0) queue.push(next);
  }
}

function findLoop(items: readonly Item[]): Item[] {
  const path: Item[] = [];
  let at = items.find(({ before }) => before > 0) as Item;
  // going back from an item that waits, one comes to an item for the second time
  while (!path.includes(at)) {
    path.unshift(at);
    const here = at;
    at = items.find((item) => item.before > 0 && item.after.includes(here)) as Item;
  }
  const loop = path.slice(0, path.indexOf(at) + 1);
  return [loop.pop() as Item, ...loop];
}

function breakLoop(loop: readonly Item[], queue: Item[]): void {
  const last = loop[loop.length - 1] as Item;
  const first = loop[0] as Item;
  last.after.splice(last.after.indexOf(first), 1);
  if (--first.before === 0) queue.push(first);
}
