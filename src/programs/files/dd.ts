// dd: copies in blocks, from and to any place, and says how many. Blocks of endless devices are passed on in the
// pieces in which the kernel gives them, which cost nothing for zeros. Time is the world's. Not here: progress
// lines, and the effects of O_DIRECT and its like.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND, type Duration } from "../../base/time.ts";
import { concat } from "../../base/utf8.ts";
import {
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Fd,
  type Task,
} from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isRegular, S_IFCHR, S_IFMT } from "../libc/file-mode.ts";
import { quoted } from "../libc/quote.ts";
import { Converter } from "./dd-convert.ts";
import { operandsOf, type Operands } from "./dd-operands.ts";
import { transferLine } from "./dd-status.ts";

interface Records {
  full: number;
  partial: number;
}

class Copy {
  private readonly input: Records = { full: 0, partial: 0 };
  private readonly output: Records = { full: 0, partial: 0 };
  private written = 0;
  private readonly converter: Converter;
  private readonly converts: boolean;
  /** bytes that do not fill an output block yet */
  private waiting: Uint8Array[] = [];
  private waitingSize = 0;

  constructor(
    private readonly io: Io,
    private readonly o: Operands,
    private readonly from: Fd,
    private readonly to: Fd,
    private readonly endless: boolean,
  ) {
    this.converter = new Converter(o.conversions, o.conversionBlock);
    this.converts = ["swab", "ucase", "lcase", "block", "unblock", "sync"].some((word) =>
      o.conversions.has(word),
    );
  }

  // ---- reading

  /** One block, in pieces; empty at the end. */
  private *readBlock(size: number): Task<Uint8Array[] | Errno> {
    const parts: Uint8Array[] = [];
    let left = size;
    const whole = this.endless || this.o.inputFlags.has("fullblock");
    do {
      const bytes = yield* this.io.sys.read(this.from, left);
      if (failed(bytes)) return parts.length > 0 ? parts : bytes;
      if (bytes.length === 0) return parts;
      parts.push(bytes);
      left -= bytes.length;
    } while (whole && left > 0);
    return parts;
  }

  *run(): Task<boolean> {
    const { o } = this;
    const bytesLimit = o.inputFlags.has("count_bytes") ? o.count : Infinity;
    const blocks = o.inputFlags.has("count_bytes") ? Infinity : o.count;
    let read = 0;
    while (this.input.full + this.input.partial < blocks && read < bytesLimit) {
      const size = Math.min(o.inputBlock, bytesLimit - read);
      const parts = yield* this.readBlock(size);
      if (failed(parts)) {
        if (!(yield* this.readError(parts))) return false;
        continue;
      }
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      if (length === 0) break;
      if (length === o.inputBlock) this.input.full++;
      else this.input.partial++;
      read += length;
      if (!(yield* this.pass(parts, length))) return false;
    }
    const rest = this.converter.end();
    if (rest.length > 0 && !(yield* this.gather(rest))) return false;
    return yield* this.flush();
  }

  /** True if the copying goes on (noerror). */
  private *readError(errno: Errno): Task<boolean> {
    const { io, o } = this;
    const name = quoted(io, o.input ?? "standard input");
    yield* io.complain(
      `${io.family === "gnu" ? `error reading ${name}` : (o.input ?? "standard input")}: ${strerror(errno)}`,
    );
    return false;
  }

  // ---- writing

  private *pass(parts: readonly Uint8Array[], length: number): Task<boolean> {
    const { o } = this;
    if (!this.converts && (o.through || length === o.outputBlock) && this.waitingSize === 0)
      return yield* this.writeBlock(parts, length);
    let bytes = concat(parts);
    if (o.conversions.has("sync") && bytes.length < o.inputBlock) {
      const padded = new Uint8Array(o.inputBlock);
      if (o.conversions.has("block") || o.conversions.has("unblock")) padded.fill(32);
      padded.set(bytes);
      bytes = padded;
    }
    return yield* this.gather(this.converter.convert(bytes));
  }

  /** Writes as many whole output blocks as there are. */
  private *gather(bytes: Uint8Array): Task<boolean> {
    this.waiting.push(bytes);
    this.waitingSize += bytes.length;
    const { outputBlock } = this.o;
    if (this.waitingSize < outputBlock) return true;
    const all = concat(this.waiting);
    let at = 0;
    for (; at + outputBlock <= all.length; at += outputBlock)
      if (!(yield* this.writeBlock([all.subarray(at, at + outputBlock)], outputBlock))) return false;
    this.waiting = at < all.length ? [all.subarray(at)] : [];
    this.waitingSize = all.length - at;
    return true;
  }

  private *flush(): Task<boolean> {
    if (this.waitingSize === 0) return true;
    const size = this.waitingSize;
    const parts = this.waiting;
    this.waiting = [];
    this.waitingSize = 0;
    return yield* this.writeBlock(parts, size);
  }

