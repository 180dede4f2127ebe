// journalctl: what services and systemd have logged (journalctl(1)): by unit, the last lines, followed, backwards, by
// time. Not here: fields, boots, the kernel's messages (dmesg), files of the journal.

import type { JournalEntry } from "../../base/unit-view.ts";
import { MILLISECOND, parseRfc3339 } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { localZone } from "../libc/timezone.ts";
import { isBooted, unitName } from "./systemctl.ts";
import { journalLine, journalOf } from "./unit-status.ts";

const LAST = 10;
const LOOKS_EVERY = 200 * MILLISECOND;

function timeOf(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (text === "now") return now;
  if (text === "today") return now - (now % 86_400_000_000);
  const ago = /^-?(\d+)\s*(s|m|min|h|d)[a-z]*(?: ago)?$/.exec(text);
  const units: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, min: 60e6, h: 3600e6, d: 86_400e6 };
  if (ago !== null) return now - Number(ago[1]) * (units[ago[2] as string] ?? 1e6);
  return parseRfc3339(text.replace(" ", "T") + (/[Z+]/.test(text) ? "" : "Z"));
}

function chosen(io: Io): readonly JournalEntry[] {
  const units = io.options.values("u").map(unitName);
  const now = io.sys.now();
  const since = timeOf(io.value("S"), now) ?? -Infinity;
  const until = timeOf(io.value("U"), now) ?? Infinity;
  const pattern = io.value("g");
  return journalOf(io.sys).filter(
    ({ unit, at, message }) =>
      (units.length === 0 || units.includes(unit)) && at >= since && at <= until && (pattern === undefined || new RegExp(pattern).test(message)), // prettier-ignore
  );
}

function countOf(io: Io): number {
  const asked = io.value("n");
  if (asked !== undefined && asked !== "all") return Number(asked);
  return io.has("f") || io.has("e") ? LAST : Infinity;
}

function* run(io: Io): Task<number> {
  const { sys } = io;
  if (!isBooted(sys)) {
    yield* io.tell("No journal files were found.\n");
    yield* io.print("-- No entries --\n");
    return 0;
  }
  const zone = yield* localZone(sys, io.env.get("TZ"), sys.now());
  const host = sys.uname().nodename;
  const line = (entry: JournalEntry): string =>
    io.value("o") === "cat" ? `${entry.message}\n` : journalLine(entry, host, zone);
  const all = chosen(io);
  const count = countOf(io);
  const shown = count === Infinity ? all : count === 0 ? [] : all.slice(-count);
  if (all.length === 0 && !io.has("f")) yield* io.print("-- No entries --\n");
  for (const entry of io.has("r") ? [...shown].reverse() : shown) yield* io.print(line(entry));
  if (!io.has("f")) return 0;
  for (let seen = all.length; ;) {
    yield* io.out.flush();
    yield* sys.sleep(LOOKS_EVERY);
    const now = chosen(io);
    for (const entry of now.slice(seen)) yield* io.print(line(entry));
    seen = now.length;
  }
}

export const journalctl = command(
  { name: "journalctl", gnu: "u/unit: f/follow n/lines: r/reverse no-pager x/catalog e/pager-end S/since: U/until: b/boot o/output: q/quiet g/grep: a/all k/dmesg p/priority: no-hostname" },
  run,
); // prettier-ignore
