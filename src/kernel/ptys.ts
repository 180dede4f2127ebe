// Pseudo-terminals: a master side, held by whoever shows the terminal, and the terminal itself with its
// line discipline (termios(3), pty(7)): editing of lines, echo, signals from keys, newline translation.
// Relies on the signal table for ctrl-c and hang-up. Not modelled: output that ctrl-s stops, parity, timing (VMIN, VTIME).

import type { Errno } from "../base/errno.ts";
import { must } from "../base/assert.ts";
import {
  SIGCONT,
  SIGHUP,
  SIGINT,
  SIGQUIT,
  SIGTSTP,
  SIGTTIN,
  SIGWINCH,
  type Signal,
} from "../base/signals.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked, type Driver } from "./open-files.ts";
import { takeBytes } from "./pipes.ts";
import type { Pid } from "./sys.ts";
import { O_NONBLOCK, O_RDWR } from "./sys.ts";
import { COOKED, type Termios, type WindowSize } from "./terminal.ts";

export interface Pty extends Owned {
  readonly id: number;
  termios: Termios;
  size: WindowSize;
  /** session that it controls, and the group in front */
  session: Pid | undefined;
  foreground: Pid | undefined;
  /** typed and handed over: whole lines if canonical; an empty chunk is an end of file */
  input: Uint8Array[];
  /** the line that is being edited */
  line: number[];
  /** printed and not yet read by the master */
  output: Uint8Array[];
  masters: number;
  terminals: number;
  /** was open at least once: then no terminal left means hang-up for the master */
  used: boolean;
  /** takes the output in the master's stead */
  readonly outlet: readonly [service: string, key: string] | undefined;
}

const copyPty = (pty: Pty): Pty => ({
  ...pty,
  input: pty.input.slice(),
  line: pty.line.slice(),
  output: pty.output.slice(),
});

export class Ptys {
  private readonly table: Table<Pty>;

  constructor(origin?: Ptys) {
    this.table = origin ? origin.table.fork() : new Table<Pty>(copyPty);
  }

  get count(): number {
    return this.table.size;
  }

  create(size: WindowSize, outlet?: readonly [string, string]): Pty {
    let id = 0;
    while (this.table.has(id)) id++;
    return this.table.insert(id, {
      owner: this.table.owner,
      id,
      termios: COOKED,
      size,
      session: undefined,
      foreground: undefined,
      input: [],
      line: [],
      output: [],
      masters: 0,
      terminals: 0,
      used: false,
      outlet,
    });
  }

  find(id: number): Pty | undefined {
    return this.table.get(id);
  }

  get(id: number): Pty {
    return must(this.table.get(id), `terminal ${id} is gone`);
  }

  own(id: number): Pty {
    return must(this.table.own(id), `terminal ${id} is gone`);
  }

  remove(id: number): void {
    this.table.delete(id);
  }

  ids(): number[] {
    return [...this.table.entries()].map(([id]) => id);
  }
}

const typed = (id: number): string => `pty ${id} in`;
const printed = (id: number): string => `pty ${id} out`;
const EMPTY = new Uint8Array(0);

export function openMaster(kernel: Kernel, flags: number, outlet?: readonly [string, string]): number {
  const pty = kernel.ptys.create({ rows: 24, columns: 80 }, outlet);
  pty.masters++;
  return kernel.openFiles.create({ kind: "pty-master", flags, target: pty.id, path: "/dev/ptmx" }).id;
}

export function openTerminal(kernel: Kernel, id: number, flags = O_RDWR): number | Errno {
  if (kernel.ptys.find(id) === undefined) return "EIO";
  const pty = kernel.ptys.own(id);
  pty.terminals++;
  pty.used = true;
  return kernel.openFiles.create({ kind: "tty", flags, target: id, path: `/dev/pts/${id}` }).id;
}

// ---- what is typed

const CTRL_C = 3;
const CTRL_D = 4;
const BACKSPACE = 8;
const NEWLINE = 10;
const RETURN = 13;
const CTRL_Q = 17;
const CTRL_S = 19;
const CTRL_U = 21;
const CTRL_W = 23;
const CTRL_Z = 26;
const CTRL_BACKSLASH = 28;
const DELETE = 127;

