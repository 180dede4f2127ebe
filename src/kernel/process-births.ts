// How processes come into being and take on programs: spawn, fork, exec, the first process of a host or
// container, tasks of daemons (fork(2), execve(2), credentials(7)).

import { MAX_PROCESSES } from "../base/limits.ts";
import { LATENCY_EXEC, LATENCY_FORK } from "../base/costs.ts";
import { failed, type Errno } from "../base/errno.ts";
import type { Signal } from "../base/signals.ts";
import { loadImage, type Image } from "./exec-image.ts";
import { HOST_PIDS, ProcessStore } from "./process-store.ts";
import { homeNamespace, newProcess, pidIn, type Descriptor, type Entry, type Inherited, type Process } from "./process.ts"; // prettier-ignore
import type { ChildFiles, ChildGroup, Fd, ForkEntry, ForkRequest, Pid, SpawnRequest } from "./sys.ts";

/** Everything that a first process of a new container or host is given; later ones inherit it. */
export type InitRequest = Pick<
  Process,
  | "argv" | "env" | "executable" | "name" | "entry" | "uid" | "gid" | "groups" | "capabilities" | "bounding" | "cwd" | "root"
  | "umask" | "mountNamespace" | "utsNamespace" | "netNamespace" | "cgroup" | "limits" | "oomScoreAdj" | "noNewPrivileges" | "watcher"
> & {
  readonly ppid: Pid;
  /** the pid namespace to live in and those around it, outermost first */
  readonly pidNamespaces: readonly number[];
  readonly descriptors: ReadonlyMap<Fd, Descriptor>;
  readonly tty?: number | undefined;
  readonly memory?: number;
  /** numbers in its own namespace that went to threads of whatever it was before */
  readonly usedPids?: number;
  readonly unconfined?: boolean;
}; // prettier-ignore

export abstract class ProcessBirths extends ProcessStore {
  spawn(parent: Process, request: SpawnRequest): Pid | Errno {
    const image = loadImage(this.kernel, this.withDirectory(parent, request.cwd), request.path, request.argv);
    if (failed(image)) return image;
    const child = this.newChild(parent, request, request.ignored ?? [], request.defaulted ?? []);
    if (failed(child)) return child;
    if (request.cwd !== undefined) child.cwd = this.withDirectory(parent, request.cwd).cwd;
    if (request.uid !== undefined) child.uid = child.euid = request.uid;
    if (request.gid !== undefined) child.gid = child.egid = request.gid;
    if (request.groups !== undefined) child.groups = request.groups;
    if (request.nice !== undefined) child.niceness = request.nice;
    this.kernel.holdPlace(child.cwd, child);
    this.become(child, image, request.env);
    this.kernel.makeReady(child, LATENCY_FORK + LATENCY_EXEC + (image.program.startup ?? 0));
    return pidIn(child, homeNamespace(parent));
  }

  protected withDirectory(process: Process, cwd: string | undefined): Process {
    if (cwd === undefined) return process;
    const place = this.kernel.vfs.find(this.kernel.viewOf(process), cwd);
    return failed(place) ? process : { ...process, cwd: place };
  }

  fork<D>(parent: Process, request: ForkRequest<D>): Pid | Errno {
    const child = this.newChild(parent, request, request.ignored ?? [], request.defaulted ?? []);
    if (failed(child)) return child;
    this.kernel.holdPlace(child.cwd, child);
    this.enter(child, { kind: "fork", entry: request.entry as ForkEntry<unknown>, data: request.data });
    this.kernel.makeReady(child, LATENCY_FORK);
    return pidIn(child, homeNamespace(parent));
  }

