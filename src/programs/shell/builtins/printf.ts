// printf (POSIX shell, "printf"; bash's -v, %q, %b and %(…)T): what each shell's knows and how it words what is wrong.
// Relies on libc/printf-run.ts. Not here: printf of coreutils, which is a program.

import { SECOND } from "../../../base/time.ts";
import type { Task } from "../../../kernel/sys.ts";
import { BUSYBOX_PRINTF } from "../../libc/busybox-printf.ts";
import { ECHO_BASH, ECHO_DASH, FORMAT_BASH, type EscapeFlavour } from "../../libc/escapes.ts";
import { PrintfRun, type PrintfRules } from "../../libc/printf-run.ts";
import { parseZone, strftime } from "../../libc/strftime.ts";
import { assign, assignElement } from "../assign.ts";
import { countsBytes } from "../characters.ts";
import { complain } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import { quoteBackslash } from "../quoting.ts";
import type { Outcome, Shell } from "../shell.ts";
import { isName, notIdentifier, usage, wrong } from "./complaints.ts";
import { complainShort, writeOut } from "./echo.ts";
import { isRefusal, readOptions, valueOf } from "./options.ts";

const FORMAT_PLAIN: EscapeFlavour = {
  ...FORMAT_BASH,
  hex: false,
  unicode: false,
  quoting: "",
};
const PERCENT_B: EscapeFlavour = { ...ECHO_BASH, octal: "both" };

export function printfBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "v:" : "");
  if (isRefusal(options)) return options;
  const [format, ...values] = options.rest;
  if (format === undefined) return noFormat(sh);
  const run = new PrintfRun(rulesOf(sh), format, values);
  const variable = valueOf(options, "v");
  return finish(sh, run, variable);
}

function* noFormat(sh: Shell): Task<number> {
  if (sh.isBash) return yield* usage(sh, "printf");
  if (sh.dialect.name === "dash") return yield* wrong(sh, "printf", "usage: printf format [arg ...]");
  yield* complainShort(sh, "usage: printf FORMAT [ARGUMENT...]");
  return 2;
}

function* finish(sh: Shell, run: PrintfRun, variable: string | undefined): Task<number> {
  const text = run.all();
  const early = variable === undefined && !sh.isBash ? yield* writeOut(sh, "printf", text) : 0;
  for (const problem of run.problems) {
    if (sh.dialect.name === "ash") yield* complainShort(sh, problem);
    else yield* complain(sh, problem, "printf");
  }
  if (variable === undefined) {
    const status = sh.isBash ? yield* writeOut(sh, "printf", text) : early;
    return Math.max(status, run.status);
  }
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(variable);
  if (element !== null)
    assignElement(sh, element[1] as string, sh.interpreter.subscript(sh, element[2] as string), text);
  else if (!isName(variable)) return yield* wrong(sh, "printf", notIdentifier(sh, variable), 2);
  else assign(sh, variable, text);
  return run.status;
}

function rulesOf(sh: Shell): PrintfRules {
  if (sh.isBash) return bashRules(sh);
  return sh.dialect.name === "dash" ? DASH : BUSYBOX_PRINTF;
}

const bashRules = (sh: Shell): PrintfRules => ({
  bits: 64,
  format: countsBytes(sh) ? { ...FORMAT_BASH, unicode: "spelled" } : FORMAT_BASH,
  percentB: countsBytes(sh) ? { ...PERCENT_B, unicode: "spelled" } : PERCENT_B,
  emptyIsZero: false,
  quote: (text) => quoteBackslash(text, countsBytes(sh)),
  quotesWide: true,
  date: (format, seconds) => {
    // -1 is now, -2 when the shell was started
    const now = seconds === undefined || seconds === -1n;
    const at = now ? sh.sys.now() : seconds === -2n ? sh.state.secondsBase : Number(seconds) * SECOND;
    return strftime(format === "" ? "%H:%M:%S" : format, at, parseZone(parameterValue(sh, "TZ")));
  },
  wrongConversion: ({ text, letter }) => {
    const missing = letter === "" || /^%[-+ #0']*\d*(?:\.\d*)?(?:hh|h|ll|l|L|j|z|t|q)+$/.test(text);
    return {
      message: missing ? `\`${text}': missing format character` : `\`${letter}': invalid format character`,
    };
  },
  notNumeric: (text) => `${text}: invalid number`,
});

const DASH: PrintfRules = {
  bits: 53,
  modifiers: false,
  format: FORMAT_PLAIN,
  percentB: ECHO_DASH,
  emptyIsZero: true,
  wrongConversion: ({ text, letter }) => ({
    message: letter === "" ? "missing format character" : `${text}: invalid directive`,
    status: 2,
  }),
  notNumeric: (text, partly) => `${text}: ${partly ? "not completely converted" : "expected numeric value"}`,
};
