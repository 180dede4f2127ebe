// Connecting a container to a network and disconnecting it: of one that runs, at once; of one that does not, what it will
// join when it starts (moby daemon/container_operations.go ConnectToNetwork, DisconnectFromNetwork).

import { dockerError, ok, type Result } from "../base/result.ts";
import type { EndpointSettings } from "../model/container-config.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { findContainer, findNetwork } from "../model/lookup.ts";
import { isUserDefined, type Network } from "../model/network.ts";
import { lookUp } from "../model/shelf.ts";
import { withEffects } from "./effects.ts";
import { addressesOf } from "./endpoint-settings.ts";
import { dnsNamesOf, endpointComplaint, refuseTogether } from "./endpoint-checks.ts";
import { removeLink } from "./endpoint-links.ts";
import { connectOne, leaveOne } from "./endpoints.ts";
import type { Engine } from "./engine.ts";
import { settleDefaultRoutes } from "./gateways.ts";
import { addOwnHosts, removeOwnHosts, useInternalResolver } from "./network-files.ts";
import { endpointsOn } from "./networks.ts";
import { settlePorts } from "./settle-ports.ts";

const goesAway = ({ state }: Container): boolean => state === "removing" || state === "dead";

const refuseRemoved = ({ id }: Container): Result<never> =>
  dockerError(
    "unknown",
    `Container ${id} is marked for removal and cannot be connected or disconnected to the network`,
  );

export function connectContainer(
  engine: Engine,
  networkName: string,
  containerName: string,
  settings: EndpointSettings,
): Result<undefined> {
  const found = findContainer(engine.state, containerName);
  if (!found.ok) return found;
  const container = found.value;
  if (isRunning(container.state) && container.sandbox !== undefined)
    return connectRunning(engine, container, container.sandbox.netNamespace, networkName, settings);
  if (goesAway(container)) return refuseRemoved(container);
  return connectLater(engine, container, networkName, settings);
}

/** A network that is not there is taken at its word. */
function connectLater(
  engine: Engine,
  container: Container,
  networkName: string,
  settings: EndpointSettings,
): Result<undefined> {
  const network = findNetwork(engine.state, networkName);
  if (network.ok) {
    const wrong = endpointComplaint(network.value, network.value.name, settings);
    if (wrong !== undefined) return dockerError("invalid-parameter", wrong);
    const together = refuseTogether(engine.state, container, network.value);
    if (!together.ok) return together;
  }
  const name = network.ok ? network.value.name : networkName;
  if (network.ok && container.endpoints.some((endpoint) => endpoint.network === name)) return ok(undefined);
  const named = isUserDefined(name) ? { DNSNames: dnsNamesOf(container, settings.Aliases) } : {};
  engine.commit({
    kind: "network-endpoint-set",
    container: container.id,
    endpoint: { network: name, settings: { ...settings, ...named }, veth: "" },
  });
  return ok(undefined);
}

function connectRunning(
  engine: Engine,
  container: Container,
  namespace: number,
  networkName: string,
  settings: EndpointSettings,
): Result<undefined> {
  if (container.hostConfig.NetworkMode.startsWith("container:"))
    return dockerError(
      "invalid-parameter",
      "container sharing network namespace with another container or host cannot be connected to any other network",
    );
  const joined = withEffects((effects) =>
    connectOne(engine, effects, container.id, networkName, settings, namespace),
  );
  if (!joined.ok) return joined;
  addOwnHosts(engine, container, joined.value);
  const network = findNetwork(engine.state, networkName);
  if (network.ok && isUserDefined(network.value.name)) useInternalResolver(engine, container);
  return ok(undefined);
}

export function disconnectContainer(
  engine: Engine,
  networkName: string,
  containerName: string,
  force: boolean,
): Result<undefined> {
  const found = findContainer(engine.state, containerName);
  if (!found.ok) return force ? forgetEndpoint(engine, networkName, containerName) : found;
  const container = found.value;
  const network = findNetwork(engine.state, networkName);
  if (!isRunning(container.state) || (!network.ok && force)) {
    if (goesAway(container)) return refuseRemoved(container);
    return disconnectLater(engine, container, network.ok ? network.value.name : networkName);
  }
  if (!network.ok) return network;
  if (container.hostConfig.NetworkMode === "host" && network.value.driver === "host")
    return dockerError(
      "invalid-parameter",
      "cannot disconnect container from host network - container was created in host network mode",
    );
  return disconnectRunning(engine, container, network.value);
}

/** With --force, of a container that is gone. */
function forgetEndpoint(engine: Engine, networkName: string, containerName: string): Result<undefined> {
  const network = findNetwork(engine.state, networkName);
  if (!network.ok) return network;
  const named = [...endpointsOn(engine, network.value.id)].find(
    ({ container }) => container.name === containerName,
  );
  return named === undefined
    ? dockerError("not-found", `endpoint ${containerName} not found`)
    : disconnectRunning(engine, named.container, network.value);
}

function disconnectLater(engine: Engine, { id, endpoints }: Container, network: string): Result<undefined> {
  if (!endpoints.some((endpoint) => endpoint.network === network))
    return dockerError("unknown", `container ${id} is not connected to the network ${network}`);
  engine.commit({ kind: "network-endpoint-dropped", container: id, network });
  return ok(undefined);
}

function disconnectRunning(engine: Engine, container: Container, network: Network): Result<undefined> {
  const { id, sandbox } = container;
  const endpoint = container.endpoints.find(
    ({ settings }) => settings.NetworkID === network.id && settings.EndpointID !== "",
  );
  if (endpoint === undefined || sandbox === undefined)
    return dockerError("unknown", `container ${id} is not connected to network ${network.name}`);
  if (engine.forwarded.has(endpoint.settings.EndpointID)) engine.commit({ kind: "ports-withdrawn", id });
  leaveOne(engine, id, endpoint);
  engine.commit({ kind: "network-endpoint-dropped", container: id, network: endpoint.network });
  if (endpoint.device !== undefined) removeLink(engine, sandbox.netNamespace, endpoint.device);
  settleDefaultRoutes(engine, id, sandbox.netNamespace);
  removeOwnHosts(engine, container, addressesOf(endpoint));
  return withEffects((effects) => settlePorts(engine, effects, id));
}

/** After a rename: names by which others on its networks know it. */
export function renameEndpoints(engine: Engine, id: string): void {
  const container = lookUp(engine.state.containers, id);
  for (const endpoint of container?.endpoints ?? [])
    if (container !== undefined && endpoint.settings.DNSNames !== null)
      engine.commit({
        kind: "network-endpoint-set",
        container: id,
        endpoint: {
          ...endpoint,
          settings: {
            ...endpoint.settings,
            DNSNames: dnsNamesOf(container, endpoint.settings.Aliases),
          },
        },
      });
}
