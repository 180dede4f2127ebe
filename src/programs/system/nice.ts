// nice: runs a command with another niceness (10 more unless said), or prints the present one. The old form
// `nice -5 command` is understood.

import { failed, strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { complainOfProgram, execute, toStrings } from "../libc/execute.ts";
import { quoted } from "../libc/quote.ts";

const asOption = (args: readonly string[]): readonly string[] => {
  const match = /^-(-?\+?\d+)$/.exec(args[0] ?? "");
  return match === null ? args : ["-n", match[1] as string, ...args.slice(1)];
};

export const nice = command(
  {
    name: "nice",
    gnu: "+n/adjustment:",
    busybox: "+n:",
    usageStatus: { gnu: 125 },
    usage: "[-n ADJUST] [PROG ARGS]",
    prepare: asOption,
  },
  function* (io) {
    const text = io.value("n");
    const { sys } = io;
    if (text !== undefined && !/^[-+]?\d+$/.test(text))
      return yield* io.complain(
        io.family === "busybox" ? `invalid number '${text}'` : `invalid adjustment ${quoted(io, text)}`,
        125,
      );
    if (io.operands.length === 0) {
      if (text !== undefined) return yield* io.misuse("a command must be given with an adjustment");
      yield* io.print(`${sys.nice(0)}\n`);
      return 0;
    }
    const changed = sys.nice(text === undefined ? 10 : Number(text));
    if (failed(changed)) {
      if (io.family === "busybox") return yield* io.complain(`setpriority: ${strerror(changed)}`);
      yield* io.complain(`cannot set niceness: ${strerror(changed)}`, 0);
    }
    const refused = yield* execute(sys, io.operands, toStrings(io.env));
    return yield* complainOfProgram(io, io.operands[0] as string, refused, "");
  },
);
