// which: where along PATH a command would be found. Debian's is a small script that says nothing of what it
// does not find; -a lists all places.

import { command } from "../libc/command.ts";
import { whereIs } from "../libc/execute.ts";

export const which = command(
  {
    name: "which",
    gnu: "+a s",
    busybox: "a",
    usage: "[-a] COMMAND...",
    usageStatus: { gnu: 2 },
    misuse: (_, message) => `Illegal option -${/'(.)/.exec(message)?.[1] ?? "-"}\n`,
    usageOnOutput: "Usage: /usr/bin/which [-as] args\n",
  },
  function* (io) {
    if (io.operands.length === 0) return io.family === "busybox" ? yield* io.misuse("") : 1;
    let status = 0;
    for (const name of io.operands) {
      let found = false;
      for (const path of whereIs(io.sys, name, io.env.get("PATH"))) {
        found = true;
        if (!io.has("s")) io.out.put(`${path}\n`);
        if (!io.has("a")) break;
      }
      if (!found) status = 1;
    }
    yield* io.print("");
    return status;
  },
);
