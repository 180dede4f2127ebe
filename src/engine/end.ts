// A container's first process has ended: what it held is given back, the state and the events say so, and its
// restart policy or --rm decides what comes next (moby daemon/monitor.go handleContainerExit).

import { must } from "../base/assert.ts";
import type { Process } from "../kernel/process.ts";
import { exitStatusOf, type Ending } from "../kernel/sys.ts";
import type { Container } from "../model/container.ts";
import { restartDelay } from "../model/restart-policy.ts";
import { lookUp } from "../model/shelf.ts";
import { closeOutput } from "./attachments.ts";
import { buildStepEnded } from "./build-step.ts";
import { dismantle, endProcesses } from "./dismantle.ts";
import { addressesOf } from "./endpoint-settings.ts";
import { leaveNetworks, leaveShared } from "./endpoints.ts";
import type { Engine } from "./engine.ts";
import { execEnded } from "./exec.ts";
import { unmountVolumes } from "./mounted-volumes.ts";
import { removeOwnHosts } from "./network-files.ts";
import { removeContainer } from "./remove.ts";
import { restartLater } from "./restart-later.ts";

/** The kernel's word that a watched process has ended; `key` is a container's or an exec's id. */
export function processEnded(engine: Engine, key: string, process: Process, ending: Ending): void {
  const container = lookUp(engine.state.containers, key);
  if (container !== undefined && container.pid === process.pid)
    containerEnded(engine, container, exitStatusOf(ending));
  else if (!buildStepEnded(engine, key, exitStatusOf(ending))) execEnded(engine, key, exitStatusOf(ending));
}

function containerEnded(engine: Engine, container: Container, exitCode: number): void {
  const { id } = container;
  engine.logs.finish(id);
  closeOutput(engine, id);
  giveBack(engine, container);
  const ran = engine.now - (container.startedAt ?? engine.now);
  const restartIn =
    !engine.isUp || engine.isLeaving
      ? undefined
      : restartDelay(container.hostConfig.RestartPolicy, {
          exitCode,
          ran,
          byHand: container.stoppedByHand,
          canceled: container.restartCanceled,
          restartCount: container.restartCount,
          lastDelay: container.lastDelay,
        });
  engine.commit({ kind: "container-died", id, exitCode, restartIn });
  if (restartIn !== undefined) restartLater(engine, id, restartIn);
  else if (container.hostConfig.AutoRemove && !container.restartedByHand)
    void removeContainer(engine, id, { force: true, volumes: true });
}

/** Everything of the kernel's that the run had. */
function giveBack(engine: Engine, container: Container): void {
  const sandbox = must(container.sandbox, `container ${container.id} ran without a sandbox`);
  endProcesses(engine, sandbox);
  for (const endpoint of container.endpoints) removeOwnHosts(engine, container, addressesOf(endpoint));
  leaveNetworks(engine, container);
  leaveShared(engine, container);
  unmountVolumes(engine, container);
  dismantle(engine, sandbox);
}
