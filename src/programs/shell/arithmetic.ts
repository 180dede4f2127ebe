// Evaluates arithmetic (POSIX shell, 2.6.4; bash, "Shell Arithmetic") over the variables of a shell. Trees are
// kept by their text in a bounded cache of pure data. A variable's value may be an expression itself, except in
// dash. Errors are worded as each shell words them; the caller prints them.

import type { DialectName } from "./dialect.ts";
import { parseExpression, type ArithmeticError, type Binary, type Expression, type ParsedExpression, type Reference } from "./arithmetic-grammar.ts"; // prettier-ignore
import { plainDecimal } from "../libc/plain-decimal.ts";
import { add, bitwise, complement, divide, multiply, power, remainder, shift, subtract, type Int } from "./integers.ts"; // prettier-ignore

/** What arithmetic sees of a shell. */
export interface ArithmeticVariables {
  readonly dialect: { readonly name: DialectName };
  /** undefined: unset; an error that was found (nounset) is kept by the shell and 0 is answered */
  readNumber(name: string, index: string | undefined): string | undefined;
  /** False if it could not be set: the shell has kept the error. */
  writeNumber(name: string, index: string | undefined, value: string): boolean;
  /** Something failed that the shell has kept the error of. */
  readonly failed: boolean;
}

/** A value, or the message of an error, which begins with the expression where a shell shows that. */
export type Evaluated =
  { readonly value: Int; readonly error: undefined } | { readonly value: undefined; readonly error: string };

const CACHE_SIZE = 2000;
const caches: Record<DialectName, Map<string, ParsedExpression>> = {
  bash: new Map(),
  dash: new Map(),
  ash: new Map(),
};

function parseCached(text: string, dialect: DialectName): ParsedExpression {
  const cache = caches[dialect];
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parsed = parseExpression(text, dialect);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, parsed);
  return parsed;
}

const MAX_RECURSION = 128;

/** One evaluation; the error of the innermost expression is kept. */
class Evaluation {
  error: string | undefined;
  private depth = 0;

  constructor(private variables: ArithmeticVariables) {}

  restart(variables: ArithmeticVariables): void {
    this.variables = variables;
    this.error = undefined;
    this.depth = 0;
  }

  get stopped(): boolean {
    return this.error !== undefined || this.variables.failed;
  }

  text(text: string): Int {
    const dialect = this.variables.dialect.name;
    const parsed = parseCached(text, dialect);
    if (parsed.error !== undefined) return this.fail(text, parsed.error);
    return this.tree(parsed.tree, text);
  }

  private fail(text: string, error: ArithmeticError): Int {
    this.error ??= describeArithmeticError(this.variables.dialect.name, text, error);
    return 0;
  }

  private tree(tree: Expression, text: string): Int {
    switch (tree.kind) {
      case "number":
        return tree.value;
      case "variable":
        return this.read(tree, text);
      case "binary":
        return this.binary(tree, text);
      case "unary":
        return this.unary(tree.operator, this.tree(tree.operand, text));
      case "assign": {
        const { target, operator } = tree;
        if (operator === "") return this.write(target, this.tree(tree.value, text));
        const before = this.read(target, text);
        const value = this.tree(tree.value, text);
        return this.write(target, this.apply({ operator, at: tree.at }, before, value, text));
      }
      case "step": {
        const before = this.read(tree.target, text);
        const after = this.write(tree.target, add(before, tree.by));
        return tree.before ? after : before;
      }
      case "choice":
        return truthy(this.tree(tree.test, text)) ? this.tree(tree.yes, text) : this.tree(tree.no, text);
    }
  }

  private unary(operator: string, value: Int): Int {
    if (operator === "-") return subtract(0, value);
    if (operator === "!") return truthy(value) ? 0 : 1;
    return operator === "~" ? complement(value) : value;
  }

  private binary(tree: Binary, text: string): Int {
    const left = this.tree(tree.left, text);
    const eager = this.variables.dialect.name === "ash";
    if (tree.operator === "&&") {
      if (!eager && !truthy(left)) return 0;
      return truthy(this.tree(tree.right, text)) && truthy(left) ? 1 : 0;
    }
    if (tree.operator === "||") {
      if (!eager && truthy(left)) return 1;
      return truthy(this.tree(tree.right, text)) || truthy(left) ? 1 : 0;
    }
    return this.apply(tree, left, this.tree(tree.right, text), text);
  }

