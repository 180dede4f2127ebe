// Making the state of a shell: a new one, or one from an image, as a subshell or a resumed process has it.
// Relies on all parts of the state; makes no system call.
// Not here: what a new shell does first (startup.ts).

import type { Sys } from "../../kernel/sys.ts";
import { arithmeticOf } from "./assign.ts";
import { DIALECTS, type DialectName } from "./dialect.ts";
import { History } from "./history.ts";
import type { Interpreter } from "./interpreter.ts";
import { Jobs } from "./jobs.ts";
import { Shell, type ShellImage } from "./shell.ts";
import { initialShopts } from "./shopts.ts";
import { Traps } from "./traps.ts";
import { Variables } from "./variables.ts";

export function createShell(sys: Sys, dialect: DialectName, interpreter: Interpreter): Shell {
  const sh = new Shell(
    sys,
    DIALECTS[dialect],
    new Variables(),
    new Traps(),
    new Jobs(),
    new History(),
    interpreter,
    arithmeticOf,
  );
  if (dialect === "bash") sh.shopts = initialShopts();
  sh.state.shellPid = sys.pid;
  return sh;
}

/** The shell of an image; `child`: of a subshell, which has its parent's traps and jobs only to list them. */
export function restoreShell(
  sys: Sys,
  dialect: DialectName,
  image: ShellImage,
  child: boolean,
  interpreter: Interpreter,
): Shell {
  const sh = new Shell(
    sys,
    DIALECTS[dialect],
    new Variables(image.variables),
    new Traps(image.traps),
    new Jobs(image.jobs, child),
    new History(image.history),
    interpreter,
    arithmeticOf,
    { ...image.scalars },
  );
  sh.name = image.name;
  sh.positional = image.positional;
  sh.functions = image.functions;
  sh.aliases = image.aliases;
  sh.options = { ...image.options };
  sh.shopts = image.shopts;
  sh.frames = image.frames;
  sh.hashed = image.hashed;
  sh.directories = image.directories;
  sh.pipeStatus = image.pipeStatus;
  sh.variables.foreign = image.foreign;
  sh.disabled = image.disabled;
  sh.completions = image.completions;
  sh.lineMemory = image.lineMemory;
  return sh;
}
