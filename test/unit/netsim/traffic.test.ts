import { expect, test } from "vitest";
import { countReceived, countSent, trafficOf, type TrafficTable } from "../../../src/netsim/traffic.ts";
import type { Frame } from "../../../src/netsim/packet.ts";

const ARP: Frame = {
  source: "02:00:00:00:00:01",
  target: "ff:ff:ff:ff:ff:ff",
  content: {
    type: "arp",
    arp: { kind: "request", senderMac: "02:00:00:00:00:01", senderAddress: "10.0.0.1", targetAddress: "10.0.0.2" },
  },
}; // prettier-ignore

test("frames are counted whole, each way for itself", () => {
  const table: TrafficTable = new Map();
  countSent(table, 2, ARP);
  countSent(table, 2, ARP);
  countReceived(table, 2, ARP);
  expect(trafficOf(table, 2)).toEqual({ rxPackets: 1, rxBytes: 42, txPackets: 2, txBytes: 84 });
  expect(trafficOf(table, 3)).toEqual({ rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0 });
});
