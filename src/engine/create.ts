// Creating a container: its config settled, its name taken, a tree forked above its image's, volumes made,
// files below the data root laid out (moby daemon/create.go). Nothing runs yet.

import type { Result } from "../base/result.ts";
import { dockerError, ok } from "../base/result.ts";
import type { ContainerConfig, EndpointSettings, HostConfig } from "../model/container-config.ts";
import { NEVER_RUN, type Container, type Endpoint, type MountPoint } from "../model/container.ts";
import type { Image } from "../model/image.ts";
import type { Link } from "../model/links.ts";
import { findNetwork } from "../model/lookup.ts";
import { checkDecoded, mountOptionsComplaint, moveMacAddress, volumeDriverWarning } from "./decode-checks.ts";
import { endpointComplaint } from "./endpoint-checks.ts";
import { emptyEndpointSettings } from "./endpoint-settings.ts";
import { withEffects, type Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { findImage, imageTree } from "./images.ts";
import { resolveLinks } from "./links.ts";
import { logOptionsComplaint } from "./log-options.ts";
import { lowerCase } from "./mounter.ts";
import { mergeConfig, withoutReset } from "./merge-config.ts";
import { layOutInitLayer } from "./init-layer.ts";
import { anonymousMount, resolveMountPoints } from "./mount-points.ts";
import { cleanPath, isFileIn } from "./paths.ts";
import { generateName, reserveName } from "./names.ts";
import { adaptHostConfig, DEFAULT_MASKED_PATHS, DEFAULT_READONLY_PATHS } from "./host-config.ts";
import { parseSecurityOptions } from "./security-options.ts";
import { verifySettings } from "./verify.ts";
import { createVolume } from "./volumes.ts";
import { joinComplaints } from "./network-request.ts";
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

const refuse = (complaint: string): Result<never> => dockerError("invalid-parameter", complaint);

export function createContainer(engine: Engine, request: CreateRequest): Result<Created> {
  const settled = settleRequest(request);
  if (!settled.ok) return settled;
  const { config, hostConfig, endpoints, warnings } = settled.value;
  const verified = verifySettings(engine, config, hostConfig);
  if (!verified.ok) return verified;
  const platform = platformWarning(engine, config.Image, request.platform);
  if (!platform.ok) return platform;
  const wrongEndpoints = endpointsComplaint(engine, endpoints);
  if (wrongEndpoints !== undefined) return refuse(wrongEndpoints);
  const adapted = adaptHostConfig(engine, verified.value.hostConfig);
  if (!adapted.ok) return refuse(adapted.error.message);
  const image = config.Image === "" ? ok(undefined) : findImage(engine, config.Image, request.platform);
  if (!image.ok) return image;
  const merged = withoutReset(mergeConfig(verified.value.config, image.value?.config));
  if ((merged.Entrypoint?.length ?? 0) === 0 && (merged.Cmd?.length ?? 0) === 0)
    return refuse("no command specified");
  const { Type: driver, Config: options } = adapted.value.LogConfig;
  const log = logOptionsComplaint(driver, options ?? new Map());
  if (log !== undefined) return refuse(log);
  const name = request.name ? reserveName(engine, request.name) : ok(generateName(engine));
  if (!name.ok) return name;
  const links = resolveLinks(engine, name.value, adapted.value);
  if (!links.ok) return links;
  const security = parseSecurityOptions(adapted.value);
  if (!security.ok) return dockerError("system", security.error);
  const storage = storageComplaint(adapted.value.StorageOpt ?? new Map());
  if (storage !== undefined) return dockerError("system", storage);
  const making = {
    name: name.value,
    config: merged,
    hostConfig: adapted.value,
    image: image.value,
    endpoints,
    links: links.value,
  };
  const made = withEffects((effects) => make(engine, effects, making));
  if (!made.ok) return made;
  return ok({ id: made.value.id, warnings: [...verified.value.warnings, ...platform.value, ...warnings] });
}

interface Settled {
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
  readonly warnings: readonly string[];
}

/** What the API's route makes of a request before the daemon sees it (postContainersCreate). */
function settleRequest({ config, hostConfig, endpoints }: CreateRequest): Result<Settled> {
  const decoded = checkDecoded(config, hostConfig);
  if (decoded !== undefined) return refuse(decoded);
  const isDefault = hostConfig.NetworkMode === "" || hostConfig.NetworkMode === "default";
  const mode = isDefault ? "bridge" : hostConfig.NetworkMode;
  const mounts = mountOptionsComplaint(hostConfig);
  if (mounts !== undefined) return refuse(mounts);
  const named = new Map(
    [...endpoints].map(
      ([name, settings]) =>
        [isDefault && name === "default" ? mode : name, { ...emptyEndpointSettings(), ...settings }] as const,
    ),
  );
  const moved = moveMacAddress(config, mode, named, emptyEndpointSettings());
  if (typeof moved === "string") return refuse(moved);
  const pids = hostConfig.PidsLimit;
  return ok({
    config: moved.config,
    endpoints: moved.endpoints,
    warnings: [...volumeDriverWarning(hostConfig), ...moved.warnings],
    hostConfig: {
      ...hostConfig,
      NetworkMode: mode,
      PidsLimit: pids !== null && pids <= 0 ? null : pids,
      RestartPolicy:
        hostConfig.RestartPolicy.Name === ""
          ? { ...hostConfig.RestartPolicy, Name: "no" }
          : hostConfig.RestartPolicy,
    },
  });
}

/** An image for another platform runs, or not, but it is said. */
function platformWarning(
  engine: Engine,
  name: string,
  platform: string | undefined,
): Result<readonly string[]> {
  if (platform || name === "") return ok([]);
  const image = findImage(engine, name);
  if (!image.ok) return image;
  const { os, architecture } = image.value;
  if (os === "linux" && architecture === "amd64") return ok([]);
  return ok([
    `The requested image's platform (${os === "" ? "unknown" : `${os}/${architecture}`}) does not match the detected host platform (linux/amd64/v3) and no specific platform was requested`,
  ]);
}

function endpointsComplaint(
  engine: Engine,
  endpoints: ReadonlyMap<string, EndpointSettings>,
): string | undefined {
  const complaints = [...endpoints].flatMap(([name, settings]) => {
    const network = findNetwork(engine.state, name);
    const wrong = endpointComplaint(network.ok ? network.value : undefined, name, settings);
    return wrong === undefined ? [] : [`invalid config for network ${name}: ${wrong}`];
  });
  return complaints.length === 0 ? undefined : joinComplaints(complaints);
}

/** overlay2 over ext4 knows no quotas. */
function storageComplaint(options: ReadonlyMap<string, string>): string | undefined {
  for (const name of options.keys())
    return name.toLowerCase() === "size"
      ? "--storage-opt is supported only for overlay over xfs with 'pquota' mount option"
      : `Unknown option ${name}`;
  return undefined;
}

interface Making {
  readonly name: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly image: Image | undefined;
  readonly endpoints: ReadonlyMap<string, EndpointSettings>;
  readonly links: readonly Link[];
}

function make(engine: Engine, effects: Effects, making: Making): Result<Container> {
  const { kernel } = engine;
  const id = engine.newId();
  const below = (making.image === undefined ? engine.emptyTree : imageTree(engine, making.image)).forkAbove({
    now: engine.now,
  });
  layOutInitLayer(below, engine.now);
  const tree = below.forkAbove({ disk: kernel.fileSystems.hostDisk, now: engine.now });
  const treeId = effects.done(kernel.fileSystems.addTree(tree), (fs) => {
    tree.discard();
    kernel.fileSystems.remove(fs);
  });
  const root = `${engine.settings.dataRoot}/containers/${id}`;
  const directories =
    engine.files.makeDirectories(root, 0o710) ?? engine.files.makeDirectories(`${root}/checkpoints`, 0o700);
  effects.done(root, (path) => engine.files.remove(path));
  if (directories !== undefined) return dockerError("system", `mkdir ${root}: ${lowerCase(directories)}`);
  const points = resolveMountPoints(engine, effects, making.hostConfig);
  if (!points.ok) return points;
  const layerId = engine.newId();
  const merged = `${engine.settings.dataRoot}/overlay2/${layerId}/merged`;
  const directory = setUpWorkingDirectory(engine, treeId, merged, making.config.WorkingDir);
  if (!directory.ok) return directory;
  const volumes = withImageVolumes(engine, effects, { tree: treeId, layerId, making }, points.value);
  if (!volumes.ok) return volumes;
  const filled = populateVolumes(engine, treeId, volumes.value);
  if (!filled.ok) return filled;
  const container = record(engine, making, id, treeId, layerId, volumes.value);
  engine.commit({ kind: "container-created", id, container });
  return ok(container);
}

function record(
  engine: Engine,
  making: Making,
  id: string,
  tree: number,
  layerId: string,
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
    imageId: making.image?.id ?? "",
    mountPoints,
    endpoints: endpointsOf(engine, hostConfig, making.endpoints),
    links: making.links,
    linkedBy: [],
    tree,
    layerId,
    ...NEVER_RUN,
  };
}

