// busybox's ps: all processes, with columns of -o or `pid,user,time,args`. A row is cut at the terminal's
// width, or at 32 kB. Widths are as its table has them; what is wider pushes the rest to the right.

import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { screenWidth } from "./machine-info.ts";
import { machineTimes, readProcesses, TICK, type ProcessInfo } from "./process-info.ts";

interface Context {
  readonly up: number;
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
}

interface Column {
  readonly name: string;
  readonly heading: string;
  readonly width: number;
  readonly text: (p: ProcessInfo, c: Context, width: number) => string;
}

const ALL = 32_768;
/** What a column of arguments takes up where more columns follow. */
const LONGEST = 2048;

/** Kilobytes in four characters: `1234`, `12m`, `1.2g`. */
function smallSize(kilobytes: number): string {
  if (kilobytes < 100_000) return String(kilobytes);
  const megabytes = Math.floor(kilobytes / 1024);
  return megabytes < 10_000 ? `${megabytes}m` : `${Math.floor(megabytes / 1024)}g`;
}

/** A minute and less, or hours, or days: `0:01`, `1h02`, `3d04`. */
function shortTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (minutes < 1000) return `${minutes}:${two(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 100) return `${hours}h${two(minutes % 60)}`;
  return `${Math.floor(hours / 24)}d${two(hours % 24)}`;
}

const stateOf = (p: ProcessInfo): string => {
  const first = p.state;
  const second = p.nice < 0 ? "<" : p.nice > 0 ? "N" : "";
  return first + (p.vsizeKb === 0 && p.state !== "Z" ? "W" : "") + second;
};

/** Arguments with the name in braces before them where the first does not end in it. */
export function busyboxCommand(p: ProcessInfo): string {
  if (p.args.length === 0) return `[${p.comm}]`;
  const first = p.args[0] as string;
  const base = first.replace(/^-/, "").split("/").pop() as string;
  const text = p.args.join(" ").replace(/[\x00-\x1f]/g, " ");
  const isSame = base.slice(0, 15) === p.comm.slice(0, 15) || first.includes(": ");
  return isSame ? text : `{${p.comm}} ${text}`;
}

const name = (table: ReadonlyMap<number, string>, id: number, width: number): string =>
  (table.get(id) ?? String(id)).slice(0, width).padEnd(width);
const number =
  (of: (p: ProcessInfo) => number): Column["text"] =>
  (p, _c, width) =>
    String(of(p)).padStart(width);
const secondsOf = (p: ProcessInfo): number => Math.floor((p.ticks * TICK) / SECOND);

const COLUMNS: readonly Column[] = [
  { name: "user", heading: "USER", width: 8, text: (p, c, w) => name(c.users, p.euid, w) },
  { name: "group", heading: "GROUP", width: 8, text: (p, c, w) => name(c.groups, p.egid, w) },
  { name: "comm", heading: "COMMAND", width: 16, text: (p, _c, w) => p.comm.slice(0, w).padEnd(w) },
  { name: "args", heading: "COMMAND", width: LONGEST, text: (p, _c, w) => busyboxCommand(p).slice(0, w) },
  { name: "pid", heading: "PID", width: 5, text: number((p) => p.pid) },
  { name: "ppid", heading: "PPID", width: 5, text: number((p) => p.ppid) },
  { name: "pgid", heading: "PGID", width: 5, text: number((p) => p.pgrp) },
  {
    name: "etime",
    heading: "ELAPSED",
    width: 7,
    text: (p, c, w) =>
      shortTime(Math.max(0, Math.floor(c.up - (p.started * TICK) / SECOND)))
        .padStart(w)
        .slice(0 - w),
  },
  { name: "nice", heading: "NI", width: 5, text: number((p) => p.nice) },
  { name: "rgroup", heading: "RGROUP", width: 8, text: (p, c, w) => name(c.groups, p.gid, w) },
  { name: "ruser", heading: "RUSER", width: 8, text: (p, c, w) => name(c.users, p.uid, w) },
  {
    name: "time",
    heading: "TIME",
    width: 5,
    text: (p, _c, w) => shortTime(secondsOf(p)).padStart(w),
  },
  {
    name: "tty",
    heading: "TT",
    width: 6,
    text: (p, _c, w) => (p.tty === 0 ? "?" : `${p.tty >>> 8},${p.tty & 0xff}`).padEnd(w),
  },
  { name: "vsz", heading: "VSZ", width: 4, text: (p, _c, w) => smallSize(p.vsizeKb).padEnd(w) },
  { name: "sid", heading: "SID", width: 5, text: number((p) => p.session) },
  { name: "stat", heading: "STAT", width: 4, text: (p, _c, w) => stateOf(p).padEnd(w) },
  { name: "rss", heading: "RSS", width: 4, text: (p, _c, w) => smallSize(p.rssKb).padEnd(w) },
];

/** Columns of one or more -o; the last of a text may have a heading of its own. */
function* parseColumns(io: Io, texts: readonly string[]): Task<Column[] | undefined> {
  const columns: Column[] = [];
  for (const text of texts) {
    let rest = text;
    while (rest !== "") {
      const word = (/^[^,=]*/.exec(rest) as RegExpExecArray)[0];
      const found = COLUMNS.find((column) => column.name === word);
      if (found === undefined) {
        const known = COLUMNS.map((column) => column.name).join(",");
        yield* io.complain(`bad -o argument '${word}', supported arguments: ${known}`);
        return undefined;
      }
      rest = rest.slice(word.length);
      if (rest.startsWith("=")) {
        const heading = rest.slice(1);
        columns.push({ ...found, heading, width: heading.length });
        break;
      }
      columns.push(found);
      rest = rest.slice(1);
    }
  }
  return columns;
}

const DEFAULT = ["pid", "user", "time", "args"];

export function* busyboxPs(io: Io): Task<number> {
  const texts = io.options.values("o");
  const columns = texts.length === 0 ? COLUMNS_BY_DEFAULT : yield* parseColumns(io, texts);
  if (columns === undefined) return 1;
  const accounts = new Accounts(io.sys);
  const users = new Map((yield* accounts.users()).map((u) => [u.uid, u.name] as const).reverse());
  const groups = new Map((yield* accounts.groups()).map((g) => [g.gid, g.name] as const).reverse());
  const { up } = yield* machineTimes(io.sys);
  const limit = screenWidth(io.sys, new Map()) ?? ALL;
  const row = (texts: readonly string[]): string => `${texts.join(" ").slice(0, limit)}\n`;
  const last = columns.length - 1;
  yield* io.print(
    row(columns.map(({ heading, width }, i) => (i === last ? heading : heading.padEnd(width)))),
  );
  for (const p of yield* readProcesses(io.sys)) {
    const cells = columns.map((column, i) => {
      const cell = column.text(p, { up, users, groups }, column.width);
      return i === last ? cell.trimEnd() : cell;
    });
    yield* io.print(row(cells));
  }
  return 0;
}

const COLUMNS_BY_DEFAULT = DEFAULT.map((word) => COLUMNS.find((column) => column.name === word) as Column);
