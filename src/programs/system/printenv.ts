// printenv: values of variables of the environment, or all of it. Answers 1 if one of them is not set.
// A name with an equals sign is set nowhere.

import { command } from "../libc/command.ts";
import { toStrings } from "../libc/execute.ts";

export const printenv = command(
  { name: "printenv", gnu: "+0/null", busybox: "+", usageStatus: { gnu: 2 }, usage: "[VARIABLE]..." },
  function* (io) {
    const end = io.has("0") ? "\0" : "\n";
    if (io.operands.length === 0) {
      yield* io.print(
        toStrings(io.env)
          .map((entry) => entry + end)
          .join(""),
      );
      return 0;
    }
    let missing = 0;
    for (const name of io.operands) {
      const value = io.env.get(name);
      if (value === undefined) missing = 1;
      else yield* io.print(value + end);
    }
    return missing;
  },
);
