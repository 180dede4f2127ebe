// systemctl: units looked at, started, stopped and enabled (systemctl(1), systemd 257). What units are is systemd's,
// which is asked by sys.invoke. Not here: other hosts, timers, targets as states of the machine.

import { failed } from "../../base/errno.ts";
import { unitChannel, type UnitAct, type UnitView } from "../../base/unit-view.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { statusOf } from "./unit-status.ts";

const SUFFIX = /\.(service|socket|target|timer|mount|path|slice|scope)$/;
export const unitName = (name: string): string => (SUFFIX.test(name) ? name : `${name}.service`);

export const findUnit = (sys: Sys, name: string): UnitView | undefined =>
  sys.invoke("systemd", "find", [name]) as UnitView | undefined;

/** Whether systemd is the first process here, and answers. */
export const isBooted = (sys: Sys): boolean => sys.invoke("systemd", "list", []) !== undefined;

function* notBooted(io: Io): Task<number> {
  yield* io.tell("System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to system scope bus via local transport: Host is down\n"); // prettier-ignore
  return 1;
}

// ---- acts

const VERBS: ReadonlyMap<string, UnitAct> = new Map([
  ["start", "start"],
  ["stop", "stop"],
  ["restart", "restart"],
  ["try-restart", "restart"],
  ["reload", "reload"],
  ["reload-or-restart", "restart"],
  ["force-reload", "restart"],
  ["reset-failed", "reset-failed"],
]);

const isSettled = ({ active, sub }: UnitView): boolean =>
  active !== "deactivating" && (active !== "activating" || sub === "auto-restart");

/** Has it done, waits for the end of the job, and tells what went wrong; the exit status. */
export function* actOn(io: Io, verb: string, name: string): Task<number> {
  const { sys } = io;
  const act = VERBS.get(verb) as UnitAct;
  const before = findUnit(sys, name);
  if (before === undefined) {
    const what = `Failed to ${verb} ${name}: Unit ${name} not ${act === "stop" || act === "reset-failed" ? "loaded" : "found"}.`;
    yield* io.tell(`${what}\n`);
    return 5;
  }
  if (sys.credentials().euid !== 0) {
    yield* io.tell(`Failed to ${verb} ${name}: Interactive authentication required.\nSee system logs and 'systemctl status ${name}' for details.\n`); // prettier-ignore
    return 1;
  }
  if (verb === "try-restart" && before.active !== "active") return 0;
  const done = sys.invoke("systemd", act, [name]);
  if (act === "reload" && done === false) {
    yield* io.tell(`Failed to reload ${name}: Job type reload is not applicable for unit ${name}.\n`);
    return 1;
  }
  for (;;) {
    const now = findUnit(sys, name);
    if (now === undefined || isSettled(now))
      return act === "stop" || now === undefined
        ? yield* stillTriggered(io, now)
        : yield* outcome(io, act, now);
    yield* sys.block(unitChannel(name));
  }
}

/** A socket that listens brings its service back. */
function* stillTriggered(io: Io, unit: UnitView | undefined): Task<number> {
  const awake = (unit?.triggeredBy ?? []).filter((one) => findUnit(io.sys, one)?.active === "active");
  if (unit !== undefined && awake.length > 0)
    yield* io.tell(
      `Stopping '${unit.name}', but its triggering units are still active:\n${awake.join(" ")}\n`,
    );
  return 0;
}

function* outcome(io: Io, act: UnitAct, { name, active, sub, result }: UnitView): Task<number> {
  const isBad = active === "failed" || sub === "auto-restart";
  if (!isBad || (act !== "start" && act !== "restart")) return 0;
  const why = result === "start-limit-hit" ? "start of the service was attempted too often" : result === "signal" ? "a fatal signal was delivered to the control process" : "the control process exited with error code"; // prettier-ignore
  yield* io.tell(
    `Job for ${name} failed because ${why}.\nSee "systemctl status ${name}" and "journalctl -xeu ${name}" for details.\n`,
  );
  if (result === "start-limit-hit")
    yield* io.tell(
      `To force a start use "systemctl reset-failed ${name}"\nfollowed by "systemctl start ${name}" again.\n`,
    );
  return 1;
}

