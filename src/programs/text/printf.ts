// printf as a program: GNU's and busybox's. Relies on libc/printf-run.ts. Not here: the shells' builtins, and GNU's
// %1$s, which takes arguments by number.

import { BUSYBOX_PRINTF } from "../libc/busybox-printf.ts";
import { command, type Io } from "../libc/command.ts";
import { ECHO_BASH, FORMAT_BASH } from "../libc/escapes.ts";
import { PrintfRun, type PrintfRules } from "../libc/printf-run.ts";
import { isUtf8, quoted, shellQuote } from "../libc/quote.ts";
import type { Task } from "../../kernel/sys.ts";

const gnuRules = (io: Io): PrintfRules => ({
  bits: 64,
  format: { ...FORMAT_BASH, c: "end", quoting: '"' },
  percentB: { ...ECHO_BASH, octal: "both", quoting: '"' },
  emptyIsZero: false,
  quote: (text) => shellQuote(text, isUtf8(io.env)),
  wrongConversion: ({ text }) => ({ message: `${text}: invalid conversion specification` }),
  notNumeric: (text, partly) =>
    `${quoted(io, text)}: ${partly ? "value not completely converted" : "expected a numeric value"}`,
  moreAfterCharacter: (rest, problems) =>
    void problems.push(`warning: ${rest}: character(s) following character constant have been ignored`),
});

export const printf = command(
  { name: "printf", gnu: "", busybox: "", usage: "FORMAT [ARG]...", raw: true },
  function* (io) {
    const gnu = io.family === "gnu";
    const words = io.operands[0] === "--" ? io.operands.slice(1) : io.operands;
    const [format, ...values] = words;
    if (format === undefined) return yield* gnu ? io.misuse("missing operand") : io.misuse("");
    const run = new PrintfRun(gnu ? gnuRules(io) : BUSYBOX_PRINTF, format, values);
    const text = run.all();
    yield* io.print(text);
    for (const problem of run.problems) yield* io.complain(problem, 0);
    return yield* warnOfRest(io, run);
  },
);

/** Arguments that a format without conversions leaves. */
function* warnOfRest(io: Io, run: PrintfRun): Task<number> {
  if (io.family === "gnu" && run.left !== undefined && run.status === 0)
    yield* io.complain(`warning: ignoring excess arguments, starting with ${quoted(io, run.left)}`, 0);
  return run.status;
}
