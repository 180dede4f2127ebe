// Volumes come into use when a container starts and out of use when it ends; events tell of both. Sources of binds
// are made where -v names some that are missing (moby daemon/volumes_unix.go setupMounts, volume/mounts Setup).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Container } from "../model/container.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { lowerCase } from "./mounter.ts";

export function mountVolumes(engine: Engine, effects: Effects, container: Container): Result<undefined> {
  for (const { type, name, source, destination, writable, propagation, origin } of container.mountPoints) {
    if (container.hostConfig.Tmpfs?.has(destination)) continue;
    if (type === "bind" && origin !== "mount" && failed(engine.files.find(source))) {
      const refused = engine.files.makeDirectories(source);
      if (refused !== undefined)
        return dockerError(
          "system",
          `error while creating mount source path '${source}': mkdir ${source}: ${lowerCase(refused)}`,
        );
    }
    if (type !== "volume") continue;
    engine.commit({
      kind: "volume-mounted",
      volume: name,
      container: container.id,
      destination,
      writable,
      propagation,
    });
    effects.done(name, (volume) =>
      engine.commit({ kind: "volume-unmounted", volume, container: container.id }),
    );
  }
  return ok(undefined);
}

export function unmountVolumes(engine: Engine, container: Container): void {
  for (const { type, name, destination } of container.mountPoints)
    if (type === "volume" && !container.hostConfig.Tmpfs?.has(destination))
      engine.commit({ kind: "volume-unmounted", volume: name, container: container.id });
}
