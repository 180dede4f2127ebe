// The ring buffer of kernel messages as programs read it (syslog(2)): `dmesg` asks for it by
// `sys.invoke("syslog", "read", [])`. Reading needs CAP_SYSLOG, as dmesg_restrict is set.
// Not here: who writes (kernel.log), console levels, and reading by /dev/kmsg.

import type { Duration } from "../base/time.ts";
import type { Kernel, Service } from "./kernel.ts";

export interface KernelMessage {
  /** since the machine was started */
  readonly since: Duration;
  readonly text: string;
}

export function syslogService(kernel: Kernel): Service {
  return (caller, operation) => {
    const may = caller.capabilities.has("CAP_SYSLOG") || caller.capabilities.has("CAP_SYS_ADMIN");
    if (!may) return "EPERM";
    if (operation === "clear") {
      kernel.messages.length = 0;
      return undefined;
    }
    return kernel.messages.map(({ at, text }): KernelMessage => ({ since: at - kernel.bootedAt, text }));
  };
}
