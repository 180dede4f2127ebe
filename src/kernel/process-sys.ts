// The system calls as one process makes them: each call is carried out by its part of the kernel and its
// answer is recorded; in a generator that is made anew the recorded answers are given out first
// (the law in sys.ts). Blocking calls ask again whenever they are woken, so nothing but answers is recorded.

import { CPU_CALL } from "../base/costs.ts";
import { failed, type Errno } from "../base/errno.ts";
import { MAX_ANSWERS, MAX_ANSWER_BYTES, TIME_SLICE } from "../base/limits.ts";
import type { Signal } from "../base/signals.ts";
import type { Duration, Instant } from "../base/time.ts";
import { S_IFDIR, S_IFLNK, type Done, type Usage } from "../fs/file-system.ts";
import * as descriptors from "./descriptors.ts";
import { fileOf } from "./descriptors.ts";
import { bindPort, connectPort, sendDatagram } from "./internet.ts";
import type { Kernel } from "./kernel.ts";
import { ProcessEnded } from "./live.ts";
import { mountFileSystem } from "./mounting.ts";
import * as names from "./names.ts";
import { Blocked, type OpenFile, type Readiness } from "./open-files.ts";
import { homeNamespace, ownPid, pidIn, type Channel, type Process } from "./process.ts";
import { resize } from "./ptys.ts";
import * as sockets from "./socket-table.ts";
import type { Socket } from "./socket-table.ts";
import type { SocketAddress, SocketKind } from "./sockets.ts";
import type {
  Credentials, DirectoryItem, Disposition, Fd, ForkEntry, ForkRequest, Limit, MountRequest, Pid, PollItem, Reaped, Resource,
  SpawnRequest, Stat, Sys, Task, Uname, WaitOptions,
} from "./sys.ts"; // prettier-ignore
import type { Termios, WindowSize } from "./terminal.ts";
import { bindUnix, connectUnix } from "./unix-sockets.ts";

const UNLIMITED: Limit = { soft: Infinity, hard: Infinity };

export class ProcessSys implements Sys {
  readonly pid: Pid;
  private record: Process;
  /** answers still to be given out, and how many ticks followed the last of them */
  private feed: readonly unknown[] | undefined;
  private fed = 0;
  private ticksToFeed: number;

  constructor(
    private readonly kernel: Kernel,
    process: Process,
  ) {
    this.record = process;
    this.pid = ownPid(process);
    this.ticksToFeed = process.ticks;
    const { answers } = process;
    this.feed = answers !== undefined && answers.length > 0 ? answers.slice() : undefined;
  }

  /** The record, for writing. After a fork of the world it is another object. */
  private get process(): Process {
    if (this.record.owner !== this.kernel.processes.owner)
      this.record = this.kernel.processes.own(this.record.pid);
    return this.record;
  }

  // ---- recording

  private replayed<T>(): T {
    const feed = this.feed as readonly unknown[];
    const answer = feed[this.fed++] as T;
    if (this.fed === feed.length) this.feed = undefined;
    return answer;
  }

  private did<T>(answer: T): T {
    const { process } = this;
    process.cpu += CPU_CALL;
    process.slice += CPU_CALL;
    this.kernel.time.now += CPU_CALL;
    process.ticks = 0;
    if (process.answers === undefined) return answer;
    process.answers.push(answer);
    if (answer instanceof Uint8Array) process.answerBytes += answer.length;
    if (process.answers.length > MAX_ANSWERS || process.answerBytes > MAX_ANSWER_BYTES)
      this.kernel.forgetsFrom(process);
    return answer;
  }

  private call<T>(act: (kernel: Kernel, process: Process) => T): T {
    return this.feed === undefined ? this.did(act(this.kernel, this.process)) : this.replayed<T>();
  }

  /** A call that may have to wait: asks until it has an answer, or a signal with a handler comes. */
  private *waiting<T>(
    ask: (kernel: Kernel, process: Process) => T | Blocked,
    until?: Instant,
  ): Task<T | "EINTR"> {
    if (this.feed !== undefined) return this.replayed<T>();
    if (this.process.slice > TIME_SLICE) yield* this.giveWay();
    for (;;) {
      const answer = ask(this.kernel, this.process);
      if (this.record.state === "zombie") yield;
      if (!(answer instanceof Blocked)) return this.waited(answer);
      if (this.process.interrupted || this.process.pending.length > 0) return this.waited("EINTR");
      this.process.inWait = true;
      this.kernel.blockOn(this.process, answer.channels, until);
      yield;
      if (this.process.interrupted) return this.waited("EINTR");
    }
  }

