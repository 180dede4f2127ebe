// What a run had of the kernel is given back: processes that are left, the shim, mounts, namespaces, control group. What
// a sandbox names was made by start.ts, or for a step of a build by build/run-step.ts.

import type { Sandbox } from "../model/container.ts";
import type { Engine } from "./engine.ts";

/** Execs end with their container; where they live in another's pid namespace they are killed here. */
export function endProcesses(engine: Engine, sandbox: Sandbox): void {
  const { processes, cgroups, openFiles } = engine.kernel;
  for (const pid of [...cgroups.get(sandbox.cgroup).members]) {
    const process = processes.find(pid);
    if (process === undefined || process.state === "zombie") continue;
    processes.end(processes.own(pid), { kind: "signaled", signal: 9, core: false });
  }
  if (sandbox.stdin !== undefined) openFiles.release(sandbox.stdin);
  processes.end(processes.own(sandbox.shim), { kind: "exited", code: 0 });
}

/** After its processes, networks and volumes. */
export function dismantle({ kernel }: Engine, sandbox: Sandbox): void {
  for (const fs of sandbox.fileSystems) kernel.fileSystems.remove(fs);
  kernel.mountNamespaces.remove(sandbox.mountNamespace);
  if (sandbox.ownsUts) kernel.utsNamespaces.remove(sandbox.utsNamespace);
  kernel.cgroups.remove(sandbox.cgroup);
}
