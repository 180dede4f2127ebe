// shuf: lines, words or numbers in an order of chance. Chance comes from the machine, so the same world shuffles
// the same way. Not here: --random-source.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { bytesOf, decodeBytes } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { Output } from "../libc/output.ts";
import { quoted } from "../libc/quote.ts";
import { closeInput, openNamed, work } from "./inputs.ts";
import { invalidCount } from "./counts.ts";

export const shuf = command(
  {
    name: "shuf",
    gnu: "e/echo i:/input-range: n:/head-count: o:/output: r/repeat z/zero-terminated random-source:",
    busybox: "e i: n: o: r z",
    usage: "[OPTION]... [FILE]",
  },
  function* (io) {
    const counts = yield* countOf(io);
    if (counts === undefined) return 1;
    const items = yield* itemsOf(io);
    if (items === undefined) return 1;
    const out = yield* outputOf(io);
    if (out === undefined) return 1;
    const end = io.has("z") ? "\0" : "\n";
    const chance = new Chance(io.sys);
    if (io.has("r")) return yield* repeat(io, items, counts, out, end, chance);
    const picked = items.pick(Math.min(counts, items.size), chance);
    for (const item of picked) yield* out.write(item + end);
    yield* work(io, picked.length);
    yield* out.flush();
    return 0;
  },
);

/** Numbers from the machine's source of chance. */
class Chance {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(private readonly sys: Sys) {}

  below(bound: number): number {
    if (this.at + 8 > this.bytes.length) {
      this.bytes = this.sys.random(1024);
      this.at = 0;
    }
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 8);
    this.at += 8;
    const fraction = (view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11)) / 2 ** 53;
    return Math.floor(fraction * bound);
  }
}

interface Items {
  readonly size: number;
  at(index: number): string;
  pick(count: number, chance: Chance): string[];
}

class Listed implements Items {
  constructor(private readonly list: readonly string[]) {}

  get size(): number {
    return this.list.length;
  }

  at(index: number): string {
    return this.list[index] as string;
  }

  pick(count: number, chance: Chance): string[] {
    const all = this.list.slice();
    for (let i = 0; i < count; i++) {
      const j = i + chance.below(all.length - i);
      [all[i], all[j]] = [all[j] as string, all[i] as string];
    }
    return all.slice(0, count);
  }
}

/** A range of numbers, of which few may be wanted of very many. */
class Ranged implements Items {
  constructor(
    private readonly low: number,
    readonly size: number,
  ) {}

  at(index: number): string {
    return String(this.low + index);
  }

  pick(count: number, chance: Chance): string[] {
    const moved = new Map<number, number>();
    const picked: string[] = [];
    for (let i = 0; i < count; i++) {
      const j = i + chance.below(this.size - i);
      picked.push(this.at(moved.get(j) ?? j));
      moved.set(j, moved.get(i) ?? i);
    }
    return picked;
  }
}

function* countOf(io: Io): Task<number | undefined> {
  const text = io.value("n");
  if (text === undefined) return Infinity;
  if (/^\d+$/.test(text)) return Number(text);
  yield* invalidCount(io, text, "line count");
  return undefined;
}

function* itemsOf(io: Io): Task<Items | undefined> {
  const range = io.value("i");
  const extra = io.operands[range === undefined ? 1 : 0];
  if (range !== undefined) {
    const match = /^(\d+)-(\d+)$/.exec(range);
    const low = Number(match?.[1]);
    const high = Number(match?.[2]);
    if (match === null || high < low - 1 || (high < low && io.family === "busybox")) {
      yield* io.complain(
        io.family === "gnu" ? `invalid input range: ${quoted(io, range)}` : `bad range '${range}'`,
      );
      return undefined;
    }
    if (extra === undefined) return new Ranged(low, high - low + 1);
  }
  if (io.has("e") && range === undefined) return new Listed(io.operands.map(bytesOf));
  if (extra !== undefined) {
    yield* io.misuse(`extra operand ${quoted(io, extra)}`);
    return undefined;
  }
  return yield* linesOf(io, io.operands[0] ?? "-");
}

function* linesOf(io: Io, path: string): Task<Items | undefined> {
  const fd = yield* openNamed(io, path);
  if (fd === undefined) return undefined;
  const bytes = yield* readAll(io.sys, fd);
  closeInput(io, fd);
  if (failed(bytes)) {
    if (io.family === "busybox") return new Listed([]);
    yield* io.complain(`read error: ${strerror(bytes)}`);
    return undefined;
  }
  const end = io.has("z") ? "\0" : "\n";
  const lines = decodeBytes(bytes).split(end);
  if (lines[lines.length - 1] === "") lines.pop();
  return new Listed(lines);
}

function* outputOf(io: Io): Task<Output | undefined> {
  const path = io.value("o");
  io.out.decoding = "bytes";
  if (path === undefined) return io.out;
  const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) {
    yield* io.complain(`${quoted(io, path)}: ${strerror(fd)}`);
    return undefined;
  }
  const out = new Output(io.sys, fd);
  out.decoding = "bytes";
  return out;
}

function* repeat(
  io: Io,
  items: Items,
  count: number,
  out: Output,
  end: string,
  chance: Chance,
): Task<number> {
  if (items.size === 0) return yield* io.complain("no lines to repeat");
  for (let i = 0; i < count && out.error === undefined; i++) {
    yield* out.write(items.at(chance.below(items.size)) + end);
    yield* work(io, 1);
  }
  yield* out.flush();
  return 0;
}
