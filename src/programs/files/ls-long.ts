// What stands before the name in a long listing, and the numbers of -i and -s. GNU makes each column as wide
// as it has to be; busybox's widths are fixed.

import { civilIn, shortMonth, strftime, type Zone } from "../libc/strftime.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { isDevice, modeLetters, typeLetter } from "../libc/file-mode.ts";
import type { Accounts } from "../libc/passwd.ts";
import { busyboxHumanSize, gnuHumanSize } from "../libc/sizes.ts";
import { majorOf, minorOf } from "./device-number.ts";
import type { Entry } from "./ls-entry.ts";
import type { LsOptions } from "./ls-options.ts";

/** Half an average Gregorian year. */
const SIX_MONTHS = 15_778_476 * SECOND;

export interface Clock {
  readonly now: Instant;
  readonly zone: Zone;
}

export const timeOf = (node: Stat, { time }: LsOptions): Instant => node[time];

const two = (n: number): string => (n < 10 ? ` ${n}` : `${n}`);
const clockTime = (hour: number, minute: number): string =>
  `${hour < 10 ? "0" : ""}${hour}:${minute < 10 ? "0" : ""}${minute}`;

function shortTime(at: Instant, recent: boolean, zone: Zone): string {
  const c = civilIn(at, zone);
  const end = recent ? clockTime(c.hour, c.minute) : String(c.year).padStart(5, " ");
  return `${shortMonth(c.month)} ${two(c.day)} ${end}`;
}

export function gnuTime(at: Instant, { timeFormats }: LsOptions, { now, zone }: Clock): string {
  const recent = at <= now && at > now - SIX_MONTHS;
  if (timeFormats === undefined) return shortTime(at, recent, zone);
  return strftime(timeFormats[recent ? 0 : 1], at, zone);
}

const BUSYBOX_RECENT = (3600 * 24 * 365 * SECOND) / 2;

function busyboxTime(at: Instant, options: LsOptions, { now, zone }: Clock): string {
  if (options.fullTime) return strftime("%Y-%m-%d %H:%M:%S %z", at, zone);
  const age = now - at;
  return shortTime(at, age < BUSYBOX_RECENT && age > -15 * 60 * SECOND, zone);
}

function gnuAmount(bytes: number, unit: LsOptions["sizeUnit"]): string {
  if (unit === "human") return gnuHumanSize(bytes);
  if (unit === "si") return gnuHumanSize(bytes, 1000);
  return String(Math.ceil(bytes / unit));
}

export const gnuBlocks = (blocks: number, { blockUnit }: LsOptions): string =>
  gnuAmount(blocks * 512, blockUnit);

export const busyboxBlocks = (blocks: number, { blockUnit }: LsOptions): string =>
  blockUnit === "human" ? busyboxHumanSize(blocks * 512) : String(Math.floor(blocks / 2));

/** Columns of one GNU line; size and device numbers share one. */
interface Row {
  readonly mode: string;
  readonly links: string;
  readonly names: readonly string[];
  readonly size: string;
  readonly major: string;
  readonly minor: string;
  readonly time: string;
}

function* rowOf(entry: Entry, o: LsOptions, accounts: Accounts, clock: Clock): Task<Row> {
  const { node } = entry;
  if (node === undefined) {
    const names = [o.owner, o.group, o.author, o.context].filter((shown) => shown).map(() => "?");
    return {
      mode: `${typeLetter(entry.type)}?????????`,
      links: "?",
      names,
      size: "?",
      major: "",
      minor: "",
      time: "?".padStart(12, " "),
    };
  }
  const names: string[] = [];
  const user = o.numeric ? String(node.uid) : yield* accounts.userLabel(node.uid);
  if (o.owner) names.push(user);
  if (o.group) names.push(o.numeric ? String(node.gid) : yield* accounts.groupLabel(node.gid));
  if (o.author) names.push(user);
  if (o.context) names.push("?");
  const device = isDevice(node);
  return {
    mode: modeLetters(node.mode),
    links: String(node.nlink),
    names,
    size: device ? "" : gnuAmount(node.size, o.sizeUnit),
    major: device ? String(majorOf(node.rdev)) : "",
    minor: device ? String(minorOf(node.rdev)) : "",
    time: gnuTime(timeOf(node, o), o, clock),
  };
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, text.length), 0);

/** The columns before each name, with the space after them; `beside` is as wide, and not shown. */
export function* gnuLong(
  entries: readonly Entry[],
  beside: readonly Entry[],
  o: LsOptions,
  accounts: Accounts,
  clock: Clock,
): Task<string[]> {
  const rows: Row[] = [];
  for (const entry of [...entries, ...beside]) rows.push(yield* rowOf(entry, o, accounts, clock));
  const links = widest(rows.map((row) => row.links));
  const names = (rows[0]?.names ?? []).map((_, i) => widest(rows.map((row) => row.names[i] as string)));
  const major = widest(rows.map((row) => row.major));
  const minor = widest(rows.map((row) => row.minor));
  const devices = major > 0 ? major + 2 + minor : 0;
  const size = Math.max(devices, widest(rows.map((row) => row.size)));
  const numeric = o.numeric;
  return rows.slice(0, entries.length).map((row) => {
    const owners = row.names
      .map((name, i) => {
        const right = (numeric && /^\d+$/.test(name)) || isBareNumber(name, o);
        return ` ${right ? name.padStart(names[i] as number) : name.padEnd(names[i] as number)}`;
      })
      .join("");
    const amount =
      row.major === ""
        ? row.size.padStart(size)
        : `${row.major.padStart(major + Math.max(0, size - devices))}, ${row.minor.padStart(minor)}`;
    return `${row.mode} ${row.links.padStart(links)}${owners} ${amount} ${row.time} `;
  });
}

/** Ids without a name stand to the right, as numbers do. */
const isBareNumber = (name: string, o: LsOptions): boolean => !o.numeric && /^\d+$/.test(name);

export function* busyboxLong(node: Stat, o: LsOptions, accounts: Accounts, clock: Clock): Task<string> {
  const cut = (name: string): string => `${name.slice(0, 8).padEnd(8)} `;
  let owners: string;
  if (o.numeric) owners = `${o.owner ? `${String(node.uid).padEnd(8)} ` : ""}${String(node.gid).padEnd(8)} `;
  else {
    const user = yield* accounts.userLabel(node.uid);
    const group = yield* accounts.groupLabel(node.gid);
    owners = (o.owner ? cut(user) : "") + cut(group);
  }
  const size = isDevice(node)
    ? `${String(majorOf(node.rdev)).padStart(4)}, ${String(minorOf(node.rdev)).padStart(3)}`
    : o.sizeUnit === "human"
      ? busyboxHumanSize(node.size).padStart(7)
      : String(node.size).padStart(9);
  const links = String(node.nlink).padStart(4);
  return `${modeLetters(node.mode)} ${links} ${owners}${size} ${busyboxTime(timeOf(node, o), o, clock)} `;
}
