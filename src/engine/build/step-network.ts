// The network of a RUN step: an endpoint on the bridge named bridge as long as the step lives, with an address and the
// way out, but known to nobody (moby daemon/internal/builder-next/executor_linux.go bridgeProvider). Given back when the
// step is over.

import { ok, type Result } from "../../base/result.ts";
import type { Endpoint } from "../../model/container.ts";
import { findNetwork } from "../../model/lookup.ts";
import { lookUp } from "../../model/shelf.ts";
import { interfacePrefix } from "../bridge-options.ts";
import type { Effects } from "../effects.ts";
import { chooseAddresses, linkAddresses, settingsOf, subnetOf, type Given } from "../endpoints.ts";
import { layVeth, removeLink } from "../endpoint-links.ts";
import { emptyEndpointSettings } from "../endpoint-settings.ts";
import type { Engine } from "../engine.ts";
import { enterFirewall, leaveFirewall } from "../forwarded-ports.ts";
import { hostNetNamespace, randomMac } from "../host-network.ts";

export interface StepEndpoint extends Given {
  readonly endpoint: Endpoint;
}

/** undefined where the daemon has no such bridge. */
export function joinForStep(
  engine: Engine,
  effects: Effects,
  namespace: number,
): Result<StepEndpoint | undefined> {
  const found = findNetwork(engine.state, "bridge");
  if (!found.ok || found.value.driver !== "bridge") return ok(undefined);
  const network = found.value;
  const given = chooseAddresses(network, emptyEndpointSettings());
  if (!given.ok) return given;
  const mac = randomMac(engine);
  const veth = `veth${engine.random.hex(7)}`;
  const settings = {
    ...emptyEndpointSettings(),
    NetworkID: network.id,
    EndpointID: engine.newId(),
    MacAddress: mac,
    ...settingsOf(network, given.value),
  };
  const addresses = linkAddresses(settings);
  const subnet = subnetOf(network, settings);
  const device = layVeth(engine, effects, {
    namespace,
    network,
    veth,
    mac,
    prefix: interfacePrefix(network.options),
    sysctls: () => [],
    addresses,
    subnet,
  });
  const endpoint: Endpoint = { network: network.name, settings, veth, device };
  engine.commit({ kind: "network-address-taken", network: network.id, ...given.value });
  const step: StepEndpoint = { endpoint, ...given.value };
  effects.done(step, (joined) => leaveForStep(engine, joined));
  enterFirewall(engine, endpoint, network);
  const { Gateway: via } = settings;
  if (via !== "") {
    const inside = engine.kernel.netNamespaces.own(namespace);
    inside.routes = [{ to: "default", via, link: device, source: undefined }, ...inside.routes];
  }
  return ok(step);
}

export function leaveForStep(engine: Engine, { endpoint, address, address6 }: StepEndpoint): void {
  const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
  if (network === undefined) return;
  leaveFirewall(engine, endpoint, network);
  removeLink(engine, hostNetNamespace(engine), endpoint.veth);
  engine.commit({ kind: "network-address-given-back", network: network.id, address, address6 });
}
