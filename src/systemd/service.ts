// What programs may ask of systemd (systemctl, service, journalctl), by name, and what the kernel tells it: the calls
// of sys.invoke("systemd", …). Only callers on the host itself reach it, as its bus is no container's.

import type { UnitView } from "../base/unit-view.ts";
import { HOST_PIDS } from "../kernel/process-store.ts";
import { homeNamespace, type Process } from "../kernel/process.ts";
import type { ForkEntry, Pid } from "../kernel/sys.ts";
import {
  becameReady,
  reloadService,
  restartDue,
  serviceProcessEnded,
  startService,
  stopDue,
  stopService,
} from "./service-unit.ts";
import { handOver, serviceOf, startSocket, stopSocket } from "./socket-unit.ts";
import type { LoadedUnit, Systemd } from "./systemd.ts";
import { lastOf, namesOf } from "./unit-file.ts";

const isUp = (systemd: Systemd, name: string): boolean =>
  ["active", "activating"].includes(systemd.stateOf(name).active);

// ---- acts on units, with what hangs on them

export function start(systemd: Systemd, name: string): void {
  const unit = systemd.load(name);
  if (unit === undefined || isUp(systemd, name)) return;
  for (const other of [...namesOf(unit.file, "Unit.Requires"), ...namesOf(unit.file, "Unit.Wants")])
    if (!other.endsWith(".target")) start(systemd, other);
  if (name.endsWith(".socket")) startSocket(systemd, unit);
  else if (name.endsWith(".service")) startService(systemd, unit);
  else systemd.change(name, { active: "active", sub: "active" });
}

function stop(systemd: Systemd, name: string): void {
  const unit = systemd.load(name);
  if (unit === undefined) return;
  for (const other of systemd.running) {
    const loaded = systemd.load(other);
    if (loaded !== undefined && namesOf(loaded.file, "Unit.Requires").includes(name)) stop(systemd, other);
  }
  if (name.endsWith(".socket")) {
    if (isUp(systemd, name)) stopSocket(systemd, unit);
  } else if (name.endsWith(".service")) stopService(systemd, unit);
  else systemd.change(name, { active: "inactive", sub: "dead" });
}

function restart(systemd: Systemd, name: string): void {
  const { active, sub } = systemd.stateOf(name);
  const runs = active === "active" || (active === "activating" && sub !== "auto-restart");
  if (!runs) return start(systemd, name);
  stop(systemd, name);
  if (isUp(systemd, name) || systemd.stateOf(name).active === "deactivating")
    systemd.change(name, { startsAgain: true });
  else start(systemd, name);
}

// ---- what is told of them

function viewOf(systemd: Systemd, unit: LoadedUnit): UnitView {
  const { name, path, file } = unit;
  const state = systemd.stateOf(name);
  const wantedBy = namesOf(file, "Install.WantedBy");
  const socket = name.replace(/\.service$/, ".socket");
  return {
    name,
    path,
    wantedBy,
    description: lastOf(file, "Unit.Description", name),
    documentation: namesOf(file, "Unit.Documentation"),
    enablement: systemd.isWanted(name) ? "enabled" : wantedBy.length > 0 ? "disabled" : "static",
    active: state.active,
    sub: state.sub,
    since: state.since,
    result: state.result,
    mainPid: state.mainPid,
    mainExit: state.mainExit,
    execStart: lastOf(file, "Service.ExecStart"),
    triggeredBy: socket !== name && systemd.load(socket) !== undefined ? [socket] : [],
    triggers: name.endsWith(".socket") ? [serviceOf(unit)] : [],
    listens: file.get("Socket.ListenStream") ?? [],
    invocation: state.invocation,
    restarts: state.restarts,
  };
}

/** Who is ready, and takes over its sockets. */
function ready(systemd: Systemd, caller: Process, entry: ForkEntry<unknown> | undefined): void {
  const name = systemd.unitOf(caller.pid);
  const unit = name === undefined ? undefined : systemd.load(name);
  if (unit === undefined) return;
  if (entry !== undefined) passSockets(systemd, unit.name, { process: caller.pid, entry });
  becameReady(systemd, unit);
}

function passSockets(systemd: Systemd, service: string, to: { process: Pid; entry: ForkEntry<unknown> } | undefined): void {
  const socket = systemd.load(service.replace(/\.service$/, ".socket"));
  if (socket !== undefined) handOver(systemd, socket, to);
} // prettier-ignore

type Call = (systemd: Systemd, caller: Process, ...args: never[]) => unknown;

const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["start", (systemd, _, name: string) => start(systemd, name)],
  ["stop", (systemd, _, name: string) => stop(systemd, name)],
  ["restart", (systemd, _, name: string) => restart(systemd, name)],
  ["reload", (systemd, _, name: string) => onUnit(systemd, name, reloadService)],
  ["reset-failed", (systemd, _, name: string) => systemd.change(name, { starts: [], ...(systemd.stateOf(name).active === "failed" ? { active: "inactive", sub: "dead" } : {}) })],
  ["activeState", (systemd, _, name: string) => systemd.stateOf(name).active],
  ["find", (systemd, _, name: string) => onUnit(systemd, name, viewOf)],
  ["list", (systemd) => systemd.loadAll().map((unit) => viewOf(systemd, unit))],
  ["journal", (systemd) => [...systemd.journal.from()]],
  ["ready", (systemd, caller, entry: ForkEntry<unknown> | undefined) => ready(systemd, caller, entry)],
  ["restartDue", (systemd, _, name: string, serial: number) => onUnit(systemd, name, restartDue, serial)],
  ["stopDue", (systemd, _, name: string, serial: number) => onUnit(systemd, name, stopDue, serial)],
]); // prettier-ignore

function onUnit<A extends unknown[], R>(
  systemd: Systemd,
  name: string,
  act: (systemd: Systemd, unit: LoadedUnit, ...args: A) => R,
  ...args: A
): R | undefined {
  const unit = systemd.load(name);
  return unit === undefined ? undefined : act(systemd, unit, ...args);
}

/** Connects it with its kernel. An answer of `undefined` for `list` means that nobody answers there. */
export function wireSystemd(systemd: Systemd): void {
  const { kernel } = systemd;
  kernel.services.set("systemd", (caller, operation, args) => {
    if (homeNamespace(caller) !== HOST_PIDS) return undefined;
    return CALLS.get(operation)?.(systemd, caller, ...(args as never[]));
  });
  kernel.outlets.set("journal", (unit, bytes) => {
    systemd.heard(unit, bytes);
    return undefined;
  });
  kernel.endHooks.set("systemd", (name, process, ending) => {
    passSockets(systemd, name, undefined);
    onUnit(systemd, name, serviceProcessEnded, process.pid, ending);
  });
}

/** A host is up: the socket is listened on, and served. False if there is no such unit. */
export function beginSockets(
  systemd: Systemd,
  name: string,
  to: { readonly process: Pid; readonly entry: ForkEntry<unknown> },
): boolean {
  start(systemd, name);
  const socket = systemd.load(name);
  if (socket !== undefined) handOver(systemd, socket, to);
  return socket !== undefined;
}
