// Processes come and go: spawn, fork, exec, exit, wait, process groups, sessions, pid namespaces
// (fork(2), execve(2), wait(2), pid_namespaces(7), credentials(7)). Turns are taken in kernel.ts.

import { assert, must } from "../base/assert.ts";
import { LATENCY_EXEC, LATENCY_FORK } from "../base/costs.ts";
import { failed, type Errno } from "../base/errno.ts";
import { MAX_INTERPRETERS } from "../base/limits.ts";
import { SIGCHLD, SIGHUP, SIGKILL, type Signal } from "../base/signals.ts";
import { Table } from "../base/table.ts";
import { S_IFMT, S_IFREG, S_ISGID, S_ISUID } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { EXECUTE, mayAccess } from "../fs/permissions.ts";
import { HEAD_LENGTH, recogniseExecutable } from "./executables.ts";
import type { Kernel } from "./kernel.ts";
import { Blocked } from "./open-files.ts";
import {
  copyPidNamespace,
  copyProcess,
  homeNamespace,
  isInit,
  ownPid,
  pidIn,
  type Descriptor,
  type Entry,
  type PidNamespace,
  type Process,
} from "./process.ts";
import type { ProgramEntry } from "./programs.ts";
import type {
  ChildChange,
  ChildFiles,
  ChildGroup,
  Ending,
  Fd,
  ForkEntry,
  ForkRequest,
  Pid,
  Reaped,
  SpawnRequest,
  WaitOptions,
} from "./sys.ts";

/** What a file turned out to be when it was to be executed. */
export interface Image {
  readonly program: ProgramEntry;
  readonly argv: readonly string[];
  /** for ps: the name that it was called by */
  readonly name: string;
  readonly place: Place;
  readonly setUid: number | undefined;
  readonly setGid: number | undefined;
}

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
}; // prettier-ignore

export const HOST_PIDS = 0;
const childChanged = (pid: Pid): string => `child of ${pid}`;

export class ProcessTable {
  private table: Table<Process>;
  private namespaces: Table<PidNamespace>;
  private nextPid: Pid;
  private nextNamespace: number;

  constructor(
    private readonly kernel: Kernel,
    origin?: ProcessTable,
  ) {
    this.table = origin ? origin.table.fork() : new Table<Process>(copyProcess);
    this.namespaces = origin ? origin.namespaces.fork() : new Table<PidNamespace>(copyPidNamespace);
    this.nextPid = origin ? origin.nextPid : 1;
    this.nextNamespace = origin ? origin.nextNamespace : HOST_PIDS + 1;
  }

  // ---- looking up

  get count(): number {
    return this.table.size;
  }

  get pidNamespaceCount(): number {
    return this.namespaces.size;
  }

  get owner(): object {
    return this.table.owner;
  }

  find(pid: Pid): Process | undefined {
    return this.table.get(pid);
  }

  get(pid: Pid): Process {
    return must(this.table.get(pid), `process ${pid} is gone`);
  }

  own(pid: Pid): Process {
    return must(this.table.own(pid), `process ${pid} is gone`);
  }

  values(): Iterable<Process> {
    return this.table.values();
  }

  /** By its number in the pid namespace that `viewer` lives in. */
  seenBy(viewer: Process, pid: Pid): Process | undefined {
    return this.inNamespace(homeNamespace(viewer), pid);
  }

  inNamespace(namespace: number, pid: Pid): Process | undefined {
    const global = namespace === HOST_PIDS ? pid : this.namespaces.get(namespace)?.members.get(pid);
    return global === undefined ? undefined : this.table.get(global);
  }

  /** In the order of their numbers there. */
  membersOf(namespace: number): Process[] {
    if (namespace === HOST_PIDS) return [...this.table.values()];
    const members = this.namespaces.get(namespace)?.members ?? new Map<Pid, Pid>();
    return [...members.values()].map((pid) => this.get(pid));
  }

  /** Those that could be signalled, in order. */
  ofGroup(pgid: Pid): Process[] {
    return [...this.table.values()].filter((p) => p.pgid === pgid && p.state !== "zombie");
  }

  childrenOf(pid: Pid): Process[] {
    const children = this.table.get(pid)?.children ?? [];
    return children.map((child) => this.get(child));
  }