  private waited<T>(answer: T): T {
    this.process.inWait = false;
    this.process.interrupted = false;
    return this.did(answer);
  }

  // ---- descriptors

  open(path: string, flags: number, mode = 0o666): Task<Fd | Errno> {
    return this.waiting((kernel, process) => descriptors.open(kernel, process, path, flags, mode));
  }

  close(fd: Fd): Done {
    return this.call((kernel, process) => descriptors.close(kernel, process, fd));
  }

  dup(fd: Fd, least = 0, closeOnExec = false): Fd | Errno {
    return this.call((kernel, process) => descriptors.dup(kernel, process, fd, least, closeOnExec));
  }

  dup2(from: Fd, to: Fd): Fd | Errno {
    return this.call((kernel, process) => descriptors.dup2(kernel, process, from, to));
  }

  closeOnExec(fd: Fd, on: boolean): Done {
    return this.call((_, process) => descriptors.setCloseOnExec(process, fd, on));
  }

  pipe(): readonly [Fd, Fd] | Errno {
    return this.call(descriptors.pipe);
  }

  read(fd: Fd, length: number): Task<Uint8Array | Errno> {
    return this.waiting((kernel, process) => {
      const file = fileOf(kernel, process, fd);
      return file === undefined ? "EBADF" : kernel.drivers[file.kind].read(kernel, process, file, length);
    });
  }

  *write(fd: Fd, bytes: Uint8Array): Task<number | Errno> {
    let done = 0;
    do {
      const part = done === 0 ? bytes : bytes.subarray(done);
      const taken: number | Errno = yield* this.waiting((kernel, process) => {
        const file = fileOf(kernel, process, fd);
        return file === undefined ? "EBADF" : kernel.drivers[file.kind].write(kernel, process, file, part);
      });
      if (failed(taken)) return done > 0 ? done : taken;
      done += taken;
    } while (done < bytes.length);
    return done;
  }

  seek(fd: Fd, offset: number, whence: "start" | "current" | "end"): number | Errno {
    return this.call((kernel, process) => descriptors.seek(kernel, process, fd, offset, whence));
  }

  truncateFd(fd: Fd, size: number): Done {
    return this.call((kernel, process) => names.ftruncate(kernel, process, fd, size));
  }

  fstat(fd: Fd): Stat | Errno {
    return this.call((kernel, process) => names.fstat(kernel, process, fd));
  }

  *poll(items: readonly PollItem[], timeout?: Duration): Task<readonly PollItem[] | Errno> {
    const until = timeout === undefined ? undefined : this.deadline(timeout);
    return yield* this.waiting<readonly PollItem[] | Errno>((kernel, process) => {
      const channels: Channel[] = [];
      const ready = items.filter((item) => {
        const file = fileOf(kernel, process, item.fd);
        const state: Readiness =
          file === undefined
            ? { readable: true, writable: true, channels: [] }
            : kernel.drivers[file.kind].ready(kernel, file);
        channels.push(...state.channels);
        return (item.read === true && state.readable) || (item.write === true && state.writable);
      });
      if (ready.length > 0 || (until !== undefined && kernel.now >= until)) return ready;
      return new Blocked(...channels);
    }, until);
  }

  // ---- names

  stat(path: string): Stat | Errno {
    return this.call((kernel, process) => names.statAt(kernel, process, path, true));
  }

  lstat(path: string): Stat | Errno {
    return this.call((kernel, process) => names.statAt(kernel, process, path, false));
  }

  readlink(path: string): { readonly target: string } | Errno {
    return this.call((kernel, process) => names.readlink(kernel, process, path));
  }

  list(path: string): readonly DirectoryItem[] | Errno {
    return this.call((kernel, process) => names.list(kernel, process, path));
  }

  access(path: string, mode: number): Done {
    return this.call((kernel, process) => names.access(kernel, process, path, mode));
  }

  mkdir(path: string, mode: number): Done {
    return this.call((kernel, process) => names.create(kernel, process, path, S_IFDIR, mode, {}));
  }

  rmdir(path: string): Done {
    return this.call((kernel, process) => kernel.vfs.remove(kernel.viewOf(process), path, true, kernel.now));
  }

