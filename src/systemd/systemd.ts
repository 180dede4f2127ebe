// The first process of a host as the keeper of its units: which files say what, what runs, and what was logged.
// How services and sockets live is service-unit.ts and socket-unit.ts. Relies on the kernel for processes and files.
// Not here: targets as more than names, mounts, timers, control groups of units, user sessions.

import { AppendLog } from "../base/append-log.ts";
import { failed } from "../base/errno.ts";
import type { Random } from "../base/random.ts";
import { unitChannel, type JournalEntry } from "../base/unit-view.ts";
import { decode } from "../base/utf8.ts";
import type { View } from "../fs/vfs.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { ForkEntry, Pid } from "../kernel/sys.ts";
import { parseUnitFile, type UnitFile } from "./unit-file.ts";
import { DEAD, type UnitState } from "./unit-state.ts";

/** Where files of units lie, those before others first. */
const FOLDERS = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"];

/** What a host is given for it; the same for a host and its forks. */
export interface SystemdPlan {
  /** what its services are given */
  readonly service: InitRequest;
  /** who serves connections to a socket once its service has been started for them, by service */
  readonly serving: ReadonlyMap<string, ForkEntry<unknown>>;
}

export interface LoadedUnit {
  readonly name: string;
  readonly path: string;
  readonly file: UnitFile;
}

export class Systemd {
  private readonly states: Map<string, UnitState>;
  readonly journal: AppendLog<JournalEntry>;
  /** what a service has printed of a line that is not whole yet */
  private readonly partial: Map<string, string>;

  constructor(
    readonly kernel: Kernel,
    /** its own process */
    readonly init: Pid,
    readonly plan: SystemdPlan,
    readonly random: Random,
    origin?: Systemd,
  ) {
    this.states = new Map(origin?.states);
    this.partial = new Map(origin?.partial);
    this.journal = origin ? origin.journal.fork() : new AppendLog();
  }

  // ---- files

  private get view(): View {
    return this.kernel.viewFrom(this.kernel.processes.get(this.init));
  }

  private read(path: string): string | undefined {
    const { vfs } = this.kernel;
    const place = vfs.find(this.view, path);
    if (failed(place)) return undefined;
    const node = vfs.attributes(this.view, place);
    const init = this.kernel.processes.get(this.init);
    return failed(node) ? undefined : decode(this.kernel.readAt(init, place, 0, node.size));
  }

  names(folder: string): readonly string[] {
    const { vfs } = this.kernel;
    const place = vfs.find(this.view, folder);
    if (failed(place)) return [];
    return vfs.fsAt(this.view, place).list(place.ino).map(({ name }) => name); // prettier-ignore
  }

  exists(path: string): boolean {
    return !failed(this.kernel.vfs.find(this.view, path, false));
  }

  /** The unit as its file and the drop-ins beside it are now. */
  load(name: string): LoadedUnit | undefined {
    const path = FOLDERS.map((folder) => `${folder}/${name}`).find((one) => this.exists(one));
    if (path === undefined) return undefined;
    const dropIns = FOLDERS.flatMap((folder) =>
      this.names(`${folder}/${name}.d`)
        .filter((file) => file.endsWith(".conf"))
        .sort()
        .map((file) => `${folder}/${name}.d/${file}`),
    );
    const texts = [path, ...dropIns].map((one) => this.read(one) ?? "");
    return { name, path, file: parseUnitFile(texts) };
  }

  loadAll(): readonly LoadedUnit[] {
    const names = new Set(FOLDERS.flatMap((folder) => this.names(folder)));
    return [...names]
      .filter((name) => /\.(service|socket|target)$/.test(name))
      .sort()
      .flatMap((name) => this.load(name) ?? []);
  }

  isWanted(name: string): boolean {
    return this.names(FOLDERS[0] as string)
      .filter((folder) => folder.endsWith(".wants"))
      .some((folder) => this.exists(`${FOLDERS[0]}/${folder}/${name}`));
  }

  /** By /etc/group; root's if it is not there. */
  groupNumber(name: string): number {
    const line = (this.read("/etc/group") ?? "").split("\n").find((one) => one.startsWith(`${name}:`));
    return Number(line?.split(":")[2] ?? 0);
  }

  // ---- states

  stateOf(name: string): UnitState {
    return this.states.get(name) ?? DEAD;
  }

  /** A service that was up before anybody looked. */
  adopt(name: string, pid: Pid): void {
    this.change(name, { active: "active", sub: "running", mainPid: pid, invocation: this.random.hex(32) });
    const title = `${name} - ${this.load(name)?.file.get("Unit.Description")?.[0] ?? name}`;
    this.tell(name, `Starting ${title}...`);
    this.tell(name, `Started ${title}.`);
  }

  /** Whoever waits for the unit looks again. */
  change(name: string, changes: Partial<UnitState>): void {
    const before = this.stateOf(name);
    const moved = changes.active !== undefined && changes.active !== before.active;
    const since = moved ? { since: this.kernel.now } : {};
    this.states.set(name, { ...before, ...since, ...changes, serial: before.serial + 1 });
    this.kernel.wake(unitChannel(name));
  }

  /** The unit whose main or control process that is. */
  unitOf(pid: Pid): string | undefined {
    for (const [name, state] of this.states)
      if (state.mainPid === pid || state.control?.pid === pid) return name;
    return undefined;
  }

  get running(): readonly string[] {
    return [...this.states].filter(([, { active }]) => active === "active").map(([name]) => name);
  }

  // ---- the journal

  /** A line of its own about a unit. */
  tell(unit: string, message: string): void {
    this.journal.push({ at: this.kernel.now, unit, identifier: "systemd", pid: this.init, message });
  }

  /** What a service printed. */
  heard(unit: string, bytes: Uint8Array): void {
    const lines = ((this.partial.get(unit) ?? "") + decode(bytes)).split("\n");
    this.partial.set(unit, lines.pop() ?? "");
    const { mainPid, control } = this.stateOf(unit);
    const pid = mainPid ?? control?.pid ?? this.init;
    const identifier = this.kernel.processes.find(pid)?.name ?? unit;
    for (const message of lines) this.journal.push({ at: this.kernel.now, unit, identifier, pid, message });
  }
}
