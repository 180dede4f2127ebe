// find's -printf and -ls: formats are taken apart once and filled in for every file.
// Times have ten decimals, as GNU find prints them. Not here: %Z (security contexts).

import { failed } from "../../base/errno.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDevice, isSymlink, modeLetters, typeLetter } from "../libc/file-mode.ts";
import type { Accounts } from "../libc/passwd.ts";
import { escapeName, isUtf8 } from "../libc/quote.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { majorOf, minorOf } from "./device-number.ts";
import type { FoundFile } from "./find-file.ts";

export interface Context {
  readonly io: Io;
  readonly accounts: Accounts;
  readonly zone: Zone;
}

type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "directive"; readonly flags: string; readonly letter: string; readonly time: string }
  | { readonly kind: "stop" };

const ESCAPES: Record<string, string> = {
  a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", "0": "\0",
}; // prettier-ignore

const TIMES: Record<string, "atime" | "mtime" | "ctime"> = { A: "atime", C: "ctime", T: "mtime", B: "ctime" };
const PLAIN_TIMES: Record<string, "atime" | "mtime" | "ctime"> = { a: "atime", c: "ctime", t: "mtime" };
const LETTERS = "abcdDfFghGHiklmMnpPsStuUyYA";

const PIECE = /\\([0-7]{1,3}|.)|%([-+ 0#]*\d*(?:\.\d+)?)(?:([ACTB])(.)|(.))?/gsu;

/** A conversion that does not exist is left as it stands, after a warning. */
export function* parseFormat(io: Io, format: string): Task<Piece[]> {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of format.matchAll(PIECE)) {
    if (match.index > last) pieces.push({ kind: "text", text: format.slice(last, match.index) });
    last = match.index + match[0].length;
    const [whole, escape, flags = "", time, timeLetter = "", letter = ""] = match;
    if (escape === "c") pieces.push({ kind: "stop" });
    else if (escape !== undefined) pieces.push({ kind: "text", text: unescape(escape) });
    else if (time !== undefined) pieces.push({ kind: "directive", flags, letter: time, time: timeLetter });
    else if (letter === "%") pieces.push({ kind: "text", text: "%" });
    else if (letter !== "" && LETTERS.includes(letter))
      pieces.push({ kind: "directive", flags, letter, time: "" });
    else {
      yield* io.complain(`warning: unrecognized format directive \`${whole}'`, 0);
      pieces.push({ kind: "text", text: whole });
    }
  }
  if (last < format.length) pieces.push({ kind: "text", text: format.slice(last) });
  return pieces;
}

function unescape(escape: string): string {
  if (/^[0-7]+$/.test(escape)) return decode(Uint8Array.of(parseInt(escape, 8) & 0xff));
  return ESCAPES[escape] ?? `\\${escape}`;
}

/** Seconds with ten decimals: nanoseconds, and a nought. */
const decimals = (at: Instant): string =>
  `${String(at - Math.floor(at / SECOND) * SECOND).padStart(6, "0")}0000`;

function timeText(at: Instant, letter: string, zone: Zone): string {
  const show = (format: string): string => strftime(format, at, zone);
  switch (letter) {
    case "@":
      return `${Math.floor(at / SECOND)}.${decimals(at)}`;
    case "+":
      return `${show("%Y-%m-%d+%H:%M:%S")}.${decimals(at)}`;
    case "S":
    case "T":
    case "X":
      return `${show(`%${letter}`)}.${decimals(at)}`;
    default:
      return show(`%${letter}`);
  }
}

const ctime = (at: Instant, zone: Zone): string =>
  `${strftime("%a %b %e %H:%M:%S", at, zone)}.${decimals(at)} ${strftime("%Y", at, zone)}`;

const typeOf = (mode: number): string => typeLetter(mode).replace("-", "f");

function otherType(file: FoundFile): string {
  const node = file.other();
  if (!failed(node)) return typeOf(node.mode);
  return node === "ELOOP" ? "L" : node === "ENOENT" || node === "ENOTDIR" ? "N" : "?";
}

/** An operand such as `d/`. */
const hasSlash = ({ depth, path }: FoundFile): boolean =>
  depth === 0 && path.length > 1 && path.endsWith("/");

function pathDirective(file: FoundFile, letter: string): string | undefined {
  switch (letter) {
    case "p":
      return file.path;
    case "f":
      return hasSlash(file) ? `${file.name}/` : file.name;
    case "h":
      return hasSlash(file) ? file.path.slice(0, -1) : file.directory;
    case "P":
      return file.relative;
    case "H":
      return file.start;
    case "d":
      return String(file.depth);
    case "Y":
      return otherType(file);
  }
  return undefined;
}

function* directive(context: Context, file: FoundFile, letter: string, time: string): Task<string> {
  const text = pathDirective(file, letter);
  if (text !== undefined) return text;
  const node = file.node;
  if (node === undefined) return letter === "y" ? typeOf(file.type) : "";
  const { accounts, zone, io } = context;
  const instant = TIMES[letter];
  if (instant !== undefined && time !== "") return timeText(node[instant], time, zone);
  const plain = PLAIN_TIMES[letter];
  if (plain !== undefined) return ctime(node[plain], zone);
  switch (letter) {
    case "u":
      return yield* accounts.userLabel(node.uid);
    case "g":
      return yield* accounts.groupLabel(node.gid);
    case "l": {
      const link = isSymlink(node) ? io.sys.readlink(file.path) : "EINVAL";
      return failed(link) ? "" : link.target;
    }
    case "F": {
      const usage = io.sys.statfs(file.path);
      return failed(usage) ? "" : usage.type;
    }
  }
  return String(numberOf(node, letter));
}

function numberOf(node: Stat, letter: string): string | number {
  switch (letter) {
    case "s":
      return node.size;
    case "m":
      return (node.mode & 0o7777).toString(8);
    case "M":
      return modeLetters(node.mode);
    case "y":
      return typeOf(node.mode);
    case "U":
      return node.uid;
    case "G":
      return node.gid;
    case "n":
      return node.nlink;
    case "i":
      return node.ino;
    case "k":
      return Math.ceil(node.blocks / 2);
    case "b":
      return node.blocks;
    case "D":
      return node.dev;
    case "S":
      return node.size === 0 ? 1 : Number(((node.blocks * 512) / node.size).toPrecision(6));
  }
  return "";
}

function padded(text: string, flags: string, letter: string): string {
  const [, marks = "", width = "", precision] = /^([-+ 0#]*)(\d*)(?:\.(\d+))?$/.exec(flags) ?? [];
  const cut = precision === undefined ? text : text.slice(0, Number(precision));
  const octal = marks.includes("#") && letter === "m" && !cut.startsWith("0") ? `0${cut}` : cut;
  if (marks.includes("-")) return octal.padEnd(Number(width));
  const zeros = marks.includes("0") && "mUGnikbdsD".includes(letter);
  return octal.padStart(Number(width), zeros ? "0" : " ");
}

/** What a format says of a file. */
export function* fill(context: Context, pieces: readonly Piece[], file: FoundFile): Task<string> {
  let out = "";
  for (const piece of pieces) {
    if (piece.kind === "stop") return out;
    if (piece.kind === "text") out += piece.text;
    else out += padded(yield* directive(context, file, piece.letter, piece.time), piece.flags, piece.letter);
  }
  return out;
}

const HALF_YEAR = 15_778_476 * SECOND;

/** One line of -ls, which is that of `ls -dils` with fixed columns. */
export function* lsLine(context: Context, file: FoundFile): Task<string> {
  const { io, accounts, zone } = context;
  const node = file.node;
  if (node === undefined) return "";
  const now = io.sys.now();
  const recent = node.mtime <= now && node.mtime > now - HALF_YEAR;
  const time = strftime(recent ? "%b %e %H:%M" : "%b %e  %Y", node.mtime, zone);
  const size = isDevice(node)
    ? `${String(majorOf(node.rdev)).padStart(3)}, ${String(minorOf(node.rdev)).padStart(3)}`
    : String(node.size).padStart(8);
  const link = isSymlink(node) ? io.sys.readlink(file.path) : "EINVAL";
  const utf8 = isUtf8(io.env);
  const arrow = failed(link) ? "" : ` -> ${escapeName(link.target, utf8)}`;
  const user = (yield* accounts.userLabel(node.uid)).padEnd(8);
  const group = (yield* accounts.groupLabel(node.gid)).padEnd(8);
  const blocks = String(Math.ceil(node.blocks / 2)).padStart(6);
  const links = String(node.nlink).padStart(3);
  return `${String(node.ino).padStart(9)} ${blocks} ${modeLetters(node.mode)} ${links} ${user} ${group} ${size} ${time} ${escapeName(file.path, utf8)}${arrow}\n`;
}
