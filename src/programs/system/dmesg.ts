// dmesg: the kernel's messages, with the time since the machine was started. Reading them needs a right that
// containers do not have.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import { command } from "../libc/command.ts";
import { strftime } from "../libc/strftime.ts";
import { localZone } from "../libc/timezone.ts";

interface Message {
  readonly since: number;
  readonly text: string;
}

const stamp = (since: number): string => {
  const micros = String(since % SECOND).padStart(6, "0");
  return `[${String(Math.floor(since / SECOND)).padStart(5)}.${micros}] `;
};

export const dmesg = command(
  {
    name: "dmesg",
    gnu: "C/clear c/read-clear D/console-off d/show-delta E/console-on e/reltime F/file: f/facility: H/human J/json k/kernel L/color? l/level: n/console-level: P/nopager p/force-prefix r/raw s/buffer-size: S/syslog T/ctime t/notime time-format: u/userspace w/follow W/follow-new x/decode h V",
    busybox: "c r n: s:",
    package: "util-linux 2.41.5",
    usage: "[-cr] [-n LEVEL] [-s SIZE]",
  },
  function* (io) {
    const answer = io.sys.invoke("syslog", "read", []) as readonly Message[] | Errno;
    if (failed(answer))
      return yield* io.complain(
        io.family === "busybox"
          ? `klogctl: ${strerror(answer)}`
          : `read kernel buffer failed: ${strerror(answer)}`,
      );
    if (!io.has("C")) {
      const boot = io.sys.now() - io.sys.uptime();
      const zone = yield* localZone(io.sys, io.env.get("TZ"), boot);
      for (const { since, text } of answer) {
        const level = io.has("r") ? "<6>" : "";
        const at = io.has("t")
          ? ""
          : io.has("T")
            ? `[${strftime("%a %b %e %H:%M:%S %Y", boot + since, zone)}] `
            : stamp(since);
        yield* io.print(`${level}${at}${text}\n`);
      }
    }
    if (io.has("C") || io.has("c")) io.sys.invoke("syslog", "clear", []);
    return 0;
  },
);
