// test and [, and busybox's [[ (POSIX shell, "test"): up to four arguments are read by their number, more by
// precedence. Each shell words errors differently; their status is 2.
// Not here: the conditions themselves (../test-conditions.ts), bash's [[ ]], which is grammar.

import type { Task } from "../../../kernel/sys.ts";
import { compileRegex } from "../../libc/regex.ts";
import { isFault } from "../../libc/regex/parse.ts";
import { matches } from "../case.ts";
import { byteOrder } from "../../libc/byte-order.ts";
import { plainDecimal } from "../integers.ts";
import { complain } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { ABOUT_FILES, compareFiles, compareNumbers, NUMERIC, UNARY, unaryTest } from "../test-conditions.ts";
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

function decide(sh: Shell, args: readonly string[], from: number, to: number): Outcome {
  const simple =
    to - from === 3
      ? simpleNumbers(args[from] as string, args[from + 1] as string, args[from + 2] as string)
      : undefined;
  if (simple !== undefined) return simple ? 0 : 1;
  const expression = new TestExpression(sh, args, from, to);
  const truth = expression.whole();
  if (expression.error === undefined) return truth ? 0 : 1;
  return refuse(sh, args[0] as string, expression.error);
}

/** The commonest case, two plain numbers, without further ado. */
function simpleNumbers(left: string, operator: string, right: string): boolean | undefined {
  if (operator.length !== 3 || !NUMERIC.has(operator) || left === "" || right === "") return undefined;
  const a = plainDecimal(left);
  const b = plainDecimal(right);
  return a === undefined || b === undefined ? undefined : compareNumbers(operator, a, b);
}

function* refuse(sh: Shell, name: string, message: string): Task<number> {
  if (sh.dialect.name === "ash") yield* complainShort(sh, message);
  else yield* complain(sh, message, name);
  return 2;
}

const BINARY = new Set(["=", "==", "!=", "<", ">", "=~", ...NUMERIC, ...ABOUT_FILES]);

class TestExpression {
  error: string | undefined;

  constructor(
    private readonly sh: Shell,
    private readonly args: readonly string[],
    private at: number,
    private readonly end: number,
  ) {}

  private get left(): number {
    return this.end - this.at;
  }

  private arg(offset = 0): string {
    return this.args[this.at + offset] as string;
  }

  private fail(message: string): false {
    this.error ??= message;
    return false;
  }

  whole(): boolean {
    const count = this.left;
    if (count === 0) return false;
    if (count <= 4) {
      const truth = this.byCount(count);
      if (truth !== undefined) return truth;
    }
    const truth = this.or();
    if (this.error === undefined && this.left > 0) return this.unexpected();
    return truth;
  }

  private unexpected(): false {
    const word = this.arg();
    if (this.sh.isBash) return this.fail("too many arguments");
    return this.fail(
      this.sh.dialect.name === "dash" ? `${word}: unexpected operator` : `${word}: unknown operand`,
    );
  }

  /** POSIX's rules for one to four arguments; undefined where precedence decides. */
  private byCount(count: number): boolean | undefined {
    if (count === 1) return this.arg() !== "";
    if (count === 2) return this.two();
    if (count === 3) return this.three();
    if (this.arg() === "!") {
      this.at++;
      const truth = this.three();
      return truth === undefined ? this.negated() : !truth;
    }
    if (this.arg() === "(" && this.arg(3) === ")") {
      this.at++;
      return this.two();
    }
    return undefined;
  }

  private negated(): boolean {
    return !this.or();
  }

  private two(): boolean {
    const [first, second] = [this.arg(), this.arg(1)];
    if (first === "!") return second === "";
    if (UNARY.test(first)) return this.unary(first, second);
    if (this.sh.isBash) return this.fail(`${first}: unary operator expected`);
    if (this.sh.dialect.name === "dash") return this.fail(`${first}: unexpected operator`);
    return this.fail(`${second}: unknown operand`);
  }

