// Memory that processes hold, charged to their cgroups and to the machine; the killer that comes when a
// limit is reached (Documentation/admin-guide/cgroup-v1/memory.rst). Swap is not modelled: a group has
// what its memory limit says.

import type { Errno } from "../base/errno.ts";
import { SIGKILL } from "../base/signals.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import type { Pid } from "./sys.ts";

/** Adds to what a process holds (or gives back, if negative); ends the largest of its group if that is too much. */
export function holdMemory(kernel: Kernel, process: Process, bytes: number): Errno | undefined {
  const limit = process.limits.get("as")?.soft ?? Infinity;
  if (bytes > 0 && process.memory + bytes > limit) return "ENOMEM";
  process.memory += bytes;
  if (kernel.cgroups.charge(process.cgroup, bytes)) return undefined;
  if (bytes > 0) killLargest(kernel, process.cgroup);
  return undefined;
}

function killLargest(kernel: Kernel, cgroup: number): void {
  let victim: Process | undefined;
  for (const pid of kernel.cgroups.get(cgroup).members) {
    const candidate = kernel.processes.get(pid);
    if (victim === undefined || candidate.memory > victim.memory) victim = candidate;
  }
  if (victim !== undefined) kill(kernel, victim, "Memory cgroup out of memory");
}

/** Of a process that wants more than any machine has. */
export function killForMemory(kernel: Kernel, pid: Pid): void {
  kill(kernel, kernel.processes.get(pid), "Out of memory");
}

function kill(kernel: Kernel, victim: Process, why: string): void {
  const { cgroup } = victim;
  kernel.cgroups.own(cgroup).oomKills++;
  const kilobytes = Math.floor(victim.memory / 1024);
  kernel.log(
    `${why}: Killed process ${victim.pid} (${victim.name}) total-vm:${kilobytes}kB, anon-rss:${kilobytes}kB, file-rss:0kB, shmem-rss:0kB, UID:${victim.uid} pgtables:60kB oom_score_adj:${victim.oomScoreAdj}`,
  );
  kernel.outOfMemory(cgroup);
  kernel.processes.end(kernel.processes.own(victim.pid), { kind: "signaled", signal: SIGKILL, core: false });
}
