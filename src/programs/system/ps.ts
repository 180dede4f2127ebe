// ps: a snapshot of processes. procps' program with its UNIX and BSD words (ps-options.ts, ps-columns.ts), and
// busybox's small one (ps-busybox.ts). Output to a terminal is cut at its width, any other is not.
// Not here: threads of one process, as processes have none; security labels; -n and other ancient words.

import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { Accounts } from "../libc/passwd.ts";
import { localZone } from "../libc/timezone.ts";
import { readMemory, screenWidth } from "./machine-info.ts";
import {
  childrenAmong,
  machineTimes,
  readProcess,
  readProcesses,
  terminalName,
  type ProcessInfo,
} from "./process-info.ts";
import { busyboxPs } from "./ps-busybox.ts";
import { COLUMNS, EXTRAS, sortKey, type Column, type PsContext } from "./ps-columns.ts";
import { formatOf, indentsOf } from "./ps-format.ts";
import { parsePs, quickComplaint, type FormatItem, type PsRequest } from "./ps-options.ts";
import { PROCPS, usageOf } from "./procps-usage.ts";

const UNLIMITED = 131_072;

const USAGE = usageOf("ps", "[options]").replace(
  "\n\nFor",
  "\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor",
);

function* fail(io: Io, error: string): Task<number> {
  yield* io.sys.write(2, encode(`error: ${error}\n${USAGE}`));
  return 1;
}

// ---- who is shown

interface Names {
  readonly users: ReadonlyMap<string, number>;
  readonly groups: ReadonlyMap<string, number>;
}

function* namesOf(accounts: Accounts): Task<Names> {
  const users = new Map((yield* accounts.users()).map((u) => [u.name, u.uid] as const));
  const groups = new Map((yield* accounts.groups()).map((g) => [g.name, g.gid] as const));
  return { users, groups };
}

const idIn = (names: ReadonlyMap<string, number>, text: string): number | undefined =>
  names.get(text) ?? (/^\d+$/.test(text) ? Number(text) : undefined);

/** What is wrong with the lists; undefined if nothing is. */
function wrongList(io: Io, request: PsRequest, names: Names): string | undefined {
  for (const { kind, values } of request.lists)
    for (const value of values) {
      if ((kind === "euser" || kind === "ruser") && idIn(names.users, value) === undefined)
        return "user name does not exist";
      if ((kind === "egroup" || kind === "rgroup") && idIn(names.groups, value) === undefined)
        return "group name does not exist";
      if (
        kind === "tty" &&
        failed(io.sys.stat(value.startsWith("/") ? value : `/dev/${value}`)) &&
        value !== "?" &&
        value !== "-"
      )
        return "TTY could not be found";
    }
  return undefined;
}

