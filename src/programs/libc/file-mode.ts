// File modes as programs read and write them: type bits, `rwxr-xr-x`, octal and symbolic changes
// (chmod(1), POSIX). Relies on nothing. Not here: the umask itself, which is the process's.

export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;

interface Typed {
  readonly mode: number;
}

export const isDirectory = ({ mode }: Typed): boolean => (mode & S_IFMT) === S_IFDIR;
export const isRegular = ({ mode }: Typed): boolean => (mode & S_IFMT) === S_IFREG;
export const isSymlink = ({ mode }: Typed): boolean => (mode & S_IFMT) === S_IFLNK;
export const isDevice = ({ mode }: Typed): boolean =>
  (mode & S_IFMT) === S_IFCHR || (mode & S_IFMT) === S_IFBLK;

const TYPE_LETTERS = new Map([
  [S_IFSOCK, "s"],
  [S_IFLNK, "l"],
  [S_IFREG, "-"],
  [S_IFBLK, "b"],
  [S_IFDIR, "d"],
  [S_IFCHR, "c"],
  [S_IFIFO, "p"],
]);

/** The first letter of `ls -l`. */
export const typeLetter = (mode: number): string => TYPE_LETTERS.get(mode & S_IFMT) ?? "?";

/** Nine letters, with s, S, t and T for the special bits. */
export function permissionLetters(mode: number): string {
  const third = (shift: number, special: number, on: string, off: string): string => {
    const bits = mode >> shift;
    const x = (bits & 1) !== 0;
    const last = (mode & special) === 0 ? (x ? "x" : "-") : x ? on : off;
    return (bits & 4 ? "r" : "-") + (bits & 2 ? "w" : "-") + last;
  };
  return third(6, S_ISUID, "s", "S") + third(3, S_ISGID, "s", "S") + third(0, S_ISVTX, "t", "T");
}

/** `drwxr-xr-x` */
export const modeLetters = (mode: number): string => typeLetter(mode) + permissionLetters(mode);

/** `0755`, with at least four digits. */
export const octalMode = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0");

/** Digits may follow an operator only where no class is named. */
const SYMBOLIC =
  /^(?=[ugoa]*[-+=](?:[ugo]|[rwxXst]*)(?:[-+=]|$)|[-+=])([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*|[0-7]+))+)$/;

interface Clause {
  /** bits of the classes that are meant, special bits included; undefined: all, through the umask */
  readonly who: number | undefined;
  readonly operator: "+" | "-" | "=";
  readonly bits: number;
  /** class to copy from: shift of its bits */
  readonly from: number | undefined;
  /** X: execute for directories and for what has it already */
  readonly conditional: boolean;
}

export interface ModeChange {
  /** set for octal modes */
  readonly absolute: number | undefined;
  /** digits of an octal mode, which tell whether special bits were meant */
  readonly digits: number;
  readonly clauses: readonly Clause[];
}

const CLASSES: Record<string, number> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const SHIFTS: Record<string, number> = { u: 6, g: 3, o: 0 };
const BITS: Record<string, number> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };

/**
 * undefined if it is no mode. busybox's lets empty parts of a list pass, and the sticky bit belongs to nobody's
 * class there: only `a` and no class at all mean it.
 */
export function parseMode(text: string, busybox = false): ModeChange | undefined {
  if (/^[0-7]+$/.test(text)) {
    const absolute = parseInt(text, 8);
    return absolute > 0o7777 ? undefined : { absolute, digits: text.length, clauses: [] };
  }
  const clauses: Clause[] = [];
  for (const part of text.split(",")) {
    if (part === "" && busybox) continue;
    const match = SYMBOLIC.exec(part);
    if (match === null) return undefined;
    const who = match[1] === "" ? undefined : classBits(match[1] as string, busybox);
    for (const [, operator, what] of match[2]!.matchAll(/([-+=])([^-+=]*)/g))
      clauses.push(clauseOf(who, operator as Clause["operator"], what as string));
  }
  return { absolute: undefined, digits: 0, clauses };
}

const classBits = (letters: string, busybox: boolean): number =>
  [...letters].reduce((sum, c) => sum | (busybox && c === "o" ? 0o007 : (CLASSES[c] as number)), 0);

function clauseOf(who: number | undefined, operator: Clause["operator"], what: string): Clause {
  if (/^[0-7]+$/.test(what))
    return { who: who ?? 0o7777, operator, bits: parseInt(what, 8), from: undefined, conditional: false };
  const from = what.length === 1 ? SHIFTS[what] : undefined;
  const bits = from === undefined ? [...what].reduce((sum, c) => sum | (BITS[c] ?? 0), 0) : 0;
  return { who, operator, bits, from, conditional: what.includes("X") };
}

/**
 * The new permission bits. `keepSpecial`: an octal mode of less than five digits leaves a directory its
 * set-id bits, as GNU's chmod does.
 */
export function applyMode(
  change: ModeChange,
  old: number,
  directory: boolean,
  umask: number,
  keepSpecial = false,
): number {
  const before = old & 0o7777;
  if (change.absolute !== undefined) {
    const kept = keepSpecial && directory && change.digits < 5 ? before & (S_ISUID | S_ISGID) : 0;
    return change.absolute | kept;
  }
  let mode = before;
  for (const clause of change.clauses) mode = applyClause(clause, mode, directory, umask, keepSpecial);
  return mode;
}

function applyClause(
  clause: Clause,
  mode: number,
  directory: boolean,
  umask: number,
  keepSpecial: boolean,
): number {
  let { bits } = clause;
  if (clause.from !== undefined) bits = ((mode >> clause.from) & 7) * 0o111;
  if (clause.conditional && (directory || (mode & 0o111) !== 0)) bits |= 0o111;
  const value = clause.who === undefined ? bits & ~umask : bits & clause.who;
  if (clause.operator === "+") return mode | value;
  if (clause.operator === "-") return mode & ~value;
  const replaced = clause.who ?? 0o7777;
  const kept = keepSpecial && directory ? replaced & (S_ISUID | S_ISGID) & ~bits : 0;
  return (mode & (~replaced | kept)) | value;
}

/** Which bits a change says something about, whatever they were before. */
export function mentionedBits(change: ModeChange, umask: number): number {
  if (change.absolute !== undefined) return 0o7777;
  return change.clauses.reduce((sum, { who, operator, bits, from }) => {
    if (operator === "=" || from !== undefined) return sum | (who ?? 0o7777);
    return sum | (who === undefined ? bits & ~umask : bits & who);
  }, 0);
}
