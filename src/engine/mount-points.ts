// Which mounts a container has: those of other containers, -v, --mount, in this order, later ones replacing
// earlier ones for the same destination (moby daemon/volumes.go registerMountPoints).

import { dockerError, ok, type Result } from "../base/result.ts";
import type { HostConfig } from "../model/container-config.ts";
import type { MountPoint } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import type { Volume } from "../model/volume.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { findImage } from "./images.ts";
import { parseMountRaw, parseMountSpec, parseVolumesFrom, type ParsedMount } from "./mount-parser.ts";
import { createVolume, kindOnHost } from "./volumes.ts";

type Points = Map<string, MountPoint>;

export function resolveMountPoints(
  engine: Engine,
  effects: Effects,
  hostConfig: HostConfig,
): Result<readonly MountPoint[]> {
  const points: Points = new Map();
  const taken = new Set<string>();
  const steps = [
    () => fromOthers(engine, hostConfig, points),
    () => fromBinds(engine, effects, hostConfig, points, taken),
    () => fromMounts(engine, effects, hostConfig, points, taken),
  ];
  for (const step of steps) {
    const done = step();
    if (!done.ok) return done;
  }
  return ok([...points.values()]);
}

function fromOthers(engine: Engine, hostConfig: HostConfig, points: Points): Result<undefined> {
  for (const spec of hostConfig.VolumesFrom ?? []) {
    const parsed = parseVolumesFrom(spec);
    if (!parsed.ok) return parsed;
    const other = findContainer(engine.state, parsed.value.container);
    if (!other.ok) return dockerError("invalid-parameter", other.error.message);
    for (const point of other.value.mountPoints)
      points.set(point.destination, {
        ...point,
        writable: point.writable && parsed.value.writable,
        origin: "volumes-from",
        mode: "",
        ...(point.origin === "image" ? { keptFromCreation: true } : {}),
      });
  }
  return ok(undefined);
}

const duplicate = (destination: string): Result<never> =>
  dockerError("invalid-parameter", `Duplicate mount point: ${destination}`);

function fromBinds(
  engine: Engine,
  effects: Effects,
  hostConfig: HostConfig,
  points: Points,
  taken: Set<string>,
): Result<undefined> {
  for (const raw of hostConfig.Binds ?? []) {
    const parsed = parseMountRaw(raw, hostConfig.VolumeDriver);
    if (!parsed.ok) return parsed;
    const { destination } = parsed.value;
    if (taken.has(destination) || hostConfig.Tmpfs?.has(destination)) return duplicate(destination);
    const point = mountPointOf(engine, effects, parsed.value, "bind", null, null);
    if (!point.ok) return point;
    taken.add(destination);
    points.set(destination, point.value);
  }
  return ok(undefined);
}

function fromMounts(
  engine: Engine,
  effects: Effects,
  hostConfig: HostConfig,
  points: Points,
  taken: Set<string>,
): Result<undefined> {
  for (const spec of hostConfig.Mounts ?? []) {
    const parsed = parseMountSpec(spec, (path) => kindOnHost(engine, path) !== undefined);
    if (!parsed.ok) return parsed;
    if (taken.has(parsed.value.destination)) return duplicate(spec.Target ?? "");
    const options = spec.VolumeOptions?.DriverConfig?.Options ?? null;
    const point = mountPointOf(
      engine,
      effects,
      parsed.value,
      "mount",
      options,
      spec.VolumeOptions?.Labels ?? null,
    );
    if (!point.ok) return point;
    taken.add(parsed.value.destination);
    points.set(parsed.value.destination, point.value);
  }
  return ok(undefined);
}

type Strings = ReadonlyMap<string, string> | null;

function mountPointOf(
  engine: Engine,
  effects: Effects,
  parsed: ParsedMount,
  origin: "bind" | "mount",
  options: Strings,
  labels: Strings,
): Result<MountPoint> {
  const base: MountPoint = { ...parsed, origin, anonymous: false };
  if (parsed.type === "image") return imagePoint(engine, base);
  if (parsed.type !== "volume") return ok(base);
  const volume = createVolume(engine, effects, { name: parsed.name, driver: parsed.driver, options, labels });
  if (!volume.ok) return volume;
  // The local driver's volumes are bind mounts underneath; --mount and -v without a mode show as "z".
  const mode = parsed.mode === "" ? "z" : parsed.mode;
  return ok({
    ...base,
    name: volume.value.name,
    driver: volume.value.driver,
    source: volume.value.mountpoint,
    mode,
    anonymous: parsed.name === "",
  });
}

/** An image's files show on the host like a container's. */
function imagePoint(engine: Engine, base: MountPoint): Result<MountPoint> {
  const image = findImage(engine, base.source);
  if (!image.ok) return image;
  const source = `${engine.settings.dataRoot}/overlay2/${engine.newId()}/merged`;
  return ok({ ...base, name: base.source, source, image: image.value.id, writable: false });
}

/** Path on the host of what is mounted. */
export const mountSourceOf = ({ source, subpath }: MountPoint): string =>
  subpath === "" ? source : `${source}/${subpath}`;

export const isDirectoryPath = (engine: Engine, path: string): boolean => engine.files.isDirectory(path);

/** A volume for a path that the image or -v names without a source. */
export const anonymousMount = (volume: Volume, destination: string): MountPoint => ({
  type: "volume",
  name: volume.name,
  source: volume.mountpoint,
  destination,
  driver: volume.driver,
  mode: "",
  writable: true,
  propagation: "",
  origin: "image",
  anonymous: true,
  noCopy: false,
  subpath: "",
  options: "",
});
