// What travels: Ethernet frames with ARP or IP in them, and in IP segments of TCP, datagrams of UDP and messages of
// ICMP. Plain immutable values, addresses as text. Payloads are bytes, or one object where both ends are in the same
// world and need no serialising. Not here: fragments and options.

export type Payload = Uint8Array | object;

export interface TcpFlags {
  readonly syn?: true;
  readonly ack?: true;
  readonly fin?: true;
  readonly rst?: true;
}

export interface TcpSegment {
  readonly protocol: "tcp";
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: TcpFlags;
  readonly window: number;
  readonly data: Payload | undefined;
}

export interface UdpDatagram {
  readonly protocol: "udp";
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly data: Uint8Array;
}

export type IcmpKind =
  | "echo-request"
  | "echo-reply"
  | "network-unreachable"
  | "host-unreachable"
  | "port-unreachable"
  | "administratively-prohibited"
  | "time-exceeded";

export interface IcmpMessage {
  readonly protocol: "icmp";
  readonly kind: IcmpKind;
  readonly id: number;
  readonly sequence: number;
  readonly data: Uint8Array;
  /** the packet that an error is about, as it was where the error arose */
  readonly about?: Packet;
}

export interface Packet {
  readonly source: string;
  readonly target: string;
  readonly ttl: number;
  readonly payload: TcpSegment | UdpDatagram | IcmpMessage;
}

export interface ArpMessage {
  readonly kind: "request" | "reply";
  readonly senderMac: string;
  readonly senderAddress: string;
  readonly targetAddress: string;
}

export interface Frame {
  readonly source: string;
  readonly target: string;
  readonly content:
    { readonly type: "arp"; readonly arp: ArpMessage } | { readonly type: "ip"; readonly packet: Packet };
}

export const BROADCAST = "ff:ff:ff:ff:ff:ff";
export const DEFAULT_TTL = 64;

const EMPTY = new Uint8Array(0);

/** How much of the sequence space a payload takes. */
export const lengthOf = (data: Payload | undefined): number =>
  data === undefined ? 0 : data instanceof Uint8Array ? data.length : 1;

const HEADERS = { tcp: 52, udp: 28, icmp: 28 } as const;

/** Bytes on the wire, for counters. */
export function sizeOf({ payload }: Packet): number {
  const data = payload.data;
  return HEADERS[payload.protocol] + lengthOf(data);
}

/** An error of ICMP about a packet, sent by `source`. */
export const icmpError = (kind: IcmpKind, source: string, about: Packet): Packet => ({
  source,
  target: about.source,
  ttl: DEFAULT_TTL,
  payload: { protocol: "icmp", kind, id: 0, sequence: 0, data: EMPTY, about },
});

export const isIcmpError = ({ payload }: Packet): boolean =>
  payload.protocol === "icmp" && !payload.kind.startsWith("echo");

/** The ports of a packet; an echo's number stands for both. */
export function portsOf({ payload }: Packet): readonly [source: number, target: number] {
  if (payload.protocol === "icmp") return [payload.id, payload.id];
  return [payload.sourcePort, payload.targetPort];
}

export function withPorts(payload: Packet["payload"], source: number, target: number): Packet["payload"] {
  if (payload.protocol === "icmp") return payload;
  if (payload.sourcePort === source && payload.targetPort === target) return payload;
  return { ...payload, sourcePort: source, targetPort: target };
}