// ---- enabling

const WANTS = "/etc/systemd/system";

function* enable(io: Io, name: string): Task<number> {
  const unit = findUnit(io.sys, name);
  if (unit === undefined) {
    yield* io.tell(`Failed to enable unit: Unit ${name} does not exist\n`);
    return 1;
  }
  if (unit.wantedBy.length === 0) {
    yield* io.tell("The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,\nAlso=, or Alias= settings in the [Install] section, and DefaultInstance= for\ntemplate units). This means they are not meant to be enabled or disabled using systemctl.\n"); // prettier-ignore
    return 0;
  }
  for (const target of unit.wantedBy) {
    const folder = `${WANTS}/${target}.wants`;
    void io.sys.mkdir(folder, 0o755);
    const made = io.sys.symlink(unit.path, `${folder}/${name}`);
    if (made === undefined) yield* io.tell(`Created symlink '${folder}/${name}' → '${unit.path}'.\n`);
    else if (made !== "EEXIST") return yield* denied(io, "enable");
  }
  return 0;
}

function* disable(io: Io, name: string): Task<number> {
  const folders = io.sys.list(WANTS);
  for (const folder of failed(folders) ? [] : folders.filter((one) => one.name.endsWith(".wants"))) {
    const link = `${WANTS}/${folder.name}/${name}`;
    const gone = io.sys.unlink(link);
    if (gone === undefined) yield* io.tell(`Removed '${link}'.\n`);
    else if (gone !== "ENOENT") return yield* denied(io, "disable");
  }
  if (findUnit(io.sys, name) !== undefined) return 0;
  yield* io.tell(`Failed to disable unit: Unit ${name} does not exist\n`);
  return 1;
}

function* denied(io: Io, verb: string): Task<number> {
  yield* io.tell(`Failed to ${verb} unit: Interactive authentication required.\n`);
  return 1;
}

// ---- looking

type Look = (io: Io, names: readonly string[]) => Task<number>;

/** One word for each; 0 if one is as asked. */
const wordsFor = (word: (unit: UnitView | undefined) => string, good: readonly string[], bad: number): Look =>
  function* (io, names) {
    const words = names.map((name) => word(findUnit(io.sys, name)));
    if (!io.has("q")) for (const one of words) yield* io.print(`${one}\n`);
    return words.some((one) => good.includes(one)) ? 0 : bad;
  }; // prettier-ignore

function* status(io: Io, names: readonly string[]): Task<number> {
  let worst = 0;
  for (const [i, name] of names.entries()) {
    const unit = findUnit(io.sys, name);
    if (i > 0) yield* io.print("\n");
    if (unit === undefined) yield* io.tell(`Unit ${name} could not be found.\n`);
    else yield* io.print(yield* statusOf(io.sys, unit));
    worst = Math.max(worst, unit === undefined ? 4 : unit.active === "active" ? 0 : 3);
  }
  return worst;
}

function* show(io: Io, names: readonly string[]): Task<number> {
  const asked = io.options.values("p").flatMap((one) => one.split(","));
  for (const name of names) {
    const unit = findUnit(io.sys, name);
    for (const [key, value] of propertiesOf(name, unit))
      if (asked.length === 0 || asked.includes(key))
        yield* io.print(io.has("value") ? `${value}\n` : `${key}=${value}\n`);
  }
  return 0;
}

const propertiesOf = (name: string, unit: UnitView | undefined): readonly (readonly [string, string])[] => [
  ["MainPID", String(unit?.mainPid ?? 0)],
  ["NRestarts", String(unit?.restarts ?? 0)],
  ["Result", unit?.result ?? "success"],
  ["Id", name],
  ["Description", unit?.description ?? name],
  ["LoadState", unit === undefined ? "not-found" : "loaded"],
  ["ActiveState", unit?.active ?? "inactive"],
  ["SubState", unit?.sub ?? "dead"],
  ["FragmentPath", unit?.path ?? ""],
  ["UnitFileState", unit?.enablement ?? ""],
];

