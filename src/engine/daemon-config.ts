// /etc/docker/daemon.json: which directives there are, what is wrong with a file, and what it makes of the settings
// (moby daemon/config/config.go MergeDaemonConfigurations, findConfigurationConflicts, Validate). Directives that
// are known and have no effect here are told, so that the daemon can say so.

import { jsonKind, parseJson, type RawJson } from "../base/go/json-decode.ts";
import { GoValue } from "../base/go/value.ts";
import { parseBinarySize } from "../base/go/human-size.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { formatPrefix, parsePrefix } from "../netsim/prefix.ts";
import { SECOND } from "../base/time.ts";
import type { EngineSettings } from "./settings.ts";

const words = (text: string): readonly string[] => text.split(/\s+/);

/** By the Go type of the field that holds it. */
const DIRECTIVES: ReadonlyMap<string, string> = new Map(
  [
    ["bool", "debug tls tlsverify live-restore icc iptables ip6tables ip-forward ip-masq ip-forward-no-drop userland-proxy ipv6 experimental no-new-privileges selinux-enabled raw-logs init allow-direct-routing"],
    ["int", "mtu max-concurrent-downloads max-concurrent-uploads max-download-attempts shutdown-timeout network-control-plane-mtu oom-score-adjust"],
    ["string", "bridge bip bip6 fixed-cidr fixed-cidr-v6 default-gateway default-gateway-v6 ip data-root exec-root pidfile log-driver log-level log-format group tlscacert tlscert tlskey storage-driver default-runtime cgroup-parent default-cgroupns-mode default-ipc-mode default-shm-size seccomp-profile userns-remap userland-proxy-path swarm-default-advertise-addr metrics-addr containerd containerd-namespace containerd-plugins-namespace init-path bridge-accept-fwmark host-gateway-ips http-proxy https-proxy no-proxy"],
    ["[]string", "hosts labels storage-opts exec-opts dns dns-opts dns-search authorization-plugins registry-mirrors insecure-registries node-generic-resources cdi-spec-dirs"],
    ["map[string]string", "log-opts"],
    ["any", "runtimes default-ulimits default-network-opts builder features default-address-pools"],
  ].flatMap(([type = "", names = ""]) => words(names).map((name) => [name, type] as const)),
); // prettier-ignore

/** Their values are objects and no folders of further directives. */
const OBJECTS = new Set(["log-opts", "runtimes", "default-ulimits", "default-network-opts", "builder", "features", "default-address-pools"]); // prettier-ignore

const EFFECTIVE = new Set(["debug", "labels", "live-restore", "log-driver", "log-opts", "registry-mirrors", "insecure-registries", "shutdown-timeout", "default-shm-size", "hosts", "default-address-pools"]); // prettier-ignore

type Values = ReadonlyMap<string, RawJson>;

export interface DaemonConfig {
  readonly settings: Partial<EngineSettings>;
  readonly hosts: readonly string[];
  /** directives that are known, and do nothing here */
  readonly idle: readonly string[];
}

/** Flags of dockerd, as values of directives. */
export type DaemonFlags = ReadonlyMap<string, string | readonly string[]>;

export function readDaemonConfig(text: string, flags: DaemonFlags): Result<DaemonConfig, string> {
  const values = parse(text);
  if (!values.ok) return values;
  const wrong = wrongType(values.value) ?? poolsComplaint(values.value) ?? conflict(values.value, flags);
  if (wrong !== undefined) return fail(wrong);
  const merged = new Map<string, RawJson>([...values.value, ...[...flags].map(([name, value]) => [name, typeof value === "string" ? value : [...value]] as const)]); // prettier-ignore
  const invalid = invalidity(merged);
  if (invalid !== undefined)
    return fail(`merged configuration validation from file and command line flags failed: ${invalid}`);
  return ok({
    settings: settingsOf(merged),
    hosts: stringsOf(merged, "hosts"),
    idle: [...values.value.keys()].filter((name) => !EFFECTIVE.has(name)),
  });
}

function parse(text: string): Result<Values, string> {
  if (text.trim() === "") return ok(new Map());
  const parsed = parseJson(text);
  if (!parsed.ok) return fail(`invalid JSON: ${parsed.error}`);
  if (!(parsed.value instanceof Map))
    return fail(`invalid JSON: json: cannot unmarshal ${jsonKind(parsed.value)} into Go value of type map[string]interface {}`); // prettier-ignore
  const values = flat(parsed.value);
  const unknown = [...values.keys()].filter((name) => !DIRECTIVES.has(name));
  if (unknown.length === 0) return ok(values);
  return fail(`the following directives don't match any configuration option: ${unknown.join(", ")}`);
}

const flat = (values: Values): Map<string, RawJson> =>
  new Map(
    [...values].flatMap(([name, value]) =>
      value instanceof Map && !OBJECTS.has(name) ? [...flat(value)] : [[name, value] as const],
    ),
  );

const KINDS = new Map([["bool", "bool"], ["int", "number"], ["string", "string"], ["[]string", "array"], ["map[string]string", "object"]]); // prettier-ignore

function wrongType(values: Values): string | undefined {
  const say = (value: RawJson, field: string, type: string): string =>
    `invalid JSON: json: cannot unmarshal ${jsonKind(value)} into Go struct field Config.${field} of type ${type}`;
  for (const [name, value] of values) {
    const type = DIRECTIVES.get(name) as string;
    if (value === null || type === "any") continue;
    if (jsonKind(value) !== KINDS.get(type)) return say(value, name, type);
    const inner = value instanceof Map ? [...value].map(([key, one]) => [`${name}.${key}`, one] as const) : Array.isArray(value) ? value.map((one) => [name, one] as const) : []; // prettier-ignore
    for (const [field, one] of inner) if (typeof one !== "string") return say(one, field, "string");
  }
  return undefined;
}

