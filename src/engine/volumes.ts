// Volumes of the local driver: directories below the data root (moby volume/local, volume/service).

import { failed } from "../base/errno.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
import type { Volume } from "../model/volume.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";

export interface VolumeRequest {
  /** "" for one without a name of its own */
  readonly name: string;
  readonly driver: string;
  readonly labels: ReadonlyMap<string, string> | null;
  readonly options: ReadonlyMap<string, string> | null;
}

const NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
const VALID = new RegExp(`^${NAME}+$`);

/** The volume of that name, made if there is none. */
export function createVolume(engine: Engine, effects: Effects, request: VolumeRequest): Result<Volume> {
  const name = request.name || engine.newId();
  const existing = lookUp(engine.state.volumes, name);
  if (existing !== undefined) return ok(existing);
  if (request.driver !== "" && request.driver !== "local")
    return dockerError(
      "not-found",
      `error looking up volume plugin ${request.driver}: plugin "${request.driver}" not found`,
    );
  if (!VALID.test(name)) return dockerError("invalid-parameter", nameError(name));
  const root = `${engine.settings.dataRoot}/volumes/${name}`;
  const mountpoint = `${root}/_data`;
  const refused =
    engine.files.makeDirectories(root, 0o701) ?? engine.files.makeDirectories(mountpoint, 0o755);
  if (refused !== undefined && refused !== "EEXIST")
    return dockerError("system", `mkdir ${mountpoint}: ${refused}`);
  const volume: Volume = {
    name,
    driver: "local",
    createdAt: engine.now,
    labels: request.name === "" ? new Map([["com.docker.volume.anonymous", ""]]) : request.labels,
    options: request.options,
    mountpoint,
    anonymous: request.name === "",
  };
  effects.done(volume, () => removeVolume(engine, name));
  engine.commit({ kind: "volume-created", volume });
  return ok(volume);
}

const nameError = (name: string): string =>
  name.length === 1
    ? "volume name is too short, names should be at least two alphanumeric characters"
    : `create ${name}: "${name}" includes invalid characters for a local volume name, only "${NAME}" are allowed. If you intended to pass a host directory, use absolute path`;

export function removeVolume(engine: Engine, name: string): void {
  if (lookUp(engine.state.volumes, name) === undefined) return;
  engine.files.remove(`${engine.settings.dataRoot}/volumes/${name}`);
  engine.commit({ kind: "volume-removed", volume: name });
}

/** Ids of containers, running or not, that have the volume among their mounts. */
export function usersOf(engine: Engine, name: string): string[] {
  const users: string[] = [];
  for (const container of valuesOf(engine.state.containers))
    if (container.mountPoints.some((point) => point.type === "volume" && point.name === name))
      users.push(container.id);
  return users;
}

/** Whether a path on the host is a directory, a file or nothing. */
export function kindOnHost(engine: Engine, path: string): "directory" | "file" | undefined {
  if (failed(engine.files.attributes(path))) return undefined;
  return engine.files.isDirectory(path) ? "directory" : "file";
}
