// All flags of `docker run` and `docker create` as one request (docker/cli container/opts.go parse, then what the API
// client does to it). Flags are checked in the real client's order, so that of several mistakes the same one is told.
// Not here: what is no part of the request (--name, --pull, --platform, --cidfile, --detach).

import { fail, ok, type Result } from "../../base/result.ts";
import { normalizeCapabilities } from "./capabilities.ts";
import type { ClientIo } from "./client-io.ts";
import type {
  ContainerConfig,
  CreateRequest,
  HealthConfig,
  HostConfig,
  List,
  Mount,
  RestartPolicy,
} from "./create-request.ts";
import { type EndpointFlags, parseEndpoints } from "./endpoint-settings.ts";
import { readEnv, withProxies } from "./env.ts";
import type { GivenFlags } from "./given-flags.ts";
import { parseHealth } from "./health.ts";
import { readLabels } from "./label.ts";
import { macAddressError } from "./mac-address.ts";
import { namespaceModeError } from "./namespace-mode.ts";
import type { NetworkAttachment } from "./network-attachment.ts";
import { addExposedPorts, parsePublishedPorts, type PublishedPorts } from "./port.ts";
import { createResources, type Devices, parseDevices } from "./resources.ts";
import { parseRestartPolicy } from "./restart-policy.ts";
import { parseSecurityOpts, type SecurityOptions } from "./security-opt.ts";
import { parseLogOpts, parseStorageOpts } from "./storage-opt.ts";
import { parseTmpfs, parseVolumes, type Volumes } from "./volumes.ts";

/** What the flags that have a grammar of their own came to. */
interface Parsed {
  readonly volumes: Volumes;
  readonly ports: PublishedPorts;
  readonly devices: Devices;
  readonly env: List;
  readonly labels: ReadonlyMap<string, string>;
  readonly restart: RestartPolicy;
  readonly logOpts: ReadonlyMap<string, string>;
  readonly security: SecurityOptions;
  readonly storageOpts: ReadonlyMap<string, string>;
  readonly health: HealthConfig | undefined;
}

/** `args`: the image, and the command to run in it. The error is the client's, without its `docker: ` before it. */
export function containerConfig(
  flags: GivenFlags,
  args: readonly string[],
  io: ClientIo,
): Result<CreateRequest, string> {
  const parsed = parseAll(flags, io);
  if (!parsed.ok) return parsed;
  const { restart } = parsed.value;
  if (flags.bool("rm") && restart.Name !== "no" && restart.Name !== "")
    return fail("conflicting options: cannot specify both --restart and --rm");
  const networks = flags.get<readonly NetworkAttachment[]>("network");
  const endpoints = parseEndpoints(networks, endpointFlags(flags));
  if (!endpoints.ok) return endpoints;
  return ok({
    Config: configOf(flags, args, parsed.value),
    HostConfig: hostConfigOf(flags, parsed.value, networks[0]?.target ?? "default"),
    NetworkingConfig: { EndpointsConfig: endpoints.value },
  });
}

function parseAll(flags: GivenFlags, io: ClientIo): Result<Parsed, string> {
  const wrong = earlyError(flags);
  if (wrong !== undefined) return fail(wrong);
  const volumes = parseVolumes(flags.list("volume"), io);
  if (!volumes.ok) return volumes;
  const ports = parsePorts(flags);
  if (!ports.ok) return ports;
  const devices = parseDevices(flags.list("device"));
  if (!devices.ok) return devices;
  const env = readEnv(flags.list("env-file"), withProxies(flags.list("env"), io), io);
  if (!env.ok) return env;
  const labels = readLabels(flags.list("label-file"), flags.list("label"), io);
  if (!labels.ok) return labels;
  const modes = modeError(flags);
  if (modes !== undefined) return fail(modes);
  const restart = parseRestartPolicy(flags.string("restart"));
  if (!restart.ok) return restart;
  const logOpts = parseLogOpts(flags.string("log-driver"), flags.list("log-opt"));
  if (!logOpts.ok) return logOpts;
  const security = parseSecurityOpts(flags.list("security-opt"), io);
  if (!security.ok) return security;
  const storageOpts = parseStorageOpts(flags.list("storage-opt"));
  if (!storageOpts.ok) return storageOpts;
  const health = parseHealth(healthFlags(flags));
  if (!health.ok) return health;
  return ok({
    volumes: volumes.value,
    ports: ports.value,
    devices: devices.value,
    env: orNull(env.value),
    labels: labels.value,
    restart: restart.value,
    logOpts: logOpts.value,
    security: security.value,
    storageOpts: storageOpts.value,
    health: health.value,
  });
}

function earlyError(flags: GivenFlags): string | undefined {
  const mac = flags.string("mac-address");
  const wrong = mac === "" ? undefined : macAddressError(mac);
  if (wrong !== undefined) return wrong;
  const swappiness = flags.int("memory-swappiness");
  const isValid = swappiness >= -1 && swappiness <= 100;
  return isValid ? undefined : `invalid value: ${swappiness}. Valid memory swappiness range is 0-100`;
}