  /** A task of a process that has no code of its own (dockerd): shown neither by ps nor to a parent. */
  spawnTask(of: Pid, entry: ForkEntry<unknown>, data: unknown, files: ReadonlyMap<Fd, number>): Pid {
    const owner = this.get(of);
    const pid = this.nextPid++;
    const descriptors = new Map([...files].map(([fd, file]) => [fd, { file, closeOnExec: false }]));
    const inherited = { ...owner, ppid: of, threadOf: of, watcher: ["task", ""] as const, descriptors };
    const { startedAt, frozen } = owner;
    const own = { owner: this.table.owner, pid, pids: [pid], pidNamespaces: [HOST_PIDS], startedAt, frozen };
    const task = this.table.insert(pid, newProcess(inherited, own));
    this.own(of).hasTasks = true;
    this.kernel.holdPlace(task.cwd, task);
    this.enter(task, { kind: "fork", entry, data });
    this.kernel.makeReady(task);
    return pid;
  }

  protected newChild(
    parent: Process,
    files: ChildFiles & ChildGroup,
    ignored: readonly Signal[],
    defaulted: readonly Signal[],
  ): Process | Errno {
    if (this.table.size >= MAX_PROCESSES || !this.kernel.cgroups.hasRoom(parent.cgroup)) return "EAGAIN";
    // What limits root is no number of processes of its own (kernel/fork.c).
    if (parent.uid !== 0 && this.kernel.overLimit(parent, "nproc", () => this.countOf(parent.uid)))
      return "EAGAIN";
    const pidNamespaces = parent.childNamespaces ?? parent.pidNamespaces;
    // A namespace whose first process has ended takes nobody any more (pid_namespaces(7)).
    if (pidNamespaces.some((id) => id !== HOST_PIDS && !this.namespaces.has(id))) return "ENOMEM";
    const descriptors = this.childDescriptors(parent, files);
    if (failed(descriptors)) return descriptors;
    const child = this.admit({
      ...parent,
      ppid: parent.pid,
      descriptors,
      dispositions: childDispositions(parent, ignored, defaulted),
      watcher: undefined,
      threadOf: undefined,
      memory: 0,
      pidNamespaces,
      childNamespaces: undefined,
    });
    this.joinGroup(child, parent, files);
    return child;
  }

  protected countOf(uid: number): number {
    let n = 0;
    for (const p of this.table.values()) if (p.uid === uid) n++;
    return n;
  }

  /** Gives a record its numbers and a clean slate. */
  protected admit(like: Inherited): Process {
    const pid = this.nextPid++;
    const pids = like.pidNamespaces.map((id) => (id === HOST_PIDS ? pid : this.nameIn(id, pid)));
    const own = {
      owner: this.table.owner,
      pid,
      pids,
      pidNamespaces: like.pidNamespaces,
      startedAt: this.kernel.now,
      frozen: this.kernel.cgroups.get(like.cgroup).frozen,
    };
    const child = this.table.insert(pid, newProcess(like, own));
    this.kernel.cgroups.enter(child.cgroup, child);
    if (like.tiedTo !== undefined) this.tie(child, like.tiedTo);
    this.setParent(child, like.ppid);
    this.kernel.trace({ kind: "process-started", pid, parent: like.ppid, argv: like.argv });
    return child;
  }

  protected childDescriptors(parent: Process, files: ChildFiles): ReadonlyMap<Fd, Descriptor> | Errno {
    const close = new Set(files.close);
    const taken = new Map<Fd, Descriptor>();
    for (const [to, from] of files.fds ?? []) {
      const descriptor = parent.descriptors.get(from);
      if (descriptor === undefined) return "EBADF";
      taken.set(to, { file: descriptor.file, closeOnExec: false });
    }
    const all = new Map<Fd, Descriptor>();
    for (const [fd, descriptor] of parent.descriptors) {
      if (!taken.has(fd) && !close.has(fd)) all.set(fd, descriptor);
    }
    for (const [fd, descriptor] of taken) if (!close.has(fd)) all.set(fd, descriptor);
    for (const { file } of all.values()) this.kernel.openFiles.hold(file);
    return all;
  }

