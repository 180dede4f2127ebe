// docker update (moby daemon/update.go, container/container_unix.go UpdateContainer): limits and the restart policy
// of a container, which reach its control group at once if it runs.

import { dockerError, ok, type Result } from "../base/result.ts";
import type { HostConfig, Resources, RestartPolicy } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";
import { cgroupLimits } from "./resources.ts";
import { verifyResources } from "./verify-resources.ts";
import { restartPolicyComplaint } from "./verify.ts";

/** Only what is given changes: 0, "" and null leave a setting as it is. */
export function updateContainer(
  engine: Engine,
  idOrName: string,
  given: Resources,
  policy: RestartPolicy,
): Result<{ readonly warnings: readonly string[] }> {
  const policyComplaint = restartPolicyComplaint(policy);
  if (policyComplaint !== undefined) return dockerError("invalid-parameter", policyComplaint);
  const { complaint, resources, warnings } = verifyResources(engine, withPidsLimit(given), true);
  if (complaint !== undefined) return dockerError("invalid-parameter", complaint);
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  const { id, state, sandbox } = container;
  if (state === "removing" || state === "dead")
    return dockerError(
      "system",
      `Cannot update container ${id}: container is marked for removal and cannot be "update"`,
    );
  const refused = conflictOf(container, resources, policy);
  if (refused !== undefined) return dockerError("conflict", `Cannot update container ${id}: ${refused}`);
  const hostConfig = merged(container.hostConfig, resources, policy);
  const held = sandbox === undefined ? undefined : engine.kernel.cgroups.own(sandbox.cgroup);
  if (held !== undefined && hostConfig.Memory > 0 && held.memory > hostConfig.Memory)
    return dockerError(
      "system",
      `Cannot update container ${id}: ${busyText(id, hostConfig.Memory, held.memory)}`,
    );
  const { Memory, MemorySwap } = hostConfig;
  const isFirstVersion = engine.settings.cgroupVersion === 1;
  if (held !== undefined && isFirstVersion && MemorySwap > 0 && MemorySwap < Memory)
    return dockerError("system", `Cannot update container ${id}: ${swapText(held.path, MemorySwap)}`);
  engine.commit({ kind: "container-updated", id, hostConfig });
  if (held !== undefined) held.limits = cgroupLimits(hostConfig);
  return ok({ warnings });
}

/** Every number that is no limit is 0 here. */
const withPidsLimit = (given: Resources): Resources =>
  given.PidsLimit !== null && given.PidsLimit <= 0 ? { ...given, PidsLimit: 0 } : given;

const busyText = (id: string, limit: number, usage: number): string =>
  `unable to set memory limit to ${limit} (current usage: ${usage}, peak usage: ${usage}): failed to write ${id}: device or resource busy`;

const swapText = (path: string, limit: number): string =>
  `runc did not terminate successfully: exit status 1: failed to write "${limit}": write /sys/fs/cgroup/memory${path}/memory.memsw.limit_in_bytes: invalid argument`;

function conflictOf(
  { hostConfig }: Container,
  given: Resources,
  { Name: policy }: RestartPolicy,
): string | undefined {
  if (given.NanoCpus > 0 && hostConfig.CpuPeriod > 0)
    return "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set";
  if (given.NanoCpus > 0 && hostConfig.CpuQuota > 0)
    return "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set";
  if (given.CpuPeriod > 0 && hostConfig.NanoCpus > 0)
    return "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set";
  if (given.CpuQuota > 0 && hostConfig.NanoCpus > 0)
    return "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set";
  if (given.Memory !== 0 && given.Memory > hostConfig.MemorySwap && given.MemorySwap === 0)
    return "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time";
  return policy !== "" && policy !== "no" && hostConfig.AutoRemove
    ? "Restart policy cannot be updated because AutoRemove is enabled for the container"
    : undefined;
}

function merged(hostConfig: HostConfig, given: Resources, policy: RestartPolicy): HostConfig {
  return {
    ...hostConfig,
    BlkioWeight: given.BlkioWeight || hostConfig.BlkioWeight,
    CpuShares: given.CpuShares || hostConfig.CpuShares,
    NanoCpus: given.NanoCpus || hostConfig.NanoCpus,
    CpuPeriod: given.CpuPeriod || hostConfig.CpuPeriod,
    CpuQuota: given.CpuQuota || hostConfig.CpuQuota,
    CpusetCpus: given.CpusetCpus || hostConfig.CpusetCpus,
    CpusetMems: given.CpusetMems || hostConfig.CpusetMems,
    Memory: given.Memory || hostConfig.Memory,
    MemorySwap: given.MemorySwap || hostConfig.MemorySwap,
    MemoryReservation: given.MemoryReservation || hostConfig.MemoryReservation,
    CpuRealtimePeriod: given.CpuRealtimePeriod || hostConfig.CpuRealtimePeriod,
    CpuRealtimeRuntime: given.CpuRealtimeRuntime || hostConfig.CpuRealtimeRuntime,
    PidsLimit: given.PidsLimit ?? hostConfig.PidsLimit,
    RestartPolicy: policy.Name === "" ? hostConfig.RestartPolicy : policy,
  };
}