  private three(): boolean | undefined {
    const [first, operator, third] = [this.arg(), this.arg(1), this.arg(2)];
    if (this.isBinary(operator)) return this.binary(first, operator, third);
    if (operator === "-a") return first !== "" && third !== "";
    if (operator === "-o") return first !== "" || third !== "";
    if (first === "!") {
      this.at++;
      return !this.two();
    }
    if (first === "(" && third === ")") return operator !== "";
    if (!this.sh.isBash) return undefined;
    return this.fail(`${operator}: binary operator expected`);
  }

  private isBinary(operator: string): boolean {
    return BINARY.has(operator) && (operator !== "=~" || this.sh.dialect.name === "ash");
  }

  private unary(operator: string, operand: string): boolean {
    if (operator === "-t" && plainDecimal(operand) === undefined) return this.notNumber(operand);
    return unaryTest(this.sh, operator.slice(1), operand);
  }

  private binary(left: string, operator: string, right: string): boolean {
    if (operator === "=~") return this.regex(left, right);
    if (operator === "<") return byteOrder(left, right) < 0;
    if (operator === ">") return byteOrder(left, right) > 0;
    if (ABOUT_FILES.has(operator)) return compareFiles(this.sh, operator, left, right);
    if (!NUMERIC.has(operator)) {
      const same = this.args[0] === "[[" ? matches(this.sh, right, left) : left === right;
      return same === (operator !== "!=");
    }
    const a = this.integer(left);
    const b = a === undefined ? undefined : this.integer(right);
    return a !== undefined && b !== undefined && compareNumbers(operator, a, b);
  }

  private regex(left: string, right: string): boolean {
    const regex = compileRegex(right, { extended: true });
    return !isFault(regex) && regex.test(left);
  }

  private integer(text: string): number | bigint | undefined {
    const plain = text.trim() === "" ? undefined : plainDecimal(text);
    if (plain !== undefined) return plain;
    if (/^\s*[-+]?\d+\s*$/.test(text)) return BigInt(text.trim().replace(/^\+/, ""));
    this.notNumber(text);
    return undefined;
  }

  private notNumber(text: string): false {
    if (this.sh.isBash) return this.fail(`${text}: integer expression expected`);
    return this.fail(this.sh.dialect.name === "dash" ? `Illegal number: ${text}` : `${text}: bad number`);
  }

  // ---- by precedence

  private or(): boolean {
    let truth = this.and();
    while (this.error === undefined && this.left > 0 && this.isWord("-o", "||")) {
      this.at++;
      const right = this.and();
      truth = truth || right;
    }
    return truth;
  }

  private and(): boolean {
    let truth = this.term();
    while (this.error === undefined && this.left > 0 && this.isWord("-a", "&&")) {
      this.at++;
      const right = this.term();
      truth = truth && right;
    }
    return truth;
  }

  private isWord(word: string, other: string): boolean {
    return this.arg() === word || (this.args[0] === "[[" && this.arg() === other);
  }

  private term(): boolean {
    if (this.left === 0) return this.fail(this.sh.isBash ? "argument expected" : "argument expected");
    const word = this.arg();
    if (word === "!") {
      this.at++;
      return !this.term();
    }
    if (this.left >= 3 && this.isBinary(this.arg(1))) {
      this.at += 3;
      return this.binary(word, this.args[this.at - 2] as string, this.args[this.at - 1] as string);
    }
    if (word === "(") return this.parenthesised();
    if (UNARY.test(word) && this.left >= 2) {
      this.at += 2;
      return this.unary(word, this.args[this.at - 1] as string);
    }
    this.at++;
    return word !== "";
  }

  private parenthesised(): boolean {
    this.at++;
    const truth = this.or();
    if (this.error !== undefined) return false;
    if (this.left === 0 || this.arg() !== ")") {
      if (this.sh.isBash)
        return this.fail(this.left === 0 ? "`)' expected" : `\`)' expected, found ${this.arg()}`);
      return this.fail("closing paren expected");
    }
    this.at++;
    return truth;
  }
}
