// TCP's side of one connection as data and a few functions: handshake, sliding window, acknowledgement, repetition of
// what was lost, orderly and hard ends (RFC 9293). Segments out of order are dropped and come again. Sequence numbers
// do not wrap: they are numbers of the simulation, printed modulo 2^32. Not here: congestion, TIME-WAIT (a connection
// that both sides have ended is gone at once).

import type { Errno } from "../base/errno.ts";
import { SECOND, type Duration, type Instant } from "../base/time.ts";
import {
  DEFAULT_TTL,
  lengthOf,
  type Packet,
  type Payload,
  type TcpFlags,
  type TcpSegment,
} from "./packet.ts";

export type TcpState =
  | "syn-sent"
  | "syn-received"
  | "established"
  | "fin-wait-1"
  | "fin-wait-2"
  | "close-wait"
  | "closing"
  | "last-ack"
  | "closed";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

interface Sent {
  readonly sequence: number;
  readonly flags: TcpFlags;
  readonly data: Payload | undefined;
}

/** What one side knows of a connection. Written in place by the functions below. */
export interface Tcb {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  state: TcpState;
  /** the next number to be sent, and the first that is not acknowledged */
  next: number;
  unacknowledged: number;
  /** how much more the other side takes */
  window: number;
  /** the next number to come */
  expected: number;
  /** sent and not acknowledged, and not sent yet */
  flight: readonly Sent[];
  pending: readonly Payload[];
  pendingSize: number;
  /** nothing follows what is pending */
  ending: boolean;
  timeout: Duration;
  retries: number;
  /** when what is in flight is sent again */
  deadline: Instant | undefined;
  /** for when an alarm is set */
  armed: Instant | undefined;
  /** the window that the other side was last told */
  told: number;
}

/** What a connection does to the world. */
export interface TcpIo {
  readonly now: Instant;
  /** bytes that still fit before the reader */
  room(): number;
  send(packet: Packet): void;
  arrived(data: Payload): void;
  /** the other side sends no more */
  ended(): void;
  established(): void;
  /** there is room to write again */
  acknowledged(): void;
  /** it broke; "closed" when it came to its end */
  over(why: Errno | "closed"): void;
  alarm(at: Instant): void;
}

const FIRST_TIMEOUT = SECOND;
const SHORTEST_TIMEOUT = SECOND / 5;
const SYN_RETRIES = 6;
const DATA_RETRIES = 15;
/** Bytes of one segment: links in one machine take large ones (segmentation offload). */
const LARGEST = 65_160;

export const newTcb = (local: Endpoint, remote: Endpoint, first: number, state: TcpState): Tcb => ({
  local,
  remote,
  state,
  next: first,
  unacknowledged: first,
  window: 0,
  expected: 0,
  flight: [],
  pending: [],
  pendingSize: 0,
  ending: false,
  timeout: FIRST_TIMEOUT,
  retries: 0,
  deadline: undefined,
  armed: undefined,
  told: 0,
});

function packetOf(tcb: Tcb, io: TcpIo, sequence: number, flags: TcpFlags, data: Payload | undefined): Packet {
  const window = Math.max(0, io.room());
  tcb.told = window;
  const payload: TcpSegment = {
    protocol: "tcp",
    sourcePort: tcb.local.port,
    targetPort: tcb.remote.port,
    sequence,
    acknowledged: tcb.expected,
    flags,
    window,
    data,
  };
  return { source: tcb.local.address, target: tcb.remote.address, ttl: DEFAULT_TTL, payload };
}

const takes = (flags: TcpFlags, data: Payload | undefined): number =>
  lengthOf(data) + (flags.syn === true ? 1 : 0) + (flags.fin === true ? 1 : 0);

/** Sends what has to be acknowledged, and remembers it. */
function dispatch(tcb: Tcb, io: TcpIo, flags: TcpFlags, data: Payload | undefined): void {
  const sequence = tcb.next;
  tcb.next += takes(flags, data);
  tcb.flight = [...tcb.flight, { sequence, flags, data }];
  setTimer(tcb, io);
  io.send(packetOf(tcb, io, sequence, flags, data));
}

function setTimer(tcb: Tcb, io: TcpIo): void {
  tcb.deadline ??= io.now + tcb.timeout;
  if (tcb.armed !== undefined && tcb.armed <= tcb.deadline) return;
  tcb.armed = tcb.deadline;
  io.alarm(tcb.deadline);
}

