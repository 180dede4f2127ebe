// Volumes of the local driver: directories below the data root (moby volume/local, volume/service). Options of
// the driver are checked and kept; what is mounted for them is volume-device.ts.

import { failed } from "../base/errno.ts";
import { parseBinarySize } from "../base/go/human-size.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { S_IFDIR, S_IFMT, type FileSystem, type Ino } from "../fs/file-system.ts";
import { idShelf, keysOf, lookUp, valuesOf } from "../model/shelf.ts";
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

export const ANONYMOUS = "com.docker.volume.anonymous";
const NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
const VALID = new RegExp(`^${NAME}+$`);

/** The volume of that name, made if there is none. */
export function createVolume(
  engine: Engine,
  effects: Effects | undefined,
  request: VolumeRequest,
): Result<Volume> {
  const name = request.name || engine.newId();
  if (request.driver !== "" && request.driver !== "local")
    return dockerError(
      "not-found",
      `create ${name}: error looking up volume plugin ${request.driver}: plugin "${request.driver}" not found`,
    );
  const existing = lookUp(engine.state.volumes, name);
  if (existing !== undefined) return ok(existing);
  const wrong = nameComplaint(name) ?? optionsComplaint(request.options);
  if (wrong !== undefined) return dockerError("invalid-parameter", `create ${name}: ${wrong}`);
  const root = `${engine.settings.dataRoot}/volumes/${name}`;
  const mountpoint = `${root}/_data`;
  const refused =
    engine.files.makeDirectories(root, 0o701) ?? engine.files.makeDirectories(mountpoint, 0o755);
  if (refused !== undefined) {
    engine.files.remove(root);
    return dockerError(
      "system",
      `create ${name}: error while creating volume root path '${root}': mkdir ${mountpoint}: no space left on device`,
    );
  }
  const volume: Volume = {
    name,
    driver: "local",
    createdAt: engine.now,
    labels: request.name === "" ? new Map([...(request.labels ?? []), [ANONYMOUS, ""]]) : request.labels,
    options: request.options !== null && request.options.size === 0 ? null : request.options,
    mountpoint,
  };
  effects?.done(volume, () => removeVolume(engine, name));
  engine.commit({ kind: "volume-created", volume });
  return ok(volume);
}

function nameComplaint(name: string): string | undefined {
  if (name.length === 1)
    return "volume name is too short, names should be at least two alphanumeric characters";
  if (VALID.test(name)) return undefined;
  return `"${name}" includes invalid characters for a local volume name, only "${NAME}" are allowed. If you intended to pass a host directory, use absolute path`;
}

const OPTIONS = ["type", "o", "device", "size"];

function optionsComplaint(options: ReadonlyMap<string, string> | null): string | undefined {
  if (options === null || options.size === 0) return undefined;
  const unknown = [...options.keys()].find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) return `invalid option: "${unknown}"`;
  const size = options.get("size");
  if (size !== undefined) {
    const parsed = parseBinarySize(size);
    if (!parsed.ok) return parsed.error;
    if (parsed.value !== 0) return "quota size requested but no quota support";
  }
  const needs = ["o", "type", "device"].some((name) => options.has(name));
  const missing = needs ? ["device", "type"].find((name) => !options.has(name)) : undefined;
  return missing && `missing required option: "${missing}"`;
}

export function removeVolume(engine: Engine, name: string): void {
  if (lookUp(engine.state.volumes, name) === undefined) return;
  engine.files.remove(`${engine.settings.dataRoot}/volumes/${name}`);
  engine.commit({ kind: "volume-removed", volume: name });
}

/** docker volume rm; with `force` a volume that is not there is no error. */
export function deleteVolume(engine: Engine, name: string, force: boolean): Result<undefined> {
  if (lookUp(engine.state.volumes, name) === undefined) return force ? ok(undefined) : noSuchVolume(name);
  const users = usersOf(engine, name);
  if (users.length > 0)
    return dockerError("conflict", `remove ${name}: volume is in use - [${users.join(", ")}]`);
  removeVolume(engine, name);
  return ok(undefined);
}

export const noSuchVolume = (name: string): Result<never> =>
  dockerError("not-found", `${name === "" ? "get" : `get ${name}`}: no such volume`);

/** Ids of containers, running or not, that have the volume among their mounts. */
export const usersOf = (engine: Engine, name: string): string[] => [
  ...keysOf(lookUp(engine.state.volumeUsers, name) ?? idShelf()),
];

export interface VolumePruning {
  /** those with a name as well */
  readonly all: boolean;
  readonly labels: (labels: ReadonlyMap<string, string> | null) => boolean;
}

export function pruneVolumes(
  engine: Engine,
  { all, labels }: VolumePruning,
): { readonly names: readonly string[]; readonly reclaimed: number } {
  const names: string[] = [];
  let reclaimed = 0;
  const byName = [...valuesOf(engine.state.volumes)].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const volume of byName) {
    const unused = usersOf(engine, volume.name).length === 0;
    if (!unused || volume.options !== null || (!all && !volume.labels?.has(ANONYMOUS))) continue;
    if (!labels(volume.labels)) continue;
    reclaimed += volumeSize(engine, volume.name);
    removeVolume(engine, volume.name);
    names.push(volume.name);
  }
  engine.commit({ kind: "pruned", what: "volume", reclaimed });
  return { names, reclaimed };
}

/** Bytes of the files in a volume, each once. */
export function volumeSize(engine: Engine, name: string): number {
  const volume = lookUp(engine.state.volumes, name);
  const place = volume === undefined ? "ENOENT" : engine.files.find(volume.mountpoint);
  if (failed(place)) return 0;
  const fs = engine.kernel.fileSystems.get(engine.files.mountOf(place).fs);
  return sizeBelow(fs, place.ino, new Set());
}

function sizeBelow(fs: FileSystem, directory: Ino, seen: Set<Ino>): number {
  let size = 0;
  for (const { ino } of fs.list(directory)) {
    const node = fs.attributes(ino);
    if (node === undefined || seen.has(ino)) continue;
    seen.add(ino);
    size += (node.mode & S_IFMT) === S_IFDIR ? sizeBelow(fs, ino, seen) : node.size;
  }
  return size;
}

/** Whether a path on the host is a directory, a file or nothing. */
export function kindOnHost(engine: Engine, path: string): "directory" | "file" | undefined {
  if (failed(engine.files.attributes(path))) return undefined;
  return engine.files.isDirectory(path) ? "directory" : "file";
}
