// stat: what the kernel knows of a file, or with -f of the file system that it is on; in a format of %-directives
// or in one of the two usual layouts. Birth times are those of the last change: no file system here keeps more.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDevice, isSymlink, modeLetters, octalMode } from "../libc/file-mode.ts";
import { missingOperand } from "../libc/operands.ts";
import { Accounts } from "../libc/passwd.ts";
import { parentOf } from "../libc/paths.ts";
import { isUtf8, quoted, shellQuote } from "../libc/quote.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";
import { majorOf, minorOf } from "./device-number.ts";
import { fileTypeName } from "./file-type-name.ts";
import { fileSystemDirective, layoutOfFileSystem, type FileSystemFacts } from "./stat-file-system.ts";

const BLOCK = 4096;
const DIRECTIVE = /%([-#+ 0']*)(\d*)(?:\.(\d*))?(H[dr]|L[dr]|[A-Za-z%])/g;

interface Facts {
  readonly path: string;
  readonly node: Stat;
  readonly user: string;
  readonly group: string;
  readonly target: string | undefined;
  readonly zone: Zone;
}

/** %N, as each family quotes it: busybox only links. */
function namesOf(io: Io, { path, target }: Facts): string {
  if (target !== undefined) return `${quoted(io, path)} -> ${quoted(io, target)}`;
  return io.family === "gnu" ? quoted(io, path) : path;
}

const dateText = (at: Instant, zone: Zone): string => strftime("%Y-%m-%d %H:%M:%S.%N %z", at, zone);

/** Seconds, with as many decimals as the precision says. */
function epoch(at: Instant, precision: string | undefined): string {
  const seconds = Math.floor(at / SECOND);
  if (precision === undefined) return String(seconds);
  const digits = precision === "" ? 9 : Number(precision);
  const fraction = String(at - seconds * SECOND)
    .padStart(6, "0")
    .padEnd(9, "0")
    .slice(0, digits);
  return digits === 0 ? String(seconds) : `${seconds}.${fraction.padEnd(digits, "0")}`;
}

const TIMES: Record<string, "atime" | "mtime" | "ctime"> = { x: "atime", y: "mtime", z: "ctime", w: "ctime" };

/** What a directive stands for; undefined if it is none. */
function directive(
  io: Io,
  facts: Facts,
  letter: string,
  precision: string | undefined,
): string | number | undefined {
  const { node, path } = facts;
  const gnu = io.family === "gnu";
  switch (letter) {
    case "n":
      return path;
    case "N":
      return namesOf(io, facts);
    case "s":
      return node.size;
    case "a":
      return (node.mode & 0o7777).toString(8);
    case "A":
      return modeLetters(node.mode);
    case "f":
      return node.mode.toString(16);
    case "F":
      return fileTypeName(node);
    case "u":
      return node.uid;
    case "U":
      return facts.user;
    case "g":
      return node.gid;
    case "G":
      return facts.group;
    case "h":
      return node.nlink;
    case "i":
      return node.ino;
    case "b":
      return node.blocks;
    case "B":
      return 512;
    case "o":
      return BLOCK;
    case "d":
      return node.dev;
    case "D":
      return node.dev.toString(16);
    case "t":
      return majorOf(node.rdev).toString(16);
    case "T":
      return minorOf(node.rdev).toString(16);
    case "r":
      return gnu ? node.rdev : undefined;
    case "R":
      return gnu ? node.rdev.toString(16) : undefined;
    case "Hd":
    case "Hr":
      return gnu ? majorOf(letter === "Hd" ? node.dev : node.rdev) : undefined;
    case "Ld":
    case "Lr":
      return gnu ? minorOf(letter === "Ld" ? node.dev : node.rdev) : undefined;
    case "m":
      return gnu ? mountPoint(io, path, node) : undefined;
  }
  const time = TIMES[letter.toLowerCase()];
  if (time === undefined || (letter.toLowerCase() === "w" && !gnu)) return undefined;
  return letter === letter.toLowerCase() ? dateText(node[time], facts.zone) : epoch(node[time], precision);
}

/** The highest directory above that is on the same device. */
function mountPoint(io: Io, path: string, node: Stat): string {
  let at = path.startsWith("/") ? path : `${cwdOf(io)}/${path}`;
  for (;;) {
    const above = parentOf(at);
    const there = io.sys.stat(above);
    if (above === at || failed(there) || there.dev !== node.dev) return at === "" ? "/" : at;
    at = above;
  }
}

function cwdOf(io: Io): string {
  const cwd = io.sys.getcwd();
  return failed(cwd) || cwd.path === "/" ? "" : cwd.path;
}

function padded(value: string | number, flags: string, width: string, letter: string): string {
  let text = String(value);
  if (flags.includes("#") && letter === "a" && text !== "0") text = `0${text}`;
  else if (flags.includes("#") && "fDtTR".includes(letter) && text !== "0") text = `0x${text}`;
  if (flags.includes("-")) return text.padEnd(Number(width));
  const zeros = flags.includes("0") && (typeof value === "number" || "afDtTR".includes(letter));
  return text.padStart(Number(width), zeros ? "0" : " ");
}

type Expand = (letter: string, precision: string | undefined) => string | number | undefined;

/** What is no directive becomes `?` (GNU) or its letter (busybox). */
function fill(io: Io, format: string, expand: Expand): string {
  return format.replace(
    DIRECTIVE,
    (_, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === "%") return "%";
      const value = expand(letter, precision);
      if (value === undefined) return io.family === "gnu" ? "?" : letter;
      return padded(value, flags, width, letter);
    },
  );
}

const ESCAPES: Record<string, string> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const unescape = (format: string): string =>
  format.replace(
    /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))/g,
    (_, octal?: string, hex?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      return ESCAPES[letter as string] ?? (letter as string);
    },
  );