const shown = (value: unknown): string =>
  Array.isArray(value) ? `[${value.join(" ")}]` : plain(value as RawJson);
const plain = (value: RawJson): string =>
  value instanceof GoValue ? String(value.data) : value === null || typeof value === "object" ? jsonKind(value) : String(value); // prettier-ignore

function conflict(values: Values, flags: DaemonFlags): string | undefined {
  const both = [...flags].filter(([name]) => values.has(name));
  if (both.length === 0) return undefined;
  const each = both.map(([name, flag]) => `${name}: (from flag: ${shown(flag)}, from file: ${shown(values.get(name))})`); // prettier-ignore
  return `the following directives are specified both as a flag and in the configuration file: ${each.join(", ")}`;
}

const stringsOf = (values: Values, name: string): readonly string[] => {
  const value = values.get(name);
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
};
const numberOf = (values: Values, name: string): number | undefined => {
  const value = values.get(name);
  return value === undefined || value === null ? undefined : Number(plain(value));
};
const textOf = (values: Values, name: string): string | undefined => {
  const value = values.get(name);
  return typeof value === "string" ? value : undefined;
};

/** Networks that containers' networks are cut from; docker0 keeps the network that it has. */
function addressPoolsOf(values: Values): EngineSettings["addressPools"] {
  const pools = values.get("default-address-pools");
  return (Array.isArray(pools) ? pools : []).flatMap((pool) => {
    const prefix = pool instanceof Map ? parsePrefix(textOf(pool, "base") ?? "") : undefined;
    return prefix === undefined
      ? []
      : [{ base: formatPrefix(prefix), size: numberOf(pool as Values, "size") ?? 0 }];
  });
}

/** What is no prefix, as Go's netip says it. */
function prefixComplaint(text: string): string | undefined {
  if (parsePrefix(text) !== undefined || text === "") return undefined;
  const slash = text.lastIndexOf("/");
  const say = (why: string): string => `netip.ParsePrefix(${JSON.stringify(text)}): ${why}`;
  if (slash < 0) return say("no '/'");
  const address = text.slice(0, slash);
  if (parsePrefix(`${address}/0`) === undefined)
    return say(`ParseAddr(${JSON.stringify(address)}): unable to parse IP`);
  const bits = text.slice(slash + 1);
  return say(
    /^\d{1,3}$/.test(bits) ? "prefix length out of range" : `bad bits after slash: ${JSON.stringify(bits)}`,
  );
}

function poolsComplaint(values: Values): string | undefined {
  const pools = values.get("default-address-pools");
  for (const [at, pool] of (Array.isArray(pools) ? pools : []).entries()) {
    if (!(pool instanceof Map))
      return `invalid JSON: json: cannot unmarshal ${jsonKind(pool)} into .${at} of type ipamutils.NetworkToSplit`;
    const wrong = prefixComplaint(textOf(pool, "base") ?? "");
    if (wrong !== undefined) return `invalid JSON: ${wrong}`;
  }
  return undefined;
}

const LEVELS = new Set(["panic", "fatal", "error", "warn", "warning", "info", "debug", "trace"]);

function invalidity(values: Values): string | undefined {
  const level = textOf(values, "log-level")?.toLowerCase();
  if (level !== undefined && level !== "" && !LEVELS.has(level)) return `invalid logging level: ${level}`;
  for (const label of stringsOf(values, "labels"))
    if (!label.includes("=")) return `bad attribute format: ${label}`;
  if ((numberOf(values, "mtu") ?? 0) < 0) return `invalid default MTU: ${numberOf(values, "mtu")}`;
  for (const [name, what] of [
    ["max-concurrent-downloads", "max concurrent downloads"],
    ["max-concurrent-uploads", "max concurrent uploads"],
    ["max-download-attempts", "max download attempts"],
  ] as const) {
    const count = numberOf(values, name);
    if (count !== undefined && count < 0) return `invalid ${what}: ${count}`;
  }
  for (const mirror of stringsOf(values, "registry-mirrors"))
    if (!/^https?:\/\//.test(mirror))
      return `invalid mirror: no scheme specified for "${mirror}": must use either 'https://' or 'http://'`;
  for (const host of stringsOf(values, "hosts")) {
    const protocol = /^([a-z]+):\/\//.exec(host)?.[1] ?? "tcp";
    if (!["tcp", "unix", "fd"].includes(protocol))
      return `invalid bind address (${host}): unsupported proto '${protocol}'`;
  }
  return undefined;
}

function settingsOf(values: Values): Partial<EngineSettings> {
  const options = values.get("log-opts");
  const driver = textOf(values, "log-driver");
  const timeout = numberOf(values, "shutdown-timeout");
  const shm = textOf(values, "default-shm-size");
  const size = shm === undefined ? undefined : parseBinarySize(shm);
  return {
    debug: values.get("debug") === true,
    labels: stringsOf(values, "labels"),
    liveRestore: values.get("live-restore") === true,
    registryMirrors: stringsOf(values, "registry-mirrors").map((one) =>
      one.endsWith("/") ? one : `${one}/`,
    ),
    insecureRegistries: stringsOf(values, "insecure-registries"),
    addressPools: addressPoolsOf(values),
    ...(options instanceof Map ? { logOptions: options as ReadonlyMap<string, string> } : {}),
    ...(driver === undefined ? {} : { logDriver: driver }),
    ...(timeout === undefined ? {} : { shutdownTimeout: timeout * SECOND }),
    ...(size?.ok === true ? { shmSize: Number(size.value) } : {}),
  };
}
