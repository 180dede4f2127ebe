// cat: files one after the other, on request with numbers, without repeated empty lines, and with what cannot
// be seen made visible. Bytes go through as they are. Busybox's knows fewer options, and ends a last
// line that has no newline when it numbers.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { decodeLatin1, encodeLatin1 } from "../../base/utf8.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isRegular } from "../libc/file-mode.ts";
import { CHUNK } from "../libc/input.ts";
import { named } from "../libc/quote.ts";

interface Style {
  readonly number: "all" | "nonblank" | undefined;
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly visible: boolean;
}

export const cat = command(
  {
    name: "cat",
    gnu: "b/number-nonblank n/number s/squeeze-blank v/show-nonprinting E/show-ends T/show-tabs A/show-all e t u",
    busybox: "n b v t e A u",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    const style = styleOf(io);
    const plain = !style.number && !style.squeeze && !style.ends && !style.tabs && !style.visible;
    const shaper = plain ? undefined : new Shaper(style);
    for (const path of io.operandsOr("-")) {
      const fd = yield* io.openInput(path);
      if (fd === undefined) continue;
      if (io.family === "gnu" && readsItsOutput(io, fd)) {
        yield* io.complain(`${named(io, path)}: input file is output file`);
        if (fd !== 0) void io.sys.close(fd);
        continue;
      }
      const error = yield* copy(io, fd, shaper);
      if (error !== undefined) yield* complainOfRead(io, path, error);
      if (io.family === "busybox" && style.number) yield* io.print(shaper?.finishLine() ?? "");
      if (fd !== 0) void io.sys.close(fd);
    }
    return 0;
  },
);

/** Copying would never end: the file that is read grows as it is written, behind what was read. */
function readsItsOutput({ sys }: Io, fd: Fd): boolean {
  const [input, output] = [sys.fstat(fd), sys.fstat(1)];
  if (failed(input) || failed(output) || !isRegular(output)) return false;
  if (input.dev !== output.dev || input.ino !== output.ino) return false;
  const at = sys.seek(fd, 0, "current");
  return !failed(at) && at < input.size;
}

function styleOf(io: Io): Style {
  const all = io.has("A");
  return {
    number: io.has("b") ? "nonblank" : io.has("n") ? "all" : undefined,
    squeeze: io.has("s"),
    ends: all || io.has("E") || io.has("e"),
    tabs: all || io.has("T") || io.has("t"),
    visible: all || io.has("v") || io.has("e") || io.has("t"),
  };
}

function* complainOfRead(io: Io, path: string, error: Errno): Task<void> {
  const what = io.family === "busybox" ? "read error" : named(io, path);
  yield* io.complain(`${what}: ${strerror(error)}`);
}

function* copy(io: Io, fd: Fd, shaper: Shaper | undefined): Task<Errno | undefined> {
  for (;;) {
    const bytes = yield* io.sys.read(fd, CHUNK);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) return undefined;
    io.out.putBytes(shaper === undefined ? bytes : encodeLatin1(shaper.shape(decodeLatin1(bytes))));
    yield* io.out.flush();
    if (io.out.error !== undefined) return undefined;
  }
}

/** Keeps from chunk to chunk and from file to file where in a line it stands. */
class Shaper {
  private atStart = true;
  private blanks = 0;
  private count = 0;

  constructor(private readonly style: Style) {}

  shape(text: string): string {
    let out = "";
    for (let at = 0; at < text.length;) {
      const newline = text.indexOf("\n", at);
      const end = newline < 0 ? text.length : newline;
      out += this.piece(text.slice(at, end), newline >= 0);
      at = end + 1;
    }
    return out;
  }

  /** A newline if the last line had none. */
  finishLine(): string {
    const missing = !this.atStart;
    this.atStart = true;
    return missing ? "\n" : "";
  }

  private piece(text: string, ended: boolean): string {
    const { style } = this;
    const blank = this.atStart && text === "";
    this.blanks = blank ? this.blanks + 1 : 0;
    if (blank && style.squeeze && this.blanks > 1) return "";
    const numbered = this.atStart && (style.number === "all" || (style.number === "nonblank" && !blank));
    const number = numbered ? `${String(++this.count).padStart(6)}\t` : "";
    this.atStart = ended;
    return number + this.seen(text, ended) + (ended ? (style.ends ? "$\n" : "\n") : "");
  }

  private seen(text: string, ended: boolean): string {
    const { visible, tabs, ends } = this.style;
    if (visible) return text.replace(/[^\t -~]/g, visibleByte).replaceAll("\t", tabs ? "^I" : "\t");
    const returned = ends && ended && text.endsWith("\r") ? `${text.slice(0, -1)}^M` : text;
    return tabs ? returned.replaceAll("\t", "^I") : returned;
  }
}

function visibleByte(char: string): string {
  const code = char.charCodeAt(0);
  if (code > 127) return `M-${code === 255 ? "^?" : visibleLow(code - 128)}`;
  return visibleLow(code);
}

const visibleLow = (code: number): string =>
  code < 32 ? `^${String.fromCharCode(code + 64)}` : code === 127 ? "^?" : String.fromCharCode(code);
