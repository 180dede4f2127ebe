// The record of a process, and the other records that it points into by number. All of it is data that a
// fork shares until somebody writes (base/table.ts). The running generator is not here: live.ts keeps it
// and can make it anew from `entry` and `answers`.
//
//   ready ──turn──> (running) ──blocks──> waiting ──wake──> ready        any ──ends──> zombie ──reaped──> gone
//
// `suspended` (stopped by a signal) and `frozen` (its cgroup is) keep turns from being taken in any state.

import type { Signal } from "../base/signals.ts";
import type { Owned } from "../base/table.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { Place } from "../fs/mounts.ts";
import type { ChildChange, Ending, Fd, ForkEntry, Limit, Pid, Program, Resource } from "./sys.ts";

/** How the process's code is entered: a program from a file, or a part of one that was forked off. */
export type Entry =
  | { readonly kind: "program"; readonly program: Program }
  | { readonly kind: "fork"; readonly entry: ForkEntry<unknown>; readonly data: unknown };

export interface Descriptor {
  /** number of the open file (files.ts) */
  readonly file: number;
  readonly closeOnExec: boolean;
}

export type Channel = string;

export interface Process extends Owned {
  readonly pid: Pid;
  /** its number in each pid namespace, outermost first; the first is `pid` */
  readonly pids: readonly Pid[];
  /** ids of those namespaces */
  readonly pidNamespaces: readonly number[];
  ppid: Pid;
  /** in the order in which they came; replaced, never changed */
  children: readonly Pid[];
  pgid: Pid;
  sid: Pid;
  /** number of the controlling terminal */
  tty: number | undefined;

  name: string;
  /** what ps shows in place of `argv`, once the program has written over it (setproctitle(3)) */
  title: string | undefined;
  argv: readonly string[];
  env: readonly string[];
  /** where the executable is; undefined for what has none */
  executable: Place | undefined;
  readonly startedAt: Instant;

  /** undefined: a process whose work somebody else does (dockerd's shims): it has no code of its own */
  entry: Entry | undefined;
  /** what its system calls answered since `entry`; undefined once there were too many to keep */
  answers: unknown[] | undefined;
  answerBytes: number;
  /** calls of tick since the last answer, so that a re-made generator does not pay twice */
  ticks: number;
  gaveWay: boolean;
  /** virtual time used since the turn was taken */
  slice: Duration;
  cpu: Duration;
  childrenCpu: Duration;

  state: "ready" | "waiting" | "zombie";
  /** counts waits, so that an alarm for an earlier wait is known as stale */
  serial: number;
  waitingOn: readonly Channel[];
  /** between blocking and the answer of the call that blocked */
  inWait: boolean;
  suspended: boolean;
  frozen: boolean;
  /** a turn came while it was suspended or frozen */
  missedTurn: boolean;
  ending: Ending | undefined;
  /** stop or continue that a parent has not yet been told of */
  news: ChildChange | undefined;

  /** signals with another than the default disposition; replaced, never changed */
  dispositions: ReadonlyMap<Signal, "ignore" | "handle">;
  /** arrived for a handler and not yet taken */
  pending: readonly Signal[];
  /** arrived while frozen */
  heldBack: readonly Signal[];
  /** a handled signal should end the present wait */
  interrupted: boolean;

  uid: number;
  gid: number;
  euid: number;
  egid: number;
  groups: readonly number[];
  capabilities: ReadonlySet<string>;
  /** capabilities that an executable run by uid 0 regains */
  bounding: ReadonlySet<string>;
  noNewPrivileges: boolean;
  /** no filter of system calls, which processes of containers otherwise have */
  unconfined: boolean | undefined;

  /** replaced, never changed */
  descriptors: ReadonlyMap<Fd, Descriptor>;
  cwd: Place;
  root: Place;
  umask: number;
  mountNamespace: number;
  utsNamespace: number;
  netNamespace: number;
  /** where children are put, if not where it is itself */
  childNamespaces: readonly number[] | undefined;
  /** pid namespace with whose first process it ends, having entered others of its namespaces */
  tiedTo: number | undefined;
  cgroup: number;
  limits: ReadonlyMap<Resource, Limit>;
  niceness: number;
  oomScoreAdj: number;
  /** bytes held beside the program's own */
  memory: number;
  /** who is told when it ends, beside its parent; such a process is reaped at once */
  readonly watcher: readonly [service: string, key: string] | undefined;
  /** a task of another process, which ps does not show by itself */
  readonly threadOf: Pid | undefined;
  /** it has tasks, or had some */
  hasTasks: boolean;
}

