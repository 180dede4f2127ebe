// What is left of a container goes: its tree, its files on the host, its volumes, its record (moby daemon/delete.go
// cleanupContainer). Whether it may go is decided before (remove.ts).

import { closeOutput } from "./attachments.ts";
import type { Container } from "../model/container.ts";
import type { Engine } from "./engine.ts";
import { containerRoot } from "./network-files.ts";
import { removeVolume, usersOf } from "./volumes.ts";

/** One that does not run. */
export function takeApart(engine: Engine, container: Container, volumes: boolean): void {
  const { id } = container;
  engine.commit({ kind: "container-removal-begun", id });
  closeOutput(engine, id);
  const { fileSystems } = engine.kernel;
  fileSystems.tree(container.tree).discard();
  fileSystems.remove(container.tree);
  engine.files.remove(containerRoot(engine, id));
  if (volumes) removeOwnVolumes(engine, container);
  engine.commit({ kind: "container-destroyed", id });
}

/** Volumes without a name of their own that nobody else has; those of others only if it was ever started. */
function removeOwnVolumes(engine: Engine, { id, mountPoints, startedAt }: Container): void {
  for (const { type, name, anonymous, origin, keptFromCreation } of mountPoints) {
    const kept = origin !== "volumes-from" || keptFromCreation === true || startedAt !== undefined;
    const own = type === "volume" && anonymous && kept;
    if (own && usersOf(engine, name).every((user) => user === id)) removeVolume(engine, name);
  }
}
