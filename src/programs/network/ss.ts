// ss: the sockets of a network namespace in columns as wide as what is in them (iproute2), with filters that are joined by
// `and`. Not here: other expressions, timers, memory and the insides of TCP.

import type { SocketInfo, SocketState } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
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
  readonly users: string;
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
    users: usersOf(socket),
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
  users: "Process",
};

/** `users:(("nginx",pid=1,fd=6))` */
const usersOf = ({ owners }: SocketInfo): string =>
  owners.length === 0
    ? ""
    : `users:(${owners.map(({ name, pid, fd }) => `("${name}",pid=${pid},fd=${fd})`).join(",")})`;

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
    const text = [...columns, local, peer].join(" ");
    return options.process && row.users !== "" ? `${text}${row === HEAD ? "" : " "}${row.users}` : text;
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
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

/** `sport = :8080`, `dst 172.17.0.2`, with `and` between them. */
function filterOf(words: readonly string[]): (socket: SocketInfo) => boolean {
  const tests: ((socket: SocketInfo) => boolean)[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = (words[at] as string).replace(/^\(/, "");
    const isPort = word === "sport" || word === "dport";
    if (!isPort && word !== "src" && word !== "dst") continue;
    const sign = /^(?:[=!<>]+|eq|ne|neq)$/.test(words[at + 1] ?? "") ? (words[++at] as string) : "=";
    const value = (words[++at] ?? "").replace(/\)$/, "");
    const not = /^(?:!=?|ne|neq)$/.test(sign);
    const wanted = isPort ? Number(value.replace(/^:/, "")) : value;
    tests.push((socket) => {
      const own = { sport: socket.localPort, dport: socket.remotePort, src: socket.localAddress, dst: socket.remoteAddress }[word]; // prettier-ignore
      return (own === wanted) !== not;
    });
  }
  return (socket) => tests.every((test) => test(socket));
}

function* summary(io: Io): Task<number> {
  const sockets = socketsOf(io.sys);
  const internet = sockets.filter(({ family }) => family !== "unix");
  const tcp = internet.filter(({ type }) => type === "stream");
  const count = (type: string, family: string): number => internet.filter((s) => s.type === type && s.family === family).length; // prettier-ignore
  const row = (name: string, total: number, v4: number, v6: number): string =>
    `${name.padEnd(9)} ${String(total).padEnd(9)} ${String(v4).padEnd(9)} ${v6}\n`;
  const established = tcp.filter(({ state }) => state === "established").length;
  const closed = tcp.filter(({ state }) => state === "closed").length;
  yield* io.print(
    `Total: ${sockets.length}\nTCP:   ${tcp.length} (estab ${established}, closed ${closed}, orphaned 0, timewait 0)\n\n`,
  );
  yield* io.print("Transport Total     IP        IPv6\n");
  yield* io.print(row("RAW", count("icmp", "inet"), count("icmp", "inet"), 0));
  for (const [name, type] of [
    ["UDP", "datagram"],
    ["TCP", "stream"],
  ] as const)
    yield* io.print(
      row(name, count(type, "inet") + count(type, "inet6"), count(type, "inet"), count(type, "inet6")),
    );
  yield* io.print(row("INET", internet.length, internet.filter((s) => s.family === "inet").length, internet.filter((s) => s.family === "inet6").length)); // prettier-ignore
  yield* io.print(row("FRAG", 0, 0, 0));
  yield* io.print("\n");
  return 0;
}

const FAMILIES: Readonly<Record<string, number>> = { inet: 0, inet6: 1, unix: 2 };
const ORDER: Readonly<Record<string, number>> = { datagram: 0, stream: 1, icmp: -1 };

export const ss = command(
  {
    name: "ss",
    gnu: "t/tcp u/udp x/unix w/raw l/listening a/all n/numeric p/processes 4/ipv4 6/ipv6 H/no-header s/summary e/extended m/memory i/info r/resolve o/options Z K O/oneline",
    package: "ss utility, iproute2-7.3.0",
  },
  function* (io) {
    if (io.has("s")) return yield* summary(io);
    const matches = filterOf(io.operands);
    const shown = socketsOf(io.sys)
      .filter((socket) => isShown(io, socket) && matches(socket))
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