const KEY_SIGNALS = new Map<number, Signal>([
  [CTRL_C, SIGINT],
  [CTRL_BACKSLASH, SIGQUIT],
  [CTRL_Z, SIGTSTP],
]);

/** Bytes that come from the keyboard. */
export function type(kernel: Kernel, id: number, bytes: Uint8Array): void {
  for (const byte of bytes) typeByte(kernel, kernel.ptys.own(id), byte);
  kernel.wake(typed(id));
}

function typeByte(kernel: Kernel, pty: Pty, key: number): void {
  const { termios } = pty;
  const signal = termios.signals ? KEY_SIGNALS.get(key) : undefined;
  if (signal !== undefined) {
    pty.line = [];
    pty.input = [];
    echoControl(kernel, pty, key);
    if (pty.foreground !== undefined) kernel.signals.sendToGroup(pty.foreground, signal);
    return;
  }
  if (termios.flowControl && (key === CTRL_S || key === CTRL_Q)) return;
  const byte = key === RETURN && termios.crToNl ? NEWLINE : key;
  if (termios.canonical) editLine(kernel, pty, byte);
  else {
    echo(kernel, pty, byte);
    pty.input.push(Uint8Array.of(byte));
  }
}

function editLine(kernel: Kernel, pty: Pty, byte: number): void {
  if (byte === DELETE || byte === BACKSPACE) return erase(kernel, pty, 1);
  if (byte === CTRL_U) return erase(kernel, pty, pty.line.length);
  if (byte === CTRL_W) return erase(kernel, pty, wordLength(pty.line));
  if (byte === CTRL_D) return handOver(pty);
  echo(kernel, pty, byte);
  pty.line.push(byte);
  if (byte === NEWLINE) handOver(pty);
}

function handOver(pty: Pty): void {
  pty.input.push(Uint8Array.from(pty.line));
  pty.line = [];
}

function wordLength(line: readonly number[]): number {
  let n = line.length;
  while (n > 0 && line[n - 1] === 32) n--;
  while (n > 0 && line[n - 1] !== 32) n--;
  return line.length - n;
}

/** Takes characters, not bytes, off the line: a character of UTF-8 has its continuation bytes removed with it. */
function erase(kernel: Kernel, pty: Pty, count: number): void {
  const { line } = pty;
  for (let i = 0; i < count && line.length > 0; i++) {
    let byte = line.pop() as number;
    const wide = byte >= 0x80;
    while (byte >= 0x80 && byte < 0xc0 && line.length > 0) byte = line.pop() as number;
    if (pty.termios.echo) print(kernel, pty, wide && byte >= 0xe0 ? "\b\b  \b\b" : "\b \b");
  }
}

function echo(kernel: Kernel, pty: Pty, byte: number): void {
  if (!pty.termios.echo) return;
  if (byte < 32 && byte !== NEWLINE && byte !== 9) echoControl(kernel, pty, byte);
  else emit(kernel, pty, Uint8Array.of(byte));
}

function echoControl(kernel: Kernel, pty: Pty, byte: number): void {
  if (pty.termios.echo && pty.termios.echoControl) print(kernel, pty, `^${String.fromCharCode(byte + 64)}`);
}

// ---- what is printed

function print(kernel: Kernel, pty: Pty, text: string): void {
  emit(
    kernel,
    pty,
    Uint8Array.from(text, (c) => c.charCodeAt(0)),
  );
}

function emit(kernel: Kernel, pty: Pty, bytes: Uint8Array): void {
  const out = pty.termios.nlToCrNl && bytes.includes(NEWLINE) ? withReturns(bytes) : bytes;
  if (pty.outlet !== undefined) {
    kernel.time.now += kernel.outlets.get(pty.outlet[0])?.(pty.outlet[1], out) ?? 0;
    return;
  }
  pty.output.push(out);
  kernel.wake(printed(pty.id));
}

function withReturns(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte === NEWLINE) out.push(RETURN);
    out.push(byte);
  }
  return Uint8Array.from(out);
}

