// Packets and frames in words, as tcpdump writes them. Sequence numbers are those of the simulation, modulo 2^32;
// what the two ends say to each other without bytes counts as one.

import { ruleText } from "../base/netfilter-rule.ts";
import type { TraceStep } from "../base/trace.ts";
import {
  lengthOf,
  portsOf,
  sizeOf,
  type Frame,
  type IcmpMessage,
  type Packet,
  type TcpSegment,
} from "../netsim/packet.ts";
import type { Hop } from "../netsim/hop.ts";
import type { SeenPacket } from "../base/seen-packet.ts";

const WRAP = 2 ** 32;

function tcpText({ flags, sequence, acknowledged, window, data }: TcpSegment): string {
  const letters = `${flags.fin ? "F" : ""}${flags.syn ? "S" : ""}${flags.rst ? "R" : ""}`;
  const length = lengthOf(data);
  const mark = `${letters}${length > 0 ? "P" : ""}${flags.ack ? "." : ""}`;
  const from = sequence % WRAP;
  const range = length > 0 ? `${from}:${(sequence + length) % WRAP}` : String(from);
  const seq = letters !== "" || length > 0 ? `, seq ${range}` : "";
  const ack = flags.ack ? `, ack ${acknowledged % WRAP}` : "";
  return `Flags [${mark}]${seq}${ack}, win ${window}, length ${length}`;
}

const KINDS: Readonly<Record<IcmpMessage["kind"], string>> = {
  "echo-request": "echo request",
  "echo-reply": "echo reply",
  "network-unreachable": "net unreachable",
  "host-unreachable": "host unreachable",
  "port-unreachable": "port unreachable",
  "administratively-prohibited": "host unreachable - admin prohibited filter",
  "time-exceeded": "time exceeded in-transit",
};

function icmpText({ kind, id, sequence, data, about }: IcmpMessage): string {
  if (about === undefined) return `ICMP ${KINDS[kind]}, id ${id}, seq ${sequence}, length ${data.length + 8}`;
  const { payload } = about;
  const what =
    kind === "port-unreachable" && payload.protocol !== "icmp"
      ? `${about.target} ${payload.protocol} port ${payload.targetPort} unreachable`
      : kind === "time-exceeded"
        ? KINDS[kind]
        : `${kind === "host-unreachable" ? "host" : "net"} ${about.target} unreachable`;
  return `ICMP ${what}, length ${sizeOf(about) + 8}`;
}

/** Without the family before it. */
export function packetText(packet: Packet): string {
  const { source, target, payload } = packet;
  if (payload.protocol === "icmp") return `${source} > ${target}: ${icmpText(payload)}`;
  const ends = `${source}.${payload.sourcePort} > ${target}.${payload.targetPort}`;
  return `${ends}: ${payload.protocol === "tcp" ? tcpText(payload) : `UDP, length ${payload.data.length}`}`;
}

export function frameText({ content }: Frame): string {
  if (content.type === "ip")
    return `${content.packet.target.includes(":") ? "IP6" : "IP"} ${packetText(content.packet)}`;
  const { kind, senderAddress, targetAddress, senderMac } = content.arp;
  return kind === "request"
    ? `ARP, Request who-has ${targetAddress} tell ${senderAddress}, length 28`
    : `ARP, Reply ${senderAddress} is-at ${senderMac}, length 28`;
}

const endText = (address: string, port: number): string =>
  `${address.includes(":") ? `[${address}]` : address}:${port}`;

/** `target 172.17.0.1:8080 -> 172.17.0.2:80` */
function changeText(before: Packet, after: Packet): string {
  const [was, is] = [portsOf(before), portsOf(after)];
  const ends = [
    ["source", endText(before.source, was[0]), endText(after.source, is[0])],
    ["target", endText(before.target, was[1]), endText(after.target, is[1])],
  ] as const;
  return ends.flatMap(([name, from, to]) => (from === to ? [] : [`${name} ${from} -> ${to}`])).join(", ");
}

const ETHERNET = 14;

/** One step of a packet's way as plain data. */
export function seenOf(hop: Hop, at: number): SeenPacket {
  const { namespace } = hop;
  switch (hop.kind) {
    case "sent":
    case "received": {
      const { source, target, content } = hop.frame;
      const length = ETHERNET + (content.type === "ip" ? sizeOf(content.packet) : 28);
      const kind = content.type === "arp" ? "arp" : content.packet.payload.protocol;
      const hosts = content.type === "arp" ? [content.arp.senderAddress, content.arp.targetAddress] : [content.packet.source, content.packet.target]; // prettier-ignore
      const ports = content.type === "ip" && content.packet.payload.protocol !== "icmp" ? [content.packet.payload.sourcePort, content.packet.payload.targetPort] : []; // prettier-ignore
      const frame = { source, target, length, protocol: kind, hosts, ports };
      return { at, kind: hop.kind, namespace, link: hop.link, text: frameText(hop.frame), frame };
    }
    case "bridged":
      return { at, kind: "bridged", namespace, link: hop.link, text: hop.port ?? "all its other ports" };
    case "delivered":
      return { at, kind: "delivered", namespace, link: hop.link, text: packetText(hop.packet) };
    case "translated":
      return { at, kind: "translated", namespace, link: "", text: changeText(hop.before, hop.after) };
    case "dropped":
      return { at, kind: "dropped", namespace, link: "", text: hop.why };
    case "rule": {
      const { table, chain, what } = hop;
      const says = "id" in what ? ruleText(what) : `policy ${what.policy ?? "ACCEPT"}`;
      return {
        at,
        kind: "matched",
        namespace,
        link: "",
        text: `${table.replace("6", "")} ${chain.name}: ${says}`,
      };
    }
  }
}

/** The same for the world's trace. */
export function packetStep(hop: Hop, at: number): TraceStep {
  const { kind, namespace, link, text } = seenOf(hop, at);
  return { kind: "packet-step", step: kind, namespace, link, text };
}
