// /sys for one network namespace: network links, and what a few tools look for. The control groups below
// /sys/fs/cgroup are mounts of their own (cgroup-files.ts).

import type { DynamicFileSystem, Kernel } from "./kernel.ts";
import type { Link } from "../netsim/net-namespace.ts";
import {
  resolveIn,
  textFile,
  VirtualFileSystem,
  type InodePaths,
  type VirtualNode,
  type VirtualTree,
} from "./virtual-fs.ts";

type Leaf = () => VirtualNode;

export function sysFileSystem(netNamespace: number): DynamicFileSystem {
  const paths: InodePaths = new Map();
  return (kernel) =>
    new VirtualFileSystem(
      "sysfs",
      (path) => resolveIn(sysTree(kernel, netNamespace), path),
      paths,
      () => kernel.now,
    );
}

const text =
  (value: string | number): Leaf =>
  () =>
    textFile(() => `${value}\n`);

function linkTree(link: Link): VirtualTree {
  return new Map<string, Leaf>([
    ["address", text(link.mac)],
    ["carrier", text(link.up ? 1 : 0)],
    ["ifindex", text(link.index)],
    ["iflink", text(link.peer ?? link.index)],
    ["mtu", text(link.mtu)],
    ["operstate", text(link.kind === "loopback" ? "unknown" : link.up ? "up" : "down")],
    ["type", text(link.kind === "loopback" ? 772 : 1)],
  ]);
}

function sysTree(kernel: Kernel, netNamespace: number): VirtualTree {
  const links = kernel.netNamespaces.get(netNamespace).links;
  const empty: VirtualTree = new Map();
  return new Map<string, VirtualTree>([
    ["block", empty],
    ["bus", empty],
    [
      "class",
      new Map<string, VirtualTree>([["net", new Map(links.map((link) => [link.name, linkTree(link)]))]]),
    ],
    ["devices", empty],
    ["firmware", empty],
    ["fs", new Map<string, VirtualTree>([["cgroup", empty]])],
    ["kernel", empty],
    ["module", empty],
    ["power", empty],
  ]);
}
