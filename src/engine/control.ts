// Small changes to containers: pause, unpause, rename, resize (moby daemon/pause.go, unpause.go, rename.go,
// resize.go). Updates of limits are update.ts.

import { dockerError, ok, type Result } from "../base/result.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import { findContainer } from "../model/lookup.ts";
import { resize } from "../kernel/ptys.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { findExec } from "./exec.ts";
import { notRunning } from "./kill.ts";
import { reserveName } from "./names.ts";
import { renameEndpoints } from "./network-connections.ts";

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
  const name = reserveName(engine, wanted.startsWith("/") ? wanted : `/${wanted}`);
  if (!name.ok) return dockerError(name.error.kind, `Error when allocating new name: ${name.error.message}`);
  engine.commit({ kind: "container-renamed", id, name: name.value, oldName });
  renameEndpoints(engine, id);
  return ok(undefined);
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
