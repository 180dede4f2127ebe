// The kernel's table of routes as route and netstat -r print it, in the words of net-tools and of busybox.
// Names of hosts are not looked for.

import type { RouteInfo } from "../../kernel/netlink.ts";
import type { Family, Io } from "../libc/command.ts";
import type { Task } from "../../kernel/sys.ts";
import { linksOf, routesOf } from "../libc/netlink.ts";
import { maskOf, parsePrefix } from "./addresses.ts";
import { orderedRoutes, routes6Of } from "./ip-routes.ts";

export interface RouteStyle {
  readonly numeric: boolean;
  /** columns of netstat: MSS, window and round trip instead of metric, references and use */
  readonly netstat: boolean;
}

const UNSPECIFIED = "0.0.0.0";

function lineOf({ to, via, link }: RouteInfo, family: Family, { numeric, netstat }: RouteStyle): string {
  const { address, length } = to === "default" ? { address: UNSPECIFIED, length: 0 } : (parsePrefix(to) ?? { address: to, length: 32 }); // prettier-ignore
  const target = !numeric && length === 0 ? "default" : address;
  const gateway = via ?? (numeric || family === "gnu" ? UNSPECIFIED : "*");
  const flags = `U${via === undefined ? "" : "G"}${length === 32 ? "H" : ""}`;
  const head = `${target.padEnd(15)} ${gateway.padEnd(15)} ${maskOf(length).padEnd(16)}`;
  return netstat
    ? `${head}${flags.padEnd(6)}    0 0          0 ${link}\n`
    : `${head}${flags.padEnd(5)} 0      0        0 ${link}\n`;
}

export function* printRoutes(io: Io, style: RouteStyle): Task<void> {
  const columns = style.netstat ? "Flags   MSS Window  irtt Iface" : "Flags Metric Ref    Use Iface";
  yield* io.print(`Kernel IP routing table\nDestination     Gateway         Genmask         ${columns}\n`);
  const routes = orderedRoutes(routesOf(io.sys)).filter(({ to }) => !to.includes(":"));
  for (const route of routes) yield* io.print(lineOf(route, io.family, style));
}

const row6 = (to: string, via: string, flags: string, metric: number, link: string): string =>
  `${to.padEnd(43)} ${via.padEnd(39)} ${flags.padEnd(5)} ${String(metric).padEnd(6)} ${"1".padEnd(2)}${"0".padStart(8)} ${link.padEnd(8)}\n`;

/** With the addresses of the links themselves, which are routes to here. */
export function* printRoutes6(io: Io): Task<void> {
  yield* io.print(
    `Kernel IPv6 routing table\n${"Destination".padEnd(43)} ${"Next Hop".padEnd(39)} Flags Metric Ref    Use Iface\n`,
  );
  const links = linksOf(io.sys);
  for (const { to, via, link, metric } of routes6Of(links, routesOf(io.sys)))
    yield* io.print(
      row6(to === "default" ? "::/0" : to, via ?? "::", via === undefined ? "U" : "UG", metric, link),
    );
  for (const link of links)
    for (const { address } of link.addresses)
      if (link.up && address.includes(":")) yield* io.print(row6(`${address}/128`, "::", "Un", 0, link.name));
}
