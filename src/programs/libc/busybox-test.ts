// busybox's words about expressions of test: its shell and its applet, which is the same code, share them.
// Not here: the expressions (test-expression.ts).

import type { TestWords } from "./test-expression.ts";

export const BUSYBOX_TEST_WORDS: TestWords = {
  tooMany: (word) => `${word}: unknown operand`,
  argumentExpected: () => "argument expected",
  closingExpected: () => "closing paren expected",
  notInteger: (text) => (text === "" ? "bad number" : `${text}: bad number`),
};
