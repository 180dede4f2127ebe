// sleep: waits for the sum of the spans that it is given. A signal with a handler does not exist here, so
// whatever arrives ends it.

import { command } from "../libc/command.ts";
import { parseInterval } from "../libc/intervals.ts";
import { missingOperand } from "../libc/operands.ts";
import { quoted } from "../libc/quote.ts";

/** Longer than anybody waits: a thousand years. */
const FOREVER = 3.2e16;

export const sleep = command(
  { name: "sleep", gnu: "", busybox: "", raw: "busybox", usage: "[N]..." },
  function* (io) {
    if (io.operands.length === 0) return yield* missingOperand(io);
    let total = 0;
    let wrong = false;
    for (const text of io.operands) {
      const span = parseInterval(text);
      if (span === undefined && io.family === "busybox")
        return yield* io.complain(`invalid number '${text}'`);
      if (span === undefined) {
        yield* io.complain(`invalid time interval ${quoted(io, text)}`);
        wrong = true;
      } else total += span;
    }
    if (wrong) return yield* io.tryHelp();
    yield* io.sys.sleep(Math.min(total, FOREVER));
    return 0;
  },
);
