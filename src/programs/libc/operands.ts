// What is said of operands that are too many or too few, in GNU's words; busybox prints its usage.
// Relies on `io.misuse`, which adds the pointer to --help and chooses the status.

import type { Task } from "../../kernel/sys.ts";
import type { Io } from "./command.ts";
import { quoted } from "./quote.ts";

export const extraOperand = (io: Io, operand: string): Task<number> =>
  io.misuse(`extra operand ${quoted(io, operand)}`);

/** `after` is the last operand that was there. */
export const missingOperand = (io: Io, after?: string): Task<number> =>
  io.misuse(after === undefined ? "missing operand" : `missing operand after ${quoted(io, after)}`);
