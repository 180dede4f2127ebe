// One host's kernel: it owns the tables of everything that processes can touch, takes turns, and carries
// processes from turn to turn. Start here; each table has a file of its own. Everything in the tables is
// data; generators are kept aside in `live` and made anew where they are missing (live.ts), which is what
// lets a world be forked while programs run.
//
// Time is the world's: `clock.now` moves forward while turns are taken (system calls cost time), and what
// is due later is entered into the world's agenda as data. The kernel never waits.

import { assert } from "../base/assert.ts";
import type { Errno } from "../base/errno.ts";
import type { Random } from "../base/random.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { TraceStep } from "../base/trace.ts";
import type { Place } from "../fs/mounts.ts";
import type { Identity } from "../fs/permissions.ts";
import { Vfs, type View } from "../fs/vfs.ts";
import { NetNamespaces } from "../netsim/net-namespace.ts";
import { Network, type Above } from "../netsim/network.ts";
import type { Packet } from "../netsim/packet.ts";
import { Cgroups } from "./cgroups.ts";
import { device, outlet } from "./devices.ts";
import { FileSystems } from "./file-systems.ts";
import { FileLocks } from "./file-locks.ts";
import { receivePacket } from "./internet.ts";
import { LiveProcesses } from "./live.ts";
import { holdMemory } from "./memory.ts";
import { MountNamespaces } from "./mount-namespaces.ts";
import { conntrackService } from "./conntrack-service.ts";
import { netfilterService } from "./netfilter-service.ts";
import { netlinkService } from "./netlink-service.ts";
import { OpenFiles, type Driver, type FileKind } from "./open-files.ts";
import { pipeReader, pipeWriter, Pipes } from "./pipes.ts";
import { ProcessTable } from "./process-table.ts";
import type { Channel, Process } from "./process.ts";
import { packetStep } from "./packet-text.ts";
import { Captures, packetsService } from "./packets.ts";
import type { Programs } from "./programs.ts";
import { ptyMaster, Ptys, tty } from "./ptys.ts";
import { directory, regularFile } from "./regular-file.ts";
import { Signals } from "./signal-table.ts";
import { shutDown, socketDriver } from "./socket-driver.ts";
import { deliverTo, Sockets } from "./socket-table.ts";
import { syslogService } from "./syslog.ts";
import { onTcpAlarm } from "./tcp-sockets.ts";
import { exitStatusOf, type Ending, type Pid, type Resource } from "./sys.ts";
import { UtsNamespaces } from "./uts-namespaces.ts";

/** The world's clock and agenda, as the kernel sees them. */
export interface Timekeeper {
  now: Instant;
  /** Has `turn` or `alarm` called at that time. */
  enter(at: Instant, due: KernelDue): void;
}

interface ProcessDue {
  readonly kind: "turn" | "alarm";
  readonly pid: Pid;
  /** of the wait that it belongs to; a later wait makes it stale */
  readonly serial: number;
}

export type KernelDue =
  | ProcessDue
  /** a packet arrives in a namespace, or nobody has answered for its next hop */
  | { readonly kind: "packet"; readonly namespace: number; readonly packet: Packet }
  | { readonly kind: "unreachable"; readonly namespace: number; readonly packet: Packet }
  | { readonly kind: "tcp-alarm"; readonly socket: number };

/** What a host is made of; the same for a host and its forks. */
export interface Machine {
  readonly programs: Programs;
  readonly memory: number;
  readonly cpus: number;
  readonly release: string;
  readonly version: string;
  /** kinds of links and protocols that the kernel was built without: dummy, ipvlan, vlan, sctp */
  readonly lacks?: ReadonlySet<string>;
}

/** What somebody outside the processes wants to be told. */
export type EndHook = (key: string, process: Process, ending: Ending) => void;
export type DatagramService = (namespace: number, bytes: Uint8Array) => Uint8Array | undefined;
export type Service = (caller: Process, operation: string, args: readonly unknown[]) => unknown;

export class Kernel {
  readonly fileSystems: FileSystems;
  readonly mountNamespaces: MountNamespaces;
  readonly utsNamespaces: UtsNamespaces;
  readonly processes: ProcessTable;
  readonly signals: Signals;
  readonly openFiles: OpenFiles;
  readonly pipes: Pipes;
  readonly ptys: Ptys;
  readonly sockets: Sockets;
  readonly cgroups: Cgroups;
  readonly fileLocks: FileLocks;
  readonly netNamespaces: NetNamespaces;
  readonly network: Network;
  readonly captures: Captures;
  readonly vfs: Vfs;
  readonly drivers: Record<FileKind, Driver> = {
    regular: regularFile,
    directory,
    device,
    "pipe-reader": pipeReader,
    "pipe-writer": pipeWriter,
    "pty-master": ptyMaster,
    tty,
    socket: socketDriver,
    outlet,
  };

