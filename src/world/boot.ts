// How a host comes to life: its file tree, its mounts and devices, its first processes, and the Docker engine
// if it has one. Everything that exists on a host before anybody types is made here.

import { must } from "../base/assert.ts";
import { failed } from "../base/errno.ts";
import type { Random } from "../base/random.ts";
import { keepContainers, serveDaemon } from "../api/dockerd.ts";
import { serveConnection } from "../api/server.ts";
import type { Beginning } from "../engine/beginning.ts";
import { listenOn } from "../engine/daemon-life.ts";
import { Engine } from "../engine/engine.ts";
import { wireEngine } from "../engine/operations.ts";
import { createDefaultNetworks } from "../engine/default-networks.ts";
import type { EngineSettings } from "../engine/settings.ts";
import { makedev, S_IFCHR, S_IFDIR, S_IFLNK } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { newTmpfs } from "../fs/tmpfs.ts";
import type { Tree } from "../fs/tree.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import { devptsFileSystem } from "../kernel/devpts.ts";
import { Kernel, type Machine, type Timekeeper } from "../kernel/kernel.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import { HOST_PIDS } from "../kernel/process-store.ts";
import { procFileSystem } from "../kernel/procfs.ts";
import type { Entry } from "../kernel/process.ts";
import type { ForkEntry, Limit, Pid, Resource } from "../kernel/sys.ts";
import { sysFileSystem } from "../kernel/sysfs.ts";
import { beginSockets, wireSystemd } from "../systemd/service.ts";
import { Systemd } from "../systemd/systemd.ts";

export interface HostPlan {
  readonly name: string;
  readonly machine: Machine;
  /** the root file system, laid out */
  readonly root: Tree;
  /** undefined: no Docker there */
  readonly engine: EngineSettings | undefined;
  /** what the daemon has from the beginning; nothing if it is not said */
  readonly beginning?: Beginning;
}

export interface Booted {
  readonly kernel: Kernel;
  readonly systemd: Systemd;
  readonly engine: Engine | undefined;
  /** first process, of which everything on the host is a child */
  readonly init: Pid;
}

export const HOST_ENV: readonly string[] = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "USER=root",
  "LOGNAME=root",
  "SHELL=/bin/bash",
  "LANG=C.UTF-8",
];

const LIMITS: ReadonlyMap<Resource, Limit> = new Map<Resource, Limit>([
  ["core", { soft: 0, hard: Infinity }],
  ["stack", { soft: 8_388_608, hard: Infinity }],
  ["nproc", { soft: 96_365, hard: 96_365 }],
  ["nofile", { soft: 1024, hard: 1_048_576 }],
  ["memlock", { soft: 8_388_608, hard: 8_388_608 }],
  ["sigpending", { soft: 96_365, hard: 96_365 }],
  ["msgqueue", { soft: 819_200, hard: 819_200 }],
  ["nice", { soft: 0, hard: 0 }],
  ["rtprio", { soft: 0, hard: 0 }],
]);

export function bootHost(plan: HostPlan, time: Timekeeper, random: Random): Booted {
  const kernel = new Kernel(plan.machine, time, random.child("kernel"));
  const root = mountHost(kernel, plan.root);
  const uts = kernel.utsNamespaces.create(plan.name, "");
  kernel.netNamespaces.create();
  const request = (name: string, argv: readonly string[], memory: number): InitRequest => ({
    name,
    argv,
    memory,
    ppid: 0,
    pidNamespaces: [HOST_PIDS],
    env: HOST_ENV,
    executable: undefined,
    entry: undefined,
    uid: 0,
    gid: 0,
    groups: [0],
    capabilities: ALL_CAPABILITIES,
    bounding: ALL_CAPABILITIES,
    cwd: root,
    root,
    umask: 0o022,
    mountNamespace: must([...kernel.mountNamespaces.values()][0], "a host without mounts").id,
    utsNamespace: uts,
    netNamespace: 0,
    cgroup: 0,
    limits: LIMITS,
    oomScoreAdj: 0,
    noNewPrivileges: false,
    watcher: undefined,
    descriptors: new Map(),
  });
  const init = kernel.processes.start(request("systemd", ["/sbin/init"], 12 << 20)).pid;
  const service = { ...request("", [], 0), ppid: init };
  const serving = new Map([["docker.service", serveConnection as ForkEntry<unknown>]]);
  const systemd = new Systemd(kernel, init, { service, serving }, random.child("systemd"));
  wireSystemd(systemd);
  const engine =
    plan.engine === undefined
      ? undefined
      : startDocker(systemd, plan.engine, random, service, plan.beginning);
  return { kernel, systemd, engine, init };
}

// ---- mounts

