// How each kind of flag reads a value, and what it is before one was given. The kinds are those of pflag and of
// docker/cli's opts; the table says which flag is of which. A value that is refused leaves the flag as it was.
//
// Kinds and the values that they have: bool boolean; string and its kin string; numbers, bytes (bytes), decimal
// (billionths) and duration (nanoseconds) number; lists string[]; map and stringToString Map of strings; filter
// Filters; ulimit Map of Ulimit by name; mount Mount[]; network NetworkAttachment[]; gpu-request DeviceRequest[];
// port PortConfig[]; secret and config FileReference[]; weight-device, throttle-bps and throttle-iops arrays of
// theirs; external-ca ExternalCa[]; command string[]; pref and ipNetSlice string[].

import { assert } from "../../base/assert.ts";
import { parseBool } from "../../base/go/integers.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Flag } from "../grammar/command.ts";
import { validateAttach } from "../opts/attach.ts";
import { parseThrottleBps, parseThrottleIops, parseWeightDevice } from "../opts/blkio.ts";
import type { ClientIo } from "../opts/client-io.ts";
import { parseCpus } from "../opts/cpus.ts";
import type { Ulimit } from "../opts/create-request.ts";
import { parseCsvRecord } from "../opts/csv.ts";
import { validateDeviceCgroupRule } from "../opts/device-cgroup-rule.ts";
import { validateDnsSearch, validateIpAddress } from "../opts/dns.ts";
import { validateEnv } from "../opts/env.ts";
import { parseExternalCa, readPem } from "../opts/external-ca.ts";
import { validateExtraHost } from "../opts/extra-host.ts";
import { parseFileReference } from "../opts/file-reference.ts";
import { addFilter, type Filters, NO_FILTERS } from "../opts/filter.ts";
import { parseGpus } from "../opts/gpus.ts";
import { parseImageReference } from "../opts/image-reference.ts";
import { formatCidr, parseCidr } from "../../base/go/ip-address.ts";
import { cut } from "../opts/key-value.ts";
import { validateLabel } from "../opts/label.ts";
import { validateLink } from "../opts/link.ts";
import { parseMemory, parseMemorySwap } from "../opts/memory.ts";
import { parseMount } from "../opts/mount.ts";
import { parseNetworkAttachment } from "../opts/network-attachment.ts";
import { parseDuration, parseFloat32, parseInt, parseUint, parseUlimit } from "../opts/numbers.ts";
import { parsePlacementPref, validateCredentialSpec, validateGenericResource } from "../opts/placement.ts";
import { parsePortConfig } from "../opts/port-config.ts";
import { parseShellWords } from "../opts/shell-words.ts";
import { validateSysctl } from "../opts/sysctl.ts";
import { parseTcpAddress } from "../opts/tcp-address.ts";

type Read<T> = Result<T, string>;

export interface ValueKind {
  readonly zero: unknown;
  /** the value after `text` was given; `current` is the value before, or undefined if none was given yet */
  set(current: unknown, text: string, io: ClientIo, flag: Flag): Read<unknown>;
}

/** Each text replaces what was there. */
const scalar = <T>(zero: T, read: (text: string, io: ClientIo) => Read<T>): ValueKind => ({
  zero,
  set: (_current, text, io) => read(text, io),
});

/** Each text adds one value. */
const listOf = <T>(read: (text: string, io: ClientIo) => Read<T>): ValueKind => ({
  zero: [],
  set(current, text, io) {
    const value = read(text, io);
    return value.ok ? ok([...((current as readonly T[] | undefined) ?? []), value.value]) : value;
  },
});

/** Each text adds some values. */
const listsOf = <T>(read: (text: string, io: ClientIo) => Read<readonly T[]>): ValueKind => ({
  zero: [],
  set(current, text, io) {
    const values = read(text, io);
    return values.ok ? ok([...((current as readonly T[] | undefined) ?? []), ...values.value]) : values;
  },
});

const mapOf = (check: (text: string) => Read<string>): ValueKind => ({
  zero: new Map(),
  set(current, text) {
    const value = check(text);
    if (!value.ok) return value;
    const [key, part] = cut(value.value, "=");
    return ok(new Map(current as ReadonlyMap<string, string> | undefined).set(key, part));
  },
});

const asIs = (text: string): Read<string> => ok(text);

const positiveDuration = (text: string): Read<number> => {
  const duration = parseDuration(text);
  return duration.ok && duration.value < 0 ? fail("duration cannot be negative") : duration;
};

/** Quotes around the whole, which old files for environments have, are taken off. */
const unquoted = (text: string): Read<string> =>
  ok(/^(?:'.*'|".*")$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text);

const csv = (text: string): Read<readonly string[]> => (text === "" ? ok([]) : parseCsvRecord(text));

function imageTag(text: string): Read<string> {
  const reference = parseImageReference(text);
  return reference.ok ? ok(text) : reference;
}

