// Small changes to containers: pause, unpause, rename, update, resize (moby daemon/pause.go, unpause.go,
// rename.go, update.go, resize.go).

import { dockerError, ok, type Result } from "../base/result.ts";
import type { HostConfig, Resources, RestartPolicy } from "../model/container-config.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import { resize } from "../kernel/ptys.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { findExec } from "./exec.ts";
import { notRunning } from "./kill.ts";
import { reserveName } from "./names.ts";
import { cgroupLimits } from "./resources.ts";
import { restartPolicyComplaint, verifyResources } from "./verify.ts";

export function pauseContainer(engine: Engine, idOrName: string): Result<undefined> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  if (!isRunning(container.state)) return notRunning(container);
  if (container.state === "paused")
    return dockerError("conflict", `Container ${container.id} is already paused`);
  if (container.state === "restarting" || container.sandbox === undefined)
    return dockerError(
      "conflict",
      `Container ${container.id} is restarting, wait until the container is running`,
    );
  engine.kernel.processes.setFrozen(container.sandbox.cgroup, true);
  engine.commit({ kind: "container-paused", id: container.id });
  return ok(undefined);
}

export function unpauseContainer(engine: Engine, idOrName: string): Result<undefined> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  if (container.state !== "paused" || container.sandbox === undefined)
    return dockerError("unknown", `Container ${container.id} is not paused`);
  engine.commit({ kind: "container-unpaused", id: container.id });
  engine.kernel.processes.setFrozen(container.sandbox.cgroup, false);
  return ok(undefined);
}

export function renameContainer(engine: Engine, idOrName: string, wanted: string): Result<undefined> {
  if (idOrName === "" || wanted === "")
    return dockerError("invalid-parameter", "Neither old nor new names may be empty");
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const { id, name: oldName } = found.value;
  if (wanted.replace(/^\//, "") === oldName)
    return dockerError("invalid-parameter", "Renaming a container with the same name as its current name");
  const name = reserveName(engine, wanted);
  if (!name.ok) return dockerError(name.error.kind, `Error when allocating new name: ${name.error.message}`);
  engine.commit({ kind: "container-renamed", id, name: name.value, oldName });
  return ok(undefined);
}

/** Only what is given changes: 0, "" and null leave a setting as it is. */
export function updateContainer(
  engine: Engine,
  idOrName: string,
  resources: Resources,
  policy: RestartPolicy,
): Result<{ readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const complaint = verifyResources(engine, resources, true, warnings) ?? restartPolicyComplaint(policy);
  if (complaint !== undefined) return dockerError("invalid-parameter", complaint);
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  const changed = changedConfig(container, resources, policy);
  if (!changed.ok) return changed;
  engine.commit({ kind: "container-updated", id: container.id, hostConfig: changed.value });
  if (container.sandbox !== undefined)
    engine.kernel.cgroups.own(container.sandbox.cgroup).limits = cgroupLimits(changed.value);
  return ok({ warnings });
}

const fail = (container: Container, why: string): Result<never> =>
  dockerError("invalid-parameter", `Cannot update container ${container.id}: ${why}`);

function changedConfig(
  container: Container,
  resources: Resources,
  policy: RestartPolicy,
): Result<HostConfig> {
  const { hostConfig } = container;
  if (container.state === "removing" || container.state === "dead")
    return fail(container, `container is marked for removal and cannot be "update"`);
  if (policy.Name !== "" && hostConfig.AutoRemove && policy.Name !== "no")
    return fail(
      container,
      "Restart policy cannot be updated because AutoRemove is enabled for the container",
    );
  const given = Object.entries(resources).filter(
    ([, value]) =>
      value !== 0 && value !== "" && value !== null && !(Array.isArray(value) && value.length === 0),
  );
  const merged: HostConfig = {
    ...hostConfig,
    ...Object.fromEntries(given),
    ...(policy.Name === "" ? {} : { RestartPolicy: policy }),
  };
  const swap = merged.MemorySwap;
  if (resources.Memory > 0 && resources.MemorySwap === 0 && swap > 0 && merged.Memory > swap)
    return fail(
      container,
      "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
    );
  if (resources.NanoCpus > 0 && (hostConfig.CpuPeriod > 0 || hostConfig.CpuQuota > 0))
    return fail(
      container,
      "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set",
    );
  if ((resources.CpuPeriod > 0 || resources.CpuQuota > 0) && hostConfig.NanoCpus > 0)
    return fail(
      container,
      `Conflicting options: CPU ${resources.CpuPeriod > 0 ? "Period" : "Quota"} cannot be updated as NanoCPUs has already been set`,
    );
  return ok(merged);
}

export function resizeContainer(
  engine: Engine,
  idOrName: string,
  rows: number,
  columns: number,
): Result<undefined> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  if (!isRunning(container.state)) return notRunning(container);
  if (container.sandbox?.pty !== undefined) resize(engine.kernel, container.sandbox.pty, { rows, columns });
  engine.commit({ kind: "container-resized", id: container.id, rows, columns });
  return ok(undefined);
}

export function resizeExec(engine: Engine, id: string, rows: number, columns: number): Result<undefined> {
  const found = findExec(engine, id);
  if (!found.ok) return found;
  const exec = found.value;
  if (lookUp(engine.state.containers, exec.container) !== undefined && exec.pty !== undefined)
    resize(engine.kernel, exec.pty, { rows, columns });
  return ok(undefined);
}