  unlink(path: string): Done {
    return this.call((kernel, process) => kernel.vfs.remove(kernel.viewOf(process), path, false, kernel.now));
  }

  rename(from: string, to: string): Done {
    return this.call((kernel, process) => kernel.vfs.rename(kernel.viewOf(process), from, to, kernel.now));
  }

  link(from: string, to: string): Done {
    return this.call((kernel, process) => kernel.vfs.link(kernel.viewOf(process), from, to, kernel.now));
  }

  symlink(target: string, path: string): Done {
    return this.call((kernel, process) =>
      target === "" ? "ENOENT" : names.create(kernel, process, path, S_IFLNK, 0o777, { target }),
    );
  }

  mknod(path: string, mode: number, rdev: number): Done {
    return this.call((kernel, process) => names.mknod(kernel, process, path, mode, rdev));
  }

  truncate(path: string, size: number): Done {
    return this.call((kernel, process) => names.truncate(kernel, process, path, size));
  }

  chmod(path: string, mode: number): Done {
    return this.call((kernel, process) => names.chmod(kernel, process, path, mode));
  }

  chown(path: string, uid: number, gid: number): Done {
    return this.call((kernel, process) => names.chown(kernel, process, path, uid, gid, true));
  }

  lchown(path: string, uid: number, gid: number): Done {
    return this.call((kernel, process) => names.chown(kernel, process, path, uid, gid, false));
  }

  utimes(path: string, atime: Instant | undefined, mtime: Instant | undefined, follow = true): Done {
    return this.call((kernel, process) => names.utimes(kernel, process, path, atime, mtime, follow));
  }

  statfs(path: string): (Usage & { readonly type: string }) | Errno {
    return this.call((kernel, process) => names.statfs(kernel, process, path));
  }

  chdir(path: string): Done {
    return this.call((kernel, process) => names.chdir(kernel, process, path));
  }

  getcwd(): { readonly path: string } | Errno {
    return this.call(names.getcwd);
  }

  chroot(path: string): Done {
    return this.call((kernel, process) => names.chroot(kernel, process, path));
  }

  umask(mask: number): number {
    return this.call((_, process) => {
      const before = process.umask;
      process.umask = mask & 0o777;
      return before;
    });
  }

  mount(request: MountRequest): Done {
    return this.call((kernel, process) => mountFileSystem(kernel, process, request));
  }

  unmount(target: string, lazy = false): Done {
    return this.call((kernel, process) => names.unmount(kernel, process, target, lazy));
  }

  sync(): void {
    this.call(() => undefined);
  }

  // ---- processes

  ppid(): Pid {
    return this.call((kernel, process) => {
      const parent = kernel.processes.find(process.ppid);
      return parent === undefined ? 0 : pidIn(parent, homeNamespace(process));
    });
  }

  spawn(request: SpawnRequest): Pid | Errno {
    return this.call((kernel, process) => kernel.processes.spawn(process, request));
  }

  fork<D>(request: ForkRequest<D>): Pid | Errno {
    return this.call((kernel, process) => kernel.processes.fork(process, request));
  }

  *exec(path: string, argv: readonly string[], env: readonly string[]): Task<Errno> {
    if (this.feed !== undefined) return this.replayed<Errno>();
    const refused = this.kernel.processes.exec(this.process, path, argv, env);
    if (refused !== undefined) return this.did(refused);
    yield;
    throw new ProcessEnded();
  }

  wait(pid: Pid, options: WaitOptions = {}): Task<Reaped | Errno> {
    return this.waiting((kernel, process) => kernel.processes.wait(process, pid, options));
  }

  kill(pid: Pid, signal: Signal): Done {
    const answer = this.call((kernel, process) => kernel.processes.kill(process, pid, signal));
    if (this.record.state === "zombie") throw new ProcessEnded();
    return answer;
  }

  disposition(signal: Signal, to: Disposition): Disposition {
    return this.call((_, process) => {
      const before = process.dispositions.get(signal) ?? "default";
      if (before === to) return before;
      const all = new Map(process.dispositions);
      if (to === "default") all.delete(signal);
      else all.set(signal, to);
      process.dispositions = all;
      return before;
    });
  }

  takeSignals(): readonly Signal[] {
    if (this.feed === undefined && this.process.pending.length === 0) return this.did(NO_SIGNALS);
    return this.call((_, process) => {
      const taken = process.pending;
      process.pending = NO_SIGNALS;
      process.interrupted = false;
      return taken;
    });
  }

