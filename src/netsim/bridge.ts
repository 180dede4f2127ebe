// A bridge's memory of which port leads to which MAC, and what it does with a frame: to one port, or to all
// others. Entries age after five minutes, as the kernel's do. Spanning trees are off, as Docker has them.

import { SECOND, type Instant } from "../base/time.ts";
import type { Link, NetNamespace } from "./net-namespace.ts";

const AGEING_TIME = 300 * SECOND;
const REFRESH = SECOND;

const keyOf = (bridge: number, mac: string): string => `${bridge} ${mac}`;

/** Whether there is something new to write down: most frames teach nothing. */
export function isNews(ns: NetNamespace, bridge: number, mac: string, port: number, now: Instant): boolean {
  const known = ns.learned.get(keyOf(bridge, mac));
  return known === undefined || known.port !== port || now - known.seenAt > REFRESH;
}

export function learnPort(
  ns: NetNamespace,
  bridge: number,
  mac: string,
  port: number,
  seenAt: Instant,
): void {
  ns.learned.set(keyOf(bridge, mac), { bridge, mac, port, seenAt });
}

/** undefined: not known, so the frame goes everywhere */
export function portFor(ns: NetNamespace, bridge: number, mac: string, now: Instant): number | undefined {
  const known = ns.learned.get(keyOf(bridge, mac));
  return known !== undefined && now - known.seenAt < AGEING_TIME ? known.port : undefined;
}

/** A port or bridge is gone. */
export function forgetPort(ns: NetNamespace, index: number): void {
  for (const [key, { port, bridge }] of ns.learned)
    if (port === index || bridge === index) ns.learned.delete(key);
}

/** Ports that a frame for everybody leaves by. */
export const otherPorts = (ns: NetNamespace, bridge: number, from: number | undefined): readonly Link[] =>
  ns.links.filter((link) => link.master === bridge && link.up && link.index !== from);
