// Under which names sockets of the internet are found: a bound port by its address, a connection by both ends. Which
// port is taken, and by whom, follows from them. Addresses are as packets carry them: a socket of inet6 that also
// takes IPv4 is found by IPv4 addresses, unless it was told not to.

import type { NetNamespace } from "../netsim/net-namespace.ts";
import { isWildcard } from "../netsim/net-namespace.ts";
import type { Kernel } from "./kernel.ts";
import { portName, type Socket } from "./socket-table.ts";
import type { SocketKind } from "./sockets.ts";

type Place = Pick<Socket, "netNamespace" | "kind">;

const isDual = ({ kind }: Place): boolean => kind.family === "inet6" && kind.only !== true;

const isSix = (address: string): boolean => address.includes(":");

/** The name of a connection. */
export const flowName = (
  namespace: number,
  local: string,
  localPort: number,
  remote: string,
  remotePort: number,
): string => `${namespace} ${local} ${localPort} ${remote} ${remotePort}`;

/** The socket that gets what comes to an address and port: bound to the very address, or to a wildcard. */
export function ownerOf(
  kernel: Kernel,
  netNamespace: number,
  type: Exclude<SocketKind["type"], "icmp">,
  address: string,
  port: number,
): Socket | undefined {
  const place: Place = { netNamespace, kind: { family: "inet", type } };
  const named = (candidate: string): Socket | undefined =>
    kernel.sockets.named(portName(place, candidate, port));
  const exact = named(address);
  if (exact !== undefined) return exact;
  if (isSix(address)) return named("::");
  const four = named("0.0.0.0");
  if (four !== undefined) return four;
  const six = named("::");
  return six !== undefined && isDual(six) ? six : undefined;
}

/** A wildcard collides with every address of the port, an address with itself and the wildcard. */
export function isTaken(
  kernel: Kernel,
  namespace: NetNamespace,
  socket: Place,
  address: string,
  port: number,
): boolean {
  const named = (candidate: string): Socket | undefined =>
    kernel.sockets.named(portName(socket, candidate, port));
  if (named(address) !== undefined) return true;
  if (!isWildcard(address))
    return ownerOf(kernel, namespace.id, socket.kind.type as "stream", address, port) !== undefined;
  const both = address === "::" && isDual(socket);
  const families = address === "::" ? (both ? ["inet6", "inet"] : ["inet6"]) : ["inet"];
  if (both && named("0.0.0.0") !== undefined) return true;
  const six = named("::");
  if (address === "0.0.0.0" && six !== undefined && isDual(six)) return true;
  const own = [...namespace.links.flatMap((link) => link.addresses.map((a) => a.address)), "127.0.0.1"];
  return own.some(
    (candidate) => families.includes(isSix(candidate) ? "inet6" : "inet") && named(candidate) !== undefined,
  );
}
