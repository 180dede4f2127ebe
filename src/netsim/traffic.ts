// What crosses each link of a namespace, counted as Linux counts it (rtnl_link_stats64): whole frames with their
// headers, on a bridge those that its own host sends and gets.

import { sizeOf, type Frame } from "./packet.ts";

export interface Traffic {
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly txPackets: number;
  readonly txBytes: number;
}

type Counting = { -readonly [K in keyof Traffic]: Traffic[K] };

const NONE: Traffic = { rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0 };

/** By the link's index. Whoever owns the table owns the records. */
export type TrafficTable = Map<number, Counting>;

export const copyTraffic = (table: TrafficTable): TrafficTable =>
  new Map(Array.from(table, ([index, counting]) => [index, { ...counting }]));

export const trafficOf = (table: ReadonlyMap<number, Traffic>, index: number): Traffic =>
  table.get(index) ?? NONE;

const ETHERNET_HEADER = 14;
const ARP_PACKET = 28;

const lengthOf = ({ content }: Frame): number =>
  ETHERNET_HEADER + (content.type === "arp" ? ARP_PACKET : sizeOf(content.packet));

function countingOf(table: TrafficTable, index: number): Counting {
  const known = table.get(index);
  if (known !== undefined) return known;
  const fresh = { ...NONE };
  table.set(index, fresh);
  return fresh;
}

export function countSent(table: TrafficTable, index: number, frame: Frame): void {
  const counting = countingOf(table, index);
  counting.txPackets++;
  counting.txBytes += lengthOf(frame);
}

export function countReceived(table: TrafficTable, index: number, frame: Frame): void {
  const counting = countingOf(table, index);
  counting.rxPackets++;
  counting.rxBytes += lengthOf(frame);
}
