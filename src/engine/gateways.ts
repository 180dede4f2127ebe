// Which of a container's networks leads to the outside: its default routes go there and its ports are published there
// (moby libnetwork/sandbox.go getGatewayEndpoint, endpoint.go Endpoint.Less). When it changes, the ports move along.

import type { Container, Endpoint } from "../model/container.ts";
import type { Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import { DEFAULT_ROUTE_6 } from "../netsim/routes.ts";
import type { Route } from "../netsim/net-namespace.ts";
import type { Engine } from "./engine.ts";

interface Candidate {
  readonly endpoint: Endpoint;
  readonly network: Network;
}

/** By priority, then those that reach the outside, then those that do by more families, then by name. */
export function orderedEndpoints(engine: Engine, { endpoints }: Container): Candidate[] {
  const candidates = endpoints.flatMap((endpoint): Candidate[] => {
    const network = lookUp(engine.state.networks, endpoint.settings.NetworkID);
    return network === undefined || endpoint.device === undefined ? [] : [{ endpoint, network }];
  });
  return candidates.sort(
    (a, b) =>
      b.endpoint.settings.GwPriority - a.endpoint.settings.GwPriority ||
      Number(a.network.internal) - Number(b.network.internal) ||
      gateways(b.endpoint) - gateways(a.endpoint) ||
      (a.network.name < b.network.name ? -1 : 1),
  );
}

const gateways = ({ settings: { Gateway, IPv6Gateway } }: Endpoint): number =>
  Number(Gateway !== "") + Number(IPv6Gateway !== "");

export interface Gateways {
  readonly v4: Endpoint | undefined;
  readonly v6: Endpoint | undefined;
}

/** The first that has a gateway of the family; one that has both comes before all others. */
export function gatewayEndpoints(engine: Engine, container: Container): Gateways {
  const outward = orderedEndpoints(engine, container)
    .filter(({ network }) => !network.internal)
    .map(({ endpoint }) => endpoint);
  const both = outward.find((endpoint) => gateways(endpoint) === 2);
  if (both !== undefined) return { v4: both, v6: both };
  return {
    v4: outward.find(({ settings }) => settings.Gateway !== ""),
    v6: outward.find(({ settings }) => settings.IPv6Gateway !== ""),
  };
}

export function settleDefaultRoutes(engine: Engine, id: string, namespace: number): void {
  const container = lookUp(engine.state.containers, id);
  if (container === undefined) return;
  const { v4, v6 } = gatewayEndpoints(engine, container);
  const ns = engine.kernel.netNamespaces.own(namespace);
  const others = ns.routes.filter(
    ({ to, via }) => via === undefined || (to !== "default" && to !== DEFAULT_ROUTE_6),
  );
  const route = (to: string, via: string | undefined, link: string | undefined): Route[] =>
    via === undefined || via === "" || link === undefined ? [] : [{ to, via, link, source: undefined }];
  ns.routes = [
    ...route("default", v4?.settings.Gateway, v4?.device),
    ...others,
    ...route(DEFAULT_ROUTE_6, v6?.settings.IPv6Gateway, v6?.device),
  ];
}
