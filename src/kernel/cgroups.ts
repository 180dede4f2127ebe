// Control groups: a tree of named groups with limits and counters for memory, processes, cpu and freezing.
// One hierarchy; whether it shows as version 1 or 2 below /sys/fs/cgroup is cgroup-files' business.
// Not modelled: throttling by time (the limit is kept and shown; programs are not slowed down by it).

import { must } from "../base/assert.ts";
import { Table, type Owned } from "../base/table.ts";
import type { Duration } from "../base/time.ts";
import type { Process } from "./process.ts";
import type { Pid } from "./sys.ts";

export interface CgroupLimits {
  /** bytes; undefined is no limit */
  readonly memory?: number | undefined;
  /** memory and swap together */
  readonly memorySwap?: number | undefined;
  readonly memoryReservation?: number | undefined;
  readonly pids?: number | undefined;
  readonly cpuShares?: number | undefined;
  /** microseconds per period; undefined is no limit */
  readonly cpuQuota?: number | undefined;
  readonly cpuPeriod?: number | undefined;
  readonly cpusetCpus?: string | undefined;
  readonly cpusetMems?: string | undefined;
  readonly blkioWeight?: number | undefined;
  readonly memorySwappiness?: number | undefined;
}

export interface Cgroup extends Owned {
  readonly id: number;
  readonly parent: number | undefined;
  /** from the root of the hierarchy, without a trailing slash; "" is the root */
  readonly path: string;
  limits: CgroupLimits;
  frozen: boolean;
  /** processes in the group itself, without zombies, in the order in which they came */
  readonly members: Set<Pid>;
  memory: number;
  memoryPeak: number;
  memoryFailures: number;
  oomKills: number;
  cpu: Duration;
  pidsPeak: number;
}

export class Cgroups {
  private readonly table: Table<Cgroup>;
  private nextId: number;

  constructor(origin?: Cgroups) {
    this.table = origin
      ? origin.table.fork()
      : new Table<Cgroup>((g) => ({ ...g, members: new Set(g.members) }));
    this.nextId = origin ? origin.nextId : 0;
    if (origin === undefined) this.create(undefined, "");
  }

  get count(): number {
    return this.table.size;
  }

  create(parent: number | undefined, path: string, limits: CgroupLimits = {}): Cgroup {
    const id = this.nextId++;
    return this.table.insert(id, {
      owner: this.table.owner,
      id,
      parent,
      path,
      limits,
      frozen: false,
      members: new Set(),
      memory: 0,
      memoryPeak: 0,
      memoryFailures: 0,
      oomKills: 0,
      cpu: 0,
      pidsPeak: 0,
    });
  }

  get(id: number): Cgroup {
    return must(this.table.get(id), `cgroup ${id} is gone`);
  }

  own(id: number): Cgroup {
    return must(this.table.own(id), `cgroup ${id} is gone`);
  }

  find(path: string): Cgroup | undefined {
    for (const group of this.table.values()) if (group.path === path) return group;
    return undefined;
  }

  values(): Iterable<Cgroup> {
    return this.table.values();
  }

  remove(id: number): void {
    this.table.delete(id);
  }

  /** Whether another process may enter the group. */
  hasRoom(id: number): boolean {
    const { limits, members } = this.get(id);
    return limits.pids === undefined || limits.pids <= 0 || members.size < limits.pids;
  }

  enter(id: number, process: Process): void {
    const group = this.own(id);
    group.members.add(process.pid);
    group.pidsPeak = Math.max(group.pidsPeak, group.members.size);
    this.charge(id, process.memory);
  }

  leave(id: number, process: Process): void {
    const group = this.own(id);
    group.members.delete(process.pid);
    group.memory -= process.memory;
  }

  /** Adds to what the group holds; false if that goes over its limit, which somebody has to answer for. */
  charge(id: number, bytes: number): boolean {
    const group = this.own(id);
    group.memory += bytes;
    const limit = group.limits.memory;
    if (limit !== undefined && group.memory > limit) {
      group.memoryFailures++;
      return false;
    }
    group.memoryPeak = Math.max(group.memoryPeak, group.memory);
    return true;
  }
}