const acknowledge = (tcb: Tcb, io: TcpIo): void =>
  io.send(packetOf(tcb, io, tcb.next, { ack: true }, undefined));

// ---- what the process asks for

export const openActively = (tcb: Tcb, io: TcpIo): void => dispatch(tcb, io, { syn: true }, undefined);

/** The listener's side, after a SYN. */
export function openPassively(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  tcb.expected = segment.sequence + 1;
  tcb.window = segment.window;
  dispatch(tcb, io, { syn: true, ack: true }, undefined);
}

export function write(tcb: Tcb, io: TcpIo, data: Payload): void {
  tcb.pending = [...tcb.pending, data];
  tcb.pendingSize += lengthOf(data);
  push(tcb, io);
}

/** Bytes that were written and not acknowledged. */
export const unsent = (tcb: Tcb): number => tcb.pendingSize + (tcb.next - tcb.unacknowledged);

export function endWriting(tcb: Tcb, io: TcpIo): void {
  if (tcb.ending) return;
  tcb.ending = true;
  push(tcb, io);
}

/** A hard end, told to the other side. */
export function abort(tcb: Tcb, io: TcpIo): void {
  if (tcb.state === "closed") return;
  const told = tcb.state !== "syn-sent";
  finish(tcb);
  if (told) io.send(packetOf(tcb, io, tcb.next, { rst: true, ack: true }, undefined));
}

/** The reader has taken something: a closed window opens. */
export function afterReading(tcb: Tcb, io: TcpIo): void {
  if (tcb.told > LARGEST / 4 || io.room() < LARGEST / 2) return;
  if (["established", "fin-wait-1", "fin-wait-2"].includes(tcb.state)) acknowledge(tcb, io);
}

function finish(tcb: Tcb): void {
  tcb.state = "closed";
  tcb.flight = [];
  tcb.pending = [];
  tcb.pendingSize = 0;
  tcb.deadline = undefined;
}

/** As much of what is pending as the window lets out; then the end, if there is one. */
function push(tcb: Tcb, io: TcpIo): void {
  if (tcb.state !== "established" && tcb.state !== "close-wait") return;
  while (tcb.pending.length > 0) {
    const room = tcb.window - (tcb.next - tcb.unacknowledged);
    if (room <= 0) {
      setTimer(tcb, io);
      return;
    }
    dispatch(tcb, io, { ack: true }, nextPiece(tcb, Math.min(room, LARGEST)));
  }
  if (!tcb.ending) return;
  tcb.state = tcb.state === "established" ? "fin-wait-1" : "last-ack";
  dispatch(tcb, io, { fin: true, ack: true }, undefined);
}

function nextPiece(tcb: Tcb, limit: number): Payload {
  const [first, ...rest] = tcb.pending as readonly [Payload, ...Payload[]];
  const isLong = first instanceof Uint8Array && first.length > limit;
  const piece = isLong ? first.subarray(0, limit) : first;
  tcb.pending = isLong ? [first.subarray(limit), ...rest] : rest;
  tcb.pendingSize -= lengthOf(piece);
  return piece;
}

// ---- what comes

export function receive(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  const { flags } = segment;
  if (tcb.state === "closed") return;
  if (flags.rst === true) return receiveReset(tcb, io, segment);
  if (tcb.state === "syn-sent") return receiveSynAck(tcb, io, segment);
  if (flags.syn === true) return acknowledge(tcb, io);
  if (flags.ack === true) receiveAck(tcb, io, segment);
  if (stateOf(tcb) === "closed") return;
  receiveData(tcb, io, segment);
}

/** The state, for after it may have changed. */
const stateOf = (tcb: Tcb): TcpState => tcb.state;

function receiveReset(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  const opening = tcb.state === "syn-sent";
  if (opening && segment.acknowledged !== tcb.next) return;
  const finishing = tcb.state === "last-ack" || tcb.state === "closing";
  finish(tcb);
  io.over(opening ? "ECONNREFUSED" : finishing ? "closed" : "ECONNRESET");
}

function receiveSynAck(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  const { syn, ack } = segment.flags;
  if (syn !== true || ack !== true || segment.acknowledged !== tcb.next) return;
  tcb.expected = segment.sequence + 1;
  tcb.state = "established";
  settle(tcb, segment);
  acknowledge(tcb, io);
  io.established();
  push(tcb, io);
}

