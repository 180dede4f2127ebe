// pwd: the working directory, resolved (-P, the program's usual way) or as PWD names it (-L) if that is true.
// Operands are ignored, GNU's with a word about it.

import { failed, strerror } from "../../base/errno.ts";
import type { Sys } from "../../kernel/sys.ts";
import { command } from "../libc/command.ts";

/** PWD counts if it is absolute, has no dots, and is where we are. */
function logical(sys: Sys, value: string | undefined): string | undefined {
  if (value === undefined || !value.startsWith("/") || /\/\.\.?(?:\/|$)/.test(value)) return undefined;
  const named = sys.stat(value);
  const here = sys.stat(".");
  const same = !failed(named) && !failed(here) && named.ino === here.ino && named.dev === here.dev;
  return same ? value : undefined;
}

export const pwd = command({ name: "pwd", gnu: "L/logical P/physical", busybox: "L P" }, function* (io) {
  const wants = io.options.last("L", "P") ?? (io.env.has("POSIXLY_CORRECT") ? "L" : "P");
  if (io.operands.length > 0 && io.family === "gnu") yield* io.complain("ignoring non-option arguments", 0);
  const named = wants === "L" ? logical(io.sys, io.env.get("PWD")) : undefined;
  const here = named === undefined ? io.sys.getcwd() : { path: named };
  if (failed(here))
    return yield* io.complain(
      io.family === "busybox"
        ? `getcwd: ${strerror(here)}`
        : `couldn't find directory entry in '..' with matching i-node`,
    );
  yield* io.print(`${here.path}\n`);
  return 0;
});
