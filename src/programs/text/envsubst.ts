// envsubst: variables of the environment put into a text; only those that the format names, where one is given.
// Shell operators within braces are left as they are, as the real one does.

import { command } from "../libc/command.ts";

const REFERENCE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

export const envsubst = command(
  { name: "envsubst", gnu: "v/variables", package: "GNU gettext-runtime 0.23.1" },
  function* (io) {
    const [format] = io.operands;
    if (io.operands.length > 1) return yield* io.misuse("too many arguments");
    const named = format === undefined ? undefined : [...format.matchAll(REFERENCE)].map(([, a, b]) => a ?? b ?? ""); // prettier-ignore
    if (io.has("v")) {
      for (const name of named ?? []) yield* io.print(`${name}\n`);
      return 0;
    }
    const lines = io.lines(0);
    for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
      const text = line.replace(REFERENCE, (whole, braced?: string, bare?: string) => {
        const name = braced ?? bare ?? "";
        return named === undefined || named.includes(name) ? (io.env.get(name) ?? "") : whole;
      });
      yield* io.print(lines.ended || !lines.atEnd ? `${text}\n` : text);
    }
    return 0;
  },
);