/** What the other side has is taken out of the flight. */
function settle(tcb: Tcb, segment: TcpSegment): void {
  tcb.unacknowledged = segment.acknowledged;
  tcb.window = segment.window;
  tcb.flight = tcb.flight.filter((s) => s.sequence + takes(s.flags, s.data) > segment.acknowledged);
  tcb.retries = 0;
  tcb.timeout = SHORTEST_TIMEOUT;
  tcb.deadline = undefined;
}

function receiveAck(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  const { acknowledged } = segment;
  if (acknowledged > tcb.next || acknowledged < tcb.unacknowledged) return;
  const isNew = acknowledged > tcb.unacknowledged;
  if (isNew) settle(tcb, segment);
  tcb.window = segment.window;
  if (tcb.flight.length > 0) setTimer(tcb, io);
  if (tcb.state === "syn-received" && isNew) {
    tcb.state = "established";
    io.established();
  }
  const allDone = tcb.unacknowledged === tcb.next;
  if (allDone && tcb.state === "fin-wait-1") tcb.state = "fin-wait-2";
  else if (allDone && (tcb.state === "closing" || tcb.state === "last-ack")) {
    finish(tcb);
    io.over("closed");
    return;
  }
  push(tcb, io);
  if (isNew) io.acknowledged();
}

function receiveData(tcb: Tcb, io: TcpIo, segment: TcpSegment): void {
  const { sequence, data, flags } = segment;
  const length = takes(flags, data);
  if (length === 0) return;
  if (sequence !== tcb.expected) return acknowledge(tcb, io);
  if (data !== undefined && io.room() <= 0) return acknowledge(tcb, io);
  tcb.expected += length;
  if (data !== undefined) io.arrived(data);
  // Nobody may be there to read it any more.
  if (stateOf(tcb) === "closed") return;
  const fin = flags.fin === true;
  if (fin) receiveFin(tcb);
  acknowledge(tcb, io);
  if (!fin) return;
  io.ended();
  if (stateOf(tcb) === "closed") io.over("closed");
}

function receiveFin(tcb: Tcb): void {
  if (tcb.state === "established" || tcb.state === "syn-received") tcb.state = "close-wait";
  else if (tcb.state === "fin-wait-1") tcb.state = "closing";
  else if (tcb.state === "fin-wait-2") tcb.state = "closed";
}

// ---- time

/** The alarm rings: what is still in flight goes out again, later each time, until it is given up. */
export function onAlarm(tcb: Tcb, io: TcpIo): void {
  if (tcb.armed !== undefined && io.now >= tcb.armed) tcb.armed = undefined;
  const { deadline } = tcb;
  if (deadline === undefined || tcb.state === "closed") return;
  if (io.now < deadline) return setTimer(tcb, io);
  const opening = tcb.state === "syn-sent" || tcb.state === "syn-received";
  if (++tcb.retries > (opening ? SYN_RETRIES : DATA_RETRIES)) {
    finish(tcb);
    io.over("ETIMEDOUT");
    return;
  }
  tcb.timeout = Math.min(tcb.timeout * 2, 120 * SECOND);
  tcb.deadline = undefined;
  setTimer(tcb, io);
  const first = tcb.flight[0];
  if (first !== undefined) io.send(packetOf(tcb, io, first.sequence, first.flags, first.data));
  else if (tcb.pending.length > 0) io.send(packetOf(tcb, io, tcb.next - 1, { ack: true }, undefined));
}

/** ICMP says that the way is closed: only a connection that is being opened minds. */
export function onUnreachable(tcb: Tcb, io: TcpIo, why: Errno): void {
  if (tcb.state !== "syn-sent") return;
  finish(tcb);
  io.over(why);
}

/** What a segment for nobody is answered with; undefined for a reset. */
export function resetFor({ source, target, payload }: Packet): Packet | undefined {
  if (payload.protocol !== "tcp" || payload.flags.rst === true) return undefined;
  const { flags, sequence, acknowledged } = payload;
  const answer: TcpSegment = {
    protocol: "tcp",
    sourcePort: payload.targetPort,
    targetPort: payload.sourcePort,
    sequence: flags.ack === true ? acknowledged : 0,
    acknowledged: sequence + takes(flags, payload.data),
    flags: flags.ack === true ? { rst: true } : { rst: true, ack: true },
    window: 0,
    data: undefined,
  };
  return { source: target, target: source, ttl: DEFAULT_TTL, payload: answer };
}