function inList(p: ProcessInfo, { kind, values }: PsRequest["lists"][number], names: Names): boolean {
  const isNumber = (n: number): boolean => values.includes(String(n));
  const isId = (table: ReadonlyMap<string, number>, id: number): boolean =>
    values.some((v) => idIn(table, v) === id);
  switch (kind) {
    case "pid":
    case "quick":
      return isNumber(p.pid);
    case "ppid":
      return isNumber(p.ppid);
    case "session":
      return isNumber(p.session) || isId(names.groups, p.egid);
    case "euser":
      return isId(names.users, p.euid);
    case "ruser":
      return isId(names.users, p.uid);
    case "egroup":
      return isId(names.groups, p.egid);
    case "rgroup":
      return isId(names.groups, p.gid);
    case "tty":
      return values.some((v) =>
        v === "?" || v === "-" ? p.tty === 0 : terminalName(p.tty) === v.replace(/^\/dev\//, ""),
      );
    case "command":
      return values.some((v) => v.slice(0, 15) === p.comm);
  }
}

function isChosen(p: ProcessInfo, request: PsRequest, self: ProcessInfo, names: Names): boolean {
  const listed = request.lists.some((list) => inList(p, list, names));
  const simple = request.every || request.allWithTerminal || request.noLeaders;
  if (request.every) return true;
  if (request.allWithTerminal && p.tty !== 0 && p.session !== p.pid) return true;
  if (request.noLeaders && p.session !== p.pid) return true;
  if (listed) return true;
  if (request.ownTerminal) return p.tty === self.tty;
  const bsd = request.bsdAll || request.bsdNoTerminal;
  if (bsd) return (request.bsdAll || p.euid === self.euid) && (request.bsdNoTerminal || p.tty !== 0);
  if (simple || request.lists.length > 0) return false;
  // BSD words without a selection show nothing that has no terminal.
  if (request.bsd && p.tty === 0) return false;
  return p.euid === self.euid && (request.bsd || p.tty === self.tty);
}

function select(all: readonly ProcessInfo[], request: PsRequest, names: Names, pid: number): ProcessInfo[] {
  const self = all.find((p) => p.pid === pid) as ProcessInfo;
  return all.filter((p) => {
    if (request.running && p.state !== "R" && p.state !== "D") return false;
    return isChosen(p, request, self, names) !== request.negate;
  });
}

// ---- what is shown of them

function* contextFor(
  io: Io,
  request: PsRequest,
  shown: readonly ProcessInfo[],
  format: readonly Wanted[],
): Task<PsContext> {
  const { sys } = io;
  const accounts = new Accounts(sys);
  const users = new Map((yield* accounts.users()).map((u) => [u.uid, u.name] as const).reverse());
  const groups = new Map((yield* accounts.groups()).map((g) => [g.gid, g.name] as const).reverse());
  const { up, boot } = yield* machineTimes(sys);
  const { total } = yield* readMemory(sys);
  return {
    up,
    boot,
    memoryKb: total,
    zone: yield* localZone(sys, io.env.get("TZ"), sys.now()),
    userName: (uid) => users.get(uid) ?? String(uid),
    groupName: (gid) => groups.get(gid) ?? String(gid),
    indents: request.forest === "none" ? new Map() : indentsOf(shown, request.forest),
    self: sys.pid,
    environment: request.environment ? yield* environments(io, shown) : new Map(),
    extra: yield* extras(io, shown, format),
  };
}

function* environments(io: Io, shown: readonly ProcessInfo[]): Task<Map<number, string>> {
  const texts = new Map<number, string>();
  for (const { pid } of shown) {
    const file = yield* readText(io.sys, `/proc/${pid}/environ`);
    if (!failed(file) && file.text !== "")
      texts.set(pid, ` ${file.text.replace(/\0$/, "").replaceAll("\0", " ")}`);
  }
  return texts;
}

function* extras(
  io: Io,
  shown: readonly ProcessInfo[],
  format: readonly Wanted[],
): Task<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { name } of format) {
    const path = EXTRAS.get(name);
    if (path === undefined) continue;
    for (const { pid } of shown) {
      const whole = `/proc/${pid}/${path}`;
      if (path === "exe" || path.startsWith("ns/")) {
        const link = io.sys.readlink(whole);
        if (!failed(link))
          texts.set(`${pid} ${name}`, path === "exe" ? link.target : link.target.replace(/\D/g, ""));
        continue;
      }
      const file = yield* readText(io.sys, whole);
      if (!failed(file)) texts.set(`${pid} ${name}`, file.text.trim().split("\n").join(","));
    }
  }
  return texts;
}

interface Wanted {
  readonly name: string;
  readonly column: Column;
  readonly heading: string;
  readonly width: number;
}

/** Columns with their headings and widths; the name of one that there is not. */
function wanted(items: readonly FormatItem[]): Wanted[] | { readonly unknown: string } {
  const all: Wanted[] = [];
  for (const { name, heading, width } of items) {
    const column = COLUMNS.get(name);
    if (column === undefined) return { unknown: name };
    const title = heading ?? column.heading;
    all.push({ name, column, heading: title, width: width ?? Math.max(column.width, heading?.length ?? 0) });
  }
  return all;
}

function widthOf(io: Io, request: PsRequest): number {
  const screen = request.columns ?? screenWidth(io.sys, io.env) ?? UNLIMITED;
  if (request.wide > 1) return UNLIMITED;
  return request.wide === 1 ? Math.max(132, screen) : screen;
}

function line(format: readonly Wanted[], texts: readonly string[], limit: number): string {
  let out = "";
  format.forEach(({ column, width }, i) => {
    const last = i === format.length - 1;
    let text = texts[i] as string;
    const lacks =
      column.side === "right" ? out.length - format.slice(0, i).reduce((sum, f) => sum + f.width + 1, 0) : 0;
    if (column.side === "right") text = text.padStart(Math.max(0, width - Math.max(0, lacks)));
    else if (!last) text = (column.unlimited ? text.slice(0, width) : text).padEnd(width);
    out += (i === 0 ? "" : " ") + text;
  });
  return out.slice(0, limit).trimEnd();
}

