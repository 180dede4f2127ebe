// What crosses each link of a namespace, counted as Linux counts it (rtnl_link_stats64): whole frames with their
// headers, on a bridge those that its own host sends and gets.

import { sizeOf, type Frame } from "./packet.ts";

export interface Traffic {
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly txPackets: number;
  readonly txBytes: number;
}

const NONE: Traffic = { rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0 };

/** By the link's index; records are replaced, never changed. */
export type TrafficTable = Map<number, Traffic>;

export const trafficOf = (table: ReadonlyMap<number, Traffic>, index: number): Traffic =>
  table.get(index) ?? NONE;

const ETHERNET_HEADER = 14;
const ARP_PACKET = 28;

const lengthOf = ({ content }: Frame): number =>
  ETHERNET_HEADER + (content.type === "arp" ? ARP_PACKET : sizeOf(content.packet));

export function countSent(table: TrafficTable, index: number, frame: Frame): void {
  const { rxPackets, rxBytes, txPackets, txBytes } = trafficOf(table, index);
  table.set(index, { rxPackets, rxBytes, txPackets: txPackets + 1, txBytes: txBytes + lengthOf(frame) });
}

export function countReceived(table: TrafficTable, index: number, frame: Frame): void {
  const { rxPackets, rxBytes, txPackets, txBytes } = trafficOf(table, index);
  table.set(index, { rxPackets: rxPackets + 1, rxBytes: rxBytes + lengthOf(frame), txPackets, txBytes });
}
