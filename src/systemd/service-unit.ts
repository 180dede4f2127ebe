// How a service lives: the commands before it, its main process, what comes when that ends (systemd.service(5)).
//
//   inactive ─start─> activating ─up─> active ─stop─> deactivating ─ended─> inactive
//                         └─ ended with an error ─> failed, or started again after RestartSec=

import { strerror } from "../base/errno.ts";
import { signalName, signalNumber, SIGHUP, SIGKILL, SIGTERM, type Signal } from "../base/signals.ts";
import type { MainExit, UnitResult } from "../base/unit-view.ts";
import { makedev } from "../fs/file-system.ts";
import type { Ending, Pid, Sys, Task } from "../kernel/sys.ts";
import type { LoadedUnit, Systemd } from "./systemd.ts";
import { lastOf, namesOf, parseExec, parseSpan } from "./unit-file.ts";
import type { Step } from "./unit-state.ts";

const STEPS: readonly (readonly [key: string, kind: Step["kind"]])[] = [
  ["ExecStartPre", "pre"],
  ["ExecStart", "main"],
  ["ExecStartPost", "post"],
];

export const titleOf = ({ name, file }: LoadedUnit): string => {
  const description = lastOf(file, "Unit.Description");
  return description === "" ? name : `${name} - ${description}`;
};

const typeOf = ({ file }: LoadedUnit): string => lastOf(file, "Service.Type", "simple");

function variablesOf(systemd: Systemd, { name, file }: LoadedUnit): ReadonlyMap<string, string> {
  const { mainPid } = systemd.stateOf(name);
  const variables = new Map(mainPid === undefined ? [] : [["MAINPID", String(mainPid)]]);
  for (const assignment of namesOf(file, "Service.Environment")) {
    const [, key = "", value = ""] = /^"?([^=]+)=(.*?)"?$/.exec(assignment) ?? [];
    variables.set(key, value);
  }
  return variables;
}

function stepsOf(systemd: Systemd, unit: LoadedUnit, key: string, kind: Step["kind"]): Step[] {
  const variables = variablesOf(systemd, unit);
  return (unit.file.get(`Service.${key}`) ?? []).map((line) => ({ ...parseExec(line, variables), kind }));
}

// ---- starting

const tooOften = (systemd: Systemd, { name, file }: LoadedUnit): boolean => {
  const burst = Number(lastOf(file, "Unit.StartLimitBurst", lastOf(file, "Service.StartLimitBurst", "5")));
  const within = parseSpan(lastOf(file, "Unit.StartLimitIntervalSec", "10")) ?? Infinity;
  const recent = systemd.stateOf(name).starts.filter((at) => at > systemd.kernel.now - within);
  return recent.length >= burst;
};

export function startService(systemd: Systemd, unit: LoadedUnit): void {
  const { name } = unit;
  const { starts } = systemd.stateOf(name);
  if (tooOften(systemd, unit)) {
    systemd.tell(name, `${name}: Start request repeated too quickly.`);
    systemd.tell(name, `${name}: Failed with result 'start-limit-hit'.`);
    systemd.tell(name, `Failed to start ${titleOf(unit)}.`);
    systemd.change(name, { active: "failed", sub: "failed", result: "start-limit-hit", pending: [] });
    return;
  }
  systemd.tell(name, `Starting ${titleOf(unit)}...`);
  systemd.change(name, {
    active: "activating",
    sub: "start",
    result: "success",
    invocation: systemd.random.hex(32),
    starts: [...starts, systemd.kernel.now].slice(-16),
    startsAgain: false,
    pending: STEPS.flatMap(([key, kind]) => stepsOf(systemd, unit, key, kind)),
  });
  goOn(systemd, unit);
}

/** The next command that is due, or what follows the last. */
function goOn(systemd: Systemd, unit: LoadedUnit): void {
  const { name } = unit;
  const { pending, active } = systemd.stateOf(name);
  const [step, ...rest] = pending;
  if (step === undefined) {
    if (active === "activating") settle(systemd, unit);
    return;
  }
  systemd.change(name, { pending: rest });
  const pid = launch(systemd, unit, step);
  if (typeof pid === "string") {
    systemd.tell(name, `${name}: Unable to locate executable '${step.argv[0] ?? ""}': ${pid}`);
    systemd.tell(name, `${name}: Failed at step EXEC spawning ${step.argv[0] ?? ""}: ${pid}`);
    return stepEnded(systemd, unit, step, { pid: 0, kind: "exited", status: 203 });
  }
  const waits = step.kind !== "main" || ["oneshot", "forking", "notify"].includes(typeOf(unit));
  if (step.kind === "main" && typeOf(unit) !== "forking") systemd.change(name, { mainPid: pid });
  else systemd.change(name, { control: { pid, step } });
  if (!waits) settle(systemd, unit);
}