  *pause(): Task<void> {
    yield* this.waiting(() => new Blocked());
  }

  getpgid(pid: Pid): Pid | Errno {
    return this.call((kernel, process) => {
      const target = pid === 0 ? process : kernel.processes.seenBy(process, pid);
      return target === undefined ? "ESRCH" : kernel.processes.groupSeenBy(process, target.pgid);
    });
  }

  setpgid(pid: Pid, pgid: Pid): Done {
    return this.call((kernel, process) => kernel.processes.setGroup(process, pid, pgid));
  }

  getsid(pid: Pid): Pid | Errno {
    return this.call((kernel, process) => {
      const target = pid === 0 ? process : kernel.processes.seenBy(process, pid);
      return target === undefined ? "ESRCH" : kernel.processes.groupSeenBy(process, target.sid);
    });
  }

  setsid(): Pid | Errno {
    return this.call((kernel, process) => kernel.processes.createSession(process));
  }

  credentials(): Credentials {
    return this.call((_, { uid, gid, euid, egid, groups }) => ({ uid, gid, euid, egid, groups }));
  }

  setCredentials(change: Partial<Credentials>): Done {
    return this.call((_, process) => {
      const may = process.capabilities.has("CAP_SETUID") && process.capabilities.has("CAP_SETGID");
      const allowed = [process.uid, process.euid];
      if (!may && [change.uid, change.euid].some((id) => id !== undefined && !allowed.includes(id)))
        return "EPERM";
      if (!may && (change.gid !== undefined || change.groups !== undefined)) return "EPERM";
      Object.assign(process, change);
      if (process.euid !== 0) process.capabilities = NO_CAPABILITIES;
      return undefined;
    });
  }

  hasCapability(name: string): boolean {
    return this.call((_, process) => process.capabilities.has(name));
  }

  limit(resource: Resource): Limit {
    return this.call((_, process) => process.limits.get(resource) ?? UNLIMITED);
  }

  setLimit(resource: Resource, limit: Limit): Done {
    return this.call((_, process) => {
      const before = process.limits.get(resource) ?? UNLIMITED;
      if (limit.soft > limit.hard) return "EINVAL";
      if (limit.hard > before.hard && !process.capabilities.has("CAP_SYS_RESOURCE")) return "EPERM";
      process.limits = new Map(process.limits).set(resource, limit);
      return undefined;
    });
  }

  nice(increment: number): number | Errno {
    return this.call((_, process) => {
      if (increment < 0 && !process.capabilities.has("CAP_SYS_NICE")) return "EPERM";
      return (process.niceness = Math.max(-20, Math.min(19, process.niceness + increment)));
    });
  }

  setName(comm: string): void {
    this.call((_, process) => {
      process.name = comm.slice(0, 15);
    });
  }

  setTitle(title: string): void {
    this.call((_, process) => {
      process.title = title;
    });
  }

  times(): { readonly own: Duration; readonly children: Duration } {
    return this.call((_, process) => ({ own: process.cpu, children: process.childrenCpu }));
  }

  hold(bytes: number): Done {
    const answer = this.call((kernel, process) => kernel.holdMemory(process, bytes));
    if (this.record.state === "zombie") throw new ProcessEnded();
    return answer;
  }

  checkpoint<D>(entry: ForkEntry<D>, data: D): void {
    if (this.feed !== undefined) return;
    const { process } = this;
    if (process.answers === undefined) this.kernel.remembersAgain();
    process.entry = { kind: "fork", entry: entry as ForkEntry<unknown>, data };
    process.answers = [];
    process.answerBytes = 0;
    process.ticks = 0;
  }

  // ---- time and the machine

  now(): Instant {
    return this.call((kernel) => kernel.now);
  }

  uptime(): Duration {
    return this.call((kernel) => kernel.now - kernel.bootedAt);
  }

  /** The time of a wait is an answer, so that a re-made generator waits for the same one. */
  private deadline(duration: Duration): Instant {
    return this.call((kernel) => kernel.now + Math.max(0, Math.round(duration)));
  }

  *sleep(duration: Duration): Task<Errno | undefined> {
    const until = this.deadline(duration);
    return yield* this.waiting<Errno | undefined>(
      (kernel) => (kernel.now >= until ? undefined : new Blocked()),
      until,
    );
  }

