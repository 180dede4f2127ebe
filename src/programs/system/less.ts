// less and more: a file by pages on a terminal, with the keys that people use (space, b, j, k, g, G, /, n, q).
// Where the output is no terminal they print the file as cat does. One screen, no marks, no pipes to commands.

import { failed, strerror } from "../../base/errno.ts";
import { SIGINT, SIGWINCH } from "../../base/signals.ts";
import { decode, encode } from "../../base/utf8.ts";
import { O_RDWR, type Fd, type Sys, type Task } from "../../kernel/sys.ts";
import { RAW } from "../../kernel/terminal.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { compileRegex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";

interface Text {
  readonly name: string;
  readonly raw: string;
  readonly lines: readonly string[];
}

/** Tabs as blanks, control characters visible, lines folded at the width. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const raw of text.replace(/\n$/, "").split("\n")) {
    let column = 0;
    let line = "";
    for (const c of raw.replace(/\r$/, "")) {
      const shown =
        c === "\t"
          ? " ".repeat(8 - (column % 8))
          : c < " " && c !== "\x1b"
            ? `^${String.fromCharCode(c.charCodeAt(0) + 64)}`
            : c;
      line += shown;
      column += shown.length;
    }
    for (let at = 0; at === 0 || at < line.length; at += width) lines.push(line.slice(at, at + width));
  }
  return lines;
}

interface Pager {
  texts: readonly Text[];
  rows: number;
  columns: number;
  readonly more: boolean;
  file: number;
  top: number;
  pattern: string | undefined;
  message: string | undefined;
  /** keys that are still to be taken */
  typed: string;
}

const page = (p: Pager): readonly string[] => (p.texts[p.file] as Text).lines;
const height = (p: Pager): number => p.rows - 1;
const last = (p: Pager): number => Math.max(0, page(p).length - height(p));
const atEnd = (p: Pager): boolean => p.top >= last(p);

function prompt(p: Pager): string {
  if (p.message !== undefined) return p.message;
  if (p.more) {
    const shown = Math.min(100, Math.floor(((p.top + height(p)) * 100) / Math.max(1, page(p).length)));
    return `\x1b[7m--More--(${shown}%)\x1b[27m`;
  }
  if (atEnd(p)) return "\x1b[7m(END)\x1b[27m";
  return p.top === 0 ? `\x1b[7m${(p.texts[p.file] as Text).name}\x1b[27m` : ":";
}

function* draw(io: Io, p: Pager): Task<void> {
  const lines = page(p).slice(p.top, p.top + height(p));
  const blank = p.more ? [] : Array.from({ length: height(p) - lines.length }, () => "~");
  yield* io.print(`\x1b[H\x1b[J${[...lines, ...blank].join("\r\n")}\r\n${prompt(p)}`);
  yield* io.out.flush();
}

/** Where the pattern is next; stays where it is not. */
function search(p: Pager, from: number, step: 1 | -1): void {
  const regex = p.pattern === undefined ? undefined : compileRegex(p.pattern, { extended: true });
  if (regex === undefined || isFault(regex)) {
    p.message = "Pattern not found  (press RETURN)";
    return;
  }
  for (let at = from; at >= 0 && at < page(p).length; at += step)
    if (regex.test(page(p)[at] as string)) {
      p.top = Math.min(at, last(p));
      return;
    }
  p.message = "Pattern not found  (press RETURN)";
}

const MOVES: Record<string, (p: Pager) => number> = {
  " ": (p) => p.top + height(p), f: (p) => p.top + height(p), "\x06": (p) => p.top + height(p), z: (p) => p.top + height(p),
  b: (p) => p.top - height(p), "\x02": (p) => p.top - height(p), d: (p) => p.top + Math.floor(height(p) / 2),
  u: (p) => p.top - Math.floor(height(p) / 2), j: (p) => p.top + 1, "\r": (p) => p.top + 1, "\n": (p) => p.top + 1, e: (p) => p.top + 1,
  k: (p) => p.top - 1, y: (p) => p.top - 1, g: () => 0, "<": () => 0, G: last, ">": last,
}; // prettier-ignore

