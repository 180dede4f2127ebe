// /proc/sys: settings of the machine and of the caller's namespaces (proc(5), sysctl(8)). What was set is kept
// by its dotted name: settings of a network or ipc namespace with the namespace, those of the machine with the
// host's. Few of them change what the model does; writing one is checked as far as its kind goes.

import { padTo } from "../base/time.ts";
import type { NetNamespace } from "../netsim/net-namespace.ts";
import type { Kernel } from "./kernel.ts";
import { LINK_SETTINGS, LINK_SETTINGS_6, NEIGHBOUR_SETTINGS, SETTINGS } from "./proc-sys-values.ts";
import type { Process } from "./process.ts";
import { ownPid } from "./process.ts";
import type { VirtualNode, VirtualTree } from "./virtual-fs.ts";

type Leaf = () => VirtualNode;
type Branch = Map<string, Branch | Leaf>;
/** A file as the process sees that asks for it. */
type Setting = (caller: Process) => VirtualNode;

const HOST_NETWORK = 0;
const PER_NAMESPACE = /^(?:net\.|kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/;
const READ_ONLY =
  /^(?:user\.|kernel\.(?:arch|cap_last_cap|ngroups_max|random)|fs\.aio-nr|net\.netfilter\.nf_conntrack_count)/;

/** The tree as a caller sees it; made once for each state of a namespace's links. */
export function settingsOf(kernel: Kernel): (caller: Process | undefined) => VirtualTree {
  const trees = new WeakMap<NetNamespace["links"], Branch>();
  return (caller) => {
    if (caller === undefined) return new Map();
    const { links } = kernel.netNamespaces.get(caller.netNamespace);
    let tree = trees.get(links);
    if (tree === undefined) trees.set(links, (tree = treeFor(kernel, links)));
    return tree;
  };
}

function treeFor(kernel: Kernel, links: NetNamespace["links"]): Branch {
  const root: Branch = new Map();
  const add = (name: string, make: Setting): void => enter(root, name, () => make(kernel.caller as Process));
  for (const [name, initial] of SETTINGS) add(name, setting(kernel, name, initial));
  for (const [name, initial] of perLink(links)) add(name, setting(kernel, name, initial));
  for (const [name, make] of special(kernel)) add(name, make);
  return root;
}

function enter(root: Branch, name: string, leaf: Leaf): void {
  const parts = name.split(".");
  const last = parts.pop() as string;
  let at = root;
  for (const part of parts) {
    let below = at.get(part);
    if (below === undefined) at.set(part, (below = new Map()));
    at = below as Branch;
  }
  at.set(last, leaf);
}

/** Names of links have no dots here, as the dots of a VLAN's are slashes in a dotted name. */
function* perLink(links: NetNamespace["links"]): Generator<readonly [string, string]> {
  const tables = [
    ["net.ipv4.conf", LINK_SETTINGS],
    ["net.ipv6.conf", LINK_SETTINGS_6],
    ["net.ipv4.neigh", NEIGHBOUR_SETTINGS],
  ] as const;
  for (const [prefix, table] of tables)
    for (const link of ["all", "default", ...links.map((l) => l.name.replaceAll(".", "/"))])
      if (link !== "all" || table !== NEIGHBOUR_SETTINGS)
        for (const [name, initial] of table) yield [`${prefix}.${link}.${name}`, initial];
}

// ---- one setting

const INTEGERS = /^-?\d+(?:\s+-?\d+)*$/;

function setting(kernel: Kernel, name: string, initial: string): Setting {
  const writable = !READ_ONLY.test(name);
  const numeric = INTEGERS.test(initial);
  return (caller) => {
    const home = PER_NAMESPACE.test(name) ? caller.netNamespace : HOST_NETWORK;
    return {
      kind: "file",
      mode: writable ? 0o644 : 0o444,
      text: () => `${kernel.netNamespaces.get(home).settings.get(name) ?? initial}\n`,
      write: (text) => {
        const given = text.trim();
        if (!writable) return "EPERM";
        if (numeric && !INTEGERS.test(given)) return "EINVAL";
        kernel.netNamespaces.own(home).settings.set(name, given.replace(/\s+/g, "\t"));
        return undefined;
      },
    };
  };
}

const constant =
  (text: (caller: Process) => string, mode = 0o444): Setting =>
  (caller) => ({ kind: "file", mode, text: () => `${text(caller)}\n` });

/** What tells of the machine, the caller's host name or its network. */
function special(kernel: Kernel): [string, Setting][] {
  const { machine } = kernel;
  return [
    ["fs.file-nr", constant(() => `${kernel.openFiles.count}\t0\t9223372036854775807`)],
    ["fs.binfmt_misc.status", constant(() => "enabled", 0o644)],
    ["kernel.domainname", hostSetting(kernel, "domainname")],
    ["kernel.hostname", hostSetting(kernel, "hostname")],
    ["kernel.ns_last_pid", constant((caller) => String(ownPid(caller)), 0o666)],
    ["kernel.osrelease", constant(() => machine.release)],
    ["kernel.ostype", constant(() => "Linux")],
    ["kernel.pty.nr", constant(() => String(kernel.ptys.count))],
    ["kernel.random.boot_id", constant(() => bootId(kernel))],
    ["kernel.random.entropy_avail", constant(() => "256")],
    ["kernel.random.poolsize", constant(() => "256")],
    ["kernel.random.uuid", constant(() => randomUuid(kernel))],
    ["kernel.version", constant(() => machine.version)],
    ["net.ipv4.ip_unprivileged_port_start", firstFreePort(kernel)],
    ["net.ipv4.tcp_available_congestion_control", constant(() => "reno cubic")],
    ["net.ipv4.tcp_allowed_congestion_control", constant(() => "reno cubic", 0o644)],
  ];
}

const hostSetting =
  (kernel: Kernel, key: "hostname" | "domainname"): Setting =>
  (caller) => ({
    kind: "file",
    mode: 0o644,
    text: () => `${kernel.utsNamespaces.get(caller.utsNamespace)[key] || "(none)"}\n`,
    write: (text) => {
      kernel.utsNamespaces.own(caller.utsNamespace)[key] = text.trim().slice(0, 64);
      return undefined;
    },
  });

const firstFreePort =
  (kernel: Kernel): Setting =>
  (caller) => ({
    kind: "file",
    mode: 0o644,
    text: () => `${kernel.netNamespaces.get(caller.netNamespace).firstFreePort}\n`,
    write: (text) => {
      const port = Number(text.trim());
      if (!Number.isInteger(port) || port < 0 || port > 65_535) return "EINVAL";
      kernel.netNamespaces.own(caller.netNamespace).firstFreePort = port;
      return undefined;
    },
  });

// ---- identifiers

function randomUuid(kernel: Kernel): string {
  const bytes = kernel.random.bytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const bootId = (kernel: Kernel): string =>
  `5b1e3a70-8c1d-4f6e-9a42-${padTo(kernel.bootedAt % 1_000_000_000_000, 12)}`;