  private setParent(process: Process, ppid: Pid): void {
    const before = this.table.own(process.ppid);
    if (before !== undefined) before.children = before.children.filter((child) => child !== process.pid);
    process.ppid = ppid;
    const after = this.table.own(ppid);
    if (after !== undefined) after.children = [...after.children, process.pid];
  }

  createPidNamespace(parent: number): number {
    const id = this.nextNamespace++;
    this.namespaces.insert(id, { owner: this.namespaces.owner, id, parent, members: new Map(), next: 1 });
    return id;
  }

  // ---- executables

  /** What would run, or why nothing can (execve(2)): walks `#!` lines, checks rights and set-user-ID. */
  load(process: Process, path: string, argv: readonly string[]): Image | Errno {
    let file = path;
    let args = argv;
    for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
      const found = this.executableAt(process, file);
      if (failed(found)) return found;
      const { place, mode, uid, gid } = found;
      const kind = recogniseExecutable(this.kernel.readAt(process, place, 0, HEAD_LENGTH));
      if (kind.kind === "script") {
        args = [
          kind.interpreter,
          ...(kind.argument === undefined ? [] : [kind.argument]),
          file,
          ...args.slice(1),
        ];
        file = kind.interpreter;
        continue;
      }
      if (kind.kind === "text") return "ENOEXEC";
      const base = file.slice(file.lastIndexOf("/") + 1);
      const program =
        this.kernel.machine.programs.get(kind.kind === "program" ? kind.name : base) ??
        this.kernel.machine.programs.get("unmodelled");
      if (program === undefined) return "ENOEXEC";
      const called = path.slice(path.lastIndexOf("/") + 1);
      return {
        program,
        argv: args,
        name: called.slice(0, 15),
        place,
        setUid: (mode & S_ISUID) !== 0 && depth === 0 ? uid : undefined,
        setGid: (mode & S_ISGID) !== 0 && depth === 0 ? gid : undefined,
      };
    }
    return "ELOOP";
  }

  private executableAt(
    process: Process,
    path: string,
  ): { place: Place; mode: number; uid: number; gid: number } | Errno {
    const view = this.kernel.viewOf(process);
    const place = this.kernel.vfs.find(view, path);
    if (failed(place)) return place;
    const node = this.kernel.vfs.attributes(view, place);
    if (failed(node)) return node;
    if ((node.mode & S_IFMT) !== S_IFREG || !mayAccess(view.who, node, EXECUTE)) return "EACCES";
    if (this.kernel.vfs.mountOf(view, place).options.split(",").includes("noexec")) return "EACCES";
    return { place, mode: node.mode, uid: node.uid, gid: node.gid };
  }

  // ---- coming

  spawn(parent: Process, request: SpawnRequest): Pid | Errno {
    const image = this.load(this.withDirectory(parent, request.cwd), request.path, request.argv);
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

  private withDirectory(process: Process, cwd: string | undefined): Process {
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
    const task = this.table.insert(pid, {
      ...copyProcess(owner),
      pid,
      pids: [pid],
      pidNamespaces: [HOST_PIDS],
      ppid: of,
      threadOf: of,
      watcher: ["task", ""],
      descriptors,
      children: [],
      cpu: 0,
      serial: 0,
      waitingOn: [],
      inWait: false,
      state: "waiting",
    } as Process);
    this.kernel.holdPlace(task.cwd, task);
    this.enter(task, { kind: "fork", entry, data });
    this.kernel.makeReady(task);
    return pid;
  }

  private newChild(
    parent: Process,
    files: ChildFiles & ChildGroup,
    ignored: readonly Signal[],
    defaulted: readonly Signal[],
  ): Process | Errno {
    if (!this.kernel.cgroups.hasRoom(parent.cgroup)) return "EAGAIN";
    if (this.kernel.overLimit(parent, "nproc", () => this.countOf(parent.uid))) return "EAGAIN";
    const descriptors = this.childDescriptors(parent, files);
    if (failed(descriptors)) return descriptors;
    const child = this.admit({
      ...copyProcess(parent),
      ppid: parent.pid,
      descriptors,
      dispositions: childDispositions(parent, ignored, defaulted),
      watcher: undefined,
      threadOf: undefined,
      memory: 0,
    });
    this.joinGroup(child, parent, files);
    return child;
  }

  private countOf(uid: number): number {
    let n = 0;
    for (const p of this.table.values()) if (p.uid === uid) n++;
    return n;
  }

  /** Gives a record its numbers and a clean slate. */
  private admit(like: Process): Process {
    const pid = this.nextPid++;
    const pids = like.pidNamespaces.map((id) => (id === HOST_PIDS ? pid : this.nameIn(id, pid)));
    const child = this.table.insert(pid, {
      ...like,
      pid,
      pids,
      children: [],
      startedAt: this.kernel.now,
      cpu: 0,
      childrenCpu: 0,
      slice: 0,
      state: "waiting",
      serial: 0,
      waitingOn: [],
      inWait: false,
      suspended: false,
      missedTurn: false,
      ending: undefined,
      news: undefined,
      pending: [],
      heldBack: [],
      interrupted: false,
      gaveWay: false,
      frozen: this.kernel.cgroups.get(like.cgroup).frozen,
    });
    this.kernel.cgroups.enter(child.cgroup, child.memory);
    this.setParent(child, like.ppid);
    return child;
  }

  private nameIn(namespace: number, pid: Pid): Pid {
    const ns = must(this.namespaces.own(namespace), `pid namespace ${namespace} is gone`);
    const local = ns.next++;
    ns.members.set(local, pid);
    return local;
  }

  private childDescriptors(parent: Process, files: ChildFiles): ReadonlyMap<Fd, Descriptor> | Errno {
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

  private joinGroup(child: Process, parent: Process, group: ChildGroup): void {
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
    const { pidNamespaces } = request;
    const child = this.admit({
      ...request,
      owner: this.table.owner,
      pid: 0,
      pids: [],
      pidNamespaces,
      pgid: 0,
      sid: 0,
      tty: request.tty,
      startedAt: 0,
      children: [],
      answers: undefined,
      answerBytes: 0,
      ticks: 0,
      gaveWay: false,
      slice: 0,
      cpu: 0,
      childrenCpu: 0,
      state: "waiting",
      serial: 0,
      waitingOn: [],
      inWait: false,
      suspended: false,
      frozen: false,
      missedTurn: false,
      ending: undefined,
      news: undefined,
      dispositions: new Map(),
      pending: [],
      heldBack: [],
      interrupted: false,
      euid: request.uid,
      egid: request.gid,
      niceness: 0,
      memory: request.memory ?? 0,
      title: undefined,
      threadOf: undefined,
    });
    child.pgid = child.sid = child.pid;
    this.kernel.holdPlace(child.cwd, child);
    if (request.entry !== undefined) {
      this.enter(child, request.entry);
      this.kernel.makeReady(child, LATENCY_EXEC);
    }
    return child;
  }

  // ---- exec

  exec(process: Process, path: string, argv: readonly string[], env: readonly string[]): Errno | undefined {
    const image = this.load(process, path, argv);
    if (failed(image)) return image;
    this.become(process, image, env);
    this.kernel.makeReady(process, LATENCY_EXEC + (image.program.startup ?? 0));
    return undefined;
  }

  /** The process takes on the program: what survives exec is as in execve(2). */
  private become(process: Process, image: Image, env: readonly string[]): void {
    process.argv = image.argv;
    process.env = env;
    process.name = image.name;
    process.title = undefined;
    process.executable = image.place;
    this.gainRights(process, image);
    process.dispositions = new Map(
      [...process.dispositions].filter(([, disposition]) => disposition === "ignore"),
    );
    process.pending = [];
    this.closeOnExec(process);
    const memory = image.program.memory ?? 0;
    this.kernel.cgroups.charge(process.cgroup, memory - process.memory);
    process.memory = memory;
    this.enter(process, { kind: "program", program: image.program.run });
  }

  private gainRights(process: Process, image: Image): void {
    if (!process.noNewPrivileges) {
      if (image.setUid !== undefined) process.euid = image.setUid;
      if (image.setGid !== undefined) process.egid = image.setGid;
    }
    process.capabilities = process.euid === 0 ? process.bounding : new Set();
  }

  private closeOnExec(process: Process): void {
    const closing = [...process.descriptors].filter(([, d]) => d.closeOnExec);
    if (closing.length === 0) return;
    process.descriptors = new Map([...process.descriptors].filter(([, d]) => !d.closeOnExec));
    for (const [, { file }] of closing) this.kernel.openFiles.release(file);
  }

  private enter(process: Process, entry: Entry): void {
    if (process.entry !== undefined && process.answers === undefined) this.kernel.remembersAgain();
    process.entry = entry;
    process.answers = [];
    process.answerBytes = 0;
    process.ticks = 0;
    process.gaveWay = false;
    this.kernel.dropLive(process.pid);
  }

  // ---- going

  /** The process ends: everything that it holds is given back; it stays as a zombie until it is waited for. */
  end(process: Process, ending: Ending): void {
    assert(process.state !== "zombie", `process ${process.pid} ends twice`);
    this.kernel.unblock(process);
    process.state = "zombie";
    process.ending = ending;
    this.kernel.forget(process);
    for (const { file } of process.descriptors.values()) this.kernel.openFiles.release(file);
    process.descriptors = new Map();
    this.kernel.releasePlace(process.cwd, process);
    this.kernel.cgroups.leave(process.cgroup, process.memory);
    this.kernel.cgroups.own(process.cgroup).cpu += process.cpu;
    if (process.threadOf === undefined) this.leaveSession(process);
    this.adoptOrphans(process);
    if (process.pids.length > 1 && isInit(process)) this.endNamespace(process);
    this.tellParent(process, ending);
    this.kernel.ended(process, ending);
  }

  private leaveSession(process: Process): void {
    if (process.sid !== process.pid || process.tty === undefined) return;
    const pty = this.kernel.ptys.find(process.tty);
    if (pty === undefined || pty.session !== process.pid) return;
    const own = this.kernel.ptys.own(process.tty);
    if (own.foreground !== undefined) this.kernel.signals.sendToGroup(own.foreground, SIGHUP);
    own.session = own.foreground = undefined;
  }

  private adoptOrphans(process: Process): void {
    const children = this.childrenOf(process.pid);
    if (children.length === 0) return;
    const heir = this.inNamespace(homeNamespace(process), 1);
    for (const child of children) {
      const orphan = this.own(child.pid);
      this.setParent(orphan, heir !== undefined && heir.pid !== process.pid ? heir.pid : 0);
      if (orphan.state === "zombie" && (orphan.ppid === 0 || this.get(orphan.ppid).entry === undefined))
        this.reap(orphan);
    }
  }

  private endNamespace(init: Process): void {
    const namespace = homeNamespace(init);
    for (const member of this.membersOf(namespace)) {
      if (member.pid === init.pid) continue;
      if (member.state !== "zombie")
        this.end(this.own(member.pid), { kind: "signaled", signal: SIGKILL, core: false });
      if (this.table.has(member.pid)) this.reap(this.own(member.pid));
    }
  }

  private tellParent(process: Process, change: ChildChange): void {
    const parent = this.table.get(process.ppid);
    if (process.watcher !== undefined || parent === undefined || parent.entry === undefined) {
      if (process.state === "zombie") this.reap(process);
      return;
    }
    const ignores = parent.dispositions.get(SIGCHLD) === "ignore";
    this.kernel.signals.send(parent, SIGCHLD, process);
    this.kernel.wake(childChanged(parent.pid));
    if (ignores && change.kind !== "stopped" && change.kind !== "continued") this.reap(process);
  }

  private reap(process: Process): void {
    this.setParent(process, 0);
    this.table.delete(process.pid);
    process.pidNamespaces.forEach((id, i) => {
      if (id === HOST_PIDS) return;
      const ns = this.namespaces.own(id);
      ns?.members.delete(process.pids[i] as Pid);
      if (ns !== undefined && ns.members.size === 0) this.namespaces.delete(id);
    });
  }

  // ---- stopping and going on

  suspend(process: Process, signal: Signal): void {
    if (process.suspended) return;
    process.suspended = true;
    process.news = { kind: "stopped", signal };
    this.tellParent(process, process.news);
  }

  resume(process: Process): void {
    if (!process.suspended) return;
    process.suspended = false;
    process.news = { kind: "continued" };
    this.tellParent(process, process.news);
    if (process.missedTurn) this.kernel.makeReady(process);
  }

  setFrozen(cgroup: number, frozen: boolean): void {
    this.kernel.cgroups.own(cgroup).frozen = frozen;
    for (const member of [...this.table.values()]) {
      if (member.cgroup !== cgroup || member.state === "zombie") continue;
      const process = this.own(member.pid);
      process.frozen = frozen;
      if (frozen) continue;
      this.kernel.signals.deliverHeldBack(process);
      if (process.missedTurn && (process.state as string) !== "zombie") this.kernel.makeReady(process);
    }
  }

  // ---- waiting for children

  wait(parent: Process, which: Pid, options: WaitOptions): Reaped | Errno | Blocked {
    const children = this.childrenOf(parent.pid).filter(
      (c) => this.isMeant(parent, c, which) && c.watcher === undefined,
    );
    if (children.length === 0) return "ECHILD";
    for (const child of children) {
      if (child.state === "zombie") return this.collect(parent, child);
      if (child.news === undefined || !options.untraced) continue;
      const change = child.news;
      this.own(child.pid).news = undefined;
      return { pid: pidIn(child, homeNamespace(parent)), change, cpu: 0 };
    }
    return options.nohang ? "EAGAIN" : new Blocked(childChanged(parent.pid));
  }

  private isMeant(parent: Process, child: Process, which: Pid): boolean {
    if (which === -1) return true;
    if (which === 0) return child.pgid === parent.pgid;
    if (which < -1) return child.pgid === this.globalGroup(parent, -which);
    return pidIn(child, homeNamespace(parent)) === which;
  }

  private collect(parent: Process, child: Process): Reaped {
    const cpu = child.cpu + child.childrenCpu;
    this.own(parent.pid).childrenCpu += cpu;
    const answer: Reaped = {
      pid: pidIn(child, homeNamespace(parent)),
      change: must(child.ending, "zombie without an ending"),
      cpu,
    };
    this.reap(child);
    return answer;
  }

  // ---- groups and sessions, in the caller's numbers

  globalGroup(viewer: Process, pgid: Pid): Pid {
    if (homeNamespace(viewer) === HOST_PIDS) return pgid;
    return this.namespaces.get(homeNamespace(viewer))?.members.get(pgid) ?? -1;
  }

  groupSeenBy(viewer: Process, pgid: Pid): Pid {
    const leader = this.table.get(pgid);
    if (leader !== undefined) return pidIn(leader, homeNamespace(viewer));
    return homeNamespace(viewer) === HOST_PIDS ? pgid : 0;
  }

  setGroup(caller: Process, pid: Pid, pgid: Pid): Errno | undefined {
    const target = pid === 0 ? caller : this.seenBy(caller, pid);
    if (target === undefined || (target.pid !== caller.pid && target.ppid !== caller.pid)) return "ESRCH";
    if (target.sid === target.pid) return "EPERM";
    this.own(target.pid).pgid = pgid === 0 ? target.pid : this.globalGroup(caller, pgid);
    return undefined;
  }

  createSession(caller: Process): Pid | Errno {
    if (caller.pgid === caller.pid) return "EPERM";
    const own = this.own(caller.pid);
    own.sid = own.pgid = own.pid;
    own.tty = undefined;
    return ownPid(own);
  }

  kill(sender: Process, pid: Pid, signal: Signal): Errno | undefined {
    const targets = this.killTargets(sender, pid);
    if (targets.length === 0) return "ESRCH";
    let refused: Errno | undefined;
    let sent = false;
    for (const target of targets) {
      const answer = this.kernel.signals.sendChecked(sender, target, signal);
      if (answer === undefined) sent = true;
      else refused = answer;
    }
    return sent ? undefined : refused;
  }

  private killTargets(sender: Process, pid: Pid): Process[] {
    if (pid > 0) return [this.seenBy(sender, pid)].filter((p) => p !== undefined);
    if (pid === -1)
      return this.membersOf(homeNamespace(sender)).filter(
        (p) => !isInit(p) && p.pid !== sender.pid && p.threadOf === undefined && p.state !== "zombie",
      );
    const group = pid === 0 ? sender.pgid : this.globalGroup(sender, -pid);
    return this.ofGroup(group);
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
