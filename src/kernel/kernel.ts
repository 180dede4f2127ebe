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
import { Table, type Owned } from "../base/table.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { Disk } from "../fs/disk.ts";
import type { FileSystem } from "../fs/file-system.ts";
import {
  attach,
  copyMountNamespace,
  newMountNamespace,
  type Mount,
  type MountNamespace,
  type Place,
} from "../fs/mounts.ts";
import type { Identity } from "../fs/permissions.ts";
import type { Tree } from "../fs/tree.ts";
import { Vfs, type View } from "../fs/vfs.ts";
import { NetNamespaces } from "../netsim/net-namespace.ts";
import { Cgroups } from "./cgroups.ts";
import { device, outlet } from "./devices.ts";
import { LiveProcesses } from "./live.ts";
import { holdMemory } from "./memory.ts";
import { netlinkService } from "./netlink-service.ts";
import { OpenFiles, type Driver, type FileKind } from "./open-files.ts";
import { pipeReader, pipeWriter, Pipes } from "./pipes.ts";
import { ProcessTable } from "./process-table.ts";
import type { Channel, Process, UtsNamespace } from "./process.ts";
import type { Programs } from "./programs.ts";
import { ptyMaster, Ptys, tty } from "./ptys.ts";
import { directory, regularFile } from "./regular-file.ts";
import { Signals } from "./signal-table.ts";
import { deliverTo, shutDown, socketDriver, Sockets } from "./socket-table.ts";
import { syslogService } from "./syslog.ts";
import type { Ending, Pid, Resource } from "./sys.ts";

/** The world's clock and agenda, as the kernel sees them. */
export interface Timekeeper {
  now: Instant;
  /** Has `turn` or `alarm` called at that time. */
  enter(at: Instant, due: KernelDue): void;
}

export interface KernelDue {
  readonly kind: "turn" | "alarm";
  readonly pid: Pid;
  /** of the wait that it belongs to; a later wait makes it stale */
  readonly serial: number;
}

/** What a host is made of; the same for a host and its forks. */
export interface Machine {
  readonly programs: Programs;
  readonly memory: number;
  readonly cpus: number;
  readonly release: string;
  readonly version: string;
}

interface FileSystemRecord extends Owned {
  /** a tree, which is data; or how to make a file system that shows the kernel itself */
  readonly tree: Tree | undefined;
  readonly dynamic: DynamicFileSystem | undefined;
}

export type DynamicFileSystem = (kernel: Kernel) => FileSystem;

export type MountOptions = Pick<Mount, "target" | "readOnly" | "source" | "options"> & {
  readonly root?: number;
};

/** What somebody outside the processes wants to be told. */
export type EndHook = (key: string, process: Process, ending: Ending) => void;
export type Service = (caller: Process, operation: string, args: readonly unknown[]) => unknown;

/** The first tree that a host gets is its root. */
const HOST_TREE = 1;

export class Kernel {
  readonly processes: ProcessTable;
  readonly signals: Signals;
  readonly openFiles: OpenFiles;
  readonly pipes: Pipes;
  readonly ptys: Ptys;
  readonly sockets: Sockets;
  readonly cgroups: Cgroups;
  readonly netNamespaces: NetNamespaces;
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
  readonly outlets = new Map<string, (key: string, bytes: Uint8Array) => void>();
  readonly outletsClosed = new Map<string, (key: string) => void>();
  readonly services = new Map<string, Service>();
  readonly endHooks = new Map<string, EndHook>();
  readonly oomHooks: ((cgroup: number) => void)[] = [];

  /** Who reads a file of /proc at this moment, for /proc/self. */
  caller: Process | undefined;
  /** Openers of FIFOs that still wait for the other end: process -> open file. */
  readonly fifoOpeners: Map<Pid, number>;
  readonly bootedAt: Instant;
  /** The ring buffer that dmesg prints. */
  readonly messages: { readonly at: Instant; readonly text: string }[];

