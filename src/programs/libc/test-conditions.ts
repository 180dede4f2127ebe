// The conditions of test, [ and [[ that are about files and numbers (POSIX, "test"), for the shells' builtins and for
// the programs of these names. Answers are truth values; what is no number is the caller's to word.
// Not here: how expressions are put together (test-expression.ts), conditions on a shell's own variables and options.

import { failed } from "../../base/errno.ts";
import { R_OK, W_OK, X_OK, type Stat, type Sys } from "../../kernel/sys.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK, S_ISGID, S_ISUID, S_ISVTX } from "./file-mode.ts"; // prettier-ignore
import { plainDecimal } from "./plain-decimal.ts";

const TYPES = new Map([["b", S_IFBLK], ["c", S_IFCHR], ["d", S_IFDIR], ["f", S_IFREG], ["p", S_IFIFO], ["S", S_IFSOCK]]); // prettier-ignore
const BITS = new Map([
  ["g", S_ISGID],
  ["k", S_ISVTX],
  ["u", S_ISUID],
]);

/** /dev/fd/N is the descriptor itself where there is no such directory. */
function statOf(sys: Sys, path: string): Stat | undefined {
  const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
  const stat = fd === null ? sys.stat(path) : sys.fstat(Number(fd[1]));
  return failed(stat) ? undefined : stat;
}

export function plainUnaryTest(sys: Sys, letter: string, operand: string): boolean {
  switch (letter) {
    case "z":
      return operand === "";
    case "n":
      return operand !== "";
    case "t": {
      const fd = plainDecimal(operand);
      return fd !== undefined && operand !== "" && sys.termios(fd) !== undefined;
    }
    default:
      return fileTest(sys, letter, operand);
  }
}

function fileTest(sys: Sys, letter: string, path: string): boolean {
  if (path === "") return false;
  if (letter === "L" || letter === "h") {
    const link = sys.lstat(path);
    return !failed(link) && (link.mode & S_IFMT) === S_IFLNK;
  }
  if (letter === "r" || letter === "w" || letter === "x")
    return !failed(sys.access(path, letter === "r" ? R_OK : letter === "w" ? W_OK : X_OK));
  const stat = statOf(sys, path);
  if (stat === undefined) return false;
  const type = TYPES.get(letter);
  if (type !== undefined) return (stat.mode & S_IFMT) === type;
  const bit = BITS.get(letter);
  if (bit !== undefined) return (stat.mode & bit) !== 0;
  switch (letter) {
    case "s":
      return stat.size > 0;
    case "O":
      return stat.uid === sys.credentials().euid;
    case "G":
      return stat.gid === sys.credentials().egid;
    case "N":
      return stat.mtime > stat.atime;
    default:
      return true;
  }
}

/** -nt, -ot, -ef */
export function compareFiles(
  sys: Sys,
  operator: string,
  left: string,
  right: string,
  missingIsOlder: boolean,
): boolean {
  const a = statOf(sys, left);
  const b = statOf(sys, right);
  if (operator === "-ef") return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
  const [older, newer] = operator === "-nt" ? [b, a] : [a, b];
  if (newer === undefined) return false;
  return older === undefined ? missingIsOlder : newer.mtime > older.mtime;
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