function parsePorts(flags: GivenFlags): Result<PublishedPorts, string> {
  const published = parsePublishedPorts(flags.list("publish"));
  if (!published.ok) return published;
  const exposed = addExposedPorts(published.value.exposed, flags.list("expose"));
  return exposed.ok ? published : exposed;
}

function modeError(flags: GivenFlags): string | undefined {
  for (const flag of ["pid", "uts", "userns", "cgroupns"] as const) {
    const wrong = namespaceModeError(flag, flags.string(flag));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const healthFlags = (flags: GivenFlags): Parameters<typeof parseHealth>[0] => ({
  command: flags.string("health-cmd"),
  interval: flags.int("health-interval"),
  timeout: flags.int("health-timeout"),
  startPeriod: flags.int("health-start-period"),
  startInterval: flags.int("health-start-interval"),
  retries: flags.int("health-retries"),
  disabled: flags.bool("no-healthcheck"),
});

const endpointFlags = (flags: GivenFlags): EndpointFlags => ({
  aliases: flags.list("network-alias"),
  links: flags.list("link"),
  ipv4: flags.string("ip"),
  ipv6: flags.string("ip6"),
  macAddress: flags.string("mac-address"),
  linkLocalIps: flags.list("link-local-ip"),
});

const orNull = (list: readonly string[]): List => (list.length === 0 ? null : list);

function configOf(
  flags: GivenFlags,
  [image = "", ...command]: readonly string[],
  parsed: Parsed,
): ContainerConfig {
  const attached = flags.list("attach");
  const stdin = flags.bool("interactive");
  const attachStdin = stdin || attached.includes("stdin");
  const entrypoint = flags.string("entrypoint");
  return {
    Hostname: flags.string("hostname"),
    Domainname: flags.string("domainname"),
    User: flags.string("user"),
    AttachStdin: attachStdin,
    AttachStdout: attached.length === 0 || attached.includes("stdout"),
    AttachStderr: attached.length === 0 || attached.includes("stderr"),
    ExposedPorts: parsed.ports.exposed,
    Tty: flags.bool("tty"),
    OpenStdin: stdin,
    StdinOnce: stdin && attachStdin,
    Env: parsed.env,
    Cmd: orNull(command),
    Image: image,
    Volumes: parsed.volumes.anonymous,
    WorkingDir: flags.string("workdir"),
    Entrypoint: entrypoint !== "" || flags.changed("entrypoint") ? [entrypoint] : null,
    OnBuild: null,
    Labels: parsed.labels,
    ...(parsed.health !== undefined && { Healthcheck: parsed.health }),
    ...(flags.string("stop-signal") !== "" && { StopSignal: flags.string("stop-signal") }),
    ...(flags.changed("stop-timeout") && { StopTimeout: flags.int("stop-timeout") }),
  };
}

function hostConfigOf(flags: GivenFlags, parsed: Parsed, networkMode: string): HostConfig {
  const { security } = parsed;
  return {
    Binds: parsed.volumes.binds,
    ContainerIDFile: flags.string("cidfile"),
    LogConfig: { Type: flags.string("log-driver"), Config: parsed.logOpts },
    NetworkMode: networkMode,
    PortBindings: parsed.ports.bindings,
    RestartPolicy: parsed.restart,
    AutoRemove: flags.bool("rm"),
    VolumeDriver: flags.string("volume-driver"),
    VolumesFrom: orNull(flags.list("volumes-from")),
    ConsoleSize: [0, 0],
    Annotations: flags.map("annotation"),
    CapAdd: normalizeCapabilities(flags.list("cap-add")),
    CapDrop: normalizeCapabilities(flags.list("cap-drop")),
    CgroupnsMode: flags.string("cgroupns"),
    Dns: flags.list("dns"),
    DnsOptions: flags.list("dns-option"),
    DnsSearch: flags.list("dns-search"),
    ExtraHosts: orNull(flags.list("add-host")),
    GroupAdd: orNull(flags.list("group-add")),
    IpcMode: flags.string("ipc"),
    Cgroup: "",
    Links: orNull(flags.list("link")),
    OomScoreAdj: flags.int("oom-score-adj"),
    PidMode: flags.string("pid"),
    Privileged: flags.bool("privileged"),
    PublishAllPorts: flags.bool("publish-all"),
    ReadonlyRootfs: flags.bool("read-only"),
    SecurityOpt: security.unmasked ? security.options : orNull(security.options),
    StorageOpt: parsed.storageOpts,
    Tmpfs: parseTmpfs(flags.list("tmpfs")),
    UTSMode: flags.string("uts"),
    UsernsMode: flags.string("userns"),
    ShmSize: flags.int("shm-size"),
    Sysctls: flags.map("sysctl"),
    Runtime: flags.string("runtime"),
    Isolation: flags.string("isolation"),
    Mounts: flags.get<readonly Mount[]>("mount"),
    MaskedPaths: security.unmasked ? [] : null,
    ReadonlyPaths: security.unmasked ? [] : null,
    // last: properties after a spread are a hundred times slower
    ...createResources(flags, parsed.devices),
    ...(flags.changed("init") && { Init: flags.bool("init") }),
  };
}