  private *writeBlock(parts: readonly Uint8Array[], length: number): Task<boolean> {
    let done = 0;
    for (const part of parts) {
      for (let at = 0; at < part.length;) {
        const written = yield* this.io.sys.write(this.to, at === 0 ? part : part.subarray(at));
        if (failed(written)) {
          this.count(done);
          return yield* this.writeError(written);
        }
        at += written;
        done += written;
        this.written += written;
      }
    }
    this.count(length);
    return true;
  }

  private count(length: number): void {
    if (length === this.o.outputBlock) this.output.full++;
    else if (length > 0) this.output.partial++;
  }

  private *writeError(errno: Errno): Task<boolean> {
    const { io, o } = this;
    yield* io.complain(`error writing ${quoted(io, o.output ?? "standard output")}: ${strerror(errno)}`);
    return false;
  }

  // ---- what is said at the end

  *report(elapsed: Duration): Task<void> {
    const { io, o, input, output } = this;
    if (o.status === "none") return;
    const records = `${input.full}+${input.partial} records in\n${output.full}+${output.partial} records out\n`;
    const transfer = io.family === "gnu" && o.status !== "noxfer" ? transferLine(this.written, elapsed) : "";
    yield* io.tell(records + transfer);
  }
}

function* openInput(io: Io, { input }: Operands): Task<Fd | undefined> {
  if (input === undefined) return 0;
  const fd = yield* io.sys.open(input, O_RDONLY);
  if (!failed(fd)) return fd;
  const words = io.family === "gnu" ? "failed to open" : "can't open";
  yield* io.complain(`${words} ${quoted(io, input)}: ${strerror(fd)}`);
  return undefined;
}

function* openOutput(io: Io, o: Operands): Task<Fd | undefined> {
  if (o.output === undefined) return 1;
  const { conversions } = o;
  const keeps = conversions.has("notrunc") || o.seek > 0;
  const flags =
    O_WRONLY |
    (conversions.has("nocreat") ? 0 : O_CREAT) |
    (conversions.has("excl") ? O_EXCL : 0) |
    (keeps ? 0 : O_TRUNC) |
    (o.outputFlags.has("append") ? O_APPEND : 0);
  const fd = yield* io.sys.open(o.output, flags, 0o666);
  if (!failed(fd)) return fd;
  const words = io.family === "gnu" ? "failed to open" : "can't open";
  yield* io.complain(`${words} ${quoted(io, o.output)}: ${strerror(fd)}`);
  return undefined;
}

/** Passes over what skip= says: by seeking where that can be done, else by reading. */
function* skipInput(io: Io, o: Operands, fd: Fd): Task<void> {
  const bytes = o.inputFlags.has("skip_bytes") ? o.skip : o.skip * o.inputBlock;
  if (bytes === 0) return;
  const node = io.sys.fstat(fd);
  let short: boolean;
  if (!failed(node) && isRegular(node)) {
    const at = io.sys.seek(fd, bytes, "current");
    short = failed(at) || at > node.size;
  } else {
    let left = bytes;
    while (left > 0) {
      const read = yield* io.sys.read(fd, Math.min(left, 65_536));
      if (failed(read) || read.length === 0) break;
      left -= read.length;
    }
    short = left > 0;
  }
  if (!short || io.family === "busybox") return;
  const name = o.input === undefined ? quoted(io, "standard input") : o.input;
  yield* io.complain(`${name}: cannot skip to specified offset`, 0);
}

function seekOutput(io: Io, o: Operands, fd: Fd): void {
  const bytes = o.outputFlags.has("seek_bytes") ? o.seek : o.seek * o.outputBlock;
  if (bytes === 0) return;
  const node = io.sys.fstat(fd);
  if (failed(node) || !isRegular(node)) return;
  if (!o.conversions.has("notrunc") && o.output !== undefined) void io.sys.truncateFd(fd, bytes);
  void io.sys.seek(fd, bytes, "current");
}

/** Devices such as /dev/zero give as much as is wanted. */
function isEndless(io: Io, fd: Fd): boolean {
  const node = io.sys.fstat(fd);
  return !failed(node) && (node.mode & S_IFMT) === S_IFCHR && io.sys.termios(fd) === undefined;
}

/** Bytes of a block that fit into what every program holds. */
const SMALL_BLOCK = 1 << 20;

export const dd = command(
  { name: "dd", gnu: "+", busybox: "+", usage: "[if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N]" },
  function* (io) {
    const o = yield* operandsOf(io);
    if (o === undefined) return 1;
    const from = yield* openInput(io, o);
    if (from === undefined) return 1;
    const to = yield* openOutput(io, o);
    if (to === undefined) return 1;
    if (o.inputBlock > SMALL_BLOCK) void io.sys.hold(o.inputBlock);
    const start = io.sys.now();
    yield* skipInput(io, o, from);
    seekOutput(io, o, to);
    const copy = new Copy(io, o, from, to, isEndless(io, from));
    const good = yield* copy.run();
    yield* copy.report(Math.max(io.sys.now() - start, SECOND / 1_000_000));
    return good ? io.status : 1;
  },
);
