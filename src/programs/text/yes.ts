// yes: one line for ever, until nobody reads any more. What is written is not changed again, so each piece is new.
// Not here: anything else that writes without end.

import { encode } from "../../base/utf8.ts";
import { failed, strerror } from "../../base/errno.ts";
import { command } from "../libc/command.ts";

/** Lines are written in pieces of about this size. */
const PIECE = 8192;

export const yes = command({ name: "yes", gnu: "+", busybox: "+", usage: "[STRING]..." }, function* (io) {
  const line = `${io.operandsOr("y").join(" ")}\n`;
  const bytes = encode(line.repeat(Math.max(1, Math.floor(PIECE / line.length))));
  for (;;) {
    const written = yield* io.sys.write(1, bytes.slice());
    if (failed(written)) return yield* io.complain(`standard output: ${strerror(written)}`);
  }
});
