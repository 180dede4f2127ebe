// /proc/sys: settings of the machine and of the caller's namespaces.

import { padTo } from "../base/time.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import type { VirtualNode, VirtualTree } from "./virtual-fs.ts";

type Leaf = () => VirtualNode;

const constant =
  (value: string): Leaf =>
  () => ({ kind: "file", text: () => `${value}\n` });

function setting(kernel: Kernel, caller: Process, name: string, initial: string): Leaf {
  return () => ({
    kind: "file",
    mode: 0o644,
    text: () => `${kernel.netNamespaces.get(caller.netNamespace).settings.get(name) ?? initial}\n`,
    write: (text) => {
      kernel.netNamespaces.own(caller.netNamespace).settings.set(name, text.trim());
      return undefined;
    },
  });
}

function randomUuid(kernel: Kernel): string {
  const bytes = kernel.random.bytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function settingsTree(kernel: Kernel, caller: Process | undefined): VirtualTree {
  if (caller === undefined) return new Map();
  const uts = kernel.utsNamespace(caller.utsNamespace);
  const net = (name: string, initial: string): [string, Leaf] => [
    name.slice(name.lastIndexOf(".") + 1),
    setting(kernel, caller, name, initial),
  ];
  return new Map<string, VirtualTree | Leaf>([
    [
      "fs",
      new Map<string, Leaf>([
        ["file-max", constant("9223372036854775807")],
        ["nr_open", constant("1048576")],
      ]),
    ],
    [
      "kernel",
      new Map<string, VirtualTree | Leaf>([
        ["domainname", constant(uts.domainname === "" ? "(none)" : uts.domainname)],
        ["hostname", constant(uts.hostname)],
        ["osrelease", constant(kernel.machine.release)],
        ["ostype", constant("Linux")],
        ["pid_max", constant("4194304")],
        [
          "random",
          new Map<string, Leaf>([
            ["uuid", () => ({ kind: "file", text: () => `${randomUuid(kernel)}\n` })],
            ["boot_id", constant(bootId(kernel))],
          ]),
        ],
        ["shmmax", setting(kernel, caller, "kernel.shmmax", "18446744073692774399")],
        ["msgmax", setting(kernel, caller, "kernel.msgmax", "8192")],
        ["threads-max", constant("192731")],
        ["version", constant(kernel.machine.version)],
      ]),
    ],
    [
      "net",
      new Map<string, VirtualTree>([
        [
          "ipv4",
          new Map<string, VirtualTree | Leaf>([
            net("net.ipv4.ip_forward", "1"),
            net("net.ipv4.ip_default_ttl", "64"),
            net("net.ipv4.tcp_syncookies", "1"),
            net("net.ipv4.ip_local_port_range", "32768\t60999"),
            net(
              "net.ipv4.ip_unprivileged_port_start",
              String(kernel.netNamespaces.get(caller.netNamespace).firstFreePort),
            ),
          ]),
        ],
        ["core", new Map<string, Leaf>([net("net.core.somaxconn", "4096")])],
      ]),
    ],
    [
      "vm",
      new Map<string, Leaf>([
        ["overcommit_memory", constant("0")],
        ["swappiness", constant("60")],
        ["max_map_count", constant("65530")],
      ]),
    ],
  ]);
}

const bootId = (kernel: Kernel): string => {
  const n = padTo(kernel.bootedAt % 1_000_000_000_000, 12);
  return `5b1e3a70-8c1d-4f6e-9a42-${n}`;
};
