// How processes end, stop and go on, and how parents hear of it: zombies, orphans, the end of a pid namespace
// with its first process (wait(2), pid_namespaces(7)).

import { assert, must } from "../base/assert.ts";
import type { Errno } from "../base/errno.ts";
import { SIGCHLD, SIGHUP, SIGKILL, type Signal } from "../base/signals.ts";
import { Blocked } from "./open-files.ts";
import { ProcessBirths } from "./process-births.ts";
import { HOST_PIDS } from "./process-store.ts";
import { homeNamespace, isInit, pidIn, type Process } from "./process.ts";
import type { ChildChange, Ending, Pid, Reaped, WaitOptions } from "./sys.ts";

const childChanged = (pid: Pid): string => `child of ${pid}`;

export abstract class ProcessEndings extends ProcessBirths {
  /** The number of a group in the host's namespace, given by somebody in another. */
  abstract globalGroup(viewer: Process, pgid: Pid): Pid;

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
    this.kernel.cgroups.leave(process.cgroup, process);
    this.kernel.cgroups.own(process.cgroup).cpu += process.cpu;
    if (process.threadOf === undefined) this.leaveSession(process);
    this.untie(process);
    if (process.hasTasks) this.endTasks(process);
    this.adoptOrphans(process);
    if (process.pids.length > 1 && isInit(process)) this.endNamespace(process);
    this.tellParent(process, ending);
    this.kernel.ended(process, ending);
  }

  /** Threads end with their process (exit_group(2)). */
  protected endTasks({ pid }: Process): void {
    for (const task of [...this.table.values()])
      if (task.threadOf === pid && task.state !== "zombie" && this.table.has(task.pid))
        this.end(this.own(task.pid), { kind: "exited", code: 0 });
  }

  protected leaveSession(process: Process): void {
    if (process.sid !== process.pid || process.tty === undefined) return;
    const pty = this.kernel.ptys.find(process.tty);
    if (pty === undefined || pty.session !== process.pid) return;
    const own = this.kernel.ptys.own(process.tty);
    if (own.foreground !== undefined) this.kernel.signals.sendToGroup(own.foreground, SIGHUP);
    own.session = own.foreground = undefined;
  }

  protected adoptOrphans(process: Process): void {
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

  protected endNamespace(init: Process): void {
    const namespace = homeNamespace(init);
    for (const guest of this.namespaces.get(namespace)?.guests ?? [])
      if (this.get(guest).state !== "zombie")
        this.end(this.own(guest), { kind: "signaled", signal: SIGKILL, core: false });
    for (const member of this.membersOf(namespace)) {
      if (member.pid === init.pid) continue;
      if (member.state !== "zombie")
        this.end(this.own(member.pid), { kind: "signaled", signal: SIGKILL, core: false });
      if (this.table.has(member.pid)) this.reap(this.own(member.pid));
    }
  }

  protected tellParent(process: Process, change: ChildChange): void {
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

  protected reap(process: Process): void {
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
    const group = this.kernel.cgroups.own(cgroup);
    group.frozen = frozen;
    for (const pid of [...group.members]) {
      const process = this.table.own(pid);
      if (process === undefined || process.state === "zombie") continue;
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

  protected isMeant(parent: Process, child: Process, which: Pid): boolean {
    if (which === -1) return true;
    if (which === 0) return child.pgid === parent.pgid;
    if (which < -1) return child.pgid === this.globalGroup(parent, -which);
    return pidIn(child, homeNamespace(parent)) === which;
  }

  protected collect(parent: Process, child: Process): Reaped {
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
}
