// Running generators. They are the only thing that cannot be copied, so they are kept out of the tables:
// where a process has none (in a fork, after an exec), one is made from its entry and fed with the answers
// that its system calls had. See sys.ts for the law that makes this right.

import { InvariantError } from "../base/assert.ts";
import type { Kernel } from "./kernel.ts";
import { killForMemory } from "./memory.ts";
import { ProcessEnded } from "./process-ended.ts";
import { ProcessSys } from "./process-sys.ts";
import type { Entry, Process } from "./process.ts";
import type { Pid, Task } from "./sys.ts";

interface Live {
  readonly task: Task<number>;
  readonly sys: ProcessSys;
}

export class LiveProcesses {
  private readonly live = new Map<Pid, Live>();
  unforkable = 0;

  constructor(private readonly kernel: Kernel) {}

  drop(pid: Pid): void {
    this.live.delete(pid);
  }

  forget(process: Process): void {
    this.live.delete(process.pid);
    if (process.entry !== undefined && process.answers === undefined) this.unforkable--;
  }

  takeTurn(process: Process): void {
    const { pid } = process;
    process.missedTurn = false;
    process.slice = 0;
    const live = this.live.get(pid) ?? this.make(process);
    const step = this.advance(live, pid);
    if (step === undefined) return;
    const after = this.kernel.processes.find(pid);
    if (!step.done || after === undefined || after.state === "zombie") return;
    this.kernel.processes.end(this.kernel.processes.own(pid), { kind: "exited", code: step.value & 0xff });
  }

  private advance(live: Live, pid: Pid): IteratorResult<undefined, number> | undefined {
    try {
      return live.task.next();
    } catch (error) {
      if (error instanceof ProcessEnded) return undefined;
      if (error instanceof InvariantError) throw error;
      if (isWantOfMemory(error)) {
        killForMemory(this.kernel, pid);
        return undefined;
      }
      const name = this.kernel.processes.find(pid)?.argv.join(" ") ?? "?";
      const broken = new InvariantError(`program "${name}" (pid ${pid}) threw: ${String(error)}`);
      broken.stack = (error as Error).stack ?? broken.stack;
      throw broken;
    }
  }

  private make(process: Process): Live {
    const sys = new ProcessSys(this.kernel, process);
    const live = { sys, task: enter(sys, process.entry as Entry, process) };
    this.live.set(process.pid, live);
    return live;
  }
}

/** What engines of JavaScript say when a text, an array or a buffer grows beyond what they can hold. */
const isWantOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && /string length|array (?:buffer|length)|allocation/i.test(error.message);

function enter(sys: ProcessSys, entry: Entry, process: Process): Task<number> {
  if (entry.kind === "program") return entry.program(sys, process.argv, process.env);
  return entry.entry(sys, entry.data);
}
