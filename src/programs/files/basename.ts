// basename and dirname: the last name of a path, and what is before it. Text only; nothing is looked up.
// busybox's keep two slashes at the beginning of a path apart from one in dirname.

import { command } from "../libc/command.ts";
import { extraOperand, missingOperand } from "../libc/operands.ts";
import { lastComponent, parentOf } from "../libc/paths.ts";

const withoutSuffix = (name: string, suffix: string | undefined): string =>
  suffix !== undefined && name !== suffix && name.endsWith(suffix)
    ? name.slice(0, name.length - suffix.length)
    : name;

export const basename = command(
  {
    name: "basename",
    gnu: "+a/multiple s/suffix: z/zero",
    busybox: "+a s:",
    usage: "FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...",
  },
  function* (io) {
    const { operands } = io;
    const many = io.has("a") || io.has("s");
    if (operands.length === 0) return yield* missingOperand(io);
    if (!many && operands.length > 2) return yield* extraOperand(io, operands[2] as string);
    const suffix = many ? io.value("s") : operands[1];
    const end = io.has("z") ? "\0" : "\n";
    for (const path of many ? operands : operands.slice(0, 1))
      yield* io.print(withoutSuffix(lastComponent(path), suffix) + end);
    return 0;
  },
);

export const dirname = command(
  { name: "dirname", gnu: "+z/zero", busybox: "+", usage: "FILENAME" },
  function* (io) {
    const { operands } = io;
    const busybox = io.family === "busybox";
    if (operands.length === 0 || (busybox && operands.length > 1)) return yield* missingOperand(io);
    for (const path of operands) {
      const above = busybox && path === "//" ? path : parentOf(path);
      yield* io.print(above + (io.has("z") ? "\0" : "\n"));
    }
    return 0;
  },
);
