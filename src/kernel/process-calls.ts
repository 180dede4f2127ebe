// System calls on processes, time and the machine. What they do is in process-table.ts, exec-image.ts and
// signal-table.ts; here they are called for a process, and recorded.

import { limitOf } from "./resource-limits.ts";
import type { Errno } from "../base/errno.ts";
import type { Signal } from "../base/signals.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { Done } from "../fs/file-system.ts";
import { FileCalls } from "./file-calls.ts";
import { enterNamespaces, unshareNamespaces } from "./namespaces.ts";
import { Blocked } from "./open-files.ts";
import { ProcessEnded } from "./process-ended.ts";
import { homeNamespace, pidIn } from "./process.ts";
import type {
  Credentials,
  Disposition,
  ForkEntry,
  ForkRequest,
  Limit,
  NamespaceKind,
  Pid,
  Reaped,
  Resource,
  SpawnRequest,
  Task,
  Uname,
  WaitOptions,
} from "./sys.ts";

const NO_SIGNALS: readonly Signal[] = [];
const NO_CAPABILITIES: ReadonlySet<string> = new Set();

export abstract class ProcessCalls extends FileCalls {
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
      if (change.groups !== undefined) process.groups = [...change.groups].sort((a, b) => a - b);
      if (process.euid !== 0) process.capabilities = NO_CAPABILITIES;
      return undefined;
    });
  }

  hasCapability(name: string): boolean {
    return this.call((_, process) => process.capabilities.has(name));
  }

  limit(resource: Resource): Limit {
    return this.call((_, process) => limitOf(process, resource));
  }

  setLimit(resource: Resource, limit: Limit): Done {
    return this.call((_, process) => {
      const before = limitOf(process, resource);
      if (limit.soft > limit.hard) return "EINVAL";
      if (limit.hard > before.hard && !process.capabilities.has("CAP_SYS_RESOURCE")) return "EPERM";
      process.limits = new Map(process.limits).set(resource, limit);
      return undefined;
    });
  }

  setPriority(pid: Pid, niceness: number): Done {
    return this.call((kernel, process) => {
      const target = pid === 0 ? process : kernel.processes.seenBy(process, pid);
      if (target === undefined) return "ESRCH";
      const mighty = process.capabilities.has("CAP_SYS_NICE");
      if (!mighty && process.euid !== target.uid && process.euid !== target.euid) return "EPERM";
      if (!mighty && niceness < target.niceness) return "EACCES";
      kernel.processes.own(target.pid).niceness = Math.max(-20, Math.min(19, niceness));
      return undefined;
    });
  }

  enterNamespaces(pid: Pid, kinds: readonly NamespaceKind[]): Done {
    return this.call((kernel, process) => enterNamespaces(kernel, process, pid, kinds));
  }

  unshareNamespaces(kinds: readonly NamespaceKind[]): Done {
    return this.call((kernel, process) => unshareNamespaces(kernel, process, kinds));
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

  *sleep(duration: Duration): Task<Errno | undefined> {
    const until = this.deadline(duration);
    return yield* this.waiting<Errno | undefined>(
      (kernel) => (kernel.now >= until ? undefined : new Blocked()),
      until,
    );
  }

  uname(): Uname {
    return this.call((kernel, process) => {
      const { hostname, domainname } = kernel.utsNamespaces.get(process.utsNamespace);
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
      kernel.utsNamespaces.own(process.utsNamespace).hostname = name;
      return undefined;
    });
  }

  random(count: number): Uint8Array {
    return this.call((kernel) => kernel.random.bytes(count));
  }
}
