// The system-call interface: all that a program can see or do. A program is a generator. Calls that
// answer at once are plain methods; calls that may have to wait are generators, used as
// `const bytes = yield* sys.read(fd, 4096)`. What a program yields itself is never seen by anybody else:
// it only tells the kernel that the process gave up its turn.
//
// The law that makes forks work: a program learns things only from the answers to its system calls, its
// arguments and its environment. Then a process is (program, arguments, answers), and the twin of a
// running process in a forked world is made by feeding the recorded answers to a new generator. So a
// program keeps no state outside its generator, calls nothing that is not pure, and never changes what
// a call has answered.
//
// A call that fails answers with the name of the error (base/errno.ts): `if (failed(fd)) …`. A program
// ends by returning its exit status. It catches nothing: a killed process simply never runs again.
// Not here: how calls work (kernel/*), and the C library's share (programs/lib).

import type { Errno } from "../base/errno.ts";
import type { Signal } from "../base/signals.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { Attributes, Done, Usage } from "../fs/file-system.ts";
import type { SocketAddress, SocketKind } from "./sockets.ts";
import type { Termios, WindowSize } from "./terminal.ts";

export type Pid = number;
export type Fd = number;

/** What a generator hands to the kernel while it waits; made by the calls below, never by programs. */
export type Turn = undefined;
/** The type of a call, or of a part of a program, that may wait. */
export type Task<T> = Generator<Turn, T, void>;

/** `argv[0]` is the name that it was called by; `env` holds `NAME=value` strings. Returns the exit status. */
export type Program = (sys: Sys, argv: readonly string[], env: readonly string[]) => Task<number>;

/** Entry of a process that was forked off in the middle of a program: `data` stands for the copied memory. */
export type ForkEntry<D = never> = (sys: Sys, data: D) => Task<number>;

// open(2) flags, Linux's numbers
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_ACCMODE = 3;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_NONBLOCK = 0o4000;
export const O_DIRECTORY = 0o200000;
export const O_NOFOLLOW = 0o400000;
export const O_CLOEXEC = 0o2000000;

export const R_OK = 4;
export const W_OK = 2;
export const X_OK = 1;

export interface Stat extends Attributes {
  readonly dev: number;
}

export interface DirectoryItem {
  readonly name: string;
  readonly ino: number;
  /** the type bits of st_mode */
  readonly type: number;
}

/** Which file descriptors a child gets; all others that are not close-on-exec are inherited as they are. */
export interface ChildFiles {
  /** [number in the child, number in the parent], carried out in this order after all were looked up */
  readonly fds?: readonly (readonly [Fd, Fd])[];
  readonly close?: readonly Fd[];
}

export interface ChildGroup {
  /** process group to join; 0 makes one of its own */
  readonly pgid?: Pid;
  /** a session of its own, without a controlling terminal */
  readonly newSession?: boolean;
  /** terminal on which the child's group becomes the foreground group */
  readonly foregroundOf?: Fd;
}

export interface SpawnRequest extends ChildFiles, ChildGroup {
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd?: string;
  /** signals that the child starts with ignored, beside those that the parent ignores */
  readonly ignored?: readonly Signal[];
  /** signals put back to their default, as a shell does for those that it traps or ignores itself */
  readonly defaulted?: readonly Signal[];
  readonly nice?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly groups?: readonly number[];
}

export interface ForkRequest<D> extends ChildFiles, ChildGroup {
  readonly entry: ForkEntry<D>;
  /** must not be changed by anybody once it is handed over; the child copies what it wants to change */
  readonly data: D;
  readonly ignored?: readonly Signal[];
  readonly defaulted?: readonly Signal[];
}

export type Ending =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signaled"; readonly signal: Signal; readonly core: boolean };

export type ChildChange =
  Ending | { readonly kind: "stopped"; readonly signal: Signal } | { readonly kind: "continued" };

export interface Reaped {
  readonly pid: Pid;
  readonly change: ChildChange;
  /** virtual CPU time of the child and the children that it waited for */
  readonly cpu: Duration;
}

export interface WaitOptions {
  /** EAGAIN instead of waiting */
  readonly nohang?: boolean;
  /** report children that stop or go on as well */
  readonly untraced?: boolean;
}

/** $? for an ending: the code, or 128 + signal. */
export const exitStatusOf = (ending: ChildChange): number =>
  ending.kind === "exited" ? ending.code : ending.kind === "continued" ? 0 : 128 + ending.signal;

export type Disposition = "default" | "ignore" | "handle";

export interface PollItem {
  readonly fd: Fd;
  readonly read?: boolean;
  readonly write?: boolean;
}

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

