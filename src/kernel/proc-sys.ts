// /proc/sys: settings of the machine and of the caller's namespaces (proc(5), sysctl(8)). What was set is kept
// by its dotted name: settings of a network or ipc namespace with the namespace, those of the machine with the
// host's. Few of them change what the model does; writing one is checked as far as its kind goes.

import { padTo } from "../base/time.ts";
import type { Kernel } from "./kernel.ts";
import { LINK_SETTINGS, LINK_SETTINGS_6, NEIGHBOUR_SETTINGS, SETTINGS } from "./proc-sys-values.ts";
import type { Process } from "./process.ts";
import { ownPid } from "./process.ts";
import type { VirtualNode } from "./virtual-fs.ts";

/** A file as the process sees that asks for it. */
type Setting = (kernel: Kernel, caller: Process) => VirtualNode;
type Branch = Map<string, Branch | Setting>;

const HOST_NETWORK = 0;
const PER_NAMESPACE = /^(?:net\.|kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/;
const READ_ONLY =
  /^(?:user\.|kernel\.(?:arch|cap_last_cap|ngroups_max|random)|fs\.aio-nr|net\.netfilter\.nf_conntrack_count)/;

/** What stands there, at the components of a path below /proc/sys. */
export function settingAt(kernel: Kernel, path: readonly string[]): VirtualNode | undefined {
  const { caller } = kernel;
  if (caller === undefined) return path.length === 0 ? directoryOf(new Map()) : undefined;
  const prefix = path.slice(0, LINK_DEPTH).join(".");
  const table = LINK_TABLES.get(prefix);
  return table === undefined
    ? fixedSetting(kernel, caller, path)
    : linkSetting(kernel, caller, prefix, table, path.slice(LINK_DEPTH));
}

// ---- those that every namespace has

let fixed: Branch | undefined;

/** Made when somebody looks, once for all worlds. */
function fixedBranch(): Branch {
  const root: Branch = new Map();
  for (const [name, initial] of SETTINGS) enter(root, name, setting(name, initial));
  for (const [name, make] of SPECIAL) enter(root, name, make);
  for (const prefix of LINK_TABLES.keys()) enter(root, prefix, new Map<string, Setting>());
  return root;
}

function enter(root: Branch, name: string, what: Branch | Setting): void {
  const parts = name.split(".");
  const last = parts.pop() as string;
  let at = root;
  for (const part of parts) {
    let below = at.get(part);
    if (below === undefined) at.set(part, (below = new Map()));
    at = below as Branch;
  }
  at.set(last, what);
}

function fixedSetting(kernel: Kernel, caller: Process, path: readonly string[]): VirtualNode | undefined {
  let at: Branch | Setting | undefined = (fixed ??= fixedBranch());
  for (const name of path) {
    if (typeof at === "function") return undefined;
    at = at.get(name);
    if (at === undefined) return undefined;
  }
  return typeof at === "function" ? at(kernel, caller) : directoryOf(at);
}

const directoryOf = (branch: Branch): VirtualNode => ({
  kind: "directory",
  links: () => 2 + [...branch.values()].filter((entry) => typeof entry !== "function").length,
  names: () => [...branch.keys()],
});

// ---- those of one link

/** net.ipv4.conf has as many components. */
const LINK_DEPTH = 3;
const LINK_TABLES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ["net.ipv4.conf", new Map(LINK_SETTINGS)],
  ["net.ipv6.conf", new Map(LINK_SETTINGS_6)],
  ["net.ipv4.neigh", new Map(NEIGHBOUR_SETTINGS)],
]);

function linkSetting(
  kernel: Kernel,
  caller: Process,
  prefix: string,
  table: ReadonlyMap<string, string>,
  [link, name, ...more]: readonly string[],
): VirtualNode | undefined {
  const links = kernel.netNamespaces.get(caller.netNamespace).links.map((l) => l.name);
  const names = [...(prefix.endsWith("conf") ? ["all"] : []), "default", ...links];
  if (link === undefined) return { kind: "directory", links: () => 2 + names.length, names: () => names };
  if (!names.includes(link) || more.length > 0) return undefined;
  if (name === undefined) return { kind: "directory", names: () => [...table.keys()] };
  const initial = table.get(name);
  if (initial === undefined) return undefined;
  // The dots of a VLAN's name are slashes in a dotted name.
  return setting(`${prefix}.${link.replaceAll(".", "/")}.${name}`, initial)(kernel, caller);
}

// ---- one setting

const INTEGERS = /^-?\d+(?:\s+-?\d+)*$/;

function setting(name: string, initial: string): Setting {
  return (kernel, caller) => {
    const writable = !READ_ONLY.test(name);
    const numeric = INTEGERS.test(initial);
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
  (text: (kernel: Kernel, caller: Process) => string, mode = 0o444): Setting =>
  (kernel, caller) => ({ kind: "file", mode, text: () => `${text(kernel, caller)}\n` });

const hostSetting =
  (key: "hostname" | "domainname"): Setting =>
  (kernel, caller) => ({
    kind: "file",
    mode: 0o644,
    text: () => `${kernel.utsNamespaces.get(caller.utsNamespace)[key] || "(none)"}\n`,
    write: (text) => {
      kernel.utsNamespaces.own(caller.utsNamespace)[key] = text.trim().slice(0, 64);
      return undefined;
    },
  });

const firstFreePort: Setting = (kernel, caller) => ({
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

/** What tells of the machine, the caller's host name or its network. */
const SPECIAL: readonly (readonly [string, Setting])[] = [
  ["fs.file-nr", constant((kernel) => `${kernel.openFiles.count}\t0\t9223372036854775807`)],
  ["fs.binfmt_misc.status", constant(() => "enabled", 0o644)],
  ["kernel.domainname", hostSetting("domainname")],
  ["kernel.hostname", hostSetting("hostname")],
  ["kernel.ns_last_pid", constant((_, caller) => String(ownPid(caller)), 0o666)],
  ["kernel.osrelease", constant((kernel) => kernel.machine.release)],
  ["kernel.ostype", constant(() => "Linux")],
  ["kernel.pty.nr", constant((kernel) => String(kernel.ptys.count))],
  ["kernel.random.boot_id", constant((kernel) => bootId(kernel))],
  ["kernel.random.entropy_avail", constant(() => "256")],
  ["kernel.random.poolsize", constant(() => "256")],
  ["kernel.random.uuid", constant((kernel) => randomUuid(kernel))],
  ["kernel.version", constant((kernel) => kernel.machine.version)],
  ["net.ipv4.ip_unprivileged_port_start", firstFreePort],
  ["net.ipv4.tcp_available_congestion_control", constant(() => "reno cubic")],
  ["net.ipv4.tcp_allowed_congestion_control", constant(() => "reno cubic", 0o644)],
];

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
