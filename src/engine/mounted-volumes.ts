// Volumes come into use when a container starts and out of use when it ends; events tell of both.

import type { Container } from "../model/container.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";

const volumesOf = (container: Container) => container.mountPoints.filter((point) => point.type === "volume");

export function mountVolumes(engine: Engine, effects: Effects, container: Container): void {
  for (const { name, destination, writable, propagation } of volumesOf(container)) {
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
}

export function unmountVolumes(engine: Engine, container: Container): void {
  for (const { name } of volumesOf(container))
    engine.commit({ kind: "volume-unmounted", volume: name, container: container.id });
}
