// umask, ulimit and times (POSIX shell, "umask", "ulimit", "times"). Limits are asked of the kernel in its units
// and shown in the shell's. Not here: what limits do.

import { failed, strerror } from "../../../base/errno.ts";
import { SECOND, type Duration } from "../../../base/time.ts";
import type { Resource, Task } from "../../../kernel/sys.ts";
import { complain, print, printError } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";
import { has, isRefusal, readOptions } from "./options.ts";

// ---- umask

export function umaskBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "Sp" : "S");
  if (isRefusal(options)) return options;
  const mask = sh.sys.umask(0);
  sh.sys.umask(mask);
  const [mode] = options.rest;
  if (mode !== undefined) return setMask(sh, mode, mask);
  const text = has(options, "S") ? symbolic(mask) : mask.toString(8).padStart(4, "0");
  return print(sh, has(options, "p") ? `umask ${has(options, "S") ? "-S " : ""}${text}\n` : `${text}\n`);
}

function symbolic(mask: number): string {
  const part = (who: string, shift: number): string => {
    const bits = ~(mask >> shift) & 7;
    return `${who}=${bits & 4 ? "r" : ""}${bits & 2 ? "w" : ""}${bits & 1 ? "x" : ""}`;
  };
  return [part("u", 6), part("g", 3), part("o", 0)].join(",");
}

function* setMask(sh: Shell, mode: string, mask: number): Task<number> {
  if (/^\d/.test(mode)) {
    const value = /^[0-7]+$/.test(mode) ? parseInt(mode, 8) : Infinity;
    if (value > 0o7777) return yield* wrong(sh, "umask", badOctal(sh, mode));
    sh.sys.umask(value & 0o777);
    return 0;
  }
  let allowed = ~mask & 0o777;
  for (const clause of mode.split(",")) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (match === null) return yield* wrong(sh, "umask", badClause(sh, mode, clause));
    for (const [operator = "", ...what] of (match[2] as string).match(/[-+=][^-+=]*/g) ?? [])
      allowed = applyClause(allowed, match[1] as string, operator, what.join(""));
  }
  sh.sys.umask(~allowed & 0o777);
  return 0;
}

function badClause(sh: Shell, mode: string, clause: string): string {
  if (!sh.isBash) return sh.dialect.name === "dash" ? `Illegal mode: ${mode}` : badOctal(sh, mode);
  const [, operator = "", character = ""] = /^[ugoa]*([-+=]?)[rwxXst]*(.?)/s.exec(clause) ?? [];
  const found = operator === "" ? clause.replace(/^[ugoa]*/, "").slice(0, 1) : character;
  return `\`${found}': invalid symbolic mode ${operator === "" ? "operator" : "character"}`;
}

const badOctal = (sh: Shell, mode: string): string =>
  sh.isBash
    ? `${mode}: octal number out of range`
    : sh.dialect.name === "dash"
      ? `Illegal number: ${mode}`
      : `illegal mode: ${mode}`;

function applyClause(allowed: number, who: string, operator: string, what: string): number {
  const copied = ["o", "g", "u"].indexOf(what);
  const named = (what.includes("r") ? 4 : 0) | (what.includes("w") ? 2 : 0) | (/[xX]/.test(what) ? 1 : 0);
  const bits = copied < 0 ? named : (allowed >> (3 * copied)) & 7;
  let result = allowed;
  for (const [letter, shift] of [
    ["u", 6],
    ["g", 3],
    ["o", 0],
  ] as const) {
    // prettier-ignore
    if (who !== "" && !who.includes("a") && !who.includes(letter)) continue;
    if (operator === "=") result &= ~(7 << shift);
    if (operator === "-") result &= ~(bits << shift);
    else result |= bits << shift;
  }
  return result;
}

// ---- ulimit

interface Kind {
  readonly letter: string;
  readonly resource: Resource | undefined;
  readonly unit: number;
  /** as each shell lists it; undefined where it does not have it */
  readonly bash: string;
  readonly dash: string | undefined;
  readonly ash: string | undefined;
  /** of what is no resource here */
  readonly fixed?: string;
}

const kind = (
  letter: string,
  resource: Resource | undefined,
  unit: number,
  bash: string,
  dash: string | undefined,
  ash: string | undefined,
  fixed?: string,
): Kind => ({ letter, resource, unit, bash, dash, ash, ...(fixed === undefined ? {} : { fixed }) });

const KINDS: readonly Kind[] = [
  kind("R", "rttime", 1, "real-time non-blocking time  (microseconds, -R)", undefined, undefined),
  kind("c", "core", 512, "core file size              (blocks, -c)", "coredump(blocks)", "core file size (blocks)         (-c)"),
  kind("d", "data", 1024, "data seg size               (kbytes, -d)", "data(kbytes)", "data seg size (kb)              (-d)"),
  kind("e", "nice", 1, "scheduling priority                 (-e)", undefined, "scheduling priority             (-e)"),
  kind("f", "fsize", 512, "file size                   (blocks, -f)", "file(blocks)", "file size (blocks)              (-f)"),
  kind("i", "sigpending", 1, "pending signals                     (-i)", undefined, "pending signals                 (-i)"),
  kind("l", "memlock", 1024, "max locked memory           (kbytes, -l)", "locked memory(kbytes)", "max locked memory (kb)          (-l)"),
  kind("m", "rss", 1024, "max memory size             (kbytes, -m)", "memory(kbytes)", "max memory size (kb)            (-m)"),
  kind("n", "nofile", 1, "open files                          (-n)", "nofiles", "open files                      (-n)"),
  kind("p", undefined, 1, "pipe size                (512 bytes, -p)", "process", undefined, "8"),
  kind("q", "msgqueue", 1, "POSIX message queues         (bytes, -q)", undefined, "POSIX message queues (bytes)    (-q)"),
  kind("r", "rtprio", 1, "real-time priority                  (-r)", "rtprio", "real-time priority              (-r)"),
  kind("s", "stack", 1024, "stack size                  (kbytes, -s)", "stack(kbytes)", "stack size (kb)                 (-s)"),
  kind("t", "cpu", 1, "cpu time                   (seconds, -t)", "time(seconds)", "cpu time (seconds)              (-t)"),
  kind("u", "nproc", 1, "max user processes                  (-u)", undefined, "max user processes              (-u)"),
  kind("v", "as", 1024, "virtual memory              (kbytes, -v)", "vmemory(kbytes)", "virtual memory (kb)             (-v)"),
  kind("x", "locks", 1, "file locks                          (-x)", "locks", "file locks                      (-x)"),
]; // prettier-ignore
const DASH_ORDER = "tfdscmlpnvxr";
const LETTERS = { bash: "cdefilmnpqrstuvxR", dash: DASH_ORDER, ash: "cdefilmnqrstuvx" };