  /** Wired by the composition root, anew in every fork. */
  /** They may answer what it took to be rid of the bytes: the writer waits for so long. */
  readonly outlets = new Map<string, (key: string, bytes: Uint8Array) => Duration | undefined>();
  readonly outletsClosed = new Map<string, (key: string) => void>();
  readonly services = new Map<string, Service>();
  /** Who answers the datagrams of sockets that have no process (Socket.service): bytes to bytes, at once. */
  readonly datagramServices = new Map<string, DatagramService>();
  readonly endHooks = new Map<string, EndHook>();
  /** is told of every step; nothing that happens depends on it */
  trace: (step: TraceStep) => void = () => {};
  /** whether the trace tells of every step of every packet */
  tracesPackets = false;
  readonly oomHooks: ((cgroup: number) => void)[] = [];

  /** Who reads a file of /proc at this moment, for /proc/self. */
  caller: Process | undefined;
  /** Openers of FIFOs that still wait for the other end: process -> open file. */
  readonly fifoOpeners: Map<Pid, number>;
  readonly bootedAt: Instant;
  /** The ring buffer that dmesg prints. */
  readonly messages: { readonly at: Instant; readonly text: string }[];

  private readonly live: LiveProcesses;
  /** who waits for what; lists are replaced, never changed */
  private readonly waiting: Map<Channel, readonly Pid[]>;
  readonly random: Random;

  constructor(
    readonly machine: Machine,
    readonly time: Timekeeper,
    random: Random,
    origin?: Kernel,
  ) {
    this.random = random;
    this.fileSystems = new FileSystems(this, origin?.fileSystems);
    this.mountNamespaces = new MountNamespaces(this.fileSystems, origin?.mountNamespaces);
    this.utsNamespaces = new UtsNamespaces(origin?.utsNamespaces);
    this.processes = new ProcessTable(this, origin?.processes);
    this.signals = new Signals(this);
    this.openFiles = new OpenFiles(this, origin?.openFiles);
    this.pipes = new Pipes(origin?.pipes);
    this.ptys = new Ptys(origin?.ptys);
    this.sockets = new Sockets(origin?.sockets);
    this.cgroups = new Cgroups(origin?.cgroups);
    this.fileLocks = new FileLocks(origin?.fileLocks);
    this.netNamespaces = new NetNamespaces(origin?.netNamespaces);
    this.captures = new Captures(origin?.captures);
    this.network = new Network(this.netNamespaces, networkAbove(this));
    this.live = new LiveProcesses(this);
    this.waiting = new Map(origin?.waiting);
    this.fifoOpeners = new Map(origin?.fifoOpeners);
    this.messages = origin ? origin.messages.slice() : [];
    this.bootedAt = origin ? origin.bootedAt : time.now;
    this.vfs = new Vfs(this.fileSystems);
    this.services
      .set("netlink", netlinkService(this))
      .set("netfilter", netfilterService(this))
      .set("conntrack", conntrackService(this))
      .set("packets", packetsService(this))
      // An engine knows more.
      .set("reachability", () => undefined)
      .set("syslog", syslogService(this));
  }

  get now(): Instant {
    return this.time.now;
  }

  // ---- a process's view of files

  viewOf(process: Process): View {
    this.caller = process;
    return this.viewFrom(process);
  }

  /** The same for somebody else to look through: who asks stays who asked. */
  viewFrom(process: Process): View {
    return {
      namespace: this.mountNamespaces.get(process.mountNamespace),
      root: process.root,
      cwd: process.cwd,
      who: identityOf(process),
    };
  }

  readAt(process: Process, place: Place, offset: number, length: number): Uint8Array {
    const mount = this.mountNamespaces.get(process.mountNamespace).mounts.get(place.mount);
    assert(mount, `mount ${place.mount} is gone`);
    return this.fileSystems.get(mount.fs).read(place.ino, offset, length);
  }

  /** A working directory keeps its inode. */
  holdPlace(place: Place, process: Process): void {
    const mount = this.mountNamespaces.get(process.mountNamespace).mounts.get(place.mount);
    if (mount !== undefined) this.fileSystems.own(mount.fs).hold(place.ino);
  }

  releasePlace(place: Place, process: Process): void {
    const mount = this.mountNamespaces.find(process.mountNamespace)?.mounts.get(place.mount);
    if (mount !== undefined) this.fileSystems.own(mount.fs).release(place.ino);
  }

  // ---- turns

  /** The process goes on as soon as it can; after `latency` at the earliest. */
  makeReady(process: Process, latency: Duration = 0): void {
    if (process.state === "waiting") this.unblock(process);
    process.state = "ready";
    process.serial++;
    this.time.enter(this.now + latency, { kind: "turn", pid: process.pid, serial: process.serial });
  }

  /** It waits for any of the channels, or for the time. */
  blockOn(process: Process, channels: readonly Channel[], until: Instant | undefined): void {
    process.state = "waiting";
    process.serial++;
    process.waitingOn = channels;
    for (const channel of channels) {
      const pids = this.waiting.get(channel);
      this.waiting.set(channel, pids === undefined ? [process.pid] : [...pids, process.pid]);
    }
    if (until !== undefined)
      this.time.enter(until, { kind: "alarm", pid: process.pid, serial: process.serial });
  }

