// The name server that containers on networks of one's own find at 127.0.0.11: names of containers on the networks that
// they share, aliases, and the names of addresses (moby libnetwork/resolver.go, sandbox.go ResolveName). Names that it
// does not know would go to the servers of the host; there is no way to them yet, so it says that they failed.

import type { Container, Endpoint } from "../model/container.ts";
import { isUserDefined } from "../model/network.ts";
import { lookUp, valuesOf } from "../model/shelf.ts";
import type { SocketKind } from "../kernel/sockets.ts";
import { portName } from "../kernel/socket-table.ts";
import { DNS_TYPES, encodeAnswer, parseQuestion, type DnsAnswer } from "../netsim/dns-message.ts";
import type { Engine } from "./engine.ts";
import { orderedEndpoints } from "./gateways.ts";
import { endpointsOn } from "./networks.ts";

export const DNS_SERVICE = "docker-dns";
const ADDRESS = "127.0.0.11";
const PORT = 53;
const MX = 15;
const SRV = 33;
const ANSWERED: readonly number[] = [DNS_TYPES.A, DNS_TYPES.AAAA, MX, SRV];
const KIND: SocketKind = { family: "inet", type: "datagram" };

/** In a container's network namespace, once it is on a network of one's own. */
export function openResolver(engine: Engine, namespace: number): void {
  const { sockets } = engine.kernel;
  const place = portName({ netNamespace: namespace, kind: KIND }, ADDRESS, PORT);
  if (sockets.named(place) !== undefined) return;
  const socket = sockets.create(KIND, namespace);
  Object.assign(socket, { state: "bound", place, service: DNS_SERVICE, local: { family: "inet", address: ADDRESS, port: PORT } }); // prettier-ignore
  sockets.give(place, socket.id);
}

export function closeResolver(engine: Engine, namespace: number): void {
  const { sockets } = engine.kernel;
  const place = portName({ netNamespace: namespace, kind: KIND }, ADDRESS, PORT);
  const socket = sockets.named(place);
  if (socket === undefined) return;
  sockets.take(place);
  sockets.remove(socket.id);
}

/** Bytes of a query from that namespace to bytes of its answer. */
export function answerQuery(engine: Engine, namespace: number, bytes: Uint8Array): Uint8Array | undefined {
  const question = parseQuestion(bytes);
  return question === undefined ? undefined : encodeAnswer(question, resolve(engine, namespace, question));
}

function resolve(
  engine: Engine,
  namespace: number,
  { name, type }: { name: string; type: number },
): DnsAnswer {
  const asking = [...valuesOf(engine.state.containers)].find(
    ({ sandbox }) => sandbox?.ownsNetwork === true && sandbox.netNamespace === namespace,
  );
  if (asking === undefined) return { code: "SERVFAIL" };
  const endpoints = orderedEndpoints(engine, asking)
    .map(({ endpoint }) => endpoint)
    .filter(({ network }) => isUserDefined(network));
  if (type === DNS_TYPES.PTR) return nameOfAddress(engine, endpoints, name);
  // Only these are looked for here; all others would be asked of the host's servers.
  if (!ANSWERED.includes(type)) return { code: "SERVFAIL" };
  const lower = name.toLowerCase();
  for (const endpoint of endpoints) {
    const found = onNetwork(engine, endpoint, lower);
    if (found.length === 0) continue;
    const data = found.map(({ settings }) => (type === DNS_TYPES.A ? settings.IPAddress : type === DNS_TYPES.AAAA ? settings.GlobalIPv6Address : "")); // prettier-ignore
    return {
      code: "NOERROR",
      type,
      data: shuffled(
        engine,
        data.filter((one) => one !== ""),
      ),
    };
  }
  return { code: "SERVFAIL" };
}

/** Endpoints of that name on the network of an endpoint: by link, by name, by `name.network`. */
function onNetwork(engine: Engine, own: Endpoint, name: string): Endpoint[] {
  const network = own.settings.NetworkID;
  const linked = own.settings.Links?.map((link) => link.split(":")).find(([to = "", alias = to]) => alias.toLowerCase() === name); // prettier-ignore
  const plain = linked?.[0] ?? withoutNetwork(name, own.network);
  const found: Endpoint[] = [];
  for (const { container, endpoint } of endpointsOn(engine, network))
    if (namesOf(container, endpoint).includes(plain)) found.push(endpoint);
  return found;
}

const withoutNetwork = (name: string, network: string): string =>
  name.endsWith(`.${network.toLowerCase()}`) ? name.slice(0, -network.length - 1) : name;

const namesOf = ({ id, name, config }: Container, { settings }: Endpoint): string[] =>
  [name, id.slice(0, 12), id, config.Hostname, ...(settings.Aliases ?? [])].map((one) => one.toLowerCase());

/** `2.0.18.172.in-addr.arpa` */
function nameOfAddress(engine: Engine, endpoints: readonly Endpoint[], name: string): DnsAnswer {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/i.exec(name);
  if (match === null) return { code: "SERVFAIL" };
  const address = match.slice(1).reverse().join(".");
  for (const { settings } of endpoints)
    for (const { container, endpoint } of endpointsOn(engine, settings.NetworkID))
      if (endpoint.settings.IPAddress === address)
        return {
          code: "NOERROR",
          type: DNS_TYPES.PTR,
          data: [`${container.name}.${networkName(engine, endpoint)}`],
        };
  return { code: "SERVFAIL" };
}

const networkName = (engine: Engine, { settings, network }: Endpoint): string =>
  lookUp(engine.state.networks, settings.NetworkID)?.name ?? network;

/** Several addresses take turns by chance. */
function shuffled(engine: Engine, list: readonly string[]): string[] {
  const out = list.slice();
  for (let i = out.length - 1; i > 0; i--) {
    const j = engine.random.below(i + 1);
    [out[i], out[j]] = [out[j] as string, out[i] as string];
  }
  return out;
}