export const copyProcess = (p: Process): Process => ({ ...p, answers: p.answers?.slice() });

/** What is a process's own from the beginning; the rest is its parent's, or given to the first of a host or container. */
type Own = "owner" | "pid" | "pids" | "pidNamespaces" | "startedAt" | "frozen";
type Unborn =
  | "children" | "answers" | "answerBytes" | "ticks" | "gaveWay" | "slice" | "cpu" | "childrenCpu" | "state" | "serial"
  | "waitingOn" | "inWait" | "suspended" | "missedTurn" | "ending" | "news" | "pending" | "heldBack" | "interrupted" | "hasTasks"; // prettier-ignore
export type Inherited = Omit<Process, Exclude<Own, "pidNamespaces"> | Unborn>;

/** Field by field, so that all records have one shape: they are copied and read more often than anything else. */
export const newProcess = (like: Inherited, own: Pick<Process, Own>): Process => ({
  owner: own.owner,
  pid: own.pid,
  pids: own.pids,
  pidNamespaces: own.pidNamespaces,
  startedAt: own.startedAt,
  frozen: own.frozen,
  ppid: like.ppid,
  pgid: like.pgid,
  sid: like.sid,
  tty: like.tty,
  name: like.name,
  title: like.title,
  argv: like.argv,
  env: like.env,
  executable: like.executable,
  entry: like.entry,
  dispositions: like.dispositions,
  uid: like.uid,
  gid: like.gid,
  euid: like.euid,
  egid: like.egid,
  groups: like.groups,
  capabilities: like.capabilities,
  bounding: like.bounding,
  noNewPrivileges: like.noNewPrivileges,
  unconfined: like.unconfined,
  descriptors: like.descriptors,
  cwd: like.cwd,
  root: like.root,
  umask: like.umask,
  mountNamespace: like.mountNamespace,
  utsNamespace: like.utsNamespace,
  netNamespace: like.netNamespace,
  childNamespaces: like.childNamespaces,
  tiedTo: like.tiedTo,
  cgroup: like.cgroup,
  limits: like.limits,
  niceness: like.niceness,
  oomScoreAdj: like.oomScoreAdj,
  memory: like.memory,
  watcher: like.watcher,
  threadOf: like.threadOf,
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
  missedTurn: false,
  ending: undefined,
  news: undefined,
  pending: [],
  heldBack: [],
  interrupted: false,
  hasTasks: false,
});

/** Its number in the pid namespace that it lives in. */
export const ownPid = (p: Process): Pid => p.pids[p.pids.length - 1] as Pid;

/** A process's number as somebody in the given pid namespace sees it; 0 if it cannot be seen from there. */
export function pidIn(p: Process, namespace: number): Pid {
  const at = p.pidNamespaces.indexOf(namespace);
  return at < 0 ? 0 : (p.pids[at] as Pid);
}

export const homeNamespace = (p: Process): number => p.pidNamespaces[p.pidNamespaces.length - 1] as number;

/** The first process of its pid namespace, which signals without a handler do not reach. */
export const isInit = (p: Process): boolean => ownPid(p) === 1;

export interface PidNamespace extends Owned {
  readonly id: number;
  readonly parent: number | undefined;
  /** local number -> number of the host; replaced, never changed, as it is small for containers */
  readonly members: Map<Pid, Pid>;
  /** those that are tied to it, and live elsewhere */
  readonly guests: Set<Pid>;
  next: Pid;
}

export const copyPidNamespace = (ns: PidNamespace): PidNamespace => ({
  ...ns,
  members: new Map(ns.members),
  guests: new Set(ns.guests),
});

export interface UtsNamespace extends Owned {
  readonly id: number;
  hostname: string;
  domainname: string;
}