  private readonly live: LiveProcesses;
  private readonly trees: Table<FileSystemRecord>;
  private readonly dynamic = new Map<number, FileSystem>();
  /** this kernel's own twin of each disk that it shares with a fork */
  private disks = new Map<Disk, Disk>();
  private readonly mountNamespaces: Table<MountNamespace>;
  private readonly utsNamespaces: Table<UtsNamespace>;
  /** who waits for what; lists are replaced, never changed */
  private readonly waiting: Map<Channel, readonly Pid[]>;
  private nextTree: number;
  private nextMount: number;
  private nextNamespace: number;
  readonly random: Random;

  constructor(
    readonly machine: Machine,
    readonly time: Timekeeper,
    random: Random,
    origin?: Kernel,
  ) {
    this.random = random;
    this.processes = new ProcessTable(this, origin?.processes);
    this.signals = new Signals(this);
    this.openFiles = new OpenFiles(this, origin?.openFiles);
    this.pipes = new Pipes(origin?.pipes);
    this.ptys = new Ptys(origin?.ptys);
    this.sockets = new Sockets(origin?.sockets);
    this.cgroups = new Cgroups(origin?.cgroups);
    this.netNamespaces = new NetNamespaces(origin?.netNamespaces);
    this.live = new LiveProcesses(this);
    const copyTree = (r: FileSystemRecord): FileSystemRecord => ({ ...r, tree: r.tree?.fork(this.ownDisk) });
    this.trees = origin ? origin.trees.fork(copyTree) : new Table<FileSystemRecord>(copyTree);
    if (origin !== undefined) origin.disks = new Map();
    this.mountNamespaces = origin
      ? origin.mountNamespaces.fork()
      : new Table<MountNamespace>(copyMountNamespace);
    this.utsNamespaces = origin ? origin.utsNamespaces.fork() : new Table<UtsNamespace>((u) => ({ ...u }));
    this.waiting = new Map(origin?.waiting);
    this.fifoOpeners = new Map(origin?.fifoOpeners);
    this.messages = origin ? origin.messages.slice() : [];
    this.bootedAt = origin ? origin.bootedAt : time.now;
    this.nextTree = origin ? origin.nextTree : 1;
    this.nextMount = origin ? origin.nextMount : 1;
    this.nextNamespace = origin ? origin.nextNamespace : 1;
    this.vfs = new Vfs(this.fileSystems);
    this.services.set("netlink", netlinkService(this)).set("syslog", syslogService(this));
  }

  get now(): Instant {
    return this.time.now;
  }

  // ---- file systems and mount namespaces

  readonly fileSystems = {
    get: (id: number): FileSystem => {
      const record = this.trees.get(id);
      assert(record, `file system ${id} is gone`);
      return record.tree ?? this.dynamicAt(id, record);
    },
    own: (id: number): FileSystem => {
      const record = this.trees.own(id);
      assert(record, `file system ${id} is gone`);
      return record.tree ?? this.dynamicAt(id, record);
    },
  };

  private readonly ownDisk = (disk: Disk): Disk => {
    const known = this.disks.get(disk);
    if (known !== undefined) return known;
    const twin = disk.fork();
    this.disks.set(disk, twin).set(twin, twin);
    return twin;
  };

  private dynamicAt(id: number, record: FileSystemRecord): FileSystem {
    let fs = this.dynamic.get(id);
    if (fs === undefined) {
      fs = record.dynamic!(this);
      this.dynamic.set(id, fs);
    }
    return fs;
  }

  isDynamic(id: number): boolean {
    return this.trees.get(id)?.tree === undefined;
  }

  /** The tree behind a number, for writing; the engine builds and reads layers with it. */
  tree(id: number): Tree {
    const tree = this.trees.own(id)?.tree;
    assert(tree, `file system ${id} is no tree`);
    return tree;
  }

  /** The disk that the host's own files are on, and images and containers with them. */
  get hostDisk(): Disk {
    return this.tree(HOST_TREE).disk;
  }

  addTree(tree: Tree): number {
    return this.addFileSystem({ owner: {}, tree, dynamic: undefined });
  }

  addDynamic(dynamic: DynamicFileSystem): number {
    return this.addFileSystem({ owner: {}, tree: undefined, dynamic });
  }