const ARROWS: Record<string, string> = {
  "\x1b[A": "k",
  "\x1b[B": "j",
  "\x1b[5~": "b",
  "\x1b[6~": " ",
  "\x1b[H": "g",
  "\x1b[F": "G",
};

/** The next key; an arrow is one. What was typed ahead waits for its turn. A new window is drawn anew. */
function* readKey(sys: Sys, p: Pager, fd: Fd): Task<string | undefined> {
  while (p.typed === "") {
    const bytes = yield* sys.read(fd, 64);
    if (bytes === "EINTR") {
      if (sys.takeSignals().includes(SIGINT)) return "\x03";
      return "";
    }
    if (failed(bytes) || bytes.length === 0) return undefined;
    p.typed += decode(bytes);
  }
  const arrow = Object.keys(ARROWS).find((keys) => p.typed.startsWith(keys));
  const key = arrow ?? Array.from(p.typed)[0] ?? "";
  p.typed = p.typed.slice(key.length);
  return arrow === undefined ? key : ARROWS[arrow];
}

/** A line typed at the bottom of the screen. */
function* typed(io: Io, p: Pager, fd: Fd, lead: string): Task<string> {
  let text = "";
  for (;;) {
    yield* io.print(`\r\x1b[K${lead}${text}`);
    yield* io.out.flush();
    const key = yield* readKey(io.sys, p, fd);
    if (key === undefined || key === "\r" || key === "\n") return text;
    if (key === "\x03" || key === "\x1b") return "";
    text = key === "\x7f" || key === "\b" ? Array.from(text).slice(0, -1).join("") : text + key;
  }
}

/** True when the pager is to end. */
function* press(io: Io, p: Pager, fd: Fd, key: string): Task<boolean> {
  p.message = undefined;
  if (key === "q" || key === "Q" || key === "\x03") return true;
  if (key === "/" || key === "?") {
    const text = yield* typed(io, p, fd, key);
    if (text !== "") p.pattern = text;
    search(p, key === "/" ? p.top + 1 : p.top - 1, key === "/" ? 1 : -1);
    return false;
  }
  if (key === "n" || key === "N") {
    search(p, key === "n" ? p.top + 1 : p.top - 1, key === "n" ? 1 : -1);
    return false;
  }
  const turns = /^[ f\x06z\r\n]$/.test(key);
  if (p.more && atEnd(p) && turns) {
    p.file++;
    p.top = 0;
    return p.file >= p.texts.length;
  }
  const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
  if (move !== undefined) p.top = Math.max(0, Math.min(last(p), move(p)));
  return false;
}

/** The window has another size: lines are folded anew. */
function fit(io: Io, p: Pager): void {
  const size = io.sys.windowSize(1);
  if (failed(size)) return;
  const { rows, columns } = size;
  const texts = p.texts.map(({ name, raw }) => ({ name, raw, lines: linesOf(raw, columns) }));
  Object.assign(p, { rows, columns, texts });
  p.top = Math.min(p.top, last(p));
}

function* browse(io: Io, p: Pager, fd: Fd): Task<void> {
  for (;;) {
    yield* draw(io, p);
    if (p.more && atEnd(p) && p.file === p.texts.length - 1) {
      yield* io.print("\r\x1b[K");
      return;
    }
    const key = yield* readKey(io.sys, p, fd);
    if (key === undefined) return;
    if (key === "") fit(io, p);
    else if (yield* press(io, p, fd, key)) return;
  }
}

function* readTexts(io: Io, width: number, paths: readonly string[]): Task<Text[]> {
  const texts: Text[] = [];
  for (const path of paths) {
    const fd = yield* io.openInput(path);
    if (fd === undefined) continue;
    const bytes = yield* readAll(io.sys, fd);
    if (fd !== 0) void io.sys.close(fd);
    if (failed(bytes)) yield* io.complainOf(path, bytes, "read");
    else {
      const raw = decode(bytes);
      texts.push({ name: path === "-" ? "(standard input)" : path, raw, lines: linesOf(raw, width) });
    }
  }
  return texts;
}

