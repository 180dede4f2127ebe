// The shell as a program of the kernel: bash, dash, and busybox's ash are one evaluator with their differences
// (dialect.ts). `bash` is also `sh` where a system has it so; Debian's sh is dash; busybox's is ash.
// Not here: the shell that takes command lines from its host (command-shell.ts).

import type { Program } from "../../kernel/sys.ts";
import type { DialectName } from "./dialect.ts";
import { runSession } from "./session.ts";

export const shellProgram =
  (dialect: DialectName, standalone = false): Program =>
  (sys, argv, env) =>
    runSession(sys, dialect, argv, env, standalone);

export const bash: Program = shellProgram("bash");
export const dash: Program = shellProgram("dash");
export const ash: Program = shellProgram("ash");
/** One program with busybox's applets. */
export const busyboxAsh: Program = shellProgram("ash", true);
