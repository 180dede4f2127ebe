// clear, reset and tput: control sequences for a terminal like xterm, whatever TERM says it is (terminfo(5)).
// Not here: other terminals' sequences, and terminfo's own little language for parameters.

import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { COOKED } from "../../kernel/terminal.ts";
import { command, type Io } from "../libc/command.ts";

const CLEAR = "\x1b[H\x1b[2J\x1b[3J";

const STRINGS = new Map([
  ["clear", "\x1b[H\x1b[2J"], ["sgr0", "\x1b(B\x1b[m"], ["bold", "\x1b[1m"], ["dim", "\x1b[2m"], ["smul", "\x1b[4m"], ["rmul", "\x1b[24m"],
  ["rmul", "\x1b[24m"], ["rev", "\x1b[7m"], ["blink", "\x1b[5m"], ["smso", "\x1b[7m"], ["rmso", "\x1b[27m"], ["civis", "\x1b[?25l"],
  ["cnorm", "\x1b[?12l\x1b[?25h"], ["el", "\x1b[K"], ["el1", "\x1b[1K"], ["ed", "\x1b[J"], ["home", "\x1b[H"], ["cuu1", "\x1b[A"],
  ["cud1", "\n"], ["cub1", "\b"], ["cuf1", "\x1b[C"], ["sc", "\x1b7"], ["rc", "\x1b8"], ["smcup", "\x1b[?1049h\x1b[22;0;0t"],
  ["rmcup", "\x1b[?1049l\x1b[23;0;0t"], ["op", "\x1b[39;49m"], ["bel", "\x07"], ["sitm", "\x1b[3m"], ["ritm", "\x1b[23m"],
]); // prettier-ignore

function color(n: number, background: boolean): string {
  const base = background ? 40 : 30;
  if (n < 8) return `\x1b[${base + n}m`;
  return n < 16 ? `\x1b[${base + 60 + n - 8}m` : `\x1b[${base + 8};5;${n}m`;
}

/** Sequences that take numbers. */
function parametrised(name: string, numbers: readonly number[]): string | undefined {
  const [a = 0, b = 0] = numbers;
  switch (name) {
    case "setaf":
      return color(a, false);
    case "setab":
      return color(a, true);
    case "cup":
      return `\x1b[${a + 1};${b + 1}H`;
    case "cuu":
      return `\x1b[${a}A`;
    case "cud":
      return `\x1b[${a}B`;
    case "cuf":
      return `\x1b[${a}C`;
    case "cub":
      return `\x1b[${a}D`;
    default:
      return undefined;
  }
}

const BOOLEANS = new Set(["am", "bce", "km", "mir", "msgr", "npc", "xenl"]);

function dimension(io: Io, name: "cols" | "lines"): number {
  const variable = Number(io.env.get(name === "cols" ? "COLUMNS" : "LINES"));
  if (variable > 0) return variable;
  for (const fd of [1, 2, 0]) {
    const size = io.sys.termios(fd) === undefined ? "ENOTTY" : io.sys.windowSize(fd);
    if (!failed(size) && size.columns > 0) return name === "cols" ? size.columns : size.rows;
  }
  return name === "cols" ? 80 : 24;
}

export const tput = command(
  { name: "tput", gnu: "+S T: V v x", busybox: "+T:", usageStatus: 2 },
  function* (io) {
    const [name, ...rest] = io.operands;
    if (name === undefined) {
      yield* io.sys.write(2, encode("Usage: tput [options] [command]\n"));
      return 2;
    }
    if (io.env.get("TERM") === undefined && !io.has("T"))
      return yield* io.complain("No value for $TERM and no -T specified", 2);
    if (name === "cols" || name === "lines") {
      yield* io.print(`${dimension(io, name)}\n`);
      return 0;
    }
    if (name === "colors") {
      yield* io.print(`${/256color/.test(io.env.get("TERM") ?? "") ? 256 : 8}\n`);
      return 0;
    }
    if (name === "longname") {
      yield* io.print("xterm terminal emulator (X Window System)");
      return 0;
    }
    if (name === "init" || name === "reset") return 0;
    const text = name === "clear" ? CLEAR : (parametrised(name, rest.map(Number)) ?? STRINGS.get(name));
    if (text === undefined)
      return BOOLEANS.has(name) ? 0 : yield* io.complain(`unknown terminfo capability '${name}'`, 4);
    yield* io.print(text);
    return 0;
  },
);

export const clear = command({ name: "clear", gnu: "T: V x", busybox: "" }, function* (io) {
  if (io.family === "gnu" && io.env.get("TERM") === undefined) {
    yield* io.sys.write(2, encode("TERM environment variable not set.\n"));
    return 1;
  }
  yield* io.print(io.family === "busybox" ? "\x1b[H\x1b[J" : io.has("x") ? "\x1b[H\x1b[2J" : CLEAR);
  return 0;
});

function* makeSane(io: Io): Task<boolean> {
  for (const fd of [2, 1, 0])
    if (io.sys.termios(fd) !== undefined) {
      void io.sys.setTermios(fd, COOKED);
      return true;
    }
  return false;
}

export const reset = command(
  { name: "reset", gnu: "c e: I i: k: m: Q q r s V w", busybox: "" },
  function* (io) {
    const isTerminal = yield* makeSane(io);
    if (!isTerminal && io.family === "gnu") {
      yield* io.sys.write(2, encode(`${io.name}: terminal attributes: No such device or address\n\n`));
      return 10;
    }
    if (isTerminal) yield* io.print("\x1bc\x1b(B\x1b[0m\x1b[J\x1b[?25h");
    return 0;
  },
);
