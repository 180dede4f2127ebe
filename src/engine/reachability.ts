// Who reaches whom: for each container and the host, which ports of which others a first packet would get to, and if it
// would not, which rule or missing route forbids. Packets are tried out in a copy of the network, so that nothing of it
// shows: no counter moves, no connection is tracked. Not here: how it is printed (programs/network/paperwhale.ts).

import { ruleText } from "../base/netfilter-rule.ts";
import type { Reach } from "../base/seen-packet.ts";
import type { Service } from "../kernel/kernel.ts";
import { ownerOf } from "../kernel/socket-names.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { splitPort } from "../model/port-text.ts";
import { valuesOf } from "../model/shelf.ts";
import { NetNamespaces } from "../netsim/net-namespace.ts";
import type { Hop } from "../netsim/hop.ts";
import { Network } from "../netsim/network.ts";
import { DEFAULT_TTL, type Packet } from "../netsim/packet.ts";
import { sourceFor } from "../netsim/routes.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace } from "./host-network.ts";

export const REACHABILITY = "reachability";

interface Place {
  readonly name: string;
  readonly namespace: number;
}

/** The name of a container by its network namespace, for traces; `host` for the host's own. */
function nameOf(engine: Engine, namespace: number): string {
  if (namespace === hostNetNamespace(engine)) return "host";
  const owner = [...valuesOf(engine.state.containers)].find(
    ({ sandbox }) => sandbox?.ownsNetwork === true && sandbox.netNamespace === namespace,
  );
  return owner?.name ?? `namespace ${namespace}`;
}

export function reachabilityService(engine: Engine): Service {
  return (caller, operation, [namespace]) => {
    if (!caller.capabilities.has("CAP_NET_ADMIN")) return "EPERM";
    return operation === "name" ? nameOf(engine, namespace as number) : reachAll(engine);
  };
}

function reachAll(engine: Engine): Reach[] {
  const running = [...valuesOf(engine.state.containers)].filter(({ state }) => isRunning(state));
  const owners = running.filter(({ sandbox }) => sandbox?.ownsNetwork === true);
  const places: Place[] = owners.map(({ name, sandbox }) => ({
    name,
    namespace: sandbox?.netNamespace ?? 0,
  }));
  places.sort((a, b) => (a.name < b.name ? -1 : 1));
  const host: Place = { name: "host", namespace: hostNetNamespace(engine) };
  return [host, ...places].flatMap((from) =>
    owners
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .filter(({ name }) => name !== from.name)
      .flatMap((to) => reachOne(engine, from, to)),
  );
}

/** Ports that listen, and those that the container says it has. */
function portsOf(engine: Engine, { config, sandbox }: Container): number[] {
  const listening = [...engine.kernel.sockets.values()].flatMap(
    ({ netNamespace, state, local, kind }) =>
    netNamespace === sandbox?.netNamespace && state === "listening" && kind.type === "stream" && local !== undefined && local.family !== "unix" && !local.address.startsWith("127.") ? [local.port] : [], // prettier-ignore
  );
  const exposed = [...(config.ExposedPorts?.keys() ?? [])]
    .map(splitPort)
    .filter(({ protocol }) => protocol === "tcp")
    .map(({ port }) => Number(port));
  return [...new Set([...listening, ...exposed])].sort((a, b) => a - b);
}

function reachOne(engine: Engine, from: Place, to: Container): Reach[] {
  const ports = portsOf(engine, to);
  return to.endpoints.flatMap(({ network, settings }) =>
    [settings.IPAddress, settings.GlobalIPv6Address]
      .filter((address) => address !== "")
      .flatMap((address) =>
        ports.map((port): Reach => ({
          from: from.name,
          to: to.name,
          network,
          address,
          port,
          ...attempt(engine, from.namespace, address, port),
        })),
      ),
  );
}

/** Sends the first segment of a connection and follows it. */
function attempt(engine: Engine, from: number, target: string, port: number): Pick<Reach, "reached" | "why"> {
  const namespaces = new NetNamespaces(engine.kernel.netNamespaces);
  const hops: Hop[] = [];
  let delivered: number | undefined;
  let silent = false;
  const network = new Network(namespaces, {
    now: () => engine.now,
    deliver: (namespace, { payload }) => {
      if (payload.protocol === "tcp") delivered ??= namespace;
    },
    giveUp: () => (silent = true),
    hop: (hop) => hops.push(hop),
  });
  const source = sourceFor(namespaces.get(from), target);
  if (source === undefined) return { reached: false, why: "no route" };
  const error = network.send(from, firstSegment(source, target, port));
  if (delivered !== undefined) {
    const listens = ownerOf(engine.kernel, delivered, "stream", target, port) !== undefined;
    return { reached: true, why: listens ? "" : "nobody listens" };
  }
  if (error !== undefined) return { reached: false, why: "no route" };
  return { reached: false, why: silent ? "nobody has the address" : reasonOf(hops) };
}

const firstSegment = (source: string, target: string, port: number): Packet => ({
  source,
  target,
  ttl: DEFAULT_TTL,
  payload: {
    protocol: "tcp",
    sourcePort: 49_152,
    targetPort: port,
    sequence: 0,
    acknowledged: 0,
    flags: { syn: true },
    window: 64_240,
    data: undefined,
  },
});

/** The rule that took it last, or what the kernel said. */
function reasonOf(hops: readonly Hop[]): string {
  const rule = hops.findLast((hop) => hop.kind === "rule");
  const end = hops.findLast((hop) => hop.kind === "dropped");
  if (rule?.kind === "rule" && end !== undefined) {
    const says = "id" in rule.what ? ruleText(rule.what) : `policy ${rule.what.policy ?? ""}`;
    return `${rule.table.replace("6", "")} ${rule.chain.name}: ${says}`;
  }
  return end?.kind === "dropped" ? end.why : "it was lost";
}
