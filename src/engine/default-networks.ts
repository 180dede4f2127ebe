// The three networks that every daemon has: bridge with docker0, host, none.
// Made when a daemon first starts; they can not be removed.

import type { Network } from "../model/network.ts";
import { valuesOf } from "../model/shelf.ts";
import { parseAddress, parseSubnet } from "../netsim/address.ts";
import { DEFAULT_MTU, layBridge } from "./bridges.ts";
import type { Engine } from "./engine.ts";
import { guardBridge, layFirewall } from "./firewall.ts";

const BARE: Omit<Network, "id" | "name" | "createdAt" | "driver"> = {
  scope: "local",
  enableIpv4: true,
  enableIpv6: false,
  ipamDriver: "default",
  ipamOptions: null,
  pools: [],
  internal: false,
  attachable: false,
  ingress: false,
  configOnly: false,
  configFrom: "",
  options: new Map(),
  labels: new Map(),
  taken: {},
  taken6: [],
  link: undefined,
};

export function createDefaultNetworks(engine: Engine): void {
  const create = (name: string, driver: string, more: Partial<Network> = {}): void =>
    engine.commit({
      kind: "network-created",
      network: { ...BARE, id: engine.newId(), name, driver, createdAt: engine.now, ...more },
    });
  create("none", "null");
  create("host", "host");
  const { bridge } = engine.settings;
  const base = parseSubnet(bridge.subnet)?.base ?? 0;
  const own = (parseAddress(bridge.gateway) ?? 0) - base;
  const pools = [
    {
      subnet: bridge.subnet,
      gateway: bridge.gateway,
      askedGateway: bridge.gateway,
      ipRange: "",
      auxiliary: new Map(),
    },
  ];
  create("bridge", "bridge", {
    pools,
    options: new Map([
      ["com.docker.network.bridge.default_bridge", "true"],
      ["com.docker.network.bridge.enable_icc", "true"],
      ["com.docker.network.bridge.enable_ip_masquerade", "true"],
      ["com.docker.network.bridge.host_binding_ipv4", "0.0.0.0"],
      ["com.docker.network.bridge.name", bridge.name],
      ["com.docker.network.driver.mtu", "1500"],
    ]),
    taken: { [own >>> 5]: 1 << (own & 31) },
    link: layBridge(engine, { name: bridge.name, mtu: DEFAULT_MTU, pools, inhibited: false }),
  });
  layFirewall(engine);
  const made = [...valuesOf(engine.state.networks)].find(({ name }) => name === "bridge");
  if (made !== undefined) guardBridge(engine, made, bridge.name);
  // What was there before anybody asked is no news.
  engine.forgetEvents();
}
