// Connection tracking: flows that were seen, in both directions, and how their addresses are translated. A flow is an
// immutable value that stands in its namespace's table under the tuple of either direction. Flows that are over or
// idle are forgotten when the table is next written to.

import { SECOND, type Instant } from "../base/time.ts";
import { portsOf, withPorts, type Packet } from "./packet.ts";

export interface Tuple {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly source: string;
  readonly sourcePort: number;
  readonly target: string;
  readonly targetPort: number;
}

export interface Flow {
  readonly original: Tuple;
  /** of answers, before they are translated back */
  readonly reply: Tuple;
  /** closing: one side has ended; closed: one side has broken off */
  readonly state: "new" | "established" | "closing" | "closed";
  readonly expiresAt: Instant;
}

export const tupleKey = (t: Tuple): string =>
  `${t.protocol} ${t.source} ${t.sourcePort} ${t.target} ${t.targetPort}`;

export function tupleOf(packet: Packet): Tuple {
  const [sourcePort, targetPort] = portsOf(packet);
  return {
    protocol: packet.payload.protocol,
    source: packet.source,
    sourcePort,
    target: packet.target,
    targetPort,
  };
}

export const reversed = (t: Tuple): Tuple => ({
  protocol: t.protocol,
  source: t.target,
  sourcePort: t.targetPort,
  target: t.source,
  targetPort: t.sourcePort,
});

const sameTuple = (a: Tuple, b: Tuple): boolean => tupleKey(a) === tupleKey(b);

export type Direction = "original" | "reply";

export interface Seen {
  readonly flow: Flow;
  readonly direction: Direction;
}

type Flows = ReadonlyMap<string, Flow>;

/** Where one connection is over, the next may have the same ports. */
const begins = ({ state }: Flow, { payload }: Packet): boolean =>
  (state === "closing" || state === "closed") &&
  payload.protocol === "tcp" &&
  payload.flags.syn === true &&
  payload.flags.ack !== true;

export function seen(flows: Flows, packet: Packet, now: Instant): Seen | undefined {
  const tuple = tupleOf(packet);
  const flow = flows.get(tupleKey(tuple));
  if (flow === undefined || flow.expiresAt <= now || begins(flow, packet)) return undefined;
  return { flow, direction: sameTuple(flow.original, tuple) ? "original" : "reply" };
}

/** The packet with the addresses that its flow gives it on this side. */
export function translated(packet: Packet, { flow, direction }: Seen, part: "source" | "target"): Packet {
  const wanted = direction === "original" ? reversed(flow.reply) : reversed(flow.original);
  const [sourcePort, targetPort] = portsOf(packet);
  const source = part === "source" ? wanted.source : packet.source;
  const target = part === "target" ? wanted.target : packet.target;
  if (source === packet.source && target === packet.target && wanted.sourcePort === sourcePort && wanted.targetPort === targetPort) return packet; // prettier-ignore
  const payload = withPorts(
    packet.payload,
    part === "source" ? wanted.sourcePort : sourcePort,
    part === "target" ? wanted.targetPort : targetPort,
  );
  return { ...packet, source, target, payload };
}

export const isTranslated = ({ original, reply }: Flow): boolean => !sameTuple(reversed(original), reply);

const LIFETIMES = { tcp: 432_000, udp: 30, icmp: 30 } as const;
/** TCP flows that are being opened or closed */
const SHORT = 120;

const BROKEN = 10;

function stateAfter(state: Flow["state"], direction: Direction, { payload }: Packet): Flow["state"] {
  const flags = payload.protocol === "tcp" ? payload.flags : {};
  if (flags.rst === true || state === "closed") return "closed";
  if (flags.fin === true || state === "closing") return "closing";
  return direction === "reply" ? "established" : state;
}

/** The flow after a packet of it has passed. */
export function advance(flow: Flow, direction: Direction, packet: Packet, now: Instant): Flow {
  const { payload } = packet;
  const state = stateAfter(flow.state, direction, packet);
  const isShort = payload.protocol === "tcp" && state !== "established";
  const life = (isShort ? (state === "closed" ? BROKEN : SHORT) : LIFETIMES[payload.protocol]) * SECOND;
  // Most packets change nothing that shows: the table is not written for them.
  if (state === flow.state && flow.expiresAt - now > life / 2) return flow;
  return { ...flow, state, expiresAt: now + life };
}

export const newFlow = (original: Tuple, reply: Tuple, now: Instant): Flow => ({
  original,
  reply,
  state: "new",
  expiresAt: now + (original.protocol === "tcp" ? SHORT : LIFETIMES[original.protocol]) * SECOND,
});

export function enterFlow(flows: Map<string, Flow>, flow: Flow): void {
  flows.set(tupleKey(flow.original), flow).set(tupleKey(flow.reply), flow);
}

export function removeFlow(flows: Map<string, Flow>, flow: Flow): void {
  flows.delete(tupleKey(flow.original));
  flows.delete(tupleKey(flow.reply));
}

/** A few of the oldest are looked at each time, so that the table stays as small as what goes on. */
export function forgetExpired(flows: Map<string, Flow>, now: Instant): void {
  let looked = 0;
  for (const flow of flows.values()) {
    if (++looked > 8) return;
    if (flow.expiresAt <= now) removeFlow(flows, flow);
  }
}