function hostName(engine: Engine): string {
  const daemon = engine.base;
  return engine.kernel.utsNamespaces.get(daemon.utsNamespace).hostname;
}

/** The networks that it will join, by their names where they are there: those it was given, or its mode's. */
function endpointsOf(
  engine: Engine,
  hostConfig: HostConfig,
  asked: ReadonlyMap<string, EndpointSettings>,
): Endpoint[] {
  const mode = hostConfig.NetworkMode;
  if (mode.startsWith("container:")) return [];
  const all = asked.size === 0 ? new Map([[mode, emptyEndpointSettings()]]) : asked;
  return [...all].map(([given, settings]) => {
    const network = given === mode ? findNetwork(engine.state, given) : undefined;
    return { network: network?.ok ? network.value.name : given, settings, veth: "" };
  });
}

interface ImageVolumes {
  readonly tree: number;
  readonly layerId: string;
  readonly making: Making;
}

function withImageVolumes(
  engine: Engine,
  effects: Effects,
  { tree, layerId, making }: ImageVolumes,
  points: readonly MountPoint[],
): Result<readonly MountPoint[]> {
  const all = [...points];
  for (const spec of making.config.Volumes?.keys() ?? []) {
    const destination = cleanPath(spec);
    if (all.some((point) => point.destination === destination)) continue;
    if (isFileIn(engine.kernel.fileSystems.tree(tree), destination))
      return dockerError(
        "unknown",
        `cannot mount volume over existing file, file exists ${engine.settings.dataRoot}/overlay2/${layerId}/merged${destination}`,
      );
    const request = { name: "", driver: making.hostConfig.VolumeDriver, options: null, labels: null };
    const volume = createVolume(engine, effects, request);
    if (!volume.ok) return volume;
    all.push(anonymousMount(volume.value, destination));
  }
  return ok(all);
}
