// Volumes come into use when a container starts and out of use when it ends; events tell of both. Sources of binds
// are made where -v names some that are missing (moby daemon/volumes_unix.go setupMounts, volume/mounts Setup).

import { failed } from "../base/errno.ts";
import { quote } from "../base/go/quote.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Container } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { lowerCase } from "./mounter.ts";
import { cleanPath } from "./paths.ts";
import { mountDevice, unmountDevice } from "./volume-device.ts";

export function mountVolumes(engine: Engine, effects: Effects, container: Container): Result<undefined> {
  for (const point of container.mountPoints) {
    const { type, name, source, subpath, destination, writable, propagation, origin } = point;
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
    const mounted = mountVolume(engine, effects, name, container.id);
    if (!mounted.ok) return mounted;
    const inside = checkSubpath(engine, source, subpath);
    if (!inside.ok) return inside;
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

function mountVolume(engine: Engine, effects: Effects, name: string, user: string): Result<undefined> {
  const volume = lookUp(engine.state.volumes, name);
  if (volume === undefined) return ok(undefined);
  const mounted = mountDevice(engine, volume);
  if (!mounted.ok)
    return dockerError(
      mounted.error.kind,
      `error while mounting volume '${volume.mountpoint}': ${mounted.error.message}`,
    );
  effects.done(volume, () => unmountDevice(engine, volume, user));
  return ok(undefined);
}

/** A part of a volume has to be there and may not lead out of it (moby volume/safepath). */
function checkSubpath(engine: Engine, base: string, subpath: string): Result<undefined> {
  if (subpath === "") return ok(undefined);
  const path = cleanPath(`${base}/${subpath}`);
  const place = engine.files.find(path);
  if (place === "ENOENT")
    return dockerError(
      "not-found",
      `cannot access path ${path}: lstat ${missingPart(engine, path)}: ${lowerCase(place)}`,
    );
  if (failed(place))
    return dockerError(
      "system",
      `error while resolving symlinks in combined path ${quote(path)}: ${lowerCase(place)}`,
    );
  const real = engine.kernel.vfs.pathOf(engine.files.view, place);
  if (!failed(real) && real.path !== base && !real.path.startsWith(`${base}/`))
    return dockerError(
      "invalid-parameter",
      `path concatenation escapes the base directory, base: ${base}, subpath: ${subpath}`,
    );
  return ok(undefined);
}

/** The first part of a path that is not there. */
function missingPart(engine: Engine, path: string): string {
  const parts = path.split("/");
  const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join("/")).filter((prefix) => prefix !== "");
  return prefixes.find((prefix) => failed(engine.files.find(prefix))) ?? path;
}

export function unmountVolumes(engine: Engine, container: Container): void {
  for (const { type, name, destination } of container.mountPoints)
    if (type === "volume" && !container.hostConfig.Tmpfs?.has(destination)) {
      const volume = lookUp(engine.state.volumes, name);
      if (volume !== undefined) unmountDevice(engine, volume, container.id);
      engine.commit({ kind: "volume-unmounted", volume: name, container: container.id });
    }
}
