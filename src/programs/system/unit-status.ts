// What `systemctl status` prints of one unit (systemd 257): a head with a dot, fields before a colon, its processes, and
// the end of its journal. Relies on the processes' files in /proc.

import { failed } from "../../base/errno.ts";
import { MINUTE, SECOND, type Duration, type Instant } from "../../base/time.ts";
import type { JournalEntry, MainExit, UnitView } from "../../base/unit-view.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";

const WIDTH = 11;
const JOURNAL_LINES = 10;

const DOTS: Readonly<Record<UnitView["active"], string>> = {
  active: "●",
  activating: "●",
  deactivating: "●",
  inactive: "○",
  failed: "×",
};

/** `2min 3s`, the two largest parts (systemd format_timestamp_relative). */
export function agoText(span: Duration): string {
  const minutes = Math.floor(span / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${days} day${days === 1 ? "" : "s"}`;
  if (hours > 0) return `${hours}h ${minutes % 60}min`;
  if (minutes > 0) return `${minutes}min ${Math.floor(span / SECOND) % 60}s`;
  return span >= SECOND ? `${Math.floor(span / SECOND)}s` : `${Math.floor(span / 1000)}ms`;
}

function activeText(unit: UnitView, since: string, now: Instant): string {
  const { active, sub, result } = unit;
  const why = result !== "success" && active === "failed" ? ` (Result: ${result})` : ` (${sub})`;
  const when = unit.since === undefined ? "" : ` since ${since}; ${agoText(now - unit.since)} ago`;
  return `${active}${why}${when}`;
}

const exitWords = ({ kind, status }: MainExit): string =>
  kind === "exited" ? `code=exited, status=${status}${status === 0 ? "/SUCCESS" : status === 1 ? "/FAILURE" : ""}` : `code=killed, signal=${status}`; // prettier-ignore

/** `Jan 01 08:00:00 paper systemd[1]: Started …` */
export const journalLine = (
  entry: JournalEntry,
  host: string,
  zone: Parameters<typeof strftime>[2],
): string =>
  `${strftime("%b %d %H:%M:%S", entry.at, zone)} ${host} ${entry.identifier}[${entry.pid}]: ${entry.message}\n`;

export const journalOf = (sys: Sys): readonly JournalEntry[] =>
  (sys.invoke("systemd", "journal", []) as readonly JournalEntry[] | undefined) ?? [];

export function* statusOf(sys: Sys, unit: UnitView): Task<string> {
  const now = sys.now();
  const zone = yield* localZone(sys, undefined, now);
  const since = unit.since === undefined ? "" : strftime("%a %Y-%m-%d %H:%M:%S %Z", unit.since, zone);
  const field = (name: string, value: string): string => `${name.padStart(WIDTH)}: ${value}\n`;
  let text = `${DOTS[unit.active]} ${unit.name} - ${unit.description}\n`;
  const state = unit.enablement === "static" ? "static" : `${unit.enablement}; preset: enabled`;
  text += field("Loaded", `loaded (${unit.path}; ${state})`);
  text += field("Active", activeText(unit, since, now));
  if (unit.invocation !== "") text += field("Invocation", unit.invocation);
  const dotted = (name: string): string => {
    const other = sys.invoke("systemd", "find", [name]) as UnitView | undefined;
    return `${DOTS[other?.active ?? "inactive"]} ${name}`;
  };
  if (unit.triggeredBy.length > 0) text += field("TriggeredBy", unit.triggeredBy.map(dotted).join(" "));
  if (unit.triggers.length > 0) text += field("Triggers", unit.triggers.map(dotted).join(" "));
  if (unit.documentation.length > 0) text += field("Docs", unit.documentation.join(" "));
  if (unit.listens.length > 0) text += field("Listen", `${unit.listens.join(" ")} (Stream)`);
  text += yield* processOf(sys, unit, field);
  const lines = journalOf(sys).filter((entry) => entry.unit === unit.name).slice(-JOURNAL_LINES);
  const host = sys.uname().nodename;
  return lines.length === 0 ? text : `${text}\n${lines.map((entry) => journalLine(entry, host, zone)).join("")}`;
} // prettier-ignore

function* processOf(sys: Sys, unit: UnitView, field: (name: string, value: string) => string): Task<string> {
  const { mainPid, mainExit, execStart } = unit;
  if (mainPid === undefined) {
    if (mainExit === undefined) return "";
    const command = `${mainExit.pid} ExecStart=${execStart} (${exitWords(mainExit)})`;
    return field("Process", command) + field("Main PID", `${mainExit.pid} (${exitWords(mainExit)})`);
  }
  const read = yield* readText(sys, `/proc/${mainPid}/cmdline`);
  const comm = yield* readText(sys, `/proc/${mainPid}/comm`);
  const argv = failed(read) ? execStart : read.text.replaceAll("\0", " ").trim();
  const name = failed(comm) ? "" : comm.text.trim();
  return (
    field("Main PID", `${mainPid} (${name})`) +
    field("CGroup", `/system.slice/${unit.name}`) +
    `${" ".repeat(WIDTH + 2)}└─${mainPid} ${argv}\n`
  );
}
