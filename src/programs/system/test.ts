// test and [ as programs: GNU's, and busybox's, which has [[ as well. For find -exec, xargs and whatever starts them
// without a shell. Relies on libc/test-expression.ts. Not here: the shells' builtins.

import type { Task } from "../../kernel/sys.ts";
import { BUSYBOX_TEST_WORDS } from "../libc/busybox-test.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { plainUnaryTest } from "../libc/test-conditions.ts";
import { TestExpression, type TestWords } from "../libc/test-expression.ts";

const gnuWords = (io: Io): TestWords => ({
  tooMany: (word) => `extra argument ${quoted(io, word)}`,
  unaryExpected: (first) => `${quoted(io, first)}: unary operator expected`,
  binaryExpected: (operator) => `${quoted(io, operator)}: binary operator expected`,
  argumentExpected: (after) => `missing argument after ${quoted(io, after)}`,
  closingExpected: (found) =>
    found === undefined ? "')' expected" : `')' expected, found ${quoted(io, found)}`,
  notInteger: (text) => `invalid integer ${quoted(io, text)}`,
});

function named(name: string, closer: string): Command {
  return command({ name, ...familiesOf(name), raw: true }, function* (io) {
    const args = [name, ...io.operands];
    let end = args.length;
    if (closer !== "") {
      if (args[end - 1] !== closer)
        return yield* io.complain(io.family === "gnu" ? `missing '${closer}'` : `missing ${closer}`, 2);
      end--;
    }
    return yield* decide(io, args, end);
  });
}

const familiesOf = (name: string): { busybox: string; gnu?: string } =>
  name === "[[" ? { busybox: "" } : { gnu: "", busybox: "" };

function* decide(io: Io, args: readonly string[], end: number): Task<number> {
  const { sys } = io;
  const gnu = io.family === "gnu";
  const asker = {
    sys,
    words: gnu ? gnuWords(io) : BUSYBOX_TEST_WORDS,
    unaryOperators: gnu ? /^-[bcdefghknprstuwxzGLNOS]$/ : /^-[bcdefghknprstuwxzGLOS]$/,
    knowsEquals: true,
    knowsRegex: !gnu,
    missingIsOlder: gnu,
    negatesLast: gnu,
    unary: (letter: string, operand: string) => plainUnaryTest(sys, letter, operand),
  };
  const expression = new TestExpression(asker, args, 1, end);
  const truth = expression.whole();
  if (expression.error !== undefined) return yield* io.complain(expression.error, 2);
  return truth ? 0 : 1;
}

export const test = named("test", "");
export const bracket = named("[", "]");
export const doubleBracket = named("[[", "]]");
