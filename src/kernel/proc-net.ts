// /proc/PID/net: links, routes and sockets of the process's network namespace.

import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import { textFile, type VirtualNode } from "./virtual-fs.ts";

export const NETWORK_FILES = ["dev", "route", "tcp", "udp", "unix"];

const DEV_HEAD =
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

export function networkFile(kernel: Kernel, process: Process, name: string): VirtualNode | undefined {
  switch (name) {
    case "dev":
      return textFile(() => DEV_HEAD + links(kernel, process));
    case "route":
      return textFile(
        () =>
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
          routes(kernel, process),
      );
    case "tcp":
    case "udp":
      return textFile(() => sockets(kernel, process, name));
    case "unix":
      return textFile(() => "Num       RefCount Protocol Flags    Type St Inode Path\n");
    default:
      return undefined;
  }
}

const links = (kernel: Kernel, process: Process): string =>
  kernel.netNamespaces
    .get(process.netNamespace)
    .links.map(
      ({ name }) =>
        `${`${name}:`.padStart(7)}       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0\n`,
    )
    .join("");

/** An address as the kernel prints it there: 32 bits, least significant byte first. */
const littleEndian = (address: string): string =>
  address
    .split(".")
    .reverse()
    .map((byte) => Number(byte).toString(16).padStart(2, "0").toUpperCase())
    .join("");

function maskOf(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return littleEndian([24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join("."));
}

const routes = (kernel: Kernel, process: Process): string =>
  kernel.netNamespaces
    .get(process.netNamespace)
    .routes.map(({ to, via, link }) => {
      const [network = "0.0.0.0", prefix = "0"] = to === "default" ? ["0.0.0.0", "0"] : to.split("/");
      const flags = via === undefined ? "0001" : "0003";
      return `${link}\t${littleEndian(network)}\t${littleEndian(via ?? "0.0.0.0")}\t${flags}\t0\t0\t0\t${maskOf(Number(prefix))}\t0\t0\t0\n`;
    })
    .join("");

const SOCKET_STATES = { listening: "0A", connected: "01", bound: "07", fresh: "07", closed: "07" };

function sockets(kernel: Kernel, process: Process, protocol: "tcp" | "udp"): string {
  const head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  let text = head;
  let n = 0;
  const end = (address: string, port: number): string =>
    `${littleEndian(address)}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const socket of kernel.sockets.values()) {
    const { local, remote, kind } = socket;
    if (socket.netNamespace !== process.netNamespace || kind.family !== "inet" || local?.family !== "inet")
      continue;
    if ((kind.type === "stream") !== (protocol === "tcp")) continue;
    const far = remote?.family === "inet" ? end(remote.address, remote.port) : "00000000:0000";
    text += `${String(n++).padStart(4)}: ${end(local.address, local.port)} ${far} ${SOCKET_STATES[socket.state]} 00000000:00000000 00:00000000 00000000     0        0 ${20_000 + socket.id}\n`;
  }
  return text;
}
