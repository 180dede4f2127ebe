// busybox's printf: its shell and its applet, which is the same code, share these rules.
// Not here: how a format is carried out (printf-run.ts).

import { ECHO_BUSYBOX, FORMAT_BASH } from "./escapes.ts";
import type { PrintfRules } from "./printf-run.ts";

export const BUSYBOX_PRINTF: PrintfRules = {
  bits: 53,
  format: { ...FORMAT_BASH, unicode: false, c: "end" },
  percentB: ECHO_BUSYBOX,
  emptyIsZero: false,
  partlyNumbers: false,
  wrongConversion: ({ text }, rest) => ({
    message: `${text.replace(/(?:hh|h|ll|l|L|j|z|t|q)(?=.?$)/su, "")}${rest}: invalid format`,
  }),
  notNumeric: (text) => `invalid number '${text}'`,
};
