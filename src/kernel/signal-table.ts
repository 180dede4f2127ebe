// Delivering signals (signal(7)): dispositions, pid 1's immunity in its namespace (pid_namespaces(7)),
// stopping and continuing, holding back what arrives for frozen processes.

import type { Errno } from "../base/errno.ts";
import { defaultAction, SIGCONT, SIGKILL, SIGSTOP, type Signal } from "../base/signals.ts";
import type { Kernel } from "./kernel.ts";
import { homeNamespace, isInit, type Process } from "./process.ts";
import { limitOf } from "./resource-limits.ts";
import type { Pid } from "./sys.ts";

export class Signals {
  constructor(private readonly kernel: Kernel) {}

  /** From one process to another: EPERM where the sender has no right; signal 0 only asks. */
  sendChecked(sender: Process, target: Process, signal: Signal): Errno | undefined {
    const may =
      sender.capabilities.has("CAP_KILL") ||
      [sender.uid, sender.euid].some((uid) => uid === target.uid || uid === target.euid) ||
      (signal === SIGCONT && sender.sid === target.sid);
    if (!may) return "EPERM";
    if (signal !== 0) this.send(target, signal, sender);
    return undefined;
  }

  sendToPid(pid: Pid, signal: Signal): void {
    const target = this.kernel.processes.find(pid);
    if (target !== undefined && target.state !== "zombie") this.send(target, signal, undefined);
  }

  sendToGroup(pgid: Pid, signal: Signal): void {
    for (const target of this.kernel.processes.ofGroup(pgid)) this.send(target, signal, undefined);
  }

  /** `sender` undefined: the kernel or the outer world, which counts as an outer namespace. */
  send(target: Process, signal: Signal, sender: Process | undefined): void {
    if (target.state === "zombie") return;
    const process = this.kernel.processes.own(target.pid);
    const inside = sender !== undefined && sender.pidNamespaces.includes(homeNamespace(process));
    if (process.frozen) process.heldBack = [...process.heldBack, signal];
    else this.deliver(process, signal, inside);
  }

  private deliver(process: Process, signal: Signal, fromInside: boolean): void {
    const forced = signal === SIGKILL || signal === SIGSTOP;
    if (signal === SIGCONT) this.kernel.processes.resume(process);
    const disposition = forced ? undefined : process.dispositions.get(signal);
    if (disposition === "ignore") return;
    if (disposition === "handle") {
      process.pending = [...process.pending, signal];
      if (process.state === "waiting") {
        process.interrupted = true;
        this.kernel.makeReady(process);
      }
      return;
    }
    if (isInit(process) && (fromInside || !forced)) return;
    const action = defaultAction(signal);
    if (action === "terminate" || action === "core")
      this.kernel.processes.end(process, {
        kind: "signaled",
        signal,
        core: action === "core" && limitOf(process, "core").soft > 0,
      });
    else if (action === "stop") this.kernel.processes.suspend(process, signal);
  }

  /** What arrived while it was frozen. */
  deliverHeldBack(process: Process): void {
    const signals = process.heldBack;
    process.heldBack = [];
    for (const signal of signals) this.send(process, signal, undefined);
  }
}
