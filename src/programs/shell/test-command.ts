// [[ … ]]: conditions without splitting, with patterns and regular expressions (bash, "Conditional Constructs").
// The regular expressions are POSIX extended ones, read by libc/regex; what matched goes to BASH_REMATCH.
// Not here: the conditions themselves (test-conditions.ts).

import type { Task } from "../../kernel/sys.ts";
import { byteOrder } from "../libc/byte-order.ts";
import { compileRegex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { ABOUT_FILES, compareFiles, compareNumbers, NUMERIC } from "../libc/test-conditions.ts";
import { evaluate } from "./arithmetic.ts";
import { assignArray } from "./assign.ts";
import { matches } from "./case.ts";
import { expandPattern, expandPatternPlan, expandPatternTask, expandValue } from "./expand.ts";
import { tellFault } from "./faults.ts";
import { complain } from "./messages.ts";
import type { Outcome, Shell } from "./shell.ts";
import type { Test, TestExpression, Word } from "./syntax.ts";
import { unaryTest } from "./test-conditions.ts";
import { regexPlan } from "./word-plans.ts";
import { traceTest } from "./trace.ts";

/** True, false, or a status of its own for a bad expression. */
type Truth = boolean | 2;

export function runTest(sh: Shell, { expression, line }: Test): Outcome {
  sh.state.line = sh.state.lineBase + line;
  sh.steps++;
  const plain = sh.options.xtrace ? undefined : plainTest(sh, expression);
  if (plain !== undefined && !sh.failed) return (sh.status = plain ? 0 : 1);
  return sh.failed ? tellFault(sh) : runTestTask(sh, expression);
}

/** One condition on texts that need no waiting; undefined for all others. */
function plainTest(sh: Shell, expression: TestExpression): boolean | undefined {
  if (expression.kind === "unary") {
    const value = expandValue(sh, expression.operand);
    return typeof value === "string" ? unaryTest(sh, expression.operator.slice(1), value) : undefined;
  }
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  if (operator !== "==" && operator !== "=" && operator !== "!=") return undefined;
  const value = expandValue(sh, left);
  if (typeof value !== "string") return undefined;
  const pattern = expandPattern(sh, right);
  if (typeof pattern !== "string") return undefined;
  return matches(sh, pattern, value, true) === (operator !== "!=");
}

function* runTestTask(sh: Shell, expression: TestExpression): Task<number> {
  const truth = yield* truthOf(sh, expression);
  if (sh.failed) return yield* tellFault(sh);
  return (sh.status = truth === 2 ? 2 : truth ? 0 : 1);
}

function* valueOf(sh: Shell, word: Word): Task<string> {
  const value = expandValue(sh, word);
  return typeof value === "string" ? value : yield* value;
}

function* truthOf(sh: Shell, expression: TestExpression): Task<Truth> {
  if (sh.failed) return false;
  switch (expression.kind) {
    case "unary": {
      const value = yield* valueOf(sh, expression.operand);
      if (sh.options.xtrace) yield* traceTest(sh, [expression.operator, value]);
      return unaryTest(sh, expression.operator.slice(1), value);
    }
    case "binary":
      return yield* binary(sh, expression);
    case "not": {
      const truth = yield* truthOf(sh, expression.operand);
      return truth === 2 ? 2 : !truth;
    }
    case "group":
      return yield* truthOf(sh, expression.operand);
    case "and":
    case "or": {
      const left = yield* truthOf(sh, expression.left);
      if (left === 2 || left === (expression.kind === "or")) return left;
      return yield* truthOf(sh, expression.right);
    }
  }
}

function* binary(
  sh: Shell,
  { operator, left, right }: Extract<TestExpression, { kind: "binary" }>,
): Task<Truth> {
  const value = yield* valueOf(sh, left);
  if (sh.failed) return false;
  if (operator === "=~") return yield* matchRegex(sh, value, right);
  if (operator === "==" || operator === "=" || operator === "!=") {
    const pattern = expandPattern(sh, right);
    const text = typeof pattern === "string" ? pattern : yield* pattern;
    if (sh.options.xtrace) yield* traceTest(sh, [value, operator, text]);
    return matches(sh, text, value, true) === (operator !== "!=");
  }
  const other = yield* valueOf(sh, right);
  if (sh.failed) return false;
  if (sh.options.xtrace) yield* traceTest(sh, [value, operator, other]);
  if (operator === "<") return byteOrder(value, other) < 0;
  if (operator === ">") return byteOrder(value, other) > 0;
  if (ABOUT_FILES.has(operator)) return compareFiles(sh.sys, operator, value, other, sh.isBash);
  return NUMERIC.has(operator) ? numbers(sh, operator, value, other) : false;
}

/** Both sides are arithmetic expressions. */
function numbers(sh: Shell, operator: string, left: string, right: string): boolean {
  const values = [left, right].map((text) => evaluate(sh.arithmetic, text));
  for (const { error } of values)
    if (error !== undefined) {
      sh.raise(`[[: ${error}`, "fail");
      return false;
    }
  return compareNumbers(operator, values[0]!.value ?? 0, values[1]!.value ?? 0);
}

/** What was quoted in a regular expression stands for itself. */
const escapeRegex = (text: string): string => text.replace(/[.[\]{}()*+?^$|\\]/g, "\\$&");

function* matchRegex(sh: Shell, value: string, word: Word): Task<Truth> {
  const plan = regexPlan(word, sh.dialect);
  const text = plan.blocking
    ? yield* expandPatternTask(sh, plan, escapeRegex)
    : expandPatternPlan(sh, plan, escapeRegex);
  if (sh.failed) return false;
  if (sh.options.xtrace) yield* traceTest(sh, [value, "=~", text]);
  const compiled = compileRegex(text, { extended: true, ignoreCase: sh.shopts.has("nocasematch") });
  if (isFault(compiled)) {
    yield* complain(sh, `[[: invalid regular expression \`${text}': Invalid regular expression`);
    return 2;
  }
  const match = compiled.exec(value);
  const groups: string[] = [];
  if (match !== undefined) for (let i = 0; i < match.length; i++) groups.push(match[i] ?? "");
  const settings = groups.map((group) => ({ index: undefined, value: group, append: false }));
  assignArray(sh, "BASH_REMATCH", settings, false);
  return match !== undefined;
}
