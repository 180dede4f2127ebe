// Removing containers (moby daemon/delete.go): with force also running ones, with volumes also those that were made
// because somebody needed one without a name.

import { dockerError, ok, type Result } from "../base/result.ts";
import { SIGKILL } from "../base/signals.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { signalContainer } from "./kill.ts";
import { takeApart } from "./take-apart.ts";

export interface RemoveContainerOptions {
  readonly force: boolean;
  readonly volumes: boolean;
}

export function removeContainer(
  engine: Engine,
  idOrName: string,
  options: RemoveContainerOptions,
): Result<undefined> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const { id, state } = found.value;
  if (state === "removing")
    return dockerError("conflict", `removal of container ${idOrName} is already in progress`);
  if (isRunning(state)) {
    const refused = options.force ? undefined : refusal(found.value, idOrName);
    if (refused !== undefined) return refused;
    void signalContainer(engine, found.value, SIGKILL);
  }
  // One that was started with --rm is gone by now.
  const container = lookUp(engine.state.containers, id);
  if (container !== undefined && !isRunning(container.state)) takeApart(engine, container, options.volumes);
  return ok(undefined);
}

function refusal(container: Container, given: string): Result<never> {
  const why =
    container.state === "paused"
      ? "container is paused and must be unpaused first"
      : `container is ${container.state}: stop the container before removing or force remove`;
  return dockerError("conflict", `cannot remove container "${given}": ${why}`);
}
