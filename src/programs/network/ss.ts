// ss: the sockets of a network namespace in columns as wide as what is in them (iproute2). Not here: filters by
// expression, timers, memory and the insides of TCP.

import type { SocketInfo, SocketState } from "../../kernel/netlink.ts";
import { command, type Io } from "../libc/command.ts";
import { socketsOf } from "../libc/netlink.ts";

const STATES: Readonly<Record<SocketState, string>> = {
  listening: "LISTEN",
  "syn-sent": "SYN-SENT",
  "syn-received": "SYN-RECV",
  established: "ESTAB",
  "fin-wait-1": "FIN-WAIT-1",
  "fin-wait-2": "FIN-WAIT-2",
  "close-wait": "CLOSE-WAIT",
  closing: "CLOSING",
  "last-ack": "LAST-ACK",
  closed: "UNCONN",
  unconnected: "UNCONN",
};

const KINDS: Readonly<Record<string, string>> = { stream: "tcp", datagram: "udp", icmp: "icmp" };
const SERVICES: Readonly<Record<number, string>> = { 22: "ssh", 53: "domain", 80: "http", 443: "https", 6379: "redis", 8080: "http-alt" }; // prettier-ignore

interface Row {
  readonly kind: string;
  readonly state: string;
  readonly received: string;
  readonly sent: string;
  readonly local: string;
  readonly localPort: string;
  readonly peer: string;
  readonly peerPort: string;
}

const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);

function rowOf(socket: SocketInfo, numeric: boolean): Row {
  const { family, type, state } = socket;
  const port = (n: number): string => (n === 0 ? "*" : numeric ? String(n) : (SERVICES[n] ?? String(n)));
  const isUnix = family === "unix";
  const anywhere = family === "inet6" ? "[::]" : "0.0.0.0";
  const hasPeer = socket.remotePort !== 0;
  return {
    kind: isUnix ? "u_str" : (KINDS[type] ?? type),
    state: STATES[state],
    received: String(socket.received),
    sent: String(socket.sent),
    local: isUnix ? socket.localAddress || "*" : bracketed(socket.localAddress),
    localPort: isUnix ? ` ${socket.inode}` : port(socket.localPort),
    peer: isUnix ? "*" : hasPeer ? bracketed(socket.remoteAddress) : anywhere,
    peerPort: isUnix ? ` ${socket.peerInode}` : hasPeer ? port(socket.remotePort) : "*",
  };
}

const HEAD: Row = {
  kind: "Netid",
  state: "State",
  received: "Recv-Q",
  sent: "Send-Q",
  local: "Local Address",
  localPort: "Port",
  peer: "Peer Address",
  peerPort: "Port",
};

function tableText(
  rows: readonly Row[],
  options: { readonly kind: boolean; readonly head: boolean; readonly process: boolean },
): string {
  const all = options.head ? [HEAD, ...rows] : rows;
  const widths = [HEAD, ...rows];
  const width = (key: keyof Row): number => Math.max(...widths.map((row) => row[key].length));
  const left: readonly (keyof Row)[] = [...(options.kind ? (["kind"] as const) : []), "state", "received", "sent"]; // prettier-ignore
  const lines = all.map((row) => {
    const columns = left.map((key) => row[key].padEnd(width(key)));
    const local = `${row.local.padStart(width("local"))}:${row.localPort.padEnd(width("localPort"))}`;
    const peer = `${row.peer.padStart(width("peer"))}:${row.peerPort.padEnd(width("peerPort"))}`;
    return [...columns, local, peer].join(" ");
  });
  return lines
    .map((line, i) => `${line.trimEnd()}${options.process && i === 0 && options.head ? "Process" : ""}\n`)
    .join("");
}

function isShown(io: Io, { family, type, state }: SocketInfo): boolean {
  const kinds = ["t", "u", "x", "w"].filter((key) => io.has(key));
  const kind = family === "unix" ? "x" : type === "stream" ? "t" : type === "datagram" ? "u" : "w";
  if (kinds.length > 0 && !kinds.includes(kind)) return false;
  if (io.has("4") && family !== "inet") return false;
  if (io.has("6") && family !== "inet6") return false;
  if (io.has("a")) return true;
  const waits =
    state === "listening" || (type === "datagram" && state === "unconnected" && family !== "unix");
  return io.has("l") ? waits : !waits && state !== "closed" && state !== "unconnected";
}

const FAMILIES: Readonly<Record<string, number>> = { inet: 0, inet6: 1, unix: 2 };
const ORDER: Readonly<Record<string, number>> = { datagram: 0, stream: 1, icmp: -1 };

export const ss = command(
  {
    name: "ss",
    gnu: "t/tcp u/udp x/unix w/raw l/listening a/all n/numeric p/processes 4/ipv4 6/ipv6 H/no-header s/summary e/extended m/memory i/info r/resolve o/options Z K O/oneline",
    package: "ss utility, iproute2-6.17.0",
  },
  function* (io) {
    const shown = socketsOf(io.sys)
      .filter((socket) => isShown(io, socket))
      .sort(
        (a, b) =>
          Number(a.family === "unix") * -1 - Number(b.family === "unix") * -1 ||
          (ORDER[a.type] ?? 0) - (ORDER[b.type] ?? 0) ||
          (FAMILIES[a.family] ?? 0) - (FAMILIES[b.family] ?? 0),
      );
    const kinds = ["t", "u", "x", "w"].filter((key) => io.has(key));
    yield* io.print(
      tableText(
        shown.map((socket) => rowOf(socket, io.has("n"))),
        { kind: kinds.length !== 1, head: !io.has("H"), process: io.has("p") },
      ),
    );
    return 0;
  },
);
