// netstat: sockets, routes and links in the columns of net-tools and of busybox. Names of hosts and services are not
// looked for. Not here: statistics of protocols, groups, masquerading.

import type { SocketInfo, SocketState } from "../../kernel/netlink.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { linksOf, socketsOf } from "../libc/netlink.ts";
import { counterRow } from "./ifconfig.ts";
import { printRoutes, printRoutes6 } from "./routing-table.ts";

const USAGE = `[-ral] [-tuwx] [-en]

Display networking information

	-r	Routing table
	-a	All sockets
	-l	Listening sockets
		Else: connected sockets
	-t	TCP sockets
	-u	UDP sockets
	-w	Raw sockets
	-x	Unix sockets
		Else: all socket types
	-e	Other/more information
	-n	Don't resolve names`;

const STATES: Readonly<Record<SocketState, string>> = {
  listening: "LISTEN",
  "syn-sent": "SYN_SENT",
  "syn-received": "SYN_RECV",
  established: "ESTABLISHED",
  "fin-wait-1": "FIN_WAIT1",
  "fin-wait-2": "FIN_WAIT2",
  "close-wait": "CLOSE_WAIT",
  closing: "CLOSING",
  "last-ack": "LAST_ACK",
  closed: "CLOSE",
  unconnected: "CLOSE",
};

const isGnu = (io: Io): boolean => io.family === "gnu";
const waits = ({ remotePort }: SocketInfo): boolean => remotePort === 0;

/** Whether the options ask for a socket that waits, or for one that is connected. */
function isAsked(io: Io, socket: SocketInfo): boolean {
  if (socket.state === "closed" || (socket.type === "stream" && socket.state === "unconnected")) return false;
  if (io.has("a")) return true;
  return io.has("l") === (socket.family === "unix" ? socket.state === "listening" : waits(socket));
}

const scopeOf = (io: Io): string =>
  io.has("a") ? "servers and established" : io.has("l") ? "only servers" : "w/o servers";

const place = (address: string, port: number): string => `${address}:${port === 0 ? "*" : port}`;

function ownerOf({ owners }: SocketInfo): string {
  const [first] = owners;
  return first === undefined ? "-" : `${first.pid}/${first.name}`;
}

function line(io: Io, socket: SocketInfo): string {
  const { family, type, state, received, sent, inode } = socket;
  const kind = type === "stream" ? "tcp" : type === "datagram" ? "udp" : "raw";
  const name = `${kind}${family === "inet6" && isGnu(io) ? "6" : ""}`;
  const shown = type === "stream" ? STATES[state] : waits(socket) ? "" : "ESTABLISHED";
  const anywhere = family === "inet6" ? "::" : "0.0.0.0";
  const peer = waits(socket) ? anywhere : socket.remoteAddress;
  const ends = [place(socket.localAddress, socket.localPort), place(peer, socket.remotePort)];
  const [waiting, limit] = state === "listening" ? [0, 0] : [received, sent];
  const head = `${name.padEnd(4)}  ${String(waiting).padStart(6)} ${String(limit).padStart(6)} `;
  const tail = isGnu(io) ? ` ${shown.padEnd(11)}` : ` ${shown.padEnd(12)}`;
  const more = io.has("e") && isGnu(io) ? ` ${"0".padEnd(10)} ${String(inode).padEnd(10)}` : "";
  const owner = io.has("p") ? ` ${ownerOf(socket).padEnd(19)}` : "";
  return `${head}${ends.map((end) => end.padEnd(23)).join(" ")}${tail}${more}${owner}\n`;
}

const ORDER = { stream: 0, datagram: 1, icmp: 2 } as const;
const FAMILIES = { inet: 0, inet6: 1, unix: 2 } as const;

function* internet(io: Io, sockets: readonly SocketInfo[], kinds: string): Task<void> {
  const more = io.has("e") && isGnu(io) ? " User       Inode     " : "";
  const owner = io.has("p") ? " PID/Program name    " : "";
  yield* io.print(`Active Internet connections (${scopeOf(io)})\n`);
  yield* io.print(
    `Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${isGnu(io) ? "" : " "}${more}${owner}\n`,
  );
  const letter = { stream: "t", datagram: "u", icmp: "w" } as const;
  const shown = sockets
    .filter(({ family, type }) => family !== "unix" && kinds.includes(letter[type]))
    .sort((a, b) => ORDER[a.type] - ORDER[b.type] || FAMILIES[a.family] - FAMILIES[b.family]);
  for (const socket of shown) yield* io.print(line(io, socket));
}

function* unix(io: Io, sockets: readonly SocketInfo[]): Task<void> {
  const gap = isGnu(io) ? "   " : " ";
  yield* io.print(`Active UNIX domain sockets (${scopeOf(io)})\n`);
  yield* io.print(`Proto RefCnt Flags       Type       State         I-Node${gap}Path\n`);
  for (const socket of sockets.filter(({ family }) => family === "unix")) {
    const listens = socket.state === "listening";
    const state = listens ? "LISTENING" : socket.state === "established" ? "CONNECTED" : "";
    const type = socket.type === "stream" ? "STREAM" : "DGRAM";
    const inode = isGnu(io) ? String(socket.inode).padEnd(8) : String(socket.inode).padStart(6);
    yield* io.print(
      `unix  ${(listens ? "2" : "3").padEnd(6)} ${(listens ? "[ ACC ]" : "[ ]").padEnd(11)} ${type.padEnd(10)} ${state.padEnd(13)} ${inode} ${socket.localAddress}\n`,
    );
  }
}

function* interfaces(io: Io): Task<void> {
  yield* io.print("Kernel Interface table\n");
  yield* io.print("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
  const links = linksOf(io.sys).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const link of links) if (link.up || io.has("a")) yield* io.print(counterRow(link));
}

export const netstat = command(
  {
    name: "netstat",
    gnu: "r/route i/interfaces g s/statistics a/all l/listening t/tcp u/udp w/raw x/unix n/numeric e/extend p/programs c v/verbose W/wide N 4 6 A: o/timers",
    busybox: "r a l t u w x e n",
    usage: USAGE,
    usageStatus: { gnu: 3 },
  },
  function* (io) {
    if (io.has("r")) {
      if (io.value("A") === "inet6" || (isGnu(io) && io.has("6"))) yield* printRoutes6(io);
      else yield* printRoutes(io, { numeric: io.has("n"), netstat: true });
      return 0;
    }
    if (io.has("i")) {
      yield* interfaces(io);
      return 0;
    }
    const asked = ["t", "u", "w", "x"].filter((key) => io.has(key)).join("");
    const kinds = asked === "" ? "tuwx" : asked;
    const sockets = socketsOf(io.sys).filter((socket) => isAsked(io, socket));
    if (/[tuw]/.test(kinds)) yield* internet(io, sockets, kinds);
    if (kinds.includes("x")) yield* unix(io, sockets);
    return 0;
  },
);