function* cat(io: Io, names: readonly string[]): Task<number> {
  for (const [i, name] of names.entries()) {
    const unit = findUnit(io.sys, name);
    const text = unit === undefined ? "ENOENT" : yield* readText(io.sys, unit.path);
    if (failed(text) || unit === undefined) {
      yield* io.tell(`No files found for ${name}.\n`);
      return 1;
    }
    yield* io.print(`${i > 0 ? "\n" : ""}# ${unit.path}\n${text.text}`);
  }
  return 0;
}

/** Columns as wide as what is in them. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" ").trimEnd() + "\n").join(""); // prettier-ignore
}

function* listUnits(io: Io): Task<number> {
  const all = io.sys.invoke("systemd", "list", []) as readonly UnitView[];
  const type = io.value("t");
  const shown = all.filter(
    (unit) => (io.has("a") || unit.active !== "inactive") && (type === undefined || unit.name.endsWith(`.${type}`)),
  ); // prettier-ignore
  const rows = shown.map(({ name, active, sub, description }) => [`  ${name}`, "loaded", active, sub, description]); // prettier-ignore
  yield* io.print(tableOf([["  UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"], ...rows]));
  yield* io.print(`\n${shown.length} loaded units listed.\n`);
  return 0;
}

function* listFiles(io: Io): Task<number> {
  const all = io.sys.invoke("systemd", "list", []) as readonly UnitView[];
  const rows = all.map(({ name, enablement }) => [
    name,
    enablement,
    enablement === "static" ? "-" : "enabled",
  ]);
  yield* io.print(tableOf([["UNIT FILE", "STATE", "PRESET"], ...rows]));
  yield* io.print(`\n${all.length} unit files listed.\n`);
  return 0;
}

const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["status", status],
  ["show", show],
  ["cat", cat],
  ["is-active", wordsFor((unit) => unit?.active ?? "inactive", ["active"], 3)],
  ["is-failed", wordsFor((unit) => unit?.active ?? "inactive", ["failed"], 1)],
  ["is-enabled", wordsFor((unit) => unit?.enablement ?? "not-found", ["enabled", "static"], 1)],
  ["list-units", listUnits],
  ["list-unit-files", listFiles],
]);

const forEach = (act: (io: Io, name: string) => Task<number>): Look =>
  function* (io, names) {
    let worst = 0;
    for (const name of names) worst = Math.max(worst, yield* act(io, name));
    return worst;
  }; // prettier-ignore

const ENABLING: ReadonlyMap<string, Look> = new Map([
  ["enable", forEach(enable)],
  ["disable", forEach(disable)],
]);

export const systemctl = command(
  { name: "systemctl", gnu: "a/all t/type: p/property: value q/quiet now no-pager l/full no-block f/force n/lines: user system no-legend plain" },
  function* (io) {
    if (!isBooted(io.sys)) return yield* notBooted(io);
    const [verb = "list-units", ...words] = io.operands;
    const names = words.map(unitName);
    if (verb === "daemon-reload" || verb === "daemon-reexec") return 0;
    const look = LOOKS.get(verb) ?? ENABLING.get(verb) ?? (VERBS.has(verb) ? forEach((_, name) => actOn(io, verb, name)) : undefined);
    if (look === undefined) {
      yield* io.tell(`Unknown command verb '${verb}'.\n`);
      return 1;
    }
    if (names.length === 0 && !verb.startsWith("list-") && verb !== "show") {
      yield* io.tell("Too few arguments.\n");
      return 1;
    }
    const answer = yield* look(io, names);
    if (!io.has("now") || answer !== 0 || !ENABLING.has(verb)) return answer;
    return yield* forEach((_, name) => actOn(io, verb === "enable" ? "start" : "stop", name))(io, names);
  },
); // prettier-ignore
