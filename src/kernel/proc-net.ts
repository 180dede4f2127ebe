// /proc/PID/net: links, addresses, routes and sockets of the process's network namespace (proc(5)).
// Errors are never counted, as there are none. Lines are padded where the kernel pads them.

import type { Link, NetNamespace } from "../netsim/net-namespace.ts";
import { trafficOf, type Traffic } from "../netsim/traffic.ts";
import type { TcpState } from "../netsim/tcp.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import type { Socket } from "./socket-table.ts";
import { textFile, type VirtualNode } from "./virtual-fs.ts";

type Make = (namespace: NetNamespace, kernel: Kernel) => string;

const FILES = new Map<string, Make>([
  ["arp", () => "IP address       HW type     Flags       HW address            Mask     Device\n"],
  ["dev", (ns) => DEV_HEAD + ns.links.map((link) => linkLine(link, trafficOf(ns.traffic, link.index))).join("")],
  ["dev_mcast", () => ""],
  ["fib_trie", (ns) => `Main:\n${addressTree(ns)}Local:\n${addressTree(ns)}`],
  ["if_inet6", (ns) => ns.links.map(inet6Lines).join("")],
  ["igmp", () => "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"],
  ["ipv6_route", () => ""],
  ["netlink", () => "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n"],
  ["netstat", () => "TcpExt: SyncookiesSent\nTcpExt: 0\nIpExt: InNoRoutes\nIpExt: 0\n"],
  ["packet", () => "sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"],
  ["protocols", () => "protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re bi br ha uh gp em\n"],
  ["psched", () => "000003e8 00000040 000f4240 3b9aca00\n"],
  ["ptype", () => "Type Device      Function\n0800          ip_rcv\n0806          arp_rcv\n86dd          ipv6_rcv\n"],
  ["raw", () => padded(`  ${COLUMNS} ref pointer drops`)],
  ["route", (ns) => ROUTE_HEAD + ns.routes.map((route) => padded(routeLine(route))).join("")],
  ["snmp", snmp],
  ["sockstat", sockets4],
  ["softnet_stat", () => `${Array.from({ length: 15 }, () => "00000000").join(" ")}\n`],
  ["tcp", (ns, kernel) => socketLines(ns, kernel, "stream", "inet")],
  ["tcp6", (ns, kernel) => socketLines(ns, kernel, "stream", "inet6")],
  ["udp", (ns, kernel) => socketLines(ns, kernel, "datagram", "inet")],
  ["udp6", (ns, kernel) => socketLines(ns, kernel, "datagram", "inet6")],
  ["unix", unixLines],
]); // prettier-ignore

const DIRECTORIES = new Map<string, Map<string, Make>>([
  ["netfilter", new Map([["nf_log", () => ""]])],
  ["stat", new Map([["arp_cache", () => ""]])],
]);

export const networkDirectory = (): VirtualNode => ({
  kind: "directory",
  links: () => 2 + DIRECTORIES.size,
  names: () => [...FILES.keys(), ...DIRECTORIES.keys()],
});

/** `path` is below /proc/PID/net. */
export function networkFile(
  kernel: Kernel,
  process: Process,
  path: readonly string[],
): VirtualNode | undefined {
  const [name, below, ...rest] = path;
  const inside = DIRECTORIES.get(name as string);
  if (inside !== undefined && below === undefined)
    return { kind: "directory", names: () => [...inside.keys()] };
  const make = below === undefined ? FILES.get(name as string) : inside?.get(below);
  if (make === undefined || rest.length > 0) return undefined;
  return textFile(() => make(kernel.netNamespaces.get(process.netNamespace), kernel));
}

// ---- links and addresses

const DEV_HEAD =
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

function linkLine({ name }: Link, { rxBytes, rxPackets, txBytes, txPackets }: Traffic): string {
  const pair = (bytes: number, packets: number): string =>
    `${String(bytes).padStart(8)} ${String(packets).padStart(7)}`;
  return `${`${name}:`.padStart(7)}${pair(rxBytes, rxPackets)}    0    0    0     0          0         0 ${pair(txBytes, txPackets)}    0    0    0     0       0          0\n`;
}

/** Eight groups of four digits without colons. */
function inet6Digits(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...(tail === undefined ? [] : zeros), ...right].map((g) => g.padStart(4, "0")).join("");
}

const twoDigits = (n: number): string => n.toString(16).padStart(2, "0");

const inet6Lines = (link: Link): string =>
  link.addresses
    .filter(({ address }) => address.includes(":"))
    .map(({ address, prefix }) => {
      const scope = address === "::1" ? 0x10 : address.startsWith("fe80:") ? 0x20 : 0;
      return `${inet6Digits(address)} ${twoDigits(link.index)} ${twoDigits(prefix)} ${twoDigits(scope)} 80 ${link.name.padStart(8)}\n`;
    })
    .join("");

/** The leaves of the trie, which is all that people look for in it. */
function addressTree(ns: NetNamespace): string {
  let text = "  +-- 0.0.0.0/0 3 0 5\n";
  for (const link of ns.links)
    for (const { address } of link.addresses)
      if (!address.includes(":")) text += `           |-- ${address}\n              /32 host LOCAL\n`;
  return text;
}

// ---- routes

/** The old tables have lines of a fixed length. */
const padded = (line: string, width = 127): string => `${line.padEnd(width)}\n`;

const ROUTE_HEAD = padded(
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
);

/** An address as the kernel prints it there: 32 bits, least significant byte first. */
const littleEndian = (address: string): string =>
  address
    .split(".")
    .reverse()
    .map((byte) => twoDigits(Number(byte)).toUpperCase())
    .join("");

