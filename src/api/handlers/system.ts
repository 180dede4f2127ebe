// The daemon itself: ping, version, info, disk usage (moby api/server/router/system, daemon/info.go,
// daemon/disk_usage.go). Events are events.ts.

import { rfc3339 } from "../../base/time.ts";
import type { HostFacts } from "../../engine/host-facts.ts";
import type { EngineSettings } from "../../engine/settings.ts";
import { containersByAge } from "../../model/lookup.ts";
import { namesOf as containerNamesOf } from "../../model/links.ts";
import { lookUp, valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import type { DiskUsage, Info, Version } from "../wire/system.ts";
import { buildCacheUsed } from "./build-cache.ts";
import { summarise } from "./container-views.ts";
import { answer, list, refuse, type Context, type Handler } from "./context.ts";
import { namesOf, summariseImage } from "./image-views.ts";
import { sharedSizes } from "./images.ts";
import { imageNameOf } from "./list-containers.ts";
import { wireVolume } from "./volumes.ts";

export const ping: Handler = function* ({ engine }) {
  return answer({ apiVersion: engine.call("settings").apiVersion, osType: "linux", builderVersion: "2" });
};

// ---- version

export const version: Handler = function* ({ engine }) {
  return answer(versionOf(engine.call("settings"), engine.call("hostFacts")));
};

function versionOf(s: EngineSettings, { kernelVersion }: HostFacts): Version {
  const engineDetails = new Map([
    ["ApiVersion", s.apiVersion],
    ["Arch", "amd64"],
    ["BuildTime", s.buildTime],
    ["Experimental", "false"],
    ["GitCommit", s.gitCommit],
    ["GoVersion", s.goVersion],
    ["KernelVersion", kernelVersion],
    ["MinAPIVersion", s.minApiVersion],
    ["Os", "linux"],
  ]);
  const component = (Name: string, Version: string, commit: string) => ({
    Name,
    Version,
    Details: new Map([["GitCommit", commit]]),
  });
  return {
    Platform: { Name: s.platformName },
    Components: [
      { Name: "Engine", Version: s.version, Details: engineDetails },
      component("containerd", s.containerdVersion, s.containerdCommit),
      component("runc", s.runcVersion, s.runcCommit),
      component("docker-init", s.initVersion, s.initCommit),
    ],
    Version: s.version,
    ApiVersion: s.apiVersion,
    MinAPIVersion: s.minApiVersion,
    GitCommit: s.gitCommit,
    GoVersion: s.goVersion,
    Os: "linux",
    Arch: "amd64",
    KernelVersion: kernelVersion,
    BuildTime: s.buildTime,
  };
}

// ---- info

export const info: Handler = function* ({ engine, sys }) {
  return answer(infoOf(engine.call("state"), engine.call("settings"), engine.call("hostFacts"), sys.now()));
};

function countsOf(state: EngineState) {
  let running = 0;
  let paused = 0;
  for (const container of valuesOf(state.containers)) {
    if (container.state === "running") running++;
    else if (container.state === "paused") paused++;
  }
  return { running, paused, all: state.containers.count };
}

function infoOf(state: EngineState, s: EngineSettings, host: HostFacts, now: number): Info {
  const { running, paused, all } = countsOf(state);
  return {
    ID: host.engineId,
    Containers: all,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: all - running - paused,
    Images: state.images.count,
    ...STORAGE,
    Driver: s.storageDriver,
    Plugins: { ...PLUGINS, Log: s.logDrivers },
    ...ABILITIES,
    Debug: s.debug,
    NFd: host.openFiles,
    OomKillDisable: s.cgroupVersion === 1,
    NGoroutines: 40 + host.tasks,
    SystemTime: rfc3339(now),
    LoggingDriver: s.logDriver,
    CgroupDriver: s.cgroupVersion === 1 ? "cgroupfs" : "systemd",
    CgroupVersion: String(s.cgroupVersion),
    NEventsListener: 0,
    KernelVersion: host.kernelVersion,
    OperatingSystem: s.operatingSystem,
    OSVersion: s.osVersion,
    OSType: "linux",
    Architecture: "x86_64",
    IndexServerAddress: "https://index.docker.io/v1/",
    RegistryConfig: registriesOf(s),
    NCPU: host.cpus,
    MemTotal: host.memory,
    GenericResources: null,
    DockerRootDir: s.dataRoot,
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Name: host.hostname,
    Labels: s.labels,
    ExperimentalBuild: false,
    ServerVersion: s.version,
    Runtimes: new Map([
      ["io.containerd.runc.v2", { path: "runc" }],
      ["runc", { path: "runc" }],
    ]),
    DefaultRuntime: "runc",
    Swarm: NO_SWARM,
    LiveRestoreEnabled: s.liveRestore,
    Isolation: "",
    InitBinary: "docker-init",
    ContainerdCommit: { ID: s.containerdCommit },
    RuncCommit: { ID: s.runcCommit },
    InitCommit: { ID: s.initCommit },
    SecurityOptions: ["name=seccomp,profile=builtin", ...(s.cgroupVersion === 2 ? ["name=cgroupns"] : [])],
    DefaultAddressPools: s.addressPools.length === 0 ? null : s.addressPools.map(({ base, size }) => ({ Base: base, Size: size })), // prettier-ignore
    FirewallBackend: { Driver: "iptables" },
    CDISpecDirs: ["/etc/cdi", "/var/run/cdi"],
    Containerd: {
      Address: "/run/containerd/containerd.sock",
      Namespaces: { Containers: "moby", Plugins: "plugins.moby" },
    },
    Warnings: null,
  };
}

const STORAGE = {
  DriverStatus: [
    ["Backing Filesystem", "extfs"],
    ["Supports d_type", "true"],
    ["Using metacopy", "false"],
    ["Native Overlay Diff", "true"],
    ["userxattr", "false"],
  ],
} satisfies Partial<Info>;

const PLUGINS = {
  Volume: ["local"],
  Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
  Authorization: null,
} satisfies Partial<Info["Plugins"]>;

const ABILITIES = {
  MemoryLimit: true,
  SwapLimit: true,
  KernelMemoryTCP: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  CPUSet: true,
  PidsLimit: true,
  IPv4Forwarding: true,
} satisfies Partial<Info>;

interface Index {
  readonly Name: string;
  readonly Mirrors: readonly string[];
  readonly Secure: boolean;
  readonly Official: boolean;
}

const isNetwork = (registry: string): boolean => /^[0-9a-f.:]+\/\d+$/i.test(registry);

/** moby registry/config.go: names and networks of insecure registries stand apart. */
function registriesOf({ registryMirrors, insecureRegistries }: EngineSettings): Info["RegistryConfig"] {
  const mirrors = [...registryMirrors];
  const insecure = insecureRegistries.map((one) => one.replace(/^https?:\/\//, ""));
  const indexes = new Map<string, Index>(
    insecure.filter((one) => !isNetwork(one)).map((Name) => [Name, { Name, Mirrors: [], Secure: false, Official: false }]),
  ); // prettier-ignore
  return {
    IndexConfigs: indexes.set("docker.io", {
      Name: "docker.io",
      Mirrors: mirrors,
      Secure: true,
      Official: true,
    }),
    InsecureRegistryCIDRs: [...insecure.filter(isNetwork), "::1/128", "127.0.0.0/8"],
    Mirrors: mirrors.length > 0 ? mirrors : null,
  };
}

const NO_SWARM: Info["Swarm"] = {
  NodeID: "",
  NodeAddr: "",
  LocalNodeState: "inactive",
  ControlAvailable: false,
  Error: "",
  RemoteManagers: null,
};

// ---- disk usage

const KINDS = ["container", "image", "volume", "build-cache"];

export const diskUsage: Handler = function* (context, { query }) {
  const asked = list(query, "type");
  const unknown = asked.find((kind) => !KINDS.includes(kind));
  if (unknown !== undefined)
    return refuse({ kind: "invalid-parameter", message: `unknown object type: ${unknown}` });
  const wants = (kind: string): boolean => asked.length === 0 || asked.includes(kind);
  return answer({
    LayersSize: wants("image") ? layersSize(context) : 0,
    Images: wants("image") ? imagesUsed(context) : null,
    Containers: wants("container") ? containersUsed(context) : null,
    Volumes: wants("volume") ? volumesUsed(context) : null,
    BuildCache: wants("build-cache") ? buildCacheUsed(context) : null,
  } satisfies DiskUsage);
};

const layersSize = ({ engine }: Context): number =>
  [...engine.call("layerSizes").values()].reduce((sum, size) => sum + size, 0);

function imagesUsed({ engine }: Context): DiskUsage["Images"] {
  const state = engine.call("state");
  const shared = sharedSizes(state, engine.call("layerSizes"));
  return [...valuesOf(state.images)]
    .filter((image) => {
      const users = lookUp(state.imageUsers, image.id.slice("sha256:".length));
      return (users?.names.length ?? 0) > 0 || (users?.children.length ?? 0) === 0;
    })
    .sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
    .map((image) => {
      const names = namesOf(state, image.id);
      return {
        ...summariseImage(state, image, names),
        RepoDigests: names.digests.length === 0 ? null : names.digests,
        RepoTags: names.tags.length === 0 ? null : names.tags,
        SharedSize: shared(image),
      };
    });
}

function containersUsed({ engine, sys }: Context): DiskUsage["Containers"] {
  const state = engine.call("state");
  const now = sys.now();
  return containersByAge(state).map((container) =>
    summarise(container, {
      now,
      imageName: imageNameOf(state, container),
      names: containerNamesOf(state, container),
      sizes: engine.call("containerSizes", container.id),
    }),
  );
}

function volumesUsed({ engine }: Context): DiskUsage["Volumes"] {
  const state = engine.call("state");
  return [...valuesOf(state.volumes)]
    .filter(({ options }) => options === null)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((volume) => ({
      ...wireVolume(volume),
      UsageData: {
        RefCount: lookUp(state.volumeUsers, volume.name)?.count ?? 0,
        Size: engine.call("volumeSize", volume.name),
      },
    }));
}
