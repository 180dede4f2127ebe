// renice: another niceness for running processes, by their numbers. Groups and users of processes (-g, -u) are
// taken for processes.

import { strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { readProcess } from "./process-info.ts";

const NUMBER = /^[-+]?\d+$/;

export const renice = command(
  {
    name: "renice",
    gnu: "",
    busybox: "",
    raw: true,
    package: "util-linux 2.41.5",
    usage: "[-n] PRIORITY [[-p|g|u] ID...]...",
  },
  function* (io) {
    const words = io.operands.filter(
      (word) => !/^(?:-p|--pid|--priority|-g|--pgrp|-u|--user|--relative)$/.test(word),
    );
    if (words[0] === "-n") words.shift();
    const [priority, ...pids] = words;
    if (priority === undefined || (pids.length === 0 && io.family === "gnu"))
      return yield* io.misuse("not enough arguments");
    if (!NUMBER.test(priority))
      return io.family === "busybox"
        ? yield* io.complain(`invalid number '${priority}'`)
        : yield* io.misuse(`invalid priority '${priority}'`);
    for (const pid of pids) {
      const p = NUMBER.test(pid) ? yield* readProcess(io.sys, Number(pid)) : undefined;
      if (p === undefined) {
        yield* io.complain(
          io.family === "busybox"
            ? "setpriority: No such process"
            : `failed to get priority for ${pid} (process ID): No such process`,
        );
        continue;
      }
      const refused = io.sys.setPriority(p.pid, Number(priority));
      if (refused !== undefined)
        yield* io.complain(
          io.family === "busybox"
            ? `setpriority: ${strerror(refused)}`
            : `failed to set priority for ${pid} (process ID): ${strerror(refused)}`,
        );
      else if (io.family === "gnu")
        yield* io.print(
          `${pid} (process ID) old priority ${p.nice}, new priority ${Math.max(-20, Math.min(19, Number(priority)))}\n`,
        );
    }
    return io.status;
  },
);