function* show(
  io: Io,
  request: PsRequest,
  shown: readonly ProcessInfo[],
  format: readonly Wanted[],
  c: PsContext,
): Task<void> {
  const limit = widthOf(io, request);
  const headings = format.map((f) => f.heading);
  if (request.headings && headings.some((h) => h !== ""))
    yield* io.print(`${line(format, headings, limit)}\n`);
  for (const p of shown) {
    const texts = format.map((f) =>
      request.comm && f.name === "args" ? p.comm : f.column.text(p, c, f.width),
    );
    yield* io.print(`${line(format, texts, limit)}\n`);
    if (io.sys.tick(2)) yield* io.sys.giveWay();
  }
}

function sorted(shown: ProcessInfo[], request: PsRequest, c: PsContext): ProcessInfo[] {
  if (request.sort.length === 0) return shown;
  return shown.toSorted((a, b) => {
    for (const { name, descending } of request.sort) {
      const [x, y] = [sortKey(name, a, c), sortKey(name, b, c)];
      const order = x < y ? -1 : x > y ? 1 : 0;
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Parents before their children. */
function asTree(shown: readonly ProcessInfo[]): ProcessInfo[] {
  const children = childrenAmong(shown);
  const out: ProcessInfo[] = [];
  const visit = (p: ProcessInfo): void => {
    out.push(p);
    children.get(p.pid)?.forEach(visit);
  };
  children.get(0)?.forEach(visit);
  return out;
}

function* listFormats(io: Io): Task<number> {
  for (const [name, { heading }] of [...COLUMNS].sort(([a], [b]) => (a < b ? -1 : 1)))
    yield* io.print(`${name.padEnd(12)} ${heading}\n`);
  return 0;
}

function* read(io: Io, request: PsRequest): Task<ProcessInfo[]> {
  const quick = request.lists.find((list) => list.kind === "quick");
  if (quick === undefined) return yield* readProcesses(io.sys);
  const found: ProcessInfo[] = [];
  for (const pid of quick.values) {
    const p = yield* readProcess(io.sys, Number(pid));
    if (p !== undefined) found.push(p);
  }
  return found;
}

function* run(io: Io): Task<number> {
  const accounts = new Accounts(io.sys);
  const names = yield* namesOf(accounts);
  const request = parsePs(io.operands, (name) => idIn(names.users, name) !== undefined);
  if ("error" in request) return yield* fail(io, request.error);
  if (request.info === "formats") return yield* listFormats(io);
  if (request.info !== undefined) {
    yield* io.print(request.info === "version" ? `ps from ${PROCPS}\n` : USAGE);
    return 0;
  }
  const conflict = quickComplaint(request);
  if (conflict !== undefined) {
    yield* io.tell(`${conflict}\n`);
    return 1;
  }
  const format = wanted(formatOf(request));
  if ("unknown" in format)
    return yield* fail(io, `unknown user-defined format specifier "${format.unknown}"`);
  if (request.sort.some(({ name }) => !COLUMNS.has(name))) return yield* fail(io, "unknown sort specifier");
  const wrong = wrongList(io, request, names);
  if (wrong !== undefined) return yield* fail(io, wrong);
  const all = yield* read(io, request);
  const quick = request.lists.some((list) => list.kind === "quick");
  const chosen = quick ? all : select(all, request, names, io.sys.pid);
  const c = yield* contextFor(io, request, chosen, format);
  const ordered = request.forest === "none" ? sorted(chosen, request, c) : asTree(sorted(chosen, request, c));
  yield* show(io, request, ordered, format, c);
  return ordered.length > 0 ? 0 : 1;
}

export const ps = command(
  {
    name: "ps",
    gnu: "",
    busybox: "o: T",
    raw: "gnu",
    usage: "[-o COL1,COL2=HEADER] [-T]",
    package: PROCPS,
    prepare: withoutOthers,
  },
  function* (io) {
    return io.family === "busybox" ? yield* busyboxPs(io) : yield* run(io);
  },
);

/** busybox's ps lets all letters pass that are no use to it, as people type `ps -ef`. */
function withoutOthers(args: readonly string[], family: string): readonly string[] {
  if (family !== "busybox") return args;
  return args.filter((arg) => !/^-[aefAlxuwZ]+$/.test(arg));
}
