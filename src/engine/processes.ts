// The processes of a running container, by their numbers on the host (moby daemon/top_unix.go, containerd's
// Pids): all members of its control group, execs as well.

import { dockerError, ok, type Result } from "../base/result.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import { findContainer } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";
import { notRunning } from "./kill.ts";

export function pidsOf(
  engine: Engine,
  idOrName: string,
): Result<{ readonly id: string; readonly pids: readonly number[] }> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const { id, state, sandbox } = found.value;
  if (!isRunning(state)) return notRunning(found.value);
  if (sandbox === undefined)
    return dockerError("conflict", `Container ${id} is restarting, wait until the container is running`);
  return ok({ id, pids: [...engine.kernel.cgroups.get(sandbox.cgroup).members].sort((a, b) => a - b) });
}
