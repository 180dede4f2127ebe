// All system calls as one process makes them: the calls of the files *-calls.ts, and those into services of
// the host that are no programs. Recording and replay are in recording.ts.

import type { Errno } from "../base/errno.ts";
import type { Instant } from "../base/time.ts";
import { ConnectionCalls } from "./connection-calls.ts";
import { Blocked } from "./open-files.ts";
import type { Sys, Task } from "./sys.ts";

export class ProcessSys extends ConnectionCalls implements Sys {
  invoke(service: string, operation: string, args: readonly unknown[]): unknown {
    return this.call((kernel, process) => kernel.services.get(service)?.(process, operation, args));
  }

  *block(channel: string | readonly string[], until?: Instant): Task<Errno | undefined> {
    const channels = typeof channel === "string" ? [channel] : channel;
    // In a re-made generator the process was woken from this very wait.
    let asked = this.feed === undefined && this.process.inWait;
    return yield* this.waiting<Errno | undefined>((kernel) => {
      if (asked || (until !== undefined && kernel.now >= until)) return undefined;
      asked = true;
      return new Blocked(...channels);
    }, until);
  }
}
