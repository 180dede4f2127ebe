// find's tests: each takes its argument apart once and answers a function of a file, or what is wrong with it.
// Numbers may have a sign (`+3` more, `-3` less); times are counted in whole days or minutes.

import { failed, strerror } from "../../base/errno.ts";
import { DAY, MINUTE, type Duration, type Instant } from "../../base/time.ts";
import { R_OK, W_OK, X_OK, type Stat, type Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import {
  applyMode, isDirectory, isRegular, isSymlink, parseMode,
  S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK,
} from "../libc/file-mode.ts"; // prettier-ignore
import { Pattern } from "../libc/fnmatch.ts";
import { parseDate } from "../libc/parse-date.ts";
import type { Accounts } from "../libc/passwd.ts";
import { quoted } from "../libc/quote.ts";
import { compileAny, regexFaultText } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { civilIn, type Zone } from "../libc/strftime.ts";
import { SECOND } from "../../base/time.ts";
import { test, type Primary, type Settings } from "./find-expression.ts";
import type { FoundFile } from "./find-file.ts";

/** What a test must know beside its argument. */
export interface TestContext {
  readonly io: Io;
  readonly accounts: Accounts;
  readonly zone: Zone;
  readonly settings: Settings;
}

/** A complaint has been made. */
export const WRONG = Symbol("wrong");
export type Read = Primary | typeof WRONG;

function* wrong(io: Io, gnu: string, busybox: string): Task<typeof WRONG> {
  yield* io.complain(io.family === "gnu" ? gnu : busybox);
  return WRONG;
}

// ---- numbers

interface Comparison {
  readonly sign: string;
  readonly n: number;
}

const compare = ({ sign, n }: Comparison, value: number): boolean =>
  sign === "+" ? value > n : sign === "-" ? value < n : value === n;

function parseComparison(text: string, fraction = false): Comparison | undefined {
  const match = (fraction ? /^([-+]?)(\d+(?:\.\d*)?|\.\d+)$/ : /^([-+]?)(\d+)$/).exec(text);
  return match === null ? undefined : { sign: match[1] as string, n: Number(match[2]) };
}

function* numeric({ io }: TestContext, name: string, text: string, of: (node: Stat) => number): Task<Read> {
  const comparison = parseComparison(text);
  if (comparison === undefined)
    return yield* wrong(
      io,
      `non-numeric argument to ${name}: ${quoted(io, text)}`,
      `invalid number '${text}'`,
    );
  return test(({ node }) => node !== undefined && compare(comparison, of(node)));
}

const UNITS: Record<string, number> = { b: 512, c: 1, w: 2, k: 1024, M: 1 << 20, G: 1 << 30 };

function* size({ io }: TestContext, text: string): Task<Read> {
  const match = /^([-+]?)(\d+)([bcwkMG]?)$/.exec(text);
  const busyboxUnit = match !== null && io.family === "busybox" && /[MGw]/.test(match[3] ?? "");
  if (match === null || busyboxUnit) {
    const gnu = text === "" ? "invalid null argument to -size" : `invalid -size type \`${text.at(-1)}'`;
    return yield* wrong(io, gnu, `invalid number '${text.replace(/^[-+]/, "")}'`);
  }
  const [, sign = "", digits, letter = ""] = match;
  const unit = UNITS[letter === "" ? "b" : letter] as number;
  if (io.family === "busybox") {
    const bytes = { sign, n: Number(digits) * unit };
    return test(({ node }) => node !== undefined && compare(bytes, node.size));
  }
  const comparison = { sign, n: Number(digits) };
  return test(({ node }) => node !== undefined && compare(comparison, Math.ceil(node.size / unit)));
}

// ---- times

type TimeKey = "atime" | "mtime" | "ctime";

/** Days or minutes ago; with -daystart from the end of today. */
function* age(context: TestContext, name: string, text: string, key: TimeKey, unit: Duration): Task<Read> {
  const { io, settings, zone } = context;
  const comparison = parseComparison(text, io.family === "gnu");
  if (comparison === undefined)
    return yield* wrong(
      io,
      `invalid argument \`${text}' to \`${name}'`,
      `invalid number '${text.replace(/^[-+]/, "")}'`,
    );
  const now = settings.fromDayStart ? endOfDay(io.sys.now(), zone) : io.sys.now();
  const { sign, n } = comparison;
  return test(({ node }) => {
    if (node === undefined) return false;
    const elapsed = now - node[key];
    if (sign === "-") return elapsed < n * unit;
    const least = unit === DAY ? n * unit : (n - 1) * unit;
    if (sign === "+") return unit === DAY ? elapsed >= (n + 1) * unit : elapsed > n * unit;
    return unit === DAY
      ? elapsed >= least && elapsed < least + unit
      : elapsed > least && elapsed <= least + unit;
  });
}

function endOfDay(now: Instant, zone: Zone): Instant {
  const c = civilIn(now, zone);
  const since = ((c.hour * 60 + c.minute) * 60 + c.second) * SECOND + c.microsecond;
  return now - since + DAY;
}

/** -newer and -newerXY: later than a file's time, or than a date. */
function* newer(
  context: TestContext,
  name: string,
  text: string,
  key: TimeKey,
  reference: string,
): Task<Read> {
  const { io, zone } = context;
  let at: Instant | undefined;
  if (reference === "t") {
    at = parseDate(text, io.sys.now(), zone);
    if (at === undefined)
      return yield* wrong(
        io,
        `I cannot figure out how to interpret ${quoted(io, text)} as a date or time`,
        "",
      );
  } else {
    const node = io.sys.stat(text);
    if (failed(node))
      return yield* wrong(
        io,
        `${quoted(io, text)}: ${strerror(node)}`,
        `can't stat '${text}': ${strerror(node)}`,
      );
    at = node[TIME_KEYS[reference] ?? "mtime"];
  }
  const limit = at;
  void name;
  return test(({ node }) => node !== undefined && node[key] > limit);
}

const TIME_KEYS: Record<string, TimeKey | undefined> = { a: "atime", c: "ctime", m: "mtime", B: "ctime" };

// ---- names

function pattern(text: string, of: (file: FoundFile) => string, ignoreCase: boolean): Primary {
  const compiled = new Pattern(text, { ignoreCase });
  return test((file) => compiled.matches(of(file)));
}

/** In emacs' syntax `+` and `?` are operators without a backslash. */
const emacsToBasic = (text: string): string =>
  text.replace(/\[\^?\]?[^\]]*\]|\\[+?{}]|[+?]/g, (part) =>
    part.startsWith("[") ? part : part.startsWith("\\") ? part.slice(1) : `\\${part}`,
  );