  private apply({ operator, at }: Pick<Binary, "operator" | "at">, a: Int, b: Int, text: string): Int {
    switch (operator) {
      case "+":
        return add(a, b);
      case "-":
        return subtract(a, b);
      case "*":
        return multiply(a, b);
      case "/":
      case "%":
        if (!truthy(b)) return this.stopped ? 0 : this.fail(text, { trouble: "division", at });
        return operator === "/" ? divide(a, b) : remainder(a, b);
      case "**":
        if (b < 0) return this.fail(text, { trouble: "exponent", at });
        return power(a, b);
      case "<<":
      case ">>":
        return shift(operator, a, b);
      case "&":
      case "|":
      case "^":
        return bitwise(operator, a, b);
      case ",":
        return b;
      default:
        return compare(operator, a, b) ? 1 : 0;
    }
  }

  private read(target: Reference, text: string): Int {
    const { variables } = this;
    const value = variables.readNumber(target.name, target.index);
    if (value === undefined || value === "") return 0;
    const plain = plainDecimal(value);
    if (plain !== undefined) return plain;
    if (variables.dialect.name === "dash") return this.strict(value);
    if (++this.depth > MAX_RECURSION) return this.fail(text, { trouble: "recursion", at: target.at });
    const result = this.text(value.trim());
    this.depth--;
    return result;
  }

  /** dash takes a number only: decimal, octal or hexadecimal. */
  private strict(value: string): Int {
    const trimmed = value.trim();
    const match = /^([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)$/.exec(trimmed);
    if (match === null) {
      this.error ??= `Illegal number: ${value}`;
      return 0;
    }
    const parsed = this.text(match[2] as string);
    return match[1] === "-" ? subtract(0, parsed) : parsed;
  }

  private write(target: Reference, value: Int): Int {
    if (!this.stopped) this.variables.writeNumber(target.name, target.index, String(value));
    return value;
  }
}

const truthy = (value: Int): boolean => value !== 0;

function compare(operator: string, a: Int, b: Int): boolean {
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    default:
      return a >= b;
  }
}

/** The one that is not at work; evaluations in each other, of indices, need more than one. */
let spare: Evaluation | undefined;

export function evaluate(variables: ArithmeticVariables, text: string): Evaluated {
  const evaluation = spare ?? new Evaluation(variables);
  spare = undefined;
  evaluation.restart(variables);
  const value = evaluation.text(text);
  const { error } = evaluation;
  spare = evaluation;
  return error === undefined ? { value, error: undefined } : { value: undefined, error };
}

const BASH_WORDS: Record<ArithmeticError["trouble"], string> = {
  operand: "arithmetic syntax error: operand expected",
  expression: "arithmetic syntax error in expression",
  operator: "arithmetic syntax error: invalid arithmetic operator",
  base: "value too great for base",
  "invalid-base": "invalid arithmetic base",
  number: "invalid number",
  colon: "`:' expected for conditional expression",
  assignment: "attempted assignment to non-variable",
  paren: "missing `)'",
  division: "division by 0",
  exponent: "exponent less than 0",
  recursion: "expression recursion level exceeded",
  depth: "expression recursion level exceeded",
};

function describeArithmeticError(
  dialect: DialectName,
  text: string,
  { trouble, at }: ArithmeticError,
): string {
  if (dialect === "bash") {
    const shown = text.trimStart();
    return `${shown}: ${BASH_WORDS[trouble]} (error token is "${text.slice(at)}")`;
  }
  if (dialect === "ash") {
    if (trouble === "division") return "divide by zero";
    return trouble === "recursion" ? "expression recursion loop detected" : "arithmetic syntax error";
  }
  const words =
    trouble === "division"
      ? "division by zero"
      : trouble === "operand"
        ? "expecting primary"
        : trouble === "colon"
          ? "expecting ':'"
          : trouble === "paren"
            ? "expecting ')'"
            : "expecting EOF";
  return `arithmetic expression: ${words}: "${text}"`;
}
