// Where a container's ports are published: at the endpoint that leads to the outside, and nowhere if there is none. When
// another becomes that one, they move along and those that nobody chose become others (moby libnetwork/endpoint.go sbJoin,
// sbLeave).

import { must } from "../base/assert.ts";
import { ok, type Result } from "../base/result.ts";
import type { Container, Endpoint } from "../model/container.ts";
import type { Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { forwardPorts, withdrawPorts } from "./forwarded-ports.ts";
import { gatewayEndpoints } from "./gateways.ts";
import { publishPorts } from "./ports.ts";

interface Place {
  readonly endpoint: Endpoint;
  readonly network: Network;
}

const placeOf = (engine: Engine, endpoint: Endpoint | undefined): Place | undefined => {
  const network = endpoint && lookUp(engine.state.networks, endpoint.settings.NetworkID);
  return endpoint === undefined || network?.driver !== "bridge" ? undefined : { endpoint, network };
};

export function settlePorts(engine: Engine, effects: Effects, id: string): Result<undefined> {
  const container = must(lookUp(engine.state.containers, id), `container ${id} has vanished`);
  const { v4, v6 } = gatewayEndpoints(engine, container);
  const wanted = placeOf(engine, v4 ?? v6);
  const current = placeOf(
    engine,
    container.endpoints.find(({ settings }) => engine.forwarded.has(settings.EndpointID)),
  );
  if (current?.endpoint.settings.EndpointID === wanted?.endpoint.settings.EndpointID) return ok(undefined);
  if (current !== undefined) {
    withdrawPorts(engine, current.endpoint, current.network);
    engine.commit({ kind: "ports-withdrawn", id });
  }
  return wanted === undefined ? ok(undefined) : publish(engine, effects, container, wanted);
}

function publish(
  engine: Engine,
  effects: Effects,
  container: Container,
  { endpoint, network }: Place,
): Result<undefined> {
  if ((container.config.ExposedPorts?.size ?? 0) === 0) return ok(undefined);
  const { id, name } = container;
  const { IPAddress, GlobalIPv6Address, EndpointID } = endpoint.settings;
  const published = publishPorts(engine, container, {
    address: IPAddress || GlobalIPv6Address,
    endpoint: `${name} (${EndpointID})`,
    options: network.options,
  });
  if (!published.ok) return published;
  engine.commit({ kind: "ports-published", id, ...published.value });
  effects.done(id, () => engine.commit({ kind: "ports-withdrawn", id }));
  forwardPorts(
    engine,
    { ...container, ports: published.value.ports, takenPorts: published.value.taken },
    endpoint,
    network,
  );
  return ok(undefined);
}
