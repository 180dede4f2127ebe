// The table of processes and pid namespaces: records by number, how one is seen from which namespace, who is
// whose child. How processes come, go and are grouped are the classes upon this one.

import { must } from "../base/assert.ts";
import { Table } from "../base/table.ts";
import type { Kernel } from "./kernel.ts";
import { copyPidNamespace, copyProcess, homeNamespace, type PidNamespace, type Process } from "./process.ts";
import type { Pid } from "./sys.ts";

export const HOST_PIDS = 0;
/** The first process of a host. */
export const INIT: Pid = 1;

export abstract class ProcessStore {
  protected table: Table<Process>;
  protected namespaces: Table<PidNamespace>;
  protected nextPid: Pid;
  protected nextNamespace: number;

  constructor(
    protected readonly kernel: Kernel,
    origin?: ProcessStore,
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

  protected setParent(process: Process, ppid: Pid): void {
    const before = this.table.own(process.ppid);
    if (before !== undefined) before.children = before.children.filter((child) => child !== process.pid);
    process.ppid = ppid;
    const after = this.table.own(ppid);
    if (after !== undefined) after.children = [...after.children, process.pid];
  }

  /** One in which nobody lives any more. */
  removePidNamespace(id: number): void {
    if (this.namespaces.get(id)?.members.size === 0) this.namespaces.delete(id);
  }

  createPidNamespace(parent: number): number {
    const id = this.nextNamespace++;
    this.namespaces.insert(id, {
      owner: this.namespaces.owner,
      id,
      parent,
      members: new Map(),
      guests: new Set(),
      next: 1,
    });
    return id;
  }

  /** It lives elsewhere, but ends with the first process of that namespace. */
  tie(process: Process, namespace: number): void {
    this.untie(process);
    process.tiedTo = namespace;
    if (homeNamespace(process) !== namespace) this.namespaces.own(namespace)?.guests.add(process.pid);
  }

  protected untie({ pid, tiedTo }: Process): void {
    if (tiedTo !== undefined) this.namespaces.own(tiedTo)?.guests.delete(pid);
  }

  protected nameIn(namespace: number, pid: Pid): Pid {
    const ns = must(this.namespaces.own(namespace), `pid namespace ${namespace} is gone`);
    const local = ns.next++;
    ns.members.set(local, pid);
    return local;
  }

  protected skipPids(namespace: number, count: number): void {
    if (namespace === HOST_PIDS) return;
    const ns = must(this.namespaces.own(namespace), `pid namespace ${namespace} is gone`);
    ns.next += count;
  }
}
