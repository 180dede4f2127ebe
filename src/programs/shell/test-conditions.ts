// The conditions that test, [ and [[ share: files, texts, numbers, variables, options (POSIX shell, "test"; bash,
// "Bash Conditional Expressions"). Answers are truth values; what is no number is the caller's to word.
// Not here: how expressions are put together (builtins/test.ts, test-command.ts).

import { failed } from "../../base/errno.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK, S_ISGID, S_ISUID, S_ISVTX } from "../libc/file-mode.ts"; // prettier-ignore
import { R_OK, W_OK, X_OK, type Stat } from "../../kernel/sys.ts";
import { plainDecimal } from "./integers.ts";
import { findVariable, listValue, elementValue } from "./parameters.ts";
import { OPTION_NAMES } from "./options.ts";
import type { Shell } from "./shell.ts";
import { NAMEREF } from "./variables.ts";

export const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const TYPES = new Map([["b", S_IFBLK], ["c", S_IFCHR], ["d", S_IFDIR], ["f", S_IFREG], ["p", S_IFIFO], ["S", S_IFSOCK]]); // prettier-ignore
const BITS = new Map([
  ["g", S_ISGID],
  ["k", S_ISVTX],
  ["u", S_ISUID],
]);

/** /dev/fd/N is the descriptor itself where there is no such directory. */
function statOf(sh: Shell, path: string): Stat | undefined {
  const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
  const stat = fd === null ? sh.sys.stat(path) : sh.sys.fstat(Number(fd[1]));
  return failed(stat) ? undefined : stat;
}

export function unaryTest(sh: Shell, letter: string, operand: string): boolean {
  switch (letter) {
    case "z":
      return operand === "";
    case "n":
      return operand !== "";
    case "t": {
      const fd = plainDecimal(operand);
      return fd !== undefined && operand !== "" && sh.sys.termios(fd) !== undefined;
    }
    case "v":
      return isSet(sh, operand);
    case "R":
      return ((sh.variables.find(operand)?.attributes ?? 0) & NAMEREF) !== 0;
    case "o":
      return OPTION_NAMES[sh.dialect.name].some((name) => name === operand && sh.options[name]);
    default:
      return fileTest(sh, letter, operand);
  }
}

function isSet(sh: Shell, name: string): boolean {
  const match = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (match === null) {
    if (/^\d+$/.test(name)) return name === "0" || sh.positional[Number(name) - 1] !== undefined;
    const variable = findVariable(sh, name);
    return variable !== undefined && (variable.value !== undefined || listValue(sh, name).length > 0);
  }
  const [, array = "", index = ""] = match;
  if (index === "@" || index === "*") return listValue(sh, array).length > 0;
  return elementValue(sh, array, index) !== undefined;
}

function fileTest(sh: Shell, letter: string, path: string): boolean {
  if (path === "") return false;
  if (letter === "L" || letter === "h") {
    const link = sh.sys.lstat(path);
    return !failed(link) && (link.mode & S_IFMT) === S_IFLNK;
  }
  if (letter === "r" || letter === "w" || letter === "x")
    return !failed(sh.sys.access(path, letter === "r" ? R_OK : letter === "w" ? W_OK : X_OK));
  const stat = statOf(sh, path);
  if (stat === undefined) return false;
  const type = TYPES.get(letter);
  if (type !== undefined) return (stat.mode & S_IFMT) === type;
  const bit = BITS.get(letter);
  if (bit !== undefined) return (stat.mode & bit) !== 0;
  switch (letter) {
    case "s":
      return stat.size > 0;
    case "O":
      return stat.uid === sh.sys.credentials().euid;
    case "G":
      return stat.gid === sh.sys.credentials().egid;
    case "N":
      return stat.mtime > stat.atime;
    default:
      return true;
  }
}

/** -nt, -ot, -ef */
export function compareFiles(sh: Shell, operator: string, left: string, right: string): boolean {
  const a = statOf(sh, left);
  const b = statOf(sh, right);
  if (operator === "-ef") return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
  const [older, newer] = operator === "-nt" ? [b, a] : [a, b];
  if (newer === undefined) return false;
  return older === undefined ? sh.isBash : newer.mtime > older.mtime;
}

export function compareNumbers(operator: string, a: number | bigint, b: number | bigint): boolean {
  switch (operator) {
    case "-eq":
      return a === b || BigInt(a) === BigInt(b);
    case "-ne":
      return a !== b && BigInt(a) !== BigInt(b);
    case "-lt":
      return a < b;
    case "-le":
      return a <= b;
    case "-gt":
      return a > b;
    default:
      return a >= b;
  }
}

export const NUMERIC: ReadonlySet<string> = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);
export const ABOUT_FILES: ReadonlySet<string> = new Set(["-nt", "-ot", "-ef"]);
