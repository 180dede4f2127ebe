// Options of the bridge driver (moby libnetwork/drivers/bridge fromLabels): those that are read are checked, all are
// kept and shown. What they do to packets is netsim's.

import { atoi, parseBool } from "../base/go/integers.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { parseHost } from "../netsim/prefix.ts";

export interface BridgeOptions {
  /** "" for one made of the network's id */
  readonly name: string;
  /** undefined: the usual */
  readonly mtu: number | undefined;
}

const PREFIX = "com.docker.network.";
const BOOLS = ["enable_ip_masquerade", "enable_icc", "inhibit_ipv4"].map((name) => `${PREFIX}bridge.${name}`);
const MODES = ["nat", "nat-unprotected", "routed", "isolated"];

export function parseBridgeOptions(options: ReadonlyMap<string, string>): Result<BridgeOptions, string> {
  for (const [name, value] of options) {
    const wrong = complaintOf(name, value);
    if (wrong !== undefined) return fail(wrong);
  }
  const mtu = atoi(options.get(`${PREFIX}driver.mtu`) ?? "");
  return ok({
    name: options.get(`${PREFIX}bridge.name`) ?? "",
    mtu: mtu.ok && Number(mtu.value) > 0 ? Number(mtu.value) : undefined,
  });
}

function complaintOf(name: string, value: string): string | undefined {
  const refused = (why: string): string => `failed to parse ${name} value: ${value} (${why})`;
  if (BOOLS.includes(name)) {
    const parsed = parseBool(value);
    return parsed.ok ? undefined : refused(parsed.error);
  }
  if (name === `${PREFIX}driver.mtu`) {
    const parsed = atoi(value);
    if (!parsed.ok) return refused(parsed.error);
    return Number(parsed.value) < 0 ? refused("invalid MTU number: value must not be negative") : undefined;
  }
  if (name === `${PREFIX}bridge.host_binding_ipv4`)
    return parseHost(value) === undefined ? refused("nil ip") : undefined;
  if (name === `${PREFIX}bridge.gateway_mode_ipv4` || name === `${PREFIX}bridge.gateway_mode_ipv6`)
    return MODES.includes(value) ? undefined : refused(`unknown gateway mode ${value}`);
  return undefined;
}