function networks(text: string): Read<readonly string[]> {
  const fields = csv(text.replace(/["'`]/g, ""));
  if (!fields.ok) return fields.error === "EOF" ? ok([]) : fields;
  const cidrs: string[] = [];
  for (const field of fields.value) {
    const network = parseCidr(field.trim());
    if (network === undefined) return fail(`invalid string being converted to CIDR: ${field}`);
    cidrs.push(formatCidr(network));
  }
  return ok(cidrs);
}

const stringToString: ValueKind = {
  zero: new Map(),
  set(current, text) {
    const pairs = text.split("=").length - 1;
    if (pairs === 0) return fail(`${text} must be formatted as key=value`);
    const fields = pairs === 1 ? ok([text.replace(/^"+|"+$/g, "")]) : parseCsvRecord(text);
    if (!fields.ok) return fields;
    const map = new Map(current as ReadonlyMap<string, string> | undefined);
    for (const field of fields.value) {
      const [key, value, found] = cut(field, "=");
      if (!found) return fail(`${field} must be formatted as key=value`);
      map.set(key, value);
    }
    return ok(map);
  },
};

const ulimits: ValueKind = {
  zero: new Map<string, Ulimit>(),
  set(current, text) {
    const limit = parseUlimit(text);
    if (!limit.ok) return limit;
    return ok(new Map(current as ReadonlyMap<string, Ulimit> | undefined).set(limit.value.Name, limit.value));
  },
};

const filters: ValueKind = {
  zero: NO_FILTERS,
  set: (current, text) => addFilter((current as Filters | undefined) ?? NO_FILTERS, text),
};

const host: ValueKind = {
  zero: "",
  set: (current, text) => (current === undefined ? ok(text) : fail("specify only one -H")),
};

const nodeAddress: ValueKind = {
  zero: "",
  set: (current, text, _io, flag) =>
    parseTcpAddress(text, (current as string | undefined) ?? flag.defaultText),
};

export const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ["bool", scalar(false, parseBool)],
  ["string", scalar("", asIs)],
  ["host", host],
  ["quoted", scalar("", unquoted)],
  ["int", scalar(0, (text) => parseInt(text, 0))],
  ["uint", scalar(0, (text) => parseUint(text, 0))],
  ["uint16", scalar(0, (text) => parseUint(text, 0, 16))],
  ["uint32", scalar(0, (text) => parseUint(text, 0, 32))],
  ["float", scalar(0, parseFloat32)],
  ["duration", scalar(0, parseDuration)],
  ["positive-duration", scalar(0, positiveDuration)],
  ["bytes", scalar(0, parseMemory)],
  ["memory-swap", scalar(0, parseMemorySwap)],
  ["decimal", scalar(0, parseCpus)],
  ["list", listOf(asIs)],
  ["stringArray", listOf(asIs)],
  ["strings", listsOf(csv)],
  ["attach", listOf(validateAttach)],
  ["device-cgroup-rule", listOf(validateDeviceCgroupRule)],
  ["dns-search", listOf(validateDnsSearch)],
  ["env", listOf(validateEnv)],
  ["extra-host", listOf(validateExtraHost)],
  ["generic-resource", listOf(validateGenericResource)],
  ["image-tag", listOf(imageTag)],
  ["ip-address", listOf(validateIpAddress)],
  ["label", listOf(validateLabel)],
  ["link", listOf(validateLink)],
  ["weight-device", listOf(parseWeightDevice)],
  ["throttle-bps", listOf(parseThrottleBps)],
  ["throttle-iops", listOf(parseThrottleIops)],
  ["map", mapOf(asIs)],
  ["sysctl", mapOf(validateSysctl)],
  ["stringToString", stringToString],
  ["filter", filters],
  ["ulimit", ulimits],
  ["mount", listOf(parseMount)],
  ["network", listOf(parseNetworkAttachment)],
  ["gpu-request", listOf(parseGpus)],
  ["port", listsOf(parsePortConfig)],
  ["secret", listOf((text) => parseFileReference(text, "secret"))],
  ["config", listOf((text) => parseFileReference(text, "config"))],
  ["pref", listOf(parsePlacementPref)],
  ["credential-spec", scalar("", validateCredentialSpec)],
  ["command", scalar<readonly string[]>([], parseShellWords)],
  ["external-ca", listOf(parseExternalCa)],
  ["pem-file", scalar("", readPem)],
  ["node-addr", nodeAddress],
  ["ipNetSlice", listsOf(networks)],
]);

export function kindOf(flag: Flag): ValueKind {
  const kind = KINDS.get(flag.kind);
  assert(kind !== undefined, `kind ${flag.kind} of --${flag.name}`);
  return kind;
}

/** The value of a default that help shows as `text`; what is no value of the kind, such as `0 = unlimited`, is zero. */
export function defaultValue(flag: Flag, text: string, io: ClientIo): unknown {
  const kind = kindOf(flag);
  const bare =
    Array.isArray(kind.zero) || kind.zero instanceof Map ? text.replace(/^(?:map)?\[(.*)\]$/s, "$1") : text;
  if (bare === "" || flag.kind === "host") return kind.zero;
  const values = flag.kind === "stringArray" ? bare.split(",") : [bare];
  let value: unknown;
  for (const part of values) {
    const next = kind.set(value, part, io, flag);
    if (!next.ok) return kind.zero;
    value = next.value;
  }
  return value;
}
