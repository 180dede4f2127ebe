// The query of POST /build as the classic builder takes it (moby daemon/server/router/build newImageBuildOptions): names
// checked, JSON read, what is not said as it is by default.

import { parseJson, type RawJson } from "../../base/go/json-decode.ts";
import { zeroOf } from "../../base/go/zero.ts";
import { familiarReference, parseImageReference, withDefaultTag } from "../../base/image-reference.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import type { ClassicOptions } from "../../engine/classic-build/options.ts";
import { hostConfigType, type HostConfig } from "../../model/container-config.ts";
import type { Query } from "../wire/message.ts";
import { flag, list, number, text } from "./context.ts";

export function classicOptions(query: Query): Result<ClassicOptions> {
  const tags = tagsOf(list(query, "t"));
  if (!tags.ok) return tags;
  const args = jsonOf(query, "buildargs", "error reading build args");
  if (!args.ok) return args;
  const labels = jsonOf(query, "labels", "error reading labels");
  if (!labels.ok) return labels;
  const sources = jsonOf(query, "cachefrom", "error reading cache-from");
  if (!sources.ok) return sources;
  return ok({
    dockerfile: text(query, "dockerfile"),
    tags: tags.value,
    noCache: flag(query, "nocache"),
    remove: flag(query, "forcerm") || flag(query, "rm", true),
    forceRemove: flag(query, "forcerm"),
    target: text(query, "target"),
    args: new Map(
      membersOf(args.value).map(([name, value]) => [name, value === null ? null : textOf(value)]),
    ),
    labels: new Map(membersOf(labels.value).map(([name, value]) => [name, textOf(value)])),
    platform: text(query, "platform"),
    cacheFrom: Array.isArray(sources.value) ? sources.value.map(textOf) : [],
    hostConfig: hostConfigOf(query),
  });
}

/** With what each is tagged, once. */
function tagsOf(given: readonly string[]): Result<readonly string[]> {
  const tags = new Set<string>();
  for (const word of given) {
    if (word === "") continue;
    const parsed = parseImageReference(word);
    if (!parsed.ok) return dockerError("invalid-parameter", parsed.error);
    if (parsed.value.digest !== "")
      return dockerError("invalid-parameter", "build tag cannot contain a digest");
    tags.add(familiarReference(withDefaultTag(parsed.value)));
  }
  return ok([...tags]);
}

function jsonOf(query: Query, name: string, what: string): Result<RawJson | undefined> {
  const written = text(query, name);
  if (written === "") return ok(undefined);
  const parsed = parseJson(written);
  return parsed.ok ? parsed : dockerError("invalid-parameter", `${what}: ${parsed.error}`);
}

const membersOf = (value: RawJson | undefined): readonly (readonly [string, RawJson])[] =>
  value instanceof Map ? [...value] : [];

const textOf = (value: RawJson): string => (typeof value === "string" ? value : "");

/** Their output is kept by nobody. */
function hostConfigOf(query: Query): HostConfig {
  const mode = text(query, "networkmode");
  const hosts = list(query, "extrahosts");
  return {
    ...zeroOf(hostConfigType),
    NetworkMode: mode === "" || mode === "default" ? "bridge" : mode,
    ExtraHosts: hosts.length === 0 ? null : hosts,
    LogConfig: { Type: "none", Config: null },
    ShmSize: number(query, "shmsize") ?? 0,
    CgroupParent: text(query, "cgroupparent"),
    CpuShares: number(query, "cpushares") ?? 0,
    CpuPeriod: number(query, "cpuperiod") ?? 0,
    CpuQuota: number(query, "cpuquota") ?? 0,
    CpusetCpus: text(query, "cpusetcpus"),
    CpusetMems: text(query, "cpusetmems"),
    Memory: number(query, "memory") ?? 0,
    MemorySwap: number(query, "memswap") ?? 0,
  };
}
