// All processes of a host: process groups and sessions here; how processes come, go and are found in the
// classes below this one (process-store.ts, process-births.ts, process-endings.ts). Turns are in live.ts.

import type { Errno } from "../base/errno.ts";
import type { Signal } from "../base/signals.ts";
import { ProcessEndings } from "./process-endings.ts";
import { HOST_PIDS } from "./process-store.ts";
import { homeNamespace, isInit, ownPid, pidIn, type Process } from "./process.ts";
import type { Pid } from "./sys.ts";

export class ProcessTable extends ProcessEndings {
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