const EXTENDED = new Set(["posix-extended", "egrep", "posix-egrep", "awk", "gnu-awk", "posix-awk"]);
const BASIC = new Set(["posix-basic", "grep", "ed", "sed", "posix-minimal-basic"]);
export const REGEX_TYPES = ["findutils-default", "awk", "ed", "egrep", "emacs", "gnu-awk", "grep", "posix-awk", "posix-basic", "posix-egrep", "posix-extended", "posix-minimal-basic", "sed"]; // prettier-ignore

function* regex({ io, settings }: TestContext, text: string, ignoreCase: boolean): Task<Read> {
  const type = io.family === "busybox" ? "posix-basic" : settings.regexType;
  const extended = EXTENDED.has(type);
  const source = extended || BASIC.has(type) ? text : emacsToBasic(text);
  const compiled = compileAny([source], { extended, ignoreCase }, "line");
  if (isFault(compiled)) {
    const gnu = `failed to compile regular expression ${quoted(io, text)}: Invalid regular expression`;
    return yield* wrong(io, gnu, `bad regex '${text}': ${regexFaultText(compiled)}`);
  }
  return test(({ path }) => compiled.test(path));
}

// ---- types, modes and owners

const TYPES: Record<string, number> = {
  b: S_IFBLK, c: S_IFCHR, d: S_IFDIR, f: S_IFREG, l: S_IFLNK, p: S_IFIFO, s: S_IFSOCK,
}; // prettier-ignore

function* types({ io }: TestContext, name: string, text: string): Task<Set<number> | typeof WRONG> {
  const letters = io.family === "gnu" ? text.split(",") : [text];
  const found = new Set<number>();
  if (text === "") return yield* wrong(io, `Arguments to ${name} should contain at least one letter`, "");
  for (const letter of letters) {
    const type = TYPES[letter];
    if (type === undefined)
      return yield* wrong(
        io,
        `Unknown argument to ${name}: ${letter}`,
        `invalid argument '${text}' to '${name}'`,
      );
    found.add(type);
  }
  return found;
}

function* permissions({ io }: TestContext, text: string): Task<Read> {
  const kind = /^[-/]/.exec(text)?.[0] ?? (io.family === "busybox" && text.startsWith("+") ? "/" : "");
  const change = parseMode(text.slice(kind.length), io.family === "busybox");
  const bad = change === undefined || (io.family === "gnu" && text.startsWith("+"));
  if (bad) return yield* wrong(io, `invalid file mode ${quoted(io, text)}`, `invalid mode '${text}'`);
  const [files, directories] = [false, true].map((directory) => applyMode(change, 0, directory, 0)) as [
    number,
    number,
  ];
  return test(({ node }) => {
    if (node === undefined) return false;
    const wanted = isDirectory(node) ? directories : files;
    const mode = node.mode & 0o7777;
    if (kind === "-") return (mode & wanted) === wanted;
    return kind === "/" ? wanted === 0 || (mode & wanted) !== 0 : mode === wanted;
  });
}

function* owner({ io, accounts }: TestContext, text: string, group: boolean): Task<Read> {
  const id = group ? yield* accounts.gidOf(text) : yield* accounts.uidOf(text);
  if (id === undefined) {
    const gnu = `invalid ${group ? "group" : "user"} name or ${group ? "GID" : "UID"} argument to -${group ? "group" : "user"}: ${quoted(io, text)}`;
    return yield* wrong(io, gnu, `unknown ${group ? "group" : "user"} ${text}`);
  }
  return test(({ node }) => node !== undefined && (group ? node.gid : node.uid) === id);
}

