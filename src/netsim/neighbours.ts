// Who has which address on a link: the ARP table of a namespace (arp(7)). An entry is good for some time, then asked
// for again; one that nobody answers fails after three probes. Asking itself is network.ts's.

import { MILLISECOND, SECOND, type Instant } from "../base/time.ts";
import type { Neighbour, NetNamespace } from "./net-namespace.ts";

const REACHABLE_TIME = 30 * SECOND;
const FOREVER: Instant = Number.MAX_SAFE_INTEGER;
/** three probes, a second each */
const PROBE_TIME = 3 * SECOND + 60 * MILLISECOND;

export const neighbourKey = (link: number, address: string): string => `${link} ${address}`;

export function learn(ns: NetNamespace, link: number, address: string, mac: string, now: Instant): void {
  ns.neighbours.set(neighbourKey(link, address), {
    link,
    address,
    mac,
    confirmedAt: now,
    failsAt: undefined,
  });
}

/** What somebody has entered by hand is good for ever. */
export const keepForever = (ns: NetNamespace, link: number, address: string, mac: string): void =>
  learn(ns, link, address, mac, FOREVER);

/** The MAC if it is known well enough to be used without asking. */
export function knownMac(ns: NetNamespace, link: number, address: string, now: Instant): string | undefined {
  const found = ns.neighbours.get(neighbourKey(link, address));
  return found?.mac !== undefined && now - found.confirmedAt < REACHABLE_TIME ? found.mac : undefined;
}

/** Nobody answered: when that is told to who wanted to send. */
export function failureTime(ns: NetNamespace, link: number, address: string, now: Instant): Instant {
  const key = neighbourKey(link, address);
  const found = ns.neighbours.get(key);
  if (found?.failsAt !== undefined && found.failsAt > now) return found.failsAt;
  const failsAt = now + PROBE_TIME;
  ns.neighbours.set(key, { link, address, mac: undefined, confirmedAt: now, failsAt });
  return failsAt;
}

/** A link is gone, or went down. */
export function forgetLink(ns: NetNamespace, link: number): void {
  for (const [key, entry] of ns.neighbours) if (entry.link === link) ns.neighbours.delete(key);
}

export type NeighbourState = "PERMANENT" | "REACHABLE" | "STALE" | "FAILED" | "INCOMPLETE";

export function stateOf(entry: Neighbour, now: Instant): NeighbourState {
  if (entry.confirmedAt === FOREVER) return "PERMANENT";
  if (entry.mac !== undefined) return now - entry.confirmedAt < REACHABLE_TIME ? "REACHABLE" : "STALE";
  return entry.failsAt !== undefined && entry.failsAt > now ? "INCOMPLETE" : "FAILED";
}
