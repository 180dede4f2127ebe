// /sys for one network namespace: network links, processors, the disk, and what a few tools look for
// (sysfs(5)). Links of a namespace are made once for each state of its links. The control groups below
// /sys/fs/cgroup are mounts of their own (cgroup-files.ts). Nothing here can be written but a link's mtu.

import type { Link } from "../netsim/net-namespace.ts";
import { trafficOf, type Traffic } from "../netsim/traffic.ts";
import type { DynamicFileSystem } from "./file-systems.ts";
import type { Kernel } from "./kernel.ts";
import {
  linkTo,
  resolveIn,
  textFile,
  VirtualFileSystem,
  type InodePaths,
  type VirtualNode,
  type VirtualTree,
} from "./virtual-fs.ts";

type Leaf = () => VirtualNode;
type Entry = VirtualTree | Leaf;

const PAGE = 4096;

export function sysFileSystem(netNamespace: number): DynamicFileSystem {
  const paths: InodePaths = new Map();
  return (kernel) => {
    const nets = new WeakMap<readonly Link[], VirtualTree>();
    const net = (): VirtualTree => {
      const { links } = kernel.netNamespaces.get(netNamespace);
      let made = nets.get(links);
      if (made === undefined) nets.set(links, (made = netTree(kernel, netNamespace, links)));
      return made;
    };
    return new VirtualFileSystem(
      "sysfs",
      (path) => resolveIn(isOfNet(path) ? net() : machineOf(kernel), path),
      paths,
      () => kernel.now,
    );
  };
}

const text =
  (value: string | number): Leaf =>
  () =>
    textFile(() => (value === "" ? "" : `${value}\n`), { size: PAGE });

const link =
  (target: string): Leaf =>
  () =>
    linkTo(target);

const directory = (entries: Record<string, Entry>): VirtualTree => new Map(Object.entries(entries));
const EMPTY: VirtualTree = new Map();

/** Whether it is about the links of the namespace; everything else is the machine's. */
const isOfNet = ([top, second, third]: readonly string[]): boolean =>
  top === "class" ? second === "net" : top === "devices" && second === "virtual" && third === "net";

function netTree(kernel: Kernel, netNamespace: number, links: readonly Link[]): VirtualTree {
  const net = new Map(links.map((l) => [l.name, linkTree(kernel, netNamespace, links, l)]));
  const toNet = new Map(links.map((l) => [l.name, link(`../../devices/virtual/net/${l.name}`)]));
  return directory({ class: directory({ net: toNet }), devices: directory({ virtual: directory({ net }) }) });
}

const machines = new WeakMap<Kernel, VirtualTree>();

function machineOf(kernel: Kernel): VirtualTree {
  let made = machines.get(kernel);
  if (made === undefined) machines.set(kernel, (made = machineTree(kernel.machine.cpus)));
  return made;
}

function machineTree(cpus: number): VirtualTree {
  return directory({
    block: directory({ vda: link("../devices/pci0000:00/0000:00:04.0/virtio1/block/vda") }),
    bus: directory({ cpu: EMPTY, pci: EMPTY, virtio: EMPTY }),
    class: directory({ block: EMPTY, mem: EMPTY, misc: EMPTY, net: EMPTY, tty: EMPTY }),
    dev: directory({ block: EMPTY, char: EMPTY }),
    devices: directory({
      "pci0000:00": directory({
        "0000:00:04.0": directory({ virtio1: directory({ block: directory({ vda: diskTree() }) }) }),
      }),
      system: directory({ cpu: processors(cpus), node: directory({ node0: EMPTY }) }),
      virtual: directory({ dmi: directory({ id: machineIdentity() }), net: EMPTY }),
    }),
    firmware: directory({ acpi: EMPTY, efi: EMPTY }),
    fs: directory({
      bpf: EMPTY,
      cgroup: EMPTY,
      ext4: directory({ vda1: EMPTY }),
      fuse: EMPTY,
      pstore: EMPTY,
    }),
    hypervisor: EMPTY,
    kernel: directory({
      debug: EMPTY,
      mm: directory({
        transparent_hugepage: directory({
          enabled: text("always [madvise] never"),
          defrag: text("always defer defer+madvise [madvise] never"),
        }),
      }),
      security: EMPTY,
      tracing: EMPTY,
    }),
    module: directory({ bridge: EMPTY, br_netfilter: EMPTY, overlay: EMPTY, veth: EMPTY }),
    power: directory({ state: text("freeze mem disk") }),
  });
}

// ---- network links

/** IFF_UP, IFF_BROADCAST, IFF_LOOPBACK, IFF_RUNNING's share and IFF_MULTICAST as sysfs shows them. */
const flagsOf = ({ kind, up }: Link): number => (up ? 0x1 : 0) | (kind === "loopback" ? 0x8 : 0x1002);