function mountHost(kernel: Kernel, tree: Tree): Place {
  const ns = kernel.mountNamespaces.create().id;
  const rootMount = kernel.mountNamespaces.mount(ns, kernel.fileSystems.addTree(tree), undefined, {
    target: "/",
    readOnly: false,
    source: "/dev/vda1",
    options: "relatime,errors=remount-ro",
  });
  const root: Place = { mount: rootMount.id, ino: rootMount.root };
  const put = (path: string, fs: number, source: string, options: string): void => {
    const view = {
      namespace: kernel.mountNamespaces.get(ns),
      root,
      cwd: root,
      who: { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES },
    };
    const place = kernel.vfs.find(view, path);
    if (!failed(place))
      kernel.mountNamespaces.mount(ns, fs, place, { target: path, readOnly: false, source, options });
  };
  put(
    "/proc",
    kernel.fileSystems.addDynamic(procFileSystem(HOST_PIDS)),
    "proc",
    "nosuid,nodev,noexec,relatime",
  );
  put("/sys", kernel.fileSystems.addDynamic(sysFileSystem(0)), "sysfs", "nosuid,nodev,noexec,relatime");
  put(
    "/dev",
    kernel.fileSystems.addTree(hostDevices(kernel)),
    "udev",
    "nosuid,relatime,size=1007068k,nr_inodes=251767,mode=755",
  );
  put(
    "/dev/pts",
    kernel.fileSystems.addDynamic(devptsFileSystem()),
    "devpts",
    "nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000",
  );
  for (const [path, options] of [
    ["/run", "size=10%,mode=755"],
    ["/dev/shm", "mode=1777"],
  ] as const) {
    const tmpfs = newTmpfs(options, { total: kernel.machine.memory, uid: 0, gid: 0, now: kernel.now });
    if (!failed(tmpfs)) put(path, kernel.fileSystems.addTree(tmpfs), "tmpfs", `nosuid,nodev,${options}`);
  }
  return root;
}

const CHARACTER_DEVICES: readonly (readonly [string, number, number])[] = [
  ["null", 1, 3],
  ["zero", 1, 5],
  ["full", 1, 7],
  ["random", 1, 8],
  ["urandom", 1, 9],
  ["kmsg", 1, 11],
  ["tty", 5, 0],
  ["console", 5, 1],
  ["ptmx", 5, 2],
  ["fuse", 10, 229],
];

function hostDevices(kernel: Kernel): Tree {
  const tree = must(
    newTmpfs("mode=755", { total: kernel.machine.memory, uid: 0, gid: 0, now: kernel.now }) as Tree,
    "no devtmpfs",
  );
  const node = (name: string, mode: number, more: { rdev?: number; target?: string } = {}): void => {
    void tree.create(tree.root, name, { mode, uid: 0, gid: 0, ...more }, kernel.now);
  };
  for (const name of ["pts", "shm", "mqueue", "net"]) node(name, S_IFDIR | 0o755);
  for (const [name, major, minor] of CHARACTER_DEVICES)
    node(name, S_IFCHR | (name === "console" || name === "kmsg" ? 0o600 : 0o666), {
      rdev: makedev(major, minor),
    });
  for (const [name, target] of [
    ["fd", "/proc/self/fd"],
    ["stdin", "/proc/self/fd/0"],
    ["stdout", "/proc/self/fd/1"],
    ["stderr", "/proc/self/fd/2"],
  ] as const)
    node(name, S_IFLNK | 0o777, { target });
  return tree;
}

// ---- Docker

const SOCKET = "/run/docker.sock";

/** As systemd leaves it once it has started the services that a host is to have. */
function startDocker(
  systemd: Systemd,
  settings: EngineSettings,
  random: Random,
  base: InitRequest,
  beginning: Beginning | undefined,
): Engine {
  const { kernel } = systemd;
  const started = (unit: string, argv: readonly string[], memory: number, entry: ForkEntry<never>): Pid => {
    const name = (argv[0] as string).replace(/^.*\//, "");
    const code: Entry = { kind: "fork", entry: entry as ForkEntry<unknown>, data: undefined };
    const watcher = ["systemd", unit] as const;
    const { pid } = kernel.processes.start({ ...base, name, argv, memory, entry: code, watcher });
    systemd.adopt(unit, pid);
    return pid;
  };
  started("containerd.service", ["/usr/bin/containerd"], 45 << 20, keepContainers);
  const argv = ["/usr/bin/dockerd", "-H", "fd://", "--containerd=/run/containerd/containerd.sock"];
  const daemon = started("docker.service", argv, 80 << 20, serveDaemon);
  const engine = new Engine(kernel, settings, daemon, random.child("docker"), undefined, beginning);
  wireEngine(engine);
  void engine.files.makeDirectories(`${settings.dataRoot}/containers`, 0o710);
  void engine.files.makeDirectories(`${settings.dataRoot}/volumes`, 0o701);
  createDefaultNetworks(engine);
  const serving = { process: daemon, entry: serveConnection as ForkEntry<unknown> };
  if (!beginSockets(systemd, "docker.socket", serving)) void listenOn(engine, SOCKET, serving.entry);
  return engine;
}