// ---- settings

/** A line that was begun while lines were edited is there to be read once they are not; marks of its end are not. */
export function setTermios(kernel: Kernel, id: number, termios: Termios): void {
  const pty = kernel.ptys.own(id);
  if (pty.termios.canonical && !termios.canonical) {
    pty.input = [...pty.input, Uint8Array.from(pty.line)].filter((chunk) => chunk.length > 0);
    pty.line = [];
    kernel.wake(typed(id));
  }
  pty.termios = termios;
}

export function resize(kernel: Kernel, id: number, size: WindowSize): void {
  const pty = kernel.ptys.own(id);
  if (pty.size.rows === size.rows && pty.size.columns === size.columns) return;
  pty.size = size;
  if (pty.foreground !== undefined) kernel.signals.sendToGroup(pty.foreground, SIGWINCH);
}

// ---- the two sides as open files

export const ptyMaster: Driver = {
  read(kernel, _process, file, length) {
    const pty = kernel.ptys.get(file.target);
    if (pty.output.length > 0) return takeBytes(kernel.ptys.own(file.target).output, length);
    if (pty.used && pty.terminals === 0) return "EIO";
    return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(printed(pty.id));
  },
  write(kernel, _process, file, bytes) {
    type(kernel, file.target, bytes);
    return bytes.length;
  },
  ready(kernel, file) {
    const pty = kernel.ptys.get(file.target);
    return {
      readable: pty.output.length > 0 || (pty.used && pty.terminals === 0),
      writable: true,
      channels: [printed(pty.id)],
    };
  },
  release(kernel, file) {
    const pty = kernel.ptys.own(file.target);
    if (--pty.masters > 0) return;
    hangUp(kernel, pty);
    if (pty.terminals === 0) kernel.ptys.remove(pty.id);
  },
};

/** The master is gone: the session loses its terminal and hears of it. */
function hangUp(kernel: Kernel, pty: Pty): void {
  const { session, foreground } = pty;
  pty.input = [];
  kernel.wake(typed(pty.id));
  if (session !== undefined) kernel.signals.sendToPid(session, SIGHUP);
  if (session !== undefined) kernel.signals.sendToPid(session, SIGCONT);
  if (foreground !== undefined && foreground !== session) kernel.signals.sendToGroup(foreground, SIGHUP);
}

export const tty: Driver = {
  read(kernel, process, file, length) {
    const pty = kernel.ptys.get(file.target);
    if (pty.masters === 0 && pty.outlet === undefined) return EMPTY;
    if (pty.foreground !== undefined && process.tty === pty.id && process.pgid !== pty.foreground) {
      kernel.signals.sendToGroup(process.pgid, SIGTTIN);
      return "EINTR";
    }
    if (pty.input.length === 0)
      return (file.flags & O_NONBLOCK) !== 0 ? "EAGAIN" : new Blocked(typed(pty.id));
    const own = kernel.ptys.own(file.target);
    if (!own.termios.canonical) return takeBytes(own.input, length);
    const line = own.input[0] as Uint8Array;
    if (line.length <= length) own.input.shift();
    else own.input[0] = line.subarray(length);
    return line.length <= length ? line : line.subarray(0, length);
  },
  write(kernel, _process, file, bytes) {
    const pty = kernel.ptys.own(file.target);
    if (pty.masters === 0 && pty.outlet === undefined) return "EIO";
    emit(kernel, pty, bytes);
    return bytes.length;
  },
  ready(kernel, file) {
    const pty = kernel.ptys.get(file.target);
    const gone = pty.masters === 0 && pty.outlet === undefined;
    return { readable: pty.input.length > 0 || gone, writable: true, channels: [typed(pty.id)] };
  },
  release(kernel, file) {
    const pty = kernel.ptys.own(file.target);
    pty.terminals--;
    kernel.wake(printed(pty.id));
    if (pty.terminals === 0 && pty.outlet !== undefined)
      kernel.outletsClosed.get(pty.outlet[0])?.(pty.outlet[1]);
    if (pty.terminals === 0 && pty.masters === 0) kernel.ptys.remove(pty.id);
  },
};
