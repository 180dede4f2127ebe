// Networks: list, inspect, create, remove, prune, and which containers are connected (moby api/server/router/network,
// daemon/network). What they do to packets is the engine's and netsim's matter.

import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Container } from "../../model/container.ts";
import { findNetwork } from "../../model/lookup.ts";
import { PREDEFINED, type Network } from "../../model/network.ts";
import { valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import { emptyEndpointSettings } from "../../engine/endpoint-settings.ts";
import type { NetworkRequest } from "../../engine/network-request.ts";
import type {
  NetworkConnectBody,
  NetworkCreateBody,
  NetworkDisconnectBody,
  NetworkInspect,
} from "../wire/network.ts";
import { answer, done, refuse, text, type Handler } from "./context.ts";
import { Filters, invalidFilter } from "./filters.ts";
import { labelTest, untilOf } from "./prune-filters.ts";

const ACCEPTED = ["dangling", "driver", "id", "label", "name", "scope", "type"];

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

/** Of a subnet that was asked for, as it was asked for. */
function wirePool({ subnet, gateway, askedGateway, ipRange, auxiliary }: Network["pools"][number]) {
  const shown = askedGateway ?? gateway;
  return {
    Subnet: subnet,
    ...(ipRange === "" ? {} : { IPRange: ipRange }),
    ...(shown === "" ? {} : { Gateway: shown }),
    ...(auxiliary.size === 0 ? {} : { AuxiliaryAddresses: auxiliary }),
  };
}

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
  if (!dangling.ok) return dockerError("invalid-parameter", BAD_DANGLING);
  for (const type of filters.values("type"))
    if (type !== "builtin" && type !== "custom")
      return dockerError("invalid-parameter", `invalid filter: 'type'='${type}'`);
  const types = filters.values("type");
  if (filters.contains("type") && types.length === 0) return invalidFilter("type");
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
        (!filters.contains("dangling") || !PREDEFINED.includes(name) === dangling.value),
    ),
  );
}

/** The list knows of no containers: every network that somebody made is taken for unused (moby daemon/network/filter.go). */
const BAD_DANGLING = `invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`;

export const inspectNetwork: Handler = function* ({ engine }, { target }) {
  const state = engine.call("state");
  const found = findNetwork(state, target);
  if (!found.ok) return refuse(found.error);
  return answer(wireNetwork(found.value, valuesOf(state.containers)));
};

export const createNetwork: Handler = function* ({ engine }, { body }) {
  const made = engine.call("createNetwork", requestOf(body as NetworkCreateBody));
  return made.ok ? answer({ Id: made.value.id, Warning: "" }, 201) : refuse(made.error);
};

const requestOf = (body: NetworkCreateBody): NetworkRequest => ({
  name: body.Name,
  driver: body.Driver,
  scope: body.Scope,
  enableIpv4: body.EnableIPv4 ?? undefined,
  enableIpv6: body.EnableIPv6 ?? undefined,
  ipamDriver: body.IPAM?.Driver ?? "",
  ipamOptions: body.IPAM?.Options ?? null,
  ipam: (body.IPAM?.Config ?? []).map((config) => ({
    subnet: config.Subnet ?? "",
    ipRange: config.IPRange ?? "",
    gateway: config.Gateway ?? "",
    auxiliary: config.AuxiliaryAddresses ?? new Map(),
  })),
  internal: body.Internal,
  attachable: body.Attachable,
  ingress: body.Ingress,
  configOnly: body.ConfigOnly,
  configFrom: body.ConfigFrom?.Network ?? "",
  options: body.Options ?? new Map(),
  labels: body.Labels ?? new Map(),
});

export const connectContainer: Handler = function* ({ engine }, { target, body }) {
  const { Container: container, EndpointConfig: settings } = body as NetworkConnectBody;
  return done(
    engine.call("connectContainer", target, container, { ...emptyEndpointSettings(), ...settings }),
  );
};

export const disconnectContainer: Handler = function* ({ engine }, { target, body }) {
  const { Container: container, Force: force } = body as NetworkDisconnectBody;
  return done(engine.call("disconnectContainer", target, container, force));
};

export const deleteNetwork: Handler = function* ({ engine }, { target }) {
  return done(engine.call("removeNetwork", target));
};

export const pruneNetworks: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["label", "label!", "until"]);
  if (!filters.ok) return refuse(filters.error);
  const until = untilOf(filters.value, sys.now());
  if (!until.ok) return refuse(until.error);
  const names = engine.call("pruneNetworks", { until: until.value, labels: labelTest(filters.value) });
  return answer({ NetworksDeleted: names.length === 0 ? null : names });
};
