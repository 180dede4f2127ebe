// Options of the bridge driver (moby libnetwork/drivers/bridge fromLabels): those that are read are checked, all are
// kept and shown. What they do to packets is netsim's.

import { atoi, parseBool } from "../base/go/integers.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { parseHost } from "../netsim/prefix.ts";

const PREFIX = "com.docker.network.";

type Options = ReadonlyMap<string, string>;

/** Whether a switch of the driver is on, as all are unless told. */
export const isOn = (options: Options, name: string): boolean =>
  !/^(?:0|f|false)$/i.test(options.get(`${PREFIX}bridge.${name}`) ?? "true");

/** Whether the host is to have no address in the network. */
export const isInhibited = (options: Options): boolean =>
  /^(?:1|t|true)$/i.test(options.get(`${PREFIX}bridge.inhibit_ipv4`) ?? "");

/** How packets get in: translated unless told. */
export const gatewayMode = (options: Options, family: 4 | 6): string =>
  options.get(`${PREFIX}bridge.gateway_mode_ipv${family}`) || "nat";

/** The host's addresses to which ports go that name none. */
export function defaultBindings(options: Options): readonly string[] {
  const own = options.get(`${PREFIX}bridge.host_binding_ipv4`) ?? "0.0.0.0";
  return own === "0.0.0.0" ? ["0.0.0.0", "::"] : [own];
}

/** What links in containers are called: eth0, eth1, … */
export const interfacePrefix = (options: Options): string =>
  options.get(`${PREFIX}container_iface_prefix`) || "eth";

export interface BridgeOptions {
  /** "" for one made of the network's id */
  readonly name: string;
  /** undefined: the usual */
  readonly mtu: number | undefined;
}

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
    return Number(parsed.value) < 0 ? `invalid MTU number: ${parsed.value}` : undefined;
  }
  if (name === `${PREFIX}bridge.host_binding_ipv4`)
    return parseHost(value) === undefined ? refused("nil ip") : undefined;
  if (name === `${PREFIX}bridge.gateway_mode_ipv4` || name === `${PREFIX}bridge.gateway_mode_ipv6`)
    return MODES.includes(value) ? undefined : refused(`unknown gateway mode ${value}`);
  return undefined;
}
