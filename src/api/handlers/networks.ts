// Networks: list, inspect and prune (moby api/server/router/network, daemon/network). Making and joining networks
// of one's own comes with the networks' issue.

import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Container } from "../../model/container.ts";
import { findNetwork } from "../../model/lookup.ts";
import type { Network } from "../../model/network.ts";
import { valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import type { NetworkInspect } from "../wire/network.ts";
import { answer, refuse, text, type Handler } from "./context.ts";
import { Filters, invalidFilter } from "./filters.ts";

const ACCEPTED = ["dangling", "driver", "id", "label", "name", "scope", "type"];
const PREDEFINED = ["bridge", "host", "none"];

function wireNetwork(network: Network, containers: Iterable<Container>): NetworkInspect {
  return {
    Name: network.name,
    Id: network.id,
    Created: network.createdAt,
    Scope: network.scope,
    Driver: network.driver,
    EnableIPv4: network.enableIpv4,
    EnableIPv6: network.enableIpv6,
    IPAM: {
      Driver: network.ipamDriver,
      Options: network.ipamOptions,
      Config: network.pools.length === 0 ? null : network.pools.map(wirePool),
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom },
    ConfigOnly: network.configOnly,
    Containers: new Map(endpointsOn(network, containers)),
    Options: network.options,
    Labels: network.labels,
  };
}

const wirePool = ({ subnet, gateway, ipRange, auxiliary }: Network["pools"][number]) => ({
  Subnet: subnet,
  ...(ipRange === "" ? {} : { IPRange: ipRange }),
  ...(gateway === "" ? {} : { Gateway: gateway }),
  ...(auxiliary.size === 0 ? {} : { AuxiliaryAddresses: auxiliary }),
});

type EndpointResource =
  NonNullable<NetworkInspect["Containers"]> extends ReadonlyMap<string, infer T> ? T : never;

function* endpointsOn(
  { id }: Network,
  containers: Iterable<Container>,
): Generator<readonly [string, EndpointResource]> {
  for (const container of containers)
    for (const { settings } of container.endpoints) {
      if (settings.NetworkID !== id || settings.EndpointID === "") continue;
      yield [
        container.id,
        {
          Name: container.name,
          EndpointID: settings.EndpointID,
          MacAddress: settings.MacAddress,
          IPv4Address: withPrefix(settings.IPAddress, settings.IPPrefixLen),
          IPv6Address: withPrefix(settings.GlobalIPv6Address, settings.GlobalIPv6PrefixLen),
        },
      ];
    }
}

const withPrefix = (address: string, length: number): string =>
  address === "" ? "" : `${address}/${length}`;

export const listNetworks: Handler = function* ({ engine }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ACCEPTED);
  if (!filters.ok) return refuse(filters.error);
  const state = engine.call("state");
  const chosen = choose(state, filters.value);
  if (!chosen.ok) return refuse(chosen.error);
  return answer(chosen.value.map((network) => wireNetwork(network, [])));
};

function choose(state: EngineState, filters: Filters): Result<readonly Network[]> {
  const dangling = filters.bool("dangling", false);
  if (!dangling.ok) return dangling;
  for (const type of filters.values("type"))
    if (type !== "builtin" && type !== "custom")
      return dockerError("invalid-parameter", `invalid filter: 'type'='${type}'`);
  const types = filters.values("type");
  if (filters.contains("type") && types.length === 0) return invalidFilter("type");
  const used = new Set(
    [...valuesOf(state.containers)].flatMap(({ endpoints }) => endpoints.map((e) => e.settings.NetworkID)),
  );
  const byAge = [...valuesOf(state.networks)].sort(
    (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
  return ok(
    byAge.filter(
      ({ id, name, driver, labels, scope }) =>
        (!filters.contains("name") || filters.match("name", name)) &&
        (!filters.contains("id") || filters.match("id", id)) &&
        filters.exactMatch("driver", driver) &&
        filters.matchLabels("label", labels) &&
        filters.exactMatch("scope", scope) &&
        (types.length === 0 || types.includes(PREDEFINED.includes(name) ? "builtin" : "custom")) &&
        (!filters.contains("dangling") || isDangling(name, used.has(id)) === dangling.value),
    ),
  );
}

const isDangling = (name: string, used: boolean): boolean => !used && !PREDEFINED.includes(name);

export const inspectNetwork: Handler = function* ({ engine }, { target }) {
  const state = engine.call("state");
  const found = findNetwork(state, target);
  if (!found.ok) return refuse(found.error);
  return answer(wireNetwork(found.value, valuesOf(state.containers)));
};

/** The predefined ones stay; there are no others yet. */
export const pruneNetworks: Handler = function* ({ engine }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["label", "label!", "until"]);
  if (!filters.ok) return refuse(filters.error);
  engine.call("notePrune", "network");
  return answer({ NetworksDeleted: null });
};