  private addFileSystem(record: FileSystemRecord): number {
    const id = this.nextTree++;
    this.trees.insert(id, record);
    return id;
  }

  removeFileSystem(id: number): void {
    this.trees.delete(id);
    this.dynamic.delete(id);
  }

  get fileSystemCount(): number {
    return this.trees.size;
  }

  createMountNamespace(): MountNamespace {
    const id = this.nextNamespace++;
    return this.mountNamespaces.insert(id, newMountNamespace(id));
  }

  mountNamespace(id: number): MountNamespace {
    const ns = this.mountNamespaces.get(id);
    assert(ns, `mount namespace ${id} is gone`);
    return ns;
  }

  ownMountNamespace(id: number): MountNamespace {
    const ns = this.mountNamespaces.own(id);
    assert(ns, `mount namespace ${id} is gone`);
    return ns;
  }

  removeMountNamespace(id: number): void {
    this.mountNamespaces.delete(id);
  }

  *mountNamespaceIds(): Generator<number> {
    for (const [id] of this.mountNamespaces.entries()) yield id;
  }

  get mountNamespaceCount(): number {
    return this.mountNamespaces.size;
  }

  /** Mounts a file system on a place of a namespace; on nothing if `on` is undefined (the root). */
  mount(namespace: number, fs: number, on: Place | undefined, more: MountOptions): Mount {
    const ns = this.ownMountNamespace(namespace);
    const id = this.nextMount++;
    const mount: Mount = {
      id,
      fs,
      root: more.root ?? this.fileSystems.get(fs).root,
      parent: on?.mount ?? id,
      at: on?.ino ?? 0,
      target: more.target,
      readOnly: more.readOnly,
      source: more.source,
      options: more.options,
      device: 30 + fs,
    };
    attach(ns, mount);
    return mount;
  }

  createUtsNamespace(hostname: string, domainname: string): number {
    const id = this.nextNamespace++;
    this.utsNamespaces.insert(id, { owner: {}, id, hostname, domainname });
    return id;
  }

  utsNamespace(id: number): UtsNamespace {
    const ns = this.utsNamespaces.get(id);
    assert(ns, `uts namespace ${id} is gone`);
    return ns;
  }

  ownUtsNamespace(id: number): UtsNamespace {
    const ns = this.utsNamespaces.own(id);
    assert(ns, `uts namespace ${id} is gone`);
    return ns;
  }

  removeUtsNamespace(id: number): void {
    this.utsNamespaces.delete(id);
  }

  // ---- a process's view of files

  viewOf(process: Process): View {
    this.caller = process;
    return this.viewFrom(process);
  }

  /** The same for somebody else to look through: who asks stays who asked. */
  viewFrom(process: Process): View {
    return {
      namespace: this.mountNamespace(process.mountNamespace),
      root: process.root,
      cwd: process.cwd,
      who: identityOf(process),
    };
  }

  readAt(process: Process, place: Place, offset: number, length: number): Uint8Array {
    const mount = this.mountNamespace(process.mountNamespace).mounts.get(place.mount);
    assert(mount, `mount ${place.mount} is gone`);
    return this.fileSystems.get(mount.fs).read(place.ino, offset, length);
  }

  /** A working directory keeps its inode. */
  holdPlace(place: Place, process: Process): void {
    const mount = this.mountNamespace(process.mountNamespace).mounts.get(place.mount);
    if (mount !== undefined) this.fileSystems.own(mount.fs).hold(place.ino);
  }

  releasePlace(place: Place, process: Process): void {
    const mount = this.mountNamespaces.get(process.mountNamespace)?.mounts.get(place.mount);
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

  /** Called by the world when something that was entered is due. */
  handle(due: KernelDue): void {
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
    if (found !== undefined) shutDown(this, found, "write");
  }

  bringToFront(file: number, pgid: Pid): void {
    const { kind, target } = this.openFiles.get(file);
    if (kind === "tty") this.ptys.own(target).foreground = pgid;
  }

  log(text: string): void {
    this.messages.push({ at: this.now, text });
  }
}

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