export interface Uname {
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

/** Names of setrlimit(2) resources, in /proc/PID/limits' order. */
export type Resource =
  | "cpu" | "fsize" | "data" | "stack" | "core" | "rss" | "nproc" | "nofile" | "memlock" | "as" | "locks" | "sigpending"
  | "msgqueue" | "nice" | "rtprio" | "rttime"; // prettier-ignore

export interface Limit {
  /** Infinity is RLIM_INFINITY */
  readonly soft: number;
  readonly hard: number;
}

/** As /proc/PID/ns names them. */
export type NamespaceKind = "cgroup" | "ipc" | "mnt" | "net" | "pid" | "time" | "user" | "uts";

export interface MountRequest {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  /** ro, bind, remount, nosuid, … */
  readonly flags: readonly string[];
  /** what the file system itself takes, such as size=64k */
  readonly data: string;
}

export interface Sys {
  // ---- files: open, descriptors

  /** Waits only for a FIFO that nobody has open at the other end. */
  open(path: string, flags: number, mode?: number): Task<Fd | Errno>;
  close(fd: Fd): Done;
  /** The lowest free descriptor from `least` on. */
  dup(fd: Fd, least?: Fd, closeOnExec?: boolean): Fd | Errno;
  dup2(from: Fd, to: Fd): Fd | Errno;
  closeOnExec(fd: Fd, on: boolean): Done;
  /** O_NONBLOCK of the open file: calls that would wait answer EAGAIN. */
  nonblock(fd: Fd, on: boolean): Done;
  pipe(): readonly [Fd, Fd] | Errno;
  /** At most `length` bytes; none at the end of the file. */
  read(fd: Fd, length: number): Task<Uint8Array | Errno>;
  /**
   * Writes everything; fewer only if it fails after a part, then the next call tells the error.
   * The bytes belong to the reader from then on: the writer changes them no more.
   */
  write(fd: Fd, bytes: Uint8Array): Task<number | Errno>;
  seek(fd: Fd, offset: number, whence: "start" | "current" | "end"): number | Errno;
  truncateFd(fd: Fd, size: number): Done;
  /** Locks the whole file (flock(2)); EAGAIN instead of waiting unless `wait`. */
  flock(fd: Fd, mode: "shared" | "exclusive" | "unlock", wait: boolean): Task<Done>;
  fstat(fd: Fd): Stat | Errno;
  /** Which of the items would not block; empty when the time is over. Hang-up counts as readable. */
  poll(items: readonly PollItem[], timeout?: Duration): Task<readonly PollItem[] | Errno>;

  // ---- files: names

  stat(path: string): Stat | Errno;
  lstat(path: string): Stat | Errno;
  readlink(path: string): { readonly target: string } | Errno;
  list(path: string): readonly DirectoryItem[] | Errno;
  /** With the real user and group, as access(2) does. */
  access(path: string, mode: number): Done;
  mkdir(path: string, mode: number): Done;
  rmdir(path: string): Done;
  unlink(path: string): Done;
  rename(from: string, to: string): Done;
  /** A second name for `from` itself, even if that is a symbolic link. */
  link(from: string, to: string): Done;
  symlink(target: string, path: string): Done;
  mknod(path: string, mode: number, rdev: number): Done;
  truncate(path: string, size: number): Done;
  chmod(path: string, mode: number): Done;
  /** -1 leaves one as it is. */
  chown(path: string, uid: number, gid: number): Done;
  lchown(path: string, uid: number, gid: number): Done;
  /** undefined leaves one as it is. */
  utimes(path: string, atime: Instant | undefined, mtime: Instant | undefined, follow?: boolean): Done;
  statfs(path: string): (Usage & { readonly type: string }) | Errno;
  chdir(path: string): Done;
  getcwd(): { readonly path: string } | Errno;
  chroot(path: string): Done;
  umask(mask: number): number;
  mount(request: MountRequest): Done;
  unmount(target: string, lazy?: boolean): Done;
  /** Waits until everything is on disk: nothing to do, but costs its time. */
  sync(): void;

  // ---- processes