function settle(systemd: Systemd, unit: LoadedUnit): void {
  const { name } = unit;
  const once = typeOf(unit) === "oneshot";
  const stays = !once || lastOf(unit.file, "Service.RemainAfterExit") === "yes";
  systemd.tell(name, `${once ? "Finished" : "Started"} ${titleOf(unit)}.`);
  systemd.change(
    name,
    stays ? { active: "active", sub: once ? "exited" : "running" } : { active: "inactive", sub: "dead" },
  );
  if (!once) goOn(systemd, unit);
}

/** sd_notify(3): the main process says that it is up. */
export function becameReady(systemd: Systemd, unit: LoadedUnit): void {
  if (systemd.stateOf(unit.name).active === "activating") settle(systemd, unit);
}

const NULL_DEVICE = makedev(1, 3);

/** The process, or why there is none. */
function launch(systemd: Systemd, { name, file }: LoadedUnit, { argv }: Step): Pid | string {
  const { kernel, plan } = systemd;
  const path = argv[0] ?? "";
  const outlet = (): number =>
    kernel.openFiles.create({ kind: "outlet", flags: 1, path: "", outlet: ["journal", name] }).id;
  const input = kernel.openFiles.create({ kind: "device", flags: 0, target: NULL_DEVICE, path: "/dev/null" });
  const files = [input.id, outlet(), outlet()];
  const process = kernel.processes.start({
    ...plan.service,
    name: path.slice(path.lastIndexOf("/") + 1),
    argv,
    env: [...plan.service.env, ...namesOf(file, "Service.Environment").map((one) => one.replaceAll('"', ""))],
    descriptors: new Map(files.map((number, fd) => [fd, { file: number, closeOnExec: false }])),
    watcher: ["systemd", name],
  });
  const refused = kernel.processes.exec(process, path, argv, process.env);
  if (refused === undefined) return process.pid;
  kernel.processes.end(kernel.processes.own(process.pid), { kind: "exited", code: 203 });
  return strerror(refused);
}

// ---- ending

const exitOf = (pid: Pid, ending: Ending): MainExit =>
  ending.kind === "exited"
    ? { pid, kind: "exited", status: ending.code }
    : { pid, kind: "killed", status: ending.signal };

/** The kernel's word that a process of the unit has ended. */
export function serviceProcessEnded(systemd: Systemd, unit: LoadedUnit, pid: Pid, ending: Ending): void {
  const { mainPid, control } = systemd.stateOf(unit.name);
  if (control?.pid === pid) {
    systemd.change(unit.name, { control: undefined });
    stepEnded(systemd, unit, control.step, exitOf(pid, ending));
  } else if (mainPid === pid) mainEnded(systemd, unit, exitOf(pid, ending));
}

function stepEnded(systemd: Systemd, unit: LoadedUnit, step: Step, exit: MainExit): void {
  const isGood = step.mayFail || (exit.kind === "exited" && exit.status === 0);
  if (isGood || step.kind === "stop-post" || step.kind === "reload") return goOn(systemd, unit);
  if (step.kind === "main") return mainEnded(systemd, unit, exit);
  systemd.tell(unit.name, `${unit.name}: Control process exited, ${exitText(exit)}`);
  failWith(systemd, unit, "exit-code");
}

const STATUS_NAMES = new Map([[0, "SUCCESS"], [1, "FAILURE"], [2, "INVALIDARGUMENT"], [126, "n/a"], [127, "n/a"], [203, "EXEC"]]); // prettier-ignore

export const exitText = ({ kind, status }: MainExit): string =>
  kind === "exited"
    ? `code=exited, status=${status}/${STATUS_NAMES.get(status) ?? "n/a"}`
    : `code=killed, status=${status}/${signalName(status) ?? status}`;

const CLEAN: ReadonlySet<number> = new Set([SIGHUP, 2, 13, SIGTERM]);

function mainEnded(systemd: Systemd, unit: LoadedUnit, exit: MainExit): void {
  const { name } = unit;
  const { active } = systemd.stateOf(name);
  const isGood = exit.kind === "exited" ? exit.status === 0 : CLEAN.has(exit.status);
  systemd.change(name, { mainPid: undefined, mainExit: exit });
  if (typeOf(unit) === "oneshot" && isGood && active === "activating") return goOn(systemd, unit);
  if (!isGood) systemd.tell(name, `${name}: Main process exited, ${exitText(exit)}`);
  if (active === "deactivating") return stopped(systemd, unit);
  if (isGood) {
    systemd.tell(name, `${name}: Deactivated successfully.`);
    systemd.change(name, { active: "inactive", sub: "dead", pending: [], result: "success" });
    restartIfWanted(systemd, unit, true);
  } else failWith(systemd, unit, exit.kind === "exited" ? "exit-code" : "signal");
}

