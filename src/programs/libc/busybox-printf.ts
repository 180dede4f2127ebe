// busybox's printf: its shell and its applet, which is the same code, share these rules.
// Not here: how a format is carried out (printf-run.ts).

import { ECHO_BUSYBOX, FORMAT_BASH } from "./escapes.ts";
import type { PrintfRules } from "./printf-run.ts";

export const BUSYBOX_PRINTF: PrintfRules = {
  bits: 53,
  format: { ...FORMAT_BASH, unicode: false },
  percentB: ECHO_BUSYBOX,
  emptyIsZero: false,
  wrongConversion: ({ text }) => ({ message: `${text}: invalid format` }),
  notNumeric: (text) => `invalid number '${text}'`,
};