  tick(cost: Duration): boolean {
    const { process } = this;
    if (this.feed !== undefined) return false;
    if (this.ticksToFeed > 0) return --this.ticksToFeed === 0 && process.gaveWay;
    process.ticks++;
    process.cpu += cost;
    process.slice += cost;
    this.kernel.time.now += cost;
    return process.slice > TIME_SLICE;
  }

  *giveWay(): Task<void> {
    if (this.feed !== undefined) return;
    const { process } = this;
    if (process.gaveWay) {
      process.gaveWay = false;
      return;
    }
    process.gaveWay = true;
    this.kernel.makeReady(process);
    yield;
    this.process.gaveWay = false;
  }

  uname(): Uname {
    return this.call((kernel, process) => {
      const { hostname, domainname } = kernel.utsNamespace(process.utsNamespace);
      const { release, version } = kernel.machine;
      return {
        sysname: "Linux",
        nodename: hostname,
        release,
        version,
        machine: "x86_64",
        domainname: domainname || "(none)",
      };
    });
  }

  sethostname(name: string): Done {
    return this.call((kernel, process) => {
      if (!process.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
      kernel.ownUtsNamespace(process.utsNamespace).hostname = name;
      return undefined;
    });
  }

  random(count: number): Uint8Array {
    return this.call((kernel) => kernel.random.bytes(count));
  }

  // ---- terminals

  private terminal(kernel: Kernel, process: Process, fd: Fd): OpenFile | undefined {
    const file = fileOf(kernel, process, fd);
    return file !== undefined && (file.kind === "tty" || file.kind === "pty-master") ? file : undefined;
  }

  termios(fd: Fd): Termios | undefined {
    return this.call((kernel, process) => {
      const file = this.terminal(kernel, process, fd);
      return file === undefined ? undefined : kernel.ptys.get(file.target).termios;
    });
  }

  private onTerminal<T>(fd: Fd, act: (kernel: Kernel, process: Process, pty: number) => T): T | Errno {
    return this.call((kernel, process) => {
      const file = this.terminal(kernel, process, fd);
      if (file !== undefined) return act(kernel, process, file.target);
      return fileOf(kernel, process, fd) === undefined ? "EBADF" : "ENOTTY";
    });
  }

  setTermios(fd: Fd, termios: Termios): Done {
    return this.onTerminal(fd, (kernel, _, pty) => {
      kernel.ptys.own(pty).termios = termios;
      return undefined;
    });
  }

  windowSize(fd: Fd): WindowSize | Errno {
    return this.onTerminal(fd, (kernel, _, pty) => kernel.ptys.get(pty).size);
  }

  setWindowSize(fd: Fd, size: WindowSize): Done {
    return this.onTerminal(fd, (kernel, _, pty) => {
      resize(kernel, pty, size);
      return undefined;
    });
  }

  foregroundGroup(fd: Fd): Pid | Errno {
    return this.onTerminal(fd, (kernel, process, pty) => {
      const { foreground } = kernel.ptys.get(pty);
      return foreground === undefined ? 0 : kernel.processes.groupSeenBy(process, foreground);
    });
  }

  setForegroundGroup(fd: Fd, pgid: Pid): Done {
    return this.onTerminal(fd, (kernel, process, pty) => {
      kernel.ptys.own(pty).foreground = kernel.processes.globalGroup(process, pgid);
      return undefined;
    });
  }

  setControllingTerminal(fd: Fd): Done {
    return this.onTerminal(fd, (kernel, process, pty) => {
      if (process.sid !== process.pid) return "EPERM";
      const own = kernel.ptys.own(pty);
      own.session = process.sid;
      own.foreground = process.pgid;
      process.tty = pty;
      return undefined;
    });
  }

  openpty(): readonly [Fd, Fd] | Errno {
    return this.call(descriptors.openpty);
  }

  // ---- sockets

  private onSocket<T>(
    fd: Fd,
    act: (kernel: Kernel, process: Process, socket: Socket, file: OpenFile) => T,
  ): T | Errno {
    return this.call((kernel, process) => actOnSocket(kernel, process, fd, act));
  }

  socket(kind: SocketKind): Fd | Errno {
    return this.call((kernel, process) => {
      const socket = kernel.sockets.create(kind, process.netNamespace);
      return descriptors.install(kernel, process, sockets.openSocket(kernel, socket));
    });
  }

  bind(fd: Fd, address: SocketAddress): Done {
    return this.onSocket(fd, (kernel, process, socket) =>
      address.family === "unix"
        ? bindUnix(kernel, process, socket, address.path)
        : bindPort(kernel, process, socket, address),
    );
  }

  listen(fd: Fd, backlog: number): Done {
    return this.onSocket(fd, (kernel, _, socket) => {
      if (socket.local === undefined) return "EDESTADDRREQ";
      const own = kernel.sockets.own(socket.id);
      own.state = "listening";
      own.backlogLimit = backlog;
      return undefined;
    });
  }

  accept(fd: Fd): Task<Fd | Errno> {
    return this.waiting((kernel, process) => {
      const answer = actOnSocket(kernel, process, fd, (_, __, ___, file) => sockets.acceptFrom(kernel, file));
      return typeof answer === "number" ? descriptors.install(kernel, process, answer) : answer;
    });
  }

  *connect(fd: Fd, address: SocketAddress, timeout?: Duration): Task<Done> {
    const until = timeout === undefined ? undefined : this.deadline(timeout);
    return yield* this.waiting<Done>((kernel, process) => {
      const answer: Done | Blocked = actOnSocket<Done | Blocked>(kernel, process, fd, (_, __, socket) =>
        address.family === "unix"
          ? connectUnix(kernel, process, socket, address.path)
          : connectPort(kernel, process, socket, address),
      );
      const late = until !== undefined && kernel.now >= until;
      return answer instanceof Blocked && late ? "ETIMEDOUT" : answer;
    }, until);
  }

  sendTo(fd: Fd, bytes: Uint8Array, to: SocketAddress): number | Errno {
    return this.onSocket(fd, (kernel, process, socket) =>
      to.family === "unix" ? "EOPNOTSUPP" : sendDatagram(kernel, process, socket, bytes, to),
    );
  }

  receiveFrom(
    fd: Fd,
    _length: number,
  ): Task<{ readonly bytes: Uint8Array; readonly from: SocketAddress } | Errno> {
    return this.waiting((kernel, process) =>
      actOnSocket(kernel, process, fd, (_, __, socket, file) =>
        sockets.receiveDatagram(kernel, file, socket),
      ),
    );
  }

  shutdown(fd: Fd, how: "read" | "write" | "both"): Done {
    return this.onSocket(fd, (kernel, _, socket) => sockets.shutDown(kernel, socket, how));
  }

  socketName(fd: Fd): SocketAddress | Errno {
    return this.onSocket(fd, (_, __, socket) => socket.local ?? "EINVAL");
  }

  peerName(fd: Fd): SocketAddress | Errno {
    return this.onSocket(fd, (_, __, socket) => socket.remote ?? "ENOTCONN");
  }

  send(fd: Fd, message: object): Done {
    return this.onSocket(fd, (kernel, process, _, file) =>
      sockets.sendMessage(kernel, process, file, message),
    );
  }

  receive(fd: Fd): Task<object | Uint8Array | undefined | Errno> {
    return this.waiting((kernel, process) =>
      actOnSocket(kernel, process, fd, (_, __, ___, file) => sockets.receiveMessage(kernel, file)),
    );
  }

  // ---- services and channels

  invoke(service: string, operation: string, args: readonly unknown[]): unknown {
    return this.call((kernel, process) => kernel.services.get(service)?.(process, operation, args));
  }

  *block(channel: string, until?: Instant): Task<Errno | undefined> {
    // In a re-made generator the process was woken from this very wait.
    let asked = this.feed === undefined && this.process.inWait;
    return yield* this.waiting<Errno | undefined>((kernel) => {
      if (asked || (until !== undefined && kernel.now >= until)) return undefined;
      asked = true;
      return new Blocked(channel);
    }, until);
  }
}

const NO_SIGNALS: readonly Signal[] = [];
const NO_CAPABILITIES: ReadonlySet<string> = new Set();

function actOnSocket<T>(
  kernel: Kernel,
  process: Process,
  fd: Fd,
  act: (kernel: Kernel, process: Process, socket: Socket, file: OpenFile) => T,
): T | Errno {
  const file = fileOf(kernel, process, fd);
  if (file === undefined) return "EBADF";
  if (file.kind !== "socket") return "ENOTSOCK";
  return act(kernel, process, kernel.sockets.get(file.target), file);
}
