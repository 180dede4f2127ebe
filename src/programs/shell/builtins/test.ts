// test and [, and busybox's [[ (POSIX shell, "test"). Each shell words errors differently; their status is 2.
// Relies on libc/test-expression.ts. Not here: conditions on a shell's own variables (../test-conditions.ts),
// bash's [[ ]], which is grammar, and the programs of these names.

import type { Task } from "../../../kernel/sys.ts";
import { BUSYBOX_TEST_WORDS } from "../../libc/busybox-test.ts";
import { simpleNumbers, TestExpression, type TestWords } from "../../libc/test-expression.ts";
import { complain } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { UNARY, unaryTest } from "../test-conditions.ts";
import { complainShort } from "./echo.ts";

export function testBuiltin(sh: Shell, args: readonly string[]): Outcome {
  return decide(sh, args, 1, args.length);
}

export function bracketBuiltin(sh: Shell, args: readonly string[]): Outcome {
  if (args[args.length - 1] !== "]") return missing(sh, args[0] as string, "]");
  return decide(sh, args, 1, args.length - 1);
}

export function doubleBracketBuiltin(sh: Shell, args: readonly string[]): Outcome {
  if (args[args.length - 1] !== "]]") return missing(sh, args[0] as string, "]]");
  return decide(sh, args, 1, args.length - 1);
}

function* missing(sh: Shell, name: string, closer: string): Task<number> {
  if (sh.dialect.name === "ash") yield* complainShort(sh, `missing ${closer}`);
  else yield* complain(sh, `missing ${sh.isBash ? `\`${closer}'` : closer}`, name);
  return 2;
}

/** dash asks about no options, variables and times of reading. */
const UNARY_DASH = /^-[bcdefghknprstuwxzGLOS]$/;

function decide(sh: Shell, args: readonly string[], from: number, to: number): Outcome {
  const simple =
    to - from === 3
      ? simpleNumbers(args[from] as string, args[from + 1] as string, args[from + 2] as string)
      : undefined;
  if (simple !== undefined) return simple ? 0 : 1;
  const asker = {
    sys: sh.sys,
    words: WORDS[sh.dialect.name],
    unaryOperators: sh.dialect.name === "dash" ? UNARY_DASH : UNARY,
    knowsEquals: sh.dialect.name !== "dash",
    knowsRegex: sh.dialect.name === "ash",
    missingIsOlder: sh.dialect.name !== "ash",
    negatesLast: sh.dialect.name !== "ash",
    unary: (letter: string, operand: string) => unaryTest(sh, letter, operand),
  };
  const expression = new TestExpression(asker, args, from, to);
  const truth = expression.whole();
  if (expression.error === undefined) return truth ? 0 : 1;
  return refuse(sh, args[0] as string, expression.error);
}

function* refuse(sh: Shell, name: string, message: string): Task<number> {
  if (sh.dialect.name === "ash") yield* complainShort(sh, message);
  else yield* complain(sh, message, name);
  return 2;
}

const BASH_WORDS: TestWords = {
  tooMany: () => "too many arguments",
  unaryExpected: (first) => `${first}: unary operator expected`,
  binaryExpected: (operator) => `${operator}: binary operator expected`,
  argumentExpected: () => "argument expected",
  closingExpected: (found, next) => {
    const word = found ?? next;
    return word === undefined ? "`)' expected" : `\`)' expected, found ${word}`;
  },
  notInteger: (text) => `${text}: integer expected`,
};

const DASH_WORDS: TestWords = {
  tooMany: (_, before) => `${before}: unexpected operator`,
  closingExpected: () => "closing paren expected",
  notInteger: (text) => `Illegal number: ${text}`,
};

const WORDS = { bash: BASH_WORDS, dash: DASH_WORDS, ash: BUSYBOX_TEST_WORDS };