const five = (value: number | string): string => String(value).padStart(5);

/** The layout without a format. */
function layout(io: Io, facts: Facts): string {
  const { node, path, target, zone } = facts;
  const gnu = io.family === "gnu";
  const utf8 = isUtf8(io.env);
  const show = (name: string): string => (/[\x00-\x1f\x7f]/.test(name) ? shellQuote(name, utf8) : name);
  const name =
    target === undefined ? show(path) : gnu ? `${show(path)} -> ${show(target)}` : namesOf(io, facts);
  const device = gnu ? `${majorOf(node.dev)},${minorOf(node.dev)}` : `${node.dev.toString(16)}h/${node.dev}d`;
  const type = isDevice(node)
    ? `${String(node.nlink).padEnd(5)} Device type: ${majorOf(node.rdev).toString(gnu ? 10 : 16)},${minorOf(node.rdev).toString(gnu ? 10 : 16)}`
    : String(node.nlink);
  const lines = [
    `  File: ${name}`,
    `  Size: ${String(node.size).padEnd(10)}\tBlocks: ${String(node.blocks).padEnd(10)} IO Block: ${String(BLOCK).padEnd(6)} ${fileTypeName(node)}`,
    `Device: ${device}\tInode: ${String(node.ino).padEnd(10)}  Links: ${type}`,
    `Access: (${octalMode(node.mode)}/${modeLetters(node.mode)})  Uid: (${five(node.uid)}/${facts.user.padStart(8)})   Gid: (${five(node.gid)}/${facts.group.padStart(8)})`,
    `Access: ${dateText(node.atime, zone)}`,
    `Modify: ${dateText(node.mtime, zone)}`,
    `Change: ${dateText(node.ctime, zone)}`,
  ];
  if (gnu) lines.push(` Birth: ${dateText(node.ctime, zone)}`);
  return `${lines.join("\n")}\n`;
}

const TERSE_GNU = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n";
const TERSE_BUSYBOX = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o\n";

class Stater {
  private readonly accounts: Accounts;

  constructor(
    private readonly io: Io,
    private readonly format: string | undefined,
    private readonly zone: Zone,
  ) {
    this.accounts = new Accounts(io.sys);
  }

  *file(path: string): Task<void> {
    const { io, format } = this;
    const node = this.nodeOf(path);
    if (failed(node)) {
      yield* this.refuse(path, "statx", "stat", node);
      return;
    }
    const link = isSymlink(node) ? io.sys.readlink(path) : undefined;
    const missing = io.family === "gnu" ? "UNKNOWN" : "UNKNOWN";
    const facts: Facts = {
      path,
      node,
      user: (yield* this.accounts.userById(node.uid))?.name ?? missing,
      group: (yield* this.accounts.groupById(node.gid))?.name ?? missing,
      target: link === undefined || failed(link) ? undefined : link.target,
      zone: this.zone,
    };
    if (io.family === "gnu" && format !== undefined && /%[-#+ 0']*\d*C/.test(format))
      yield* io.complain(`failed to get security context of ${quoted(io, path)}: ${strerror("ENODATA")}`);
    const text =
      format === undefined
        ? layout(io, facts)
        : fill(io, format, (letter, precision) =>
            letter === "C" && io.family === "gnu" ? "?" : directive(io, facts, letter, precision),
          );
    yield* io.print(text);
  }

  private nodeOf(path: string): Stat | Errno {
    const { sys } = this.io;
    if (path === "-" && this.io.family === "gnu") return sys.fstat(0);
    return this.io.has("L") ? sys.stat(path) : sys.lstat(path);
  }

  *fileSystem(path: string): Task<void> {
    const { io, format } = this;
    const usage = io.sys.statfs(path);
    if (failed(usage)) {
      yield* this.refuse(path, "read file system information for", "read file system information for", usage);
      return;
    }
    const node = io.sys.stat(path);
    const facts: FileSystemFacts = { path, usage, id: failed(node) ? 0 : node.dev };
    const text =
      format === undefined
        ? layoutOfFileSystem(io, facts)
        : fill(io, format, (letter) => fileSystemDirective(facts, letter));
    yield* io.print(text);
  }

  private *refuse(path: string, gnu: string, busybox: string, errno: Errno): Task<void> {
    const { io } = this;
    const words = io.family === "gnu" ? `cannot ${gnu}` : `can't ${busybox}`;
    yield* io.complain(`${words} ${quoted(io, path)}: ${strerror(errno)}`);
  }
}

function formatOf(io: Io): string | undefined {
  const printf = io.value("printf");
  if (printf !== undefined) return unescape(printf);
  const format = io.value("c");
  if (format !== undefined) return `${format}\n`;
  if (!io.has("t")) return undefined;
  if (io.has("f")) return "%n %i %l %t %s %S %b %f %a %c %d\n";
  return io.family === "gnu" ? TERSE_GNU : TERSE_BUSYBOX;
}

export const stat = command(
  {
    name: "stat",
    gnu: "L/dereference f/file-system c/format: printf: t/terse cached: Z",
    busybox: "l t f L c:",
    usage: "[-ltf] FILE...",
  },
  function* (io) {
    if (io.operands.length === 0) return yield* missingOperand(io);
    const zone = yield* localZone(io.sys, io.env.get("TZ"), io.sys.now());
    const stater = new Stater(io, formatOf(io), zone);
    for (const path of io.operands) yield* io.has("f") ? stater.fileSystem(path) : stater.file(path);
    return io.status;
  },
);