  readonly pid: Pid;
  ppid(): Pid;
  spawn(request: SpawnRequest): Pid | Errno;
  fork<D>(request: ForkRequest<D>): Pid | Errno;
  /** Never comes back unless it fails. */
  exec(path: string, argv: readonly string[], env: readonly string[]): Task<Errno>;
  /** A pid, 0 for the own process group, -1 for any child, -n for process group n. */
  wait(pid: Pid, options?: WaitOptions): Task<Reaped | Errno>;
  /** A pid, 0 for the own group, -1 for all that may be signalled, -n for group n. Signal 0 only asks. */
  kill(pid: Pid, signal: Signal): Done;
  disposition(signal: Signal, to: Disposition): Disposition;
  /** The signals that arrived for handlers since the last call, in order of arrival. */
  takeSignals(): readonly Signal[];
  /** Waits until a handled signal has arrived. */
  pause(): Task<void>;
  getpgid(pid: Pid): Pid | Errno;
  setpgid(pid: Pid, pgid: Pid): Done;
  getsid(pid: Pid): Pid | Errno;
  setsid(): Pid | Errno;
  credentials(): Credentials;
  setCredentials(change: Partial<Credentials>): Done;
  /** Names such as CAP_CHOWN in the effective set. */
  hasCapability(name: string): boolean;
  limit(resource: Resource): Limit;
  setLimit(resource: Resource, limit: Limit): Done;
  nice(increment: number): number | Errno;
  /** The niceness of another process; -20 to 19. */
  setPriority(pid: Pid, niceness: number): Done;
  /** Into the namespaces of that process; the pid namespace counts for children only (setns(2)). */
  enterNamespaces(pid: Pid, kinds: readonly NamespaceKind[]): Done;
  /** Out of the present ones into new ones (unshare(2)). */
  unshareNamespaces(kinds: readonly NamespaceKind[]): Done;
  /** The name that ps shows, at most 15 bytes of it. */
  setName(comm: string): void;
  /** What ps shows in place of the arguments, as servers write over them; until exec. */
  setTitle(title: string): void;
  /** Own CPU time and that of children waited for. */
  times(): { readonly own: Duration; readonly children: Duration };
  /** Bytes of memory held beside the program's own; may end in the process being killed. */
  hold(bytes: number): Done;
  /** Says that `entry(sys, data)` would go on exactly from here; the answers up to here are forgotten. */
  checkpoint<D>(entry: ForkEntry<D>, data: D): void;

  // ---- time and the machine

  now(): Instant;
  /** Since the host was started. */
  uptime(): Duration;
  /** EINTR if a handler has something to do. */
  sleep(duration: Duration): Task<Errno | undefined>;
  /** Work that costs virtual time; true when the slice is used up and `yield* sys.giveWay()` is due. */
  tick(cost: Duration): boolean;
  giveWay(): Task<void>;
  uname(): Uname;
  sethostname(name: string): Done;
  random(count: number): Uint8Array;

  // ---- terminals

  /** undefined if the descriptor is no terminal */
  termios(fd: Fd): Termios | undefined;
  setTermios(fd: Fd, termios: Termios): Done;
  windowSize(fd: Fd): WindowSize | Errno;
  setWindowSize(fd: Fd, size: WindowSize): Done;
  foregroundGroup(fd: Fd): Pid | Errno;
  setForegroundGroup(fd: Fd, pgid: Pid): Done;
  /** Makes the terminal the session's controlling terminal (TIOCSCTTY). */
  setControllingTerminal(fd: Fd): Done;
  /** [master, slave] */
  openpty(): readonly [Fd, Fd] | Errno;

  // ---- sockets

  socket(kind: SocketKind): Fd | Errno;
  bind(fd: Fd, address: SocketAddress): Done;
  listen(fd: Fd, backlog: number): Done;
  accept(fd: Fd): Task<Fd | Errno>;
  /** ETIMEDOUT if nobody has answered after `timeout`. */
  connect(fd: Fd, address: SocketAddress, timeout?: Duration): Task<Done>;
  /** With a `ttl`, errors of ICMP about it can be received as messages (traceroute). */
  sendTo(fd: Fd, bytes: Uint8Array, to: SocketAddress, ttl?: number): number | Errno;
  receiveFrom(
    fd: Fd,
    length: number,
  ): Task<{ readonly bytes: Uint8Array; readonly from: SocketAddress; readonly ttl?: number } | Errno>;
  shutdown(fd: Fd, how: "read" | "write" | "both"): Done;
  socketName(fd: Fd): SocketAddress | Errno;
  peerName(fd: Fd): SocketAddress | Errno;
  /** One structured message instead of bytes, for peers in the same world (design: one door). */
  send(fd: Fd, message: object): Done;
  /** The next message, or bytes if the peer speaks bytes; undefined at the end. */
  receive(fd: Fd): Task<object | Uint8Array | undefined | Errno>;

  // ---- for the daemon's own tasks

  /** A call into a service of the host that is no program (the engine); recorded like any other. */
  invoke(service: string, operation: string, args: readonly unknown[]): unknown;
  /** Waits for `notify` of this channel, or of one of these, or for the time; EINTR if a handler has something to do. */
  block(channel: string | readonly string[], until?: Instant): Task<Errno | undefined>;
}
