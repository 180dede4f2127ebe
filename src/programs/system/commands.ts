// Every program that tells of the machine, its processes and its users or changes them, for the registry that
// gives executables their programs. What works on files and text has folders of its own.

import type { Command } from "../libc/command.ts";
import { arch } from "./arch.ts";
import { cal, ncal } from "./cal.ts";
import { date } from "./date.ts";
import { env } from "./env.ts";
import { groups } from "./groups.ts";
import { id } from "./id.ts";
import { nice } from "./nice.ts";
import { nohup } from "./nohup.ts";
import { nproc } from "./nproc.ts";
import { printenv } from "./printenv.ts";
import { ps } from "./ps.ts";
import { pwd } from "./pwd.ts";
import { sleep } from "./sleep.ts";
import { timeout } from "./timeout.ts";
import { falseProgram, trueProgram } from "./true.ts";
import { tty } from "./tty.ts";
import { uname } from "./uname.ts";
import { which } from "./which.ts";
import { whoami } from "./whoami.ts";

export const systemCommands: readonly Command[] = [
  arch, cal, date, env, falseProgram, groups, id, ncal, nice, nohup, nproc, printenv, ps, pwd, sleep, timeout, trueProgram, tty, uname,
  which, whoami,
]; // prettier-ignore