const nobody = ({ accounts }: TestContext, group: boolean): Primary =>
  function* ({ node }) {
    if (node === undefined) return false;
    return group
      ? (yield* accounts.groupById(node.gid)) === undefined
      : (yield* accounts.userById(node.uid)) === undefined;
  };

const accessible = ({ io }: TestContext, mode: number): Primary =>
  test(({ path }) => io.sys.access(path, mode) === undefined);

const isEmpty = ({ io }: TestContext): Primary =>
  test(({ path, node }) => {
    if (node === undefined) return false;
    if (isRegular(node)) return node.size === 0;
    const items = isDirectory(node) ? io.sys.list(path) : "ENOTDIR";
    return !failed(items) && items.length === 0;
  });

function* sameFile({ io }: TestContext, text: string): Task<Read> {
  const node = io.sys.stat(text);
  if (failed(node))
    return yield* wrong(
      io,
      `${quoted(io, text)}: ${strerror(node)}`,
      `can't stat '${text}': ${strerror(node)}`,
    );
  return test((file) => file.node?.ino === node.ino && file.node.dev === node.dev);
}

// ---- by name

/** Tests without an argument. */
export function plainTest(name: string, context: TestContext): Primary | undefined {
  switch (name) {
    case "-true":
      return test(() => true);
    case "-false":
      return test(() => false);
    case "-empty":
      return isEmpty(context);
    case "-nouser":
      return nobody(context, false);
    case "-nogroup":
      return nobody(context, true);
    case "-readable":
      return accessible(context, R_OK);
    case "-writable":
      return accessible(context, W_OK);
    case "-executable":
      return accessible(context, X_OK);
  }
  return undefined;
}

const AGES: Record<string, readonly [TimeKey, Duration]> = {
  "-mtime": ["mtime", DAY], "-atime": ["atime", DAY], "-ctime": ["ctime", DAY],
  "-mmin": ["mtime", MINUTE], "-amin": ["atime", MINUTE], "-cmin": ["ctime", MINUTE],
}; // prettier-ignore

/** undefined if there is no such test. */
export function argumentTest(name: string, text: string, context: TestContext): Task<Read> | undefined {
  const times = AGES[name];
  if (times !== undefined) return age(context, name, text, ...times);
  const xy = /^-newer([aBcm])([aBcmt])$/.exec(name);
  if (xy !== null) return newer(context, name, text, TIME_KEYS[xy[1] as string] ?? "mtime", xy[2] as string);
  switch (name) {
    case "-size":
      return size(context, text);
    case "-used":
      return numeric(context, name, text, (node) => Math.floor((node.atime - node.ctime) / DAY));
    case "-links":
      return numeric(context, name, text, (node) => node.nlink);
    case "-inum":
      return numeric(context, name, text, (node) => node.ino);
    case "-uid":
      return numeric(context, name, text, (node) => node.uid);
    case "-gid":
      return numeric(context, name, text, (node) => node.gid);
    case "-newer":
      return newer(context, name, text, "mtime", "m");
    case "-anewer":
      return newer(context, name, text, "atime", "m");
    case "-cnewer":
      return newer(context, name, text, "ctime", "m");
    case "-perm":
      return permissions(context, text);
    case "-user":
      return owner(context, text, false);
    case "-group":
      return owner(context, text, true);
    case "-samefile":
      return sameFile(context, text);
    case "-regex":
      return regex(context, text, false);
    case "-iregex":
      return regex(context, text, true);
    case "-type":
    case "-xtype":
      return typeTest(context, name, text);
  }
  const named = nameTest(name, text, context);
  return named === undefined ? undefined : ready(named);
}

function* ready(primary: Primary): Task<Read> {
  return primary;
}

function* typeTest(context: TestContext, name: string, text: string): Task<Read> {
  const wanted = yield* types(context, name, text);
  if (wanted === WRONG) return WRONG;
  if (name === "-type") return test((file) => wanted.has(file.type));
  return test((file) => {
    const node = file.other();
    return failed(node)
      ? wanted.has(S_IFLNK) && isSymlink({ mode: file.type })
      : wanted.has(node.mode & S_IFMT);
  });
}

function nameTest(name: string, text: string, { io }: TestContext): Primary | undefined {
  const ignoreCase = name.startsWith("-i");
  switch (name) {
    case "-name":
    case "-iname":
      return pattern(text, (file) => file.name, ignoreCase);
    case "-path":
    case "-ipath":
    case "-wholename":
    case "-iwholename":
      return pattern(text, (file) => file.path, ignoreCase);
    case "-lname":
    case "-ilname": {
      const target = (file: FoundFile): string | undefined => {
        const link = isSymlink({ mode: file.type }) ? io.sys.readlink(file.path) : "EINVAL";
        return failed(link) ? undefined : link.target;
      };
      const compiled = new Pattern(text, { ignoreCase });
      return test((file) => {
        const link = target(file);
        return link !== undefined && compiled.matches(link);
      });
    }
    case "-fstype":
      return test((file) => {
        const usage = io.sys.statfs(file.path);
        return !failed(usage) && usage.type === text;
      });
  }
  return undefined;
}
