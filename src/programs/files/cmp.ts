// cmp: compares two files byte by byte. GNU says `char` in the C locale and `byte` elsewhere, busybox always
// `byte`. Files are read side by side, a piece at a time.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory, isRegular } from "../libc/file-mode.ts";
import { CHUNK } from "../libc/input.ts";
import { quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";

/** The status of anything that kept the files from being compared. */
const TROUBLE = 2;

class Side {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  ended = false;

  constructor(
    private readonly io: Io,
    readonly name: string,
    private readonly fd: Fd,
  ) {}

  /** What is there of the next bytes; empty at the end. */
  *peek(): Task<Uint8Array> {
    while (this.at >= this.bytes.length && !this.ended) {
      const bytes = yield* this.io.sys.read(this.fd, CHUNK);
      if (failed(bytes)) {
        yield* this.io.complain(`${this.name}: ${strerror(bytes)}`, TROUBLE);
        this.ended = true;
      } else {
        this.bytes = bytes;
        this.at = 0;
        this.ended = bytes.length === 0;
      }
    }
    return this.at === 0 ? this.bytes : this.bytes.subarray(this.at);
  }

  take(count: number): void {
    this.at += count;
  }

  *skip(count: number): Task<void> {
    for (let left = count; left > 0;) {
      const bytes = yield* this.peek();
      if (bytes.length === 0) return;
      const step = Math.min(left, bytes.length);
      this.take(step);
      left -= step;
    }
  }
}

interface Options {
  readonly silent: boolean;
  readonly all: boolean;
  readonly bytes: boolean;
  readonly limit: number;
  /** columns of an offset in -l */
  readonly width: number;
  readonly unit: string;
}

const octal = (byte: number): string => byte.toString(8).padStart(3);

/** A byte as `cat -v` shows it. */
function visible(byte: number): string {
  if (byte >= 128) return `M-${visible(byte - 128)}`;
  if (byte < 32) return `^${String.fromCharCode(byte + 64)}`;
  return byte === 127 ? "^?" : String.fromCharCode(byte);
}

class Comparison {
  private offset = 0;
  private line = 1;
  private differs = false;
  private newlineLast = true;

  constructor(
    private readonly io: Io,
    private readonly a: Side,
    private readonly b: Side,
    private readonly options: Options,
  ) {}

  *run(): Task<number> {
    const { options } = this;
    while (this.offset < options.limit) {
      const [x, y] = [yield* this.a.peek(), yield* this.b.peek()];
      const count = Math.min(x.length, y.length, options.limit - this.offset);
      if (count === 0) return yield* this.end(x.length, y.length);
      for (let i = 0; i < count; i++) {
        if (x[i] !== y[i]) {
          if (options.silent) return 1;
          this.differs = true;
          if (!options.all) return yield* this.first(i, x[i] as number, y[i] as number);
          yield* this.io.print(this.row(this.offset + i + 1, x[i] as number, y[i] as number));
        }
        if (!options.all && x[i] === 10) this.line++;
      }
      this.newlineLast = x[count - 1] === 10;
      this.offset += count;
      this.a.take(count);
      this.b.take(count);
    }
    return this.differs ? 1 : 0;
  }

  private *first(i: number, x: number, y: number): Task<number> {
    const { options, a, b } = this;
    const bytes = options.bytes ? ` is ${octal(x)} ${visible(x)} ${octal(y)} ${visible(y)}` : "";
    const unit = options.bytes ? "byte" : options.unit;
    yield* this.io.print(
      `${a.name} ${b.name} differ: ${unit} ${this.offset + i + 1}, line ${this.line}${bytes}\n`,
    );
    return 1;
  }

  private row(offset: number, x: number, y: number): string {
    const at = String(offset).padStart(this.options.width);
    if (!this.options.bytes) return `${at} ${octal(x)} ${octal(y)}\n`;
    return `${at} ${octal(x)} ${visible(x).padEnd(4)} ${octal(y)} ${visible(y)}\n`;
  }

  private *end(x: number, y: number): Task<number> {
    if (x === y || this.io.status === TROUBLE) return Math.max(this.differs ? 1 : 0, this.io.status);
    if (this.options.silent) return 1;
    const { name } = x === 0 ? this.a : this.b;
    yield* this.io.complain(this.io.family === "busybox" ? `EOF on ${name}` : this.gnuEnd(name));
    return 1;
  }

  private gnuEnd(name: string): string {
    const quotedName = quoted(this.io, name);
    if (this.offset === 0) return `EOF on ${quotedName} which is empty`;
    const after = `EOF on ${quotedName} after byte ${this.offset}`;
    if (this.options.all) return after;
    return this.newlineLast ? `${after}, line ${this.line - 1}` : `${after}, in line ${this.line}`;
  }
}

/** undefined after a complaint. */
function* skipsOf(io: Io): Task<readonly [number, number] | undefined> {
  const option = io.value("i");
  const words = option === undefined ? io.operands.slice(2) : option.split(":");
  if (option !== undefined && words.length === 1) words.push(words[0] as string);
  const skips: number[] = [];
  for (const word of words) {
    const skip = parseSize(word);
    if (skip === undefined) {
      yield* io.misuse(`invalid --ignore-initial value ${quoted(io, word)}`);
      return undefined;
    }
    skips.push(skip);
  }
  return [skips[0] ?? 0, skips[1] ?? 0];
}

function* openSide(io: Io, name: string): Task<Side | undefined> {
  const fd = name === "-" ? 0 : yield* io.sys.open(name, O_RDONLY);
  const node = failed(fd) ? fd : io.sys.fstat(fd);
  const why = failed(node) ? node : isDirectory(node) ? ("EISDIR" as const) : undefined;
  if (why === undefined && !failed(fd)) return new Side(io, name, fd);
  if (io.has("s") && why === "ENOENT") io.status = TROUBLE;
  else if (why !== undefined) yield* io.complain(`${name}: ${strerror(why)}`, TROUBLE);
  return undefined;
}

/** As wide as the greatest offset there can be. */
function offsetWidth(io: Io, names: readonly string[]): number {
  const sizes = names.map((name) => {
    const node = name === "-" ? io.sys.fstat(0) : io.sys.stat(name);
    return !failed(node) && isRegular(node) ? node.size : Infinity;
  });
  const least = Math.min(...sizes);
  return least === Infinity ? 19 : String(least).length;
}

const inCLocale = (env: ReadonlyMap<string, string>): boolean => {
  const name = ["LC_ALL", "LC_MESSAGES", "LANG"].map((key) => env.get(key)).find((value) => value);
  return name === undefined || name === "C" || name === "POSIX";
};

export const cmp = command(
  {
    name: "cmp",
    gnu: "b/print-bytes i/ignore-initial: l/verbose n/bytes: s/quiet silent",
    busybox: "s l n:",
    usage: "[-ls] [-n NUM] FILE1 [FILE2 [SKIP1 [SKIP2]]]",
    usageStatus: { gnu: TROUBLE },
    package: "GNU diffutils 3.12",
    misuse: (name, message) => `${name}: ${message}\n${name}: Try '${name} --help' for more information.\n`,
  },
  function* (io) {
    const [first, second = "-", , , extra] = io.operands;
    if (first === undefined) return yield* io.misuse(`missing operand after ${quoted(io, io.name)}`);
    if (io.has("l") && io.has("s") && io.family === "gnu")
      return yield* io.misuse("options -l and -s are incompatible");
    const skips = yield* skipsOf(io);
    if (skips === undefined) return io.status;
    if (extra !== undefined) return yield* io.misuse(`extra operand ${quoted(io, extra)}`);
    const limitText = io.value("n");
    const limit = limitText === undefined ? Infinity : parseSize(limitText);
    if (limit === undefined) return yield* io.misuse(`invalid --bytes value ${quoted(io, limitText ?? "")}`);
    const a = yield* openSide(io, first);
    const b = a === undefined ? undefined : yield* openSide(io, second);
    if (a === undefined || b === undefined) return TROUBLE;
    yield* a.skip(skips[0]);
    yield* b.skip(skips[1]);
    return yield* new Comparison(io, a, b, {
      silent: io.has("s") || io.has("silent"),
      all: io.has("l"),
      bytes: io.has("b"),
      limit,
      width: io.family === "gnu" ? offsetWidth(io, [first, second]) : 1,
      unit: io.family === "gnu" && inCLocale(io.env) ? "char" : "byte",
    }).run();
  },
);
