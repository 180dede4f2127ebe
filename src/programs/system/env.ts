// env: runs a command in a changed environment, or prints it. -S splits one word as a shell would, for `#!`
// lines. Options end at the first operand. Not here: --block-signal and its kin.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, execute, toStrings } from "../libc/execute.ts";
import { quoted } from "../libc/quote.ts";
import { splitString } from "./env-split.ts";

/** The environment with what is asked taken out and put in, and the words that are left. */
function* change(io: Io, env: Map<string, string>): Task<readonly string[] | undefined> {
  let words = io.operands;
  if (words[0] === "-") {
    env.clear();
    words = words.slice(1);
  }
  for (const name of io.options.values("u")) {
    if (io.family === "gnu" && (name === "" || name.includes("="))) {
      yield* io.complain(`cannot unset ${quoted(io, name)}: ${strerror("EINVAL")}`, 125);
      return undefined;
    }
    env.delete(name);
  }
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] as string;
    const equals = word.indexOf("=");
    if (equals < 0) break;
    env.set(word.slice(0, equals), word.slice(equals + 1));
  }
  return words.slice(at);
}

/** Words with -S split before options are read. */
function prepare(args: readonly string[], family: string): readonly string[] {
  if (family !== "gnu") return args;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (!arg.startsWith("-") || arg === "-" || arg === "--") return args;
    const long = arg.startsWith("--split-string=");
    const short = /^-[iv0]*S(.*)$/s.exec(arg);
    if (!long && short === null) {
      if (/^-[uC]$/.test(arg) || arg === "--unset" || arg === "--chdir") i++;
      continue;
    }
    const before = /^-([iv0]+)S/.exec(arg)?.[1];
    const inline = long ? arg.slice("--split-string=".length) : (short?.[1] as string);
    const text = inline === "" && !long ? (args[i + 1] ?? "") : inline;
    const rest = args.slice(i + (inline === "" && !long ? 2 : 1));
    return [
      ...args.slice(0, i),
      ...(before === undefined ? [] : [`-${before}`]),
      ...splitString(text),
      ...rest,
    ];
  }
  return args;
}

export const env = command(
  {
    name: "env",
    gnu: "+i/ignore-environment 0/null u/unset: C/chdir: v/debug S/split-string: argv0: ignore-signal? default-signal? block-signal?",
    busybox: "+i 0 u:",
    usageStatus: { gnu: 125 },
    usage: "[-iu] [-] [name=value]... [PROG ARGS]",
    prepare,
  },
  function* (io) {
    const vars = new Map(io.has("i") ? [] : io.env);
    const words = yield* change(io, vars);
    if (words === undefined) return io.status;
    const directory = io.value("C");
    if (words.length === 0) {
      if (directory !== undefined) return yield* io.misuse("must specify command with --chdir (-C)");
      const end = io.has("0") ? "\0" : "\n";
      yield* io.print(
        toStrings(vars)
          .map((entry) => entry + end)
          .join(""),
      );
      return 0;
    }
    if (io.has("0")) return yield* io.misuse("cannot specify --null (-0) with command");
    const refused = directory === undefined ? undefined : io.sys.chdir(directory);
    if (directory !== undefined && refused !== undefined)
      return yield* io.complain(
        `cannot change directory to ${quoted(io, directory)}: ${strerror(refused)}`,
        125,
      );
    const failedWith = yield* execute(io.sys, words, toStrings(vars));
    return yield* failure(io, words[0] as string, failedWith);
  },
);

function* failure(io: Io, name: string, errno: Parameters<typeof strerror>[0]): Task<number> {
  const status = yield* complainOfProgram(io, name, errno, "");
  if (io.family === "gnu" && failed(errno) && name.includes(" "))
    yield* io.complain("use -[v]S to pass options in shebang lines", status);
  return status;
}