/** As cat: for output that is no terminal. */
function* plain(io: Io, more: boolean, paths: readonly string[]): Task<number> {
  for (const path of paths) {
    const fd = path === "-" ? 0 : yield* openPlain(io, more, path);
    if (fd === undefined) continue;
    if (more && io.family === "gnu" && (paths.length > 1 || path !== "-"))
      yield* io.print(`::::::::::::::\n${path}\n::::::::::::::\n`);
    const bytes = yield* readAll(io.sys, fd);
    if (failed(bytes)) yield* io.complainOf(path, bytes, "read");
    else yield* io.out.writeBytes(bytes);
    if (fd !== 0) void io.sys.close(fd);
  }
  return more && io.family === "gnu" ? 0 : io.status;
}

function* openPlain(io: Io, more: boolean, path: string): Task<Fd | undefined> {
  if (io.family === "busybox") return yield* io.openInput(path);
  const fd = yield* io.sys.open(path, 0);
  if (!failed(fd)) return fd;
  // Without a terminal less says it where the text would be, and neither takes it for a failure.
  if (!more) yield* io.print(`${path}: ${strerror(fd)}\n`);
  yield* io.out.flush();
  if (more) yield* io.sys.write(2, encode(`more: cannot open ${path}: ${strerror(fd)}\n`));
  return undefined;
}

function* pager(io: Io, more: boolean): Task<number> {
  const paths = io.operandsOr("-").filter((path) => !path.startsWith("+"));
  const { sys } = io;
  if (io.operands.length === 0 && sys.termios(0) !== undefined) {
    if (io.family === "busybox") return yield* io.misuse("");
    return more
      ? yield* io.misuse("bad usage")
      : yield* io.complain('Missing filename ("less --help" for help)');
  }
  const size = sys.termios(1) === undefined ? "ENOTTY" : sys.windowSize(1);
  if (failed(size)) return yield* plain(io, more, paths);
  const texts = yield* readTexts(io, size.columns, paths);
  if (texts.length === 0) return 1;
  const keyboard =
    sys.termios(0) !== undefined && !paths.includes("-") ? 0 : yield* sys.open("/dev/tty", O_RDWR);
  if (failed(keyboard)) return yield* plain(io, more, paths);
  const fits = texts.length === 1 && (texts[0] as Text).lines.length < size.rows && (more || io.has("F"));
  if (fits) {
    yield* io.print(`${(texts[0] as Text).lines.join("\n")}\n`);
    return io.status;
  }
  const before = sys.termios(keyboard);
  void sys.setTermios(keyboard, { ...RAW, nlToCrNl: true });
  sys.disposition(SIGWINCH, "handle");
  if (!more) yield* io.print("\x1b[?1049h");
  yield* browse(
    io,
    {
      texts,
      rows: size.rows,
      columns: size.columns,
      more,
      file: 0,
      top: 0,
      pattern: undefined,
      message: undefined,
      typed: "",
    },
    keyboard,
  );
  yield* io.print(more ? "" : "\x1b[?1049l");
  yield* io.out.flush();
  if (before !== undefined) void sys.setTermios(keyboard, before);
  return io.status;
}

export const less: Command = command(
  {
    name: "less",
    gnu: "a A b: B c C d D: e E f F g G h: i I j: J k: K L m M n N o: O: p: P: q Q r R s S t: T: u U V w W x: X y: z:",
    busybox: "E F I M m N R S ~",
    usage: "[-EFIMmNSRh~] [FILE]...",
  },
  (io) => pager(io, false),
);

export const more: Command = command(
  {
    name: "more",
    gnu: "d/silent f/logical e/exit-on-eof l/no-pause p/print-over c/clean-print s/squeeze u/plain n/lines: h V",
    busybox: "d",
    package: "util-linux 2.41.5",
    usage: "[FILE]...",
  },
  (io) => pager(io, true),
);