function linkTree(kernel: Kernel, namespace: number, links: readonly Link[], own: Link): VirtualTree {
  const loopback = own.kind === "loopback";
  const state = loopback ? "unknown" : own.up ? "up" : "down";
  const bridge = links.find((l) => l.index === own.master);
  return new Map<string, Entry>([
    ["addr_assign_type", text(own.kind === "veth" ? 3 : 0)],
    ["addr_len", text(6)],
    ["address", text(own.mac)],
    ["broadcast", text(loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff")],
    ...(own.kind === "bridge" ? bridgeEntries(links, own) : []),
    ["carrier", text(own.up ? 1 : "")],
    ["carrier_changes", text(own.up && !loopback ? 2 : 0)],
    ["dev_id", text("0x0")],
    ["dev_port", text(0)],
    ["dormant", text(own.up ? 0 : "")],
    ["duplex", text(own.up && !loopback ? "full" : "")],
    ["flags", text(`0x${flagsOf(own).toString(16)}`)],
    ["ifalias", text("")],
    ["ifindex", text(own.index)],
    ["iflink", text(own.peer ?? own.index)],
    ["link_mode", text(0)],
    ...(bridge === undefined ? [] : [["master", link(`../${bridge.name}`)] as [string, Entry]]),
    ["mtu", mtuFile(kernel, namespace, own)],
    ["netdev_group", text(0)],
    ["operstate", text(state)],
    ["power", EMPTY],
    ["proto_down", text(0)],
    ["queues", directory({ "rx-0": EMPTY, "tx-0": EMPTY })],
    ["speed", text(own.up && !loopback ? 10_000 : "")],
    ["statistics", new Map(STATISTICS.map((name) => [name, statistic(kernel, namespace, own, name)]))],
    ["subsystem", link("../../../../class/net")],
    ["tx_queue_len", text(own.kind === "veth" || own.kind === "bridge" ? 0 : 1000)],
    ["type", text(loopback ? 772 : 1)],
    ["uevent", text(`${own.kind === "bridge" ? "DEVTYPE=bridge\n" : ""}INTERFACE=${own.name}\nIFINDEX=${own.index}`)],
  ]); // prettier-ignore
}

const COUNTED: Readonly<Record<string, keyof Traffic>> = {
  rx_bytes: "rxBytes",
  rx_packets: "rxPackets",
  tx_bytes: "txBytes",
  tx_packets: "txPackets",
};

const statistic =
  (kernel: Kernel, namespace: number, { index }: Link, name: string): Leaf =>
  () => {
    const counted = COUNTED[name];
    const value = (): number =>
      counted === undefined ? 0 : trafficOf(kernel.netNamespaces.get(namespace).traffic, index)[counted];
    return textFile(() => `${value()}\n`, { size: PAGE });
  };

const STATISTICS = [
  "collisions", "multicast", "rx_bytes", "rx_compressed", "rx_crc_errors", "rx_dropped", "rx_errors", "rx_fifo_errors",
  "rx_frame_errors", "rx_length_errors", "rx_missed_errors", "rx_nohandler", "rx_over_errors", "rx_packets", "tx_aborted_errors",
  "tx_bytes", "tx_carrier_errors", "tx_compressed", "tx_dropped", "tx_errors", "tx_fifo_errors", "tx_heartbeat_errors",
  "tx_packets", "tx_window_errors",
]; // prettier-ignore

function bridgeEntries(links: readonly Link[], own: Link): [string, Entry][] {
  const ports = links.filter((l) => l.master === own.index);
  const id = `8000.${own.mac.replaceAll(":", "")}`;
  return [
    ["brif", new Map(ports.map((l) => [l.name, link(`../../${l.name}/brport`)]))],
    ["bridge", directory({ bridge_id: text(id), root_id: text(id), stp_state: text(0) })],
  ];
}

const mtuFile =
  (kernel: Kernel, namespace: number, own: Link): Leaf =>
  () => ({
    kind: "file",
    mode: 0o644,
    size: PAGE,
    text: () => `${own.mtu}\n`,
    write: (value) => {
      const mtu = Number(value.trim());
      if (!Number.isInteger(mtu) || mtu < 68 || mtu > 65_536) return "EINVAL";
      const ns = kernel.netNamespaces.own(namespace);
      ns.links = ns.links.map((l) => (l.index === own.index ? { ...l, mtu } : l));
      return undefined;
    },
  });

// ---- the machine

function processors(cpus: number): VirtualTree {
  const range = cpus === 1 ? "0" : `0-${cpus - 1}`;
  const one = (i: number): VirtualTree =>
    directory({
      topology: directory({ core_id: text(i), physical_package_id: text(0), thread_siblings_list: text(i) }),
      ...(i === 0 ? {} : { online: text(1) }),
    });
  return new Map<string, Entry>([
    ...Array.from({ length: cpus }, (_, i) => [`cpu${i}`, one(i)] as [string, Entry]),
    ["isolated", text("")],
    ["kernel_max", text(8191)],
    ["offline", text("")],
    ["online", text(range)],
    ["possible", text(range)],
    ["present", text(range)],
  ]);
}

const DISK_SECTORS = 62_914_560 * 2;

const diskTree = (): VirtualTree =>
  directory({
    dev: text("254:0"),
    queue: directory({ rotational: text(0), logical_block_size: text(512) }),
    removable: text(0),
    ro: text(0),
    size: text(DISK_SECTORS),
    vda1: directory({
      dev: text("254:1"),
      partition: text(1),
      size: text(62_913_519 * 2),
      start: text(2048),
    }),
  });

const machineIdentity = (): VirtualTree =>
  directory({ product_name: text("Standard PC"), sys_vendor: text("QEMU"), product_version: text("pc") });