function maskOf(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return littleEndian([24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join("."));
}

function routeLine({ to, via, link }: NetNamespace["routes"][number]): string {
  const [network = "0.0.0.0", prefix = "32"] = to === "default" ? ["0.0.0.0", "0"] : to.split("/");
  const flags = (via === undefined ? 1 : 3) + (prefix === "32" ? 4 : 0);
  const fields = [
    link,
    littleEndian(network),
    littleEndian(via ?? "0.0.0.0"),
    flags.toString(16).padStart(4, "0"),
  ];
  return `${fields.join("\t")}\t0\t0\t0\t${maskOf(Number(prefix))}\t0\t0\t0`;
}

// ---- sockets

const SOCKET_STATES = {
  listening: "0A",
  connecting: "02",
  connected: "01",
  bound: "07",
  fresh: "07",
  closed: "07",
};

/** As the kernel numbers them. */
const TCP_STATES: Readonly<Record<TcpState, string>> = {
  established: "01",
  "syn-sent": "02",
  "syn-received": "03",
  "fin-wait-1": "04",
  "fin-wait-2": "05",
  closed: "07",
  "close-wait": "08",
  "last-ack": "09",
  closing: "0B",
};

function stateOf(socket: Socket): string {
  if (socket.tcb !== undefined) return TCP_STATES[socket.tcb.state];
  if (socket.state !== "connected" || socket.kind.type !== "stream") return SOCKET_STATES[socket.state];
  return socket.ended ? "08" : socket.writeShut ? "05" : "01";
}

const hex8 = (n: number): string => n.toString(16).toUpperCase().padStart(8, "0");

/** Four words of 32 bits, each least significant byte first. */
function inet6Words(address: string): string {
  const digits = inet6Digits(address);
  return [0, 8, 16, 24]
    .map((at) =>
      digits
        .slice(at, at + 8)
        .match(/../g)!
        .reverse()
        .join(""),
    )
    .join("")
    .toUpperCase();
}

const COLUMNS =
  "sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

type Family = "inet" | "inet6";

function headOf(type: "stream" | "datagram", family: Family): string {
  const drops = type === "datagram" ? " ref pointer drops" : "";
  if (family === "inet6")
    return `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode${drops}\n`;
  const indent = type === "datagram" ? "   " : "  ";
  return padded(`${indent}${COLUMNS}${drops}`, type === "datagram" ? 127 : 149);
}

function socketLines(ns: NetNamespace, kernel: Kernel, type: "stream" | "datagram", family: Family): string {
  let text = headOf(type, family);
  let n = 0;
  const words = family === "inet" ? littleEndian : inet6Words;
  const end = (address: string, port: number): string =>
    `${words(address)}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const nowhere = end(family === "inet" ? "0.0.0.0" : "::", 0);
  for (const socket of kernel.sockets.values()) {
    const { local, remote, kind } = socket;
    if (socket.netNamespace !== ns.id || kind.type !== type || kind.family !== family) continue;
    if (local === undefined || local.family === "unix") continue;
    const far = remote === undefined || remote.family === "unix" ? nowhere : end(remote.address, remote.port);
    const waiting = socket.state === "listening" ? socket.backlog.length : socket.queued;
    const id = `${String(n++).padStart(type === "stream" ? 4 : 5)}: ${end(local.address, local.port)} ${far} ${stateOf(socket)}`;
    const line = `${id} 00000000:${hex8(waiting)} 00:00000000 00000000     0        0 ${20_000 + socket.id}`;
    const tail = type === "stream" ? " 1 0000000000000000 100 0 0 10 0" : " 2 0000000000000000 0";
    text += family === "inet" ? padded(line + tail, type === "stream" ? 149 : 127) : `${line}${tail}\n`;
  }
  return text;
}

function unixLines(ns: NetNamespace, kernel: Kernel): string {
  let text = "Num       RefCount Protocol Flags    Type St Inode Path\n";
  for (const socket of kernel.sockets.values()) {
    if (socket.netNamespace !== ns.id || socket.kind.family !== "unix") continue;
    const listening = socket.state === "listening";
    const state = listening || socket.state !== "connected" ? "01" : "03";
    const path = socket.local?.family === "unix" ? ` ${socket.local.path}` : "";
    text += `0000000000000000: 00000002 00000000 ${listening ? "00010000" : "00000000"} 0001 ${state} ${20_000 + socket.id}${path}\n`;
  }
  return text;
}

function sockets4(ns: NetNamespace, kernel: Kernel): string {
  const mine = [...kernel.sockets.values()].filter((s) => s.netNamespace === ns.id);
  const count = (type: string): number =>
    mine.filter((s) => s.kind.family === "inet" && s.kind.type === type).length;
  return (
    `sockets: used ${mine.length}\nTCP: inuse ${count("stream")} orphan 0 tw 0 alloc ${count("stream")} mem 0\n` +
    `UDP: inuse ${count("datagram")} mem 0\nUDPLITE: inuse 0\nRAW: inuse ${count("icmp")}\nFRAG: inuse 0 memory 0\n`
  );
}

function snmp(): string {
  const row = (name: string, fields: string, values?: string): string => {
    const zeros = fields
      .split(" ")
      .map(() => "0")
      .join(" ");
    return `${name}: ${fields}\n${name}: ${values ?? zeros}\n`;
  };
  return (
    row("Ip", "Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits", `1 64${" 0".repeat(18)}`) +
    row("Icmp", "InMsgs InErrors InCsumErrors InDestUnreachs InEchos InEchoReps OutMsgs OutErrors OutDestUnreachs OutEchos OutEchoReps") +
    row("Tcp", "RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors", `1 200 120000 -1${" 0".repeat(11)}`) +
    row("Udp", "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors")
  ); // prettier-ignore
}