  protected joinGroup(child: Process, parent: Process, group: ChildGroup): void {
    if (group.newSession) {
      child.sid = child.pgid = child.pid;
      child.tty = undefined;
    } else if (group.pgid !== undefined) {
      child.pgid = group.pgid === 0 ? child.pid : (this.seenBy(parent, group.pgid)?.pid ?? child.pid);
    }
    if (group.foregroundOf === undefined) return;
    const file = child.descriptors.get(group.foregroundOf) ?? parent.descriptors.get(group.foregroundOf);
    if (file !== undefined) this.kernel.bringToFront(file.file, child.pgid);
  }

  /** The first process of a host or container. */
  start(request: InitRequest): Process {
    const child = this.admit({
      ...request,
      pgid: 0,
      sid: 0,
      tty: request.tty,
      dispositions: NO_DISPOSITIONS,
      euid: request.uid,
      egid: request.gid,
      niceness: 0,
      memory: request.memory ?? 0,
      unconfined: request.unconfined,
      title: undefined,
      childNamespaces: undefined,
      tiedTo: undefined,
      threadOf: undefined,
    });
    child.pgid = child.sid = child.pid;
    this.skipPids(homeNamespace(child), request.usedPids ?? 0);
    this.kernel.holdPlace(child.cwd, child);
    if (request.entry !== undefined) {
      this.enter(child, request.entry);
      this.kernel.makeReady(child, LATENCY_EXEC);
    }
    return child;
  }

  // ---- exec

  exec(process: Process, path: string, argv: readonly string[], env: readonly string[]): Errno | undefined {
    const image = loadImage(this.kernel, process, path, argv);
    if (failed(image)) return image;
    this.become(process, image, env);
    this.kernel.makeReady(process, LATENCY_EXEC + (image.program.startup ?? 0));
    return undefined;
  }

  /** The process takes on the program: what survives exec is as in execve(2). */
  protected become(process: Process, image: Image, env: readonly string[]): void {
    process.argv = image.argv;
    process.env = env;
    process.name = image.name;
    process.title = undefined;
    process.executable = image.place;
    this.gainRights(process, image);
    process.dispositions = onlyIgnored(process.dispositions);
    process.pending = [];
    this.closeOnExec(process);
    const memory = image.program.memory ?? 0;
    this.kernel.cgroups.charge(process.cgroup, memory - process.memory);
    process.memory = memory;
    this.enter(process, { kind: "program", program: image.program.run });
    this.kernel.trace({ kind: "process-executed", pid: process.pid, argv: image.argv });
  }

  protected gainRights(process: Process, image: Image): void {
    if (!process.noNewPrivileges) {
      if (image.setUid !== undefined) process.euid = image.setUid;
      if (image.setGid !== undefined) process.egid = image.setGid;
    }
    process.capabilities = process.euid === 0 ? process.bounding : new Set();
  }

  protected closeOnExec(process: Process): void {
    const closing = [...process.descriptors].filter(([, d]) => d.closeOnExec);
    if (closing.length === 0) return;
    process.descriptors = new Map([...process.descriptors].filter(([, d]) => !d.closeOnExec));
    for (const [, { file }] of closing) this.kernel.openFiles.release(file);
  }

  protected enter(process: Process, entry: Entry): void {
    if (process.entry !== undefined && process.answers === undefined) this.kernel.remembersAgain();
    process.entry = entry;
    process.answers = [];
    process.answerBytes = 0;
    process.ticks = 0;
    process.gaveWay = false;
    this.kernel.dropLive(process.pid);
  }
}

function childDispositions(
  parent: Process,
  ignored: readonly Signal[],
  defaulted: readonly Signal[],
): ReadonlyMap<Signal, "ignore" | "handle"> {
  if (ignored.length === 0 && defaulted.length === 0) return parent.dispositions;
  const all = new Map(parent.dispositions);
  for (const signal of defaulted) all.delete(signal);
  for (const signal of ignored) all.set(signal, "ignore");
  return all;
}

type Dispositions = Process["dispositions"];
const NO_DISPOSITIONS: Dispositions = new Map();

/** Handlers do not survive exec. */
const onlyIgnored = (all: Dispositions): Dispositions =>
  [...all.values()].includes("handle")
    ? new Map([...all].filter(([, disposition]) => disposition === "ignore"))
    : all;
