// Creating a container: its config settled, its name taken, a tree forked above its image's, volumes made,
// files below the data root laid out (moby daemon/create.go). Nothing runs yet.

import type { Result } from "../base/result.ts";
import { dockerError, ok } from "../base/result.ts";
import type { ContainerConfig, EndpointSettings, HostConfig } from "../model/container-config.ts";
import type { Container, Endpoint, MountPoint } from "../model/container.ts";
import type { Image } from "../model/image.ts";
import { emptyEndpointSettings } from "./endpoint-settings.ts";
import { withEffects, type Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { findImage, imageTree } from "./images.ts";
import { mergeConfig, withoutReset } from "./merge-config.ts";
import { layOutInitLayer } from "./init-layer.ts";
import { anonymousMount, resolveMountPoints } from "./mount-points.ts";
import { cleanPath, isFileIn } from "./paths.ts";
import { generateName, reserveName } from "./names.ts";
import { adaptHostConfig, DEFAULT_MASKED_PATHS, DEFAULT_READONLY_PATHS } from "./host-config.ts";
import { verifyCreate } from "./verify.ts";
import { createVolume } from "./volumes.ts";
import { populateVolumes } from "./populate-volumes.ts";
import { setUpWorkingDirectory } from "./working-directory.ts";

export interface CreateRequest {
  readonly name: string | undefined;
  readonly platform: string | undefined;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
}

export interface Created {
  readonly id: string;
  readonly warnings: readonly string[];
}

export function createContainer(engine: Engine, request: CreateRequest): Result<Created> {
  const warnings: string[] = [];
  const verified = verifyCreate(engine, request, warnings);
  if (!verified.ok) return verified;
  const image = findImage(engine, request.config.Image, request.platform);
  if (!image.ok) return image;
  const config = withoutReset(mergeConfig(verified.value.config, image.value.config));
  if ((config.Entrypoint?.length ?? 0) === 0 && (config.Cmd?.length ?? 0) === 0)
    return dockerError("invalid-parameter", "no command specified");
  const hostConfig = adaptHostConfig(engine, verified.value.hostConfig);
  if (!hostConfig.ok) return hostConfig;
  const name = request.name ? reserveName(engine, request.name) : ok(generateName(engine));
  if (!name.ok) return name;
  const made = withEffects((effects) =>
    make(engine, effects, {
      name: name.value,
      config,
      hostConfig: hostConfig.value,
      image: image.value,
      endpoints: request.endpoints,
    }),
  );
  return made.ok ? ok({ id: made.value.id, warnings }) : made;
}

interface Making {
  readonly name: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly image: Image;
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
}

function make(engine: Engine, effects: Effects, making: Making): Result<Container> {
  const { kernel } = engine;
  const id = engine.newId();
  const below = imageTree(engine, making.image).forkAbove({ now: engine.now });
  layOutInitLayer(below, engine.now);
  const tree = below.forkAbove({ disk: kernel.fileSystems.hostDisk, now: engine.now });
  const treeId = effects.done(kernel.fileSystems.addTree(tree), (fs) => kernel.fileSystems.remove(fs));
  const root = `${engine.settings.dataRoot}/containers/${id}`;
  effects.done(engine.files.makeDirectories(root, 0o710), () => engine.files.remove(root));
  const points = resolveMountPoints(engine, effects, making.hostConfig);
  if (!points.ok) return points;
  const directory = setUpWorkingDirectory(engine, treeId, making.config.WorkingDir);
  if (!directory.ok) return directory;
  const volumes = withImageVolumes(engine, effects, treeId, id, making.config, points.value);
  if (!volumes.ok) return volumes;
  populateVolumes(engine, treeId, volumes.value);
  const container = record(engine, making, id, treeId, volumes.value);
  engine.commit({ kind: "container-created", id, container });
  return ok(container);
}

function record(
  engine: Engine,
  making: Making,
  id: string,
  tree: number,
  mountPoints: readonly MountPoint[],
): Container {
  const { config, hostConfig } = making;
  const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  return {
    id,
    name: making.name,
    createdAt: engine.now,
    path: command[0] as string,
    args: command.slice(1),
    config: {
      ...config,
      Hostname: config.Hostname || (hostConfig.NetworkMode === "host" ? hostName(engine) : id.slice(0, 12)),
    },
    hostConfig: {
      ...hostConfig,
      MaskedPaths: hostConfig.MaskedPaths ?? (hostConfig.Privileged ? null : DEFAULT_MASKED_PATHS),
      ReadonlyPaths: hostConfig.ReadonlyPaths ?? (hostConfig.Privileged ? null : DEFAULT_READONLY_PATHS),
    },
    imageId: making.image.id,
    mountPoints,
    endpoints: endpointsOf(hostConfig, making.endpoints),
    tree,
    layerId: engine.newId(),
    state: "created",
    pid: 0,
    exitCode: 0,
    error: "",
    oomKilled: false,
    startedAt: undefined,
    finishedAt: undefined,
    restartCount: 0,
    lastDelay: 0,
    stoppedByHand: false,
    restartedByHand: false,
    runs: 0,
    health: undefined,
    sandbox: undefined,
    ports: new Map(),
    execs: [],
    terminal: undefined,
  };
}

function hostName(engine: Engine): string {
  const daemon = engine.kernel.processes.get(engine.daemon);
  return engine.kernel.utsNamespaces.get(daemon.utsNamespace).hostname;
}

/** The networks that it will join: the mode's, and those it was given beside it. */
function endpointsOf(hostConfig: HostConfig, asked: ReadonlyMap<string, EndpointSettings>): Endpoint[] {
  const mode = hostConfig.NetworkMode;
  if (mode.startsWith("container:")) return [];
  const all = new Map<string, EndpointSettings>([
    [mode, asked.get(mode) ?? asked.get("default") ?? emptyEndpointSettings()],
  ]);
  for (const [name, settings] of asked) if (name !== "default") all.set(name, settings);
  return [...all].map(([network, settings]) => ({ network, settings, veth: "" }));
}

function withImageVolumes(
  engine: Engine,
  effects: Effects,
  tree: number,
  id: string,
  config: ContainerConfig,
  points: readonly MountPoint[],
): Result<readonly MountPoint[]> {
  const all = [...points];
  for (const spec of config.Volumes?.keys() ?? []) {
    const destination = cleanPath(spec);
    if (all.some((point) => point.destination === destination)) continue;
    if (isFileIn(engine.kernel.fileSystems.tree(tree), destination))
      return dockerError(
        "unknown",
        `cannot mount volume over existing file, file exists ${engine.settings.dataRoot}/overlay2/${id}/merged${destination}`,
      );
    const volume = createVolume(engine, effects, { name: "", driver: "", options: null, labels: null });
    if (!volume.ok) return volume;
    all.push(anonymousMount(volume.value, destination));
  }
  return ok(all);
}