function kindFor(sh: Shell, letter: string): Kind | undefined {
  if (sh.dialect.name === "dash" && letter === "p")
    return { ...(KINDS.find((one) => one.letter === "u") as Kind), dash: "process", letter: "p" };
  const found = KINDS.find((one) => one.letter === letter);
  return found?.[sh.dialect.name] === undefined ? undefined : found;
}

export function ulimitBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const letters = LETTERS[sh.dialect.name];
  const unknown = sh.dialect.name === "ash" ? unknownLetter(args, `HSa${letters}`) : undefined;
  if (unknown !== undefined) return refuseLetter(sh, unknown);
  const options = readOptions(sh, args, `HSa${letters}`);
  if (isRefusal(options)) return options;
  const hard = has(options, "H");
  const kinds = options.given
    .filter(([letter]) => !"HSa".includes(letter))
    .map(([letter]) => kindFor(sh, letter));
  if (has(options, "a")) return listLimits(sh, hard);
  const wanted = (kinds.length === 0 ? [kindFor(sh, "f")] : kinds) as Kind[];
  const [value] = options.rest;
  if (value !== undefined) return setLimit(sh, wanted[0] as Kind, value, hard, has(options, "S"));
  if (wanted.length === 1) return print(sh, `${shownLimit(sh, wanted[0] as Kind, hard)}\n`);
  return print(sh, wanted.map((one) => `${one[sh.dialect.name]} ${shownLimit(sh, one, hard)}\n`).join(""));
}

/** busybox's ulimit reads its options with getopt(3). */
const unknownLetter = (args: readonly string[], known: string): string | undefined =>
  [
    ...(args
      .slice(1)
      .find((arg) => /^-[^-]/.test(arg) && ![...arg.slice(1)].every((one) => known.includes(one))) ?? ""),
  ]
    .slice(1)
    .find((letter) => !known.includes(letter));

function* refuseLetter(sh: Shell, letter: string): Task<number> {
  yield* printError(sh, `ulimit: invalid option -- '${letter}'\n`);
  return 1;
}

function shownLimit(sh: Shell, { resource, unit, fixed }: Kind, hard: boolean): string {
  if (resource === undefined) return fixed ?? "unlimited";
  const limit = sh.sys.limit(resource);
  const value = hard ? limit.hard : limit.soft;
  return value === Infinity ? "unlimited" : String(Math.floor(value / unit));
}

function listLimits(sh: Shell, hard: boolean): Outcome {
  const name = sh.dialect.name;
  const order = name === "dash" ? Array.from(DASH_ORDER).map((letter) => kindFor(sh, letter) as Kind) : KINDS.filter((one) => one[name] !== undefined); // prettier-ignore
  const lines = order.map((one) => {
    const label = one[name] as string;
    return `${name === "dash" ? label.padEnd(20) : label} ${shownLimit(sh, one, hard)}\n`;
  });
  return print(sh, lines.join(""));
}

function* setLimit(
  sh: Shell,
  { resource, unit, bash }: Kind,
  text: string,
  hard: boolean,
  soft: boolean,
): Task<number> {
  const number = text === "unlimited" ? Infinity : /^\d+$/.test(text) ? Number(text) * unit : undefined;
  if (number === undefined || resource === undefined) {
    if (sh.isBash) return yield* wrong(sh, "ulimit", `${text}: invalid number`);
    return yield* wrong(sh, "ulimit", "bad number");
  }
  const before = sh.sys.limit(resource);
  const both = hard === soft;
  const after = { soft: both || soft ? number : before.soft, hard: both || hard ? number : before.hard };
  const refused = sh.sys.setLimit(resource, { soft: Math.min(after.soft, after.hard), hard: after.hard });
  if (!failed(refused)) return 0;
  const label = bash.replace(/ *\(.*$/, "");
  if (sh.isBash) yield* complain(sh, `${label}: cannot modify limit: ${strerror(refused)}`, "ulimit");
  else return yield* wrong(sh, "ulimit", `error setting limit: ${strerror(refused)}`);
  return 1;
}

// ---- times

export function timesBuiltin(sh: Shell): Outcome {
  const { own, children } = sh.sys.times();
  const places = sh.dialect.name === "dash" ? 6 : 3;
  const line = (user: Duration): string => `${clock(user, places)} ${clock(0, places)}\n`;
  return print(sh, line(own) + line(children));
}

function clock(time: Duration, places: number): string {
  const seconds = Math.floor(time / SECOND);
  const fraction = String(time % SECOND)
    .padStart(6, "0")
    .slice(0, places);
  return `${Math.floor(seconds / 60)}m${seconds % 60}.${fraction}s`;
}