function failWith(systemd: Systemd, unit: LoadedUnit, result: UnitResult): void {
  const { name } = unit;
  const { active } = systemd.stateOf(name);
  systemd.tell(name, `${name}: Failed with result '${result}'.`);
  if (active === "activating") systemd.tell(name, `Failed to start ${titleOf(unit)}.`);
  systemd.change(name, { active: "failed", sub: "failed", result, pending: [] });
  restartIfWanted(systemd, unit, false);
}

const RESTARTS: ReadonlyMap<string, (good: boolean) => boolean> = new Map([
  ["always", () => true],
  ["on-failure", (good: boolean) => !good],
  ["on-abnormal", (good: boolean) => !good],
  ["on-success", (good: boolean) => good],
]);

function restartIfWanted(systemd: Systemd, { name, file }: LoadedUnit, isGood: boolean): void {
  if (RESTARTS.get(lastOf(file, "Service.Restart", "no"))?.(isGood) !== true) return;
  systemd.change(name, { active: "activating", sub: "auto-restart" });
  const delay = parseSpan(lastOf(file, "Service.RestartSec", "100ms")) ?? 0;
  const data: Due = { name, serial: systemd.stateOf(name).serial, delay, operation: "restartDue" };
  systemd.kernel.processes.spawnTask(systemd.init, later as never, data, new Map());
}

interface Due {
  readonly name: string;
  readonly serial: number;
  readonly delay: number;
  readonly operation: string;
}

function* later(sys: Sys, { name, serial, delay, operation }: Due): Task<number> {
  yield* sys.sleep(delay);
  sys.invoke("systemd", operation, [name, serial]);
  return 0;
}

/** RestartSec= has passed. */
export function restartDue(systemd: Systemd, unit: LoadedUnit, serial: number): void {
  const { name } = unit;
  const state = systemd.stateOf(name);
  if (state.serial !== serial) return;
  systemd.change(name, { restarts: state.restarts + 1 });
  systemd.tell(name, `${name}: Scheduled restart job, restart counter is at ${state.restarts + 1}.`);
  startService(systemd, unit);
}

// ---- stopping

export function stopService(systemd: Systemd, unit: LoadedUnit): void {
  const { name, file } = unit;
  const { active, mainPid, sub } = systemd.stateOf(name);
  if (active === "inactive" || active === "failed" || active === "deactivating") return;
  if (sub === "auto-restart") return systemd.change(name, { active: "inactive", sub: "dead" });
  systemd.tell(name, `Stopping ${titleOf(unit)}...`);
  systemd.change(name, { active: "deactivating", sub: "stop-sigterm", pending: [] });
  if (mainPid === undefined) return stopped(systemd, unit);
  send(systemd, mainPid, signalNumber(lastOf(file, "Service.KillSignal", "SIGTERM")) ?? SIGTERM);
  const delay = parseSpan(lastOf(file, "Service.TimeoutStopSec", "90")) ?? 0;
  const data: Due = { name, serial: systemd.stateOf(name).serial, delay, operation: "stopDue" };
  if (delay > 0) systemd.kernel.processes.spawnTask(systemd.init, later as never, data, new Map());
}

function send(systemd: Systemd, pid: Pid, signal: Signal): void {
  const process = systemd.kernel.processes.find(pid);
  if (process !== undefined) systemd.kernel.signals.send(process, signal, undefined);
}

/** TimeoutStopSec= has passed, and it runs still. */
export function stopDue(systemd: Systemd, { name }: LoadedUnit, serial: number): void {
  const { mainPid, serial: now } = systemd.stateOf(name);
  if (now !== serial || mainPid === undefined) return;
  systemd.tell(name, `${name}: State 'stop-sigterm' timed out. Killing.`);
  send(systemd, mainPid, SIGKILL);
}

function stopped(systemd: Systemd, unit: LoadedUnit): void {
  const { name } = unit;
  const { startsAgain } = systemd.stateOf(name);
  systemd.tell(name, `${name}: Deactivated successfully.`);
  systemd.tell(name, `Stopped ${titleOf(unit)}.`);
  systemd.change(name, { active: "inactive", sub: "dead", result: "success", restarts: 0 });
  if (startsAgain) startService(systemd, unit);
}

// ---- reloading

/** ExecReload=; false if there is none. */
export function reloadService(systemd: Systemd, unit: LoadedUnit): boolean {
  const steps = stepsOf(systemd, unit, "ExecReload", "reload");
  if (steps.length === 0 || systemd.stateOf(unit.name).active !== "active") return false;
  systemd.tell(unit.name, `Reloading ${titleOf(unit)}...`);
  systemd.change(unit.name, { pending: steps });
  goOn(systemd, unit);
  systemd.tell(unit.name, `Reloaded ${titleOf(unit)}.`);
  return true;
}
