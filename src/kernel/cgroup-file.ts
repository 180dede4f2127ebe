// One file of a control group, and what the two versions have in common: numbers with limits, lists of
// processes, the processor time of a group. Relies on the process table and on the groups' records.

import type { Done } from "../fs/file-system.ts";
import type { Cgroup, CgroupLimits } from "./cgroups.ts";
import type { Kernel } from "./kernel.ts";

export interface CgroupFile {
  /** undefined: it can only be written */
  readonly read?: (group: Cgroup, kernel: Kernel) => string | number;
  readonly write?: (group: Cgroup, value: string, kernel: Kernel) => Done;
}

export type CgroupFiles = ReadonlyMap<string, CgroupFile>;

export const shown = (read: CgroupFile["read"]): CgroupFile => (read === undefined ? {} : { read });
export const constant = (value: string | number): CgroupFile => ({ read: () => value });
/** Takes what is written and forgets it. */
export const indifferent = (value: string | number): CgroupFile => ({
  read: () => value,
  write: () => undefined,
});

type NumericLimit = {
  [K in keyof CgroupLimits]-?: number extends CgroupLimits[K] ? K : never;
}[keyof CgroupLimits];

/** A limit in a number, where `none` and numbers below `least` mean that there is none. */
export const limit = (key: NumericLimit, none: string | number, unset: string, least = 0): CgroupFile => ({
  read: ({ limits }) => {
    const value = limits[key];
    return value === undefined || value < least ? none : value;
  },
  write: (group, value) => {
    const number = value === unset ? undefined : parseBytes(value);
    if (Number.isNaN(number)) return "EINVAL";
    group.limits = { ...group.limits, [key]: number };
    return undefined;
  },
});

const UNITS = new Map([["", 1], ["k", 1 << 10], ["m", 1 << 20], ["g", 2 ** 30]]); // prettier-ignore

function parseBytes(text: string): number {
  const match = /^(\d+)([kmg]?)$/i.exec(text);
  return match === null ? NaN : Number(match[1]) * (UNITS.get((match[2] as string).toLowerCase()) as number);
}

/** Numbers of the group's processes as the reader sees them. */
export function members(group: Cgroup, kernel: Kernel): string {
  const namespace = kernel.caller?.pidNamespaces.at(-1) ?? 0;
  const pids: number[] = [];
  for (const pid of group.members) {
    const process = kernel.processes.get(pid);
    const at = process.pidNamespaces.indexOf(namespace);
    pids.push(at < 0 ? 0 : (process.pids[at] as number));
  }
  return pids.join("\n");
}

/** Moves the process with that number, as the writer sees it, into the group. */
export function moveIn(group: Cgroup, value: string, kernel: Kernel): Done {
  const { caller } = kernel;
  const found = value === "0" ? caller : caller && kernel.processes.seenBy(caller, Number(value));
  if (found === undefined || found.state === "zombie") return "ESRCH";
  if (found.cgroup === group.id) return undefined;
  if (!kernel.cgroups.hasRoom(group.id)) return "EAGAIN";
  kernel.cgroups.leave(found.cgroup, found);
  kernel.cgroups.enter(group.id, found);
  kernel.processes.own(found.pid).cgroup = group.id;
  return undefined;
}

/** Processor time in microseconds: of the processes that ended, and of those that live. */
export function processorTime(group: Cgroup, kernel: Kernel): number {
  let used = group.cpu;
  for (const pid of group.members) used += kernel.processes.get(pid).cpu;
  return used;
}

export const processorRange = (kernel: Kernel): string =>
  kernel.machine.cpus === 1 ? "0" : `0-${kernel.machine.cpus - 1}`;