  /** Takes it out of the lists that it waits in. */
  unblock(process: Process): void {
    for (const channel of process.waitingOn) {
      const left = this.waiting.get(channel)?.filter((pid) => pid !== process.pid) ?? [];
      if (left.length === 0) this.waiting.delete(channel);
      else this.waiting.set(channel, left);
    }
    process.waitingOn = [];
  }

  /** Everybody who waits for one of these looks again. */
  wake(...channels: Channel[]): void {
    for (const channel of channels) {
      const pids = this.waiting.get(channel);
      if (pids === undefined) continue;
      this.waiting.delete(channel);
      for (const pid of pids) {
        const process = this.processes.own(pid);
        if (process.state === "waiting") this.makeReady(process);
      }
    }
  }

  isAwaited(channel: Channel): boolean {
    return this.waiting.has(channel);
  }

  /** Called by the world when something that was entered is due. */
  handle(due: KernelDue): void {
    switch (due.kind) {
      case "packet":
        return receivePacket(this, due.namespace, due.packet);
      case "unreachable":
        return this.network.giveUp(due.namespace, due.packet);
      case "tcp-alarm":
        return onTcpAlarm(this, due.socket);
      default:
        return this.handleProcess(due);
    }
  }

  private handleProcess(due: ProcessDue): void {
    const found = this.processes.find(due.pid);
    if (found === undefined || found.serial !== due.serial || found.state === "zombie") return;
    const process = this.processes.own(due.pid);
    if (due.kind === "alarm") this.makeReady(process);
    else if (process.suspended || process.frozen) process.missedTurn = true;
    else this.live.takeTurn(process);
  }

  /** The generator of a process that runs something else from now on, or nothing. */
  dropLive(pid: Pid): void {
    this.live.drop(pid);
  }

  /** A process ended: nothing of it may run or be woken any more. */
  forget(process: Process): void {
    this.live.forget(process);
    const opener = this.fifoOpeners.get(process.pid);
    if (opener === undefined) return;
    this.fifoOpeners.delete(process.pid);
    this.openFiles.release(opener);
  }

  ended(process: Process, ending: Ending): void {
    this.trace({ kind: "process-ended", pid: process.pid, status: exitStatusOf(ending) });
    if (process.watcher === undefined) return;
    const [service, key] = process.watcher;
    this.endHooks.get(service)?.(key, process, ending);
  }

  /** How many running processes have more history than is kept: a fork then replays the journal. */
  get unforkable(): number {
    return this.live.unforkable;
  }

  /** A process has more answers than are kept. */
  forgetsFrom(process: Process): void {
    process.answers = undefined;
    this.live.unforkable++;
  }

  /** Such a process runs a new program. */
  remembersAgain(): void {
    this.live.unforkable--;
  }

  // ---- limits and memory

  overLimit(process: Process, resource: Resource, used: () => number): boolean {
    const soft = process.limits.get(resource)?.soft ?? Infinity;
    return soft !== Infinity && !process.capabilities.has("CAP_SYS_RESOURCE") && used() >= soft;
  }

  holdMemory(process: Process, bytes: number): Errno | undefined {
    return holdMemory(this, process, bytes);
  }

  /** Somebody was killed for want of memory. */
  outOfMemory(cgroup: number): void {
    this.oomHooks.forEach((hook) => hook(cgroup));
  }

  /** Puts something before the peer of a socket, as if the socket's owner had sent it; false if nobody is there. */
  deliver(socket: number, item: object | Uint8Array): boolean {
    return deliverTo(this, socket, item);
  }

  /** Nothing more will come from this socket. */
  endDelivery(socket: number): void {
    const found = this.sockets.find(socket);
    if (found !== undefined && found.state === "connected") void shutDown(this, found, "write");
  }

  bringToFront(file: number, pgid: Pid): void {
    const { kind, target } = this.openFiles.get(file);
    if (kind === "tty") this.ptys.own(target).foreground = pgid;
  }

  log(text: string): void {
    this.messages.push({ at: this.now, text });
  }
}

/** What the network tells its kernel. */
const networkAbove = (kernel: Kernel): Above => ({
  now: () => kernel.now,
  deliver: (namespace, packet, after) =>
    kernel.time.enter(kernel.now + after, { kind: "packet", namespace, packet }),
  giveUp: (namespace, packet, after) =>
    kernel.time.enter(kernel.now + after, { kind: "unreachable", namespace, packet }),
  hop: (hop) => {
    if (!kernel.captures.isEmpty) kernel.captures.note(kernel, hop);
    if (kernel.tracesPackets) kernel.trace(packetStep(hop, kernel.now));
  },
});

const identities = new WeakMap<Process, Identity>();

/** Remembered per record: most processes never change who they are. */
function identityOf(process: Process): Identity {
  const known = identities.get(process);
  if (
    known !== undefined &&
    known.uid === process.euid &&
    known.gid === process.egid &&
    known.groups === process.groups &&
    known.capabilities === process.capabilities
  )
    return known;
  const identity: Identity = {
    uid: process.euid,
    gid: process.egid,
    groups: process.groups,
    capabilities: process.capabilities,
  };
  identities.set(process, identity);
  return identity;
}
