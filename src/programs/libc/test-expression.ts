// Expressions of test and [ (POSIX, "test"): up to four arguments are read by their number, more by precedence. How
// files are asked about and how errors are worded, whoever asks says: the shells' builtins and the programs.
// Not here: the conditions themselves (test-conditions.ts), bash's [[ ]], which is grammar.

import type { Sys } from "../../kernel/sys.ts";
import { byteOrder } from "./byte-order.ts";
import { Pattern } from "./fnmatch.ts";
import { plainDecimal } from "./plain-decimal.ts";
import { compileRegex } from "./regex.ts";
import { isFault } from "./regex/parse.ts";
import { ABOUT_FILES, compareFiles, compareNumbers, NUMERIC } from "./test-conditions.ts";

/** How one of them words what is wrong. */
export interface TestWords {
  tooMany(word: string, before: string): string;
  /** undefined: two words are read by precedence if the first is no operator */
  readonly unaryExpected?: (first: string) => string;
  /** undefined: three words are read by precedence if the middle one is no operator */
  readonly binaryExpected?: (operator: string) => string;
  /** undefined: where a word is missing there is one that is false */
  readonly argumentExpected?: (after: string) => string;
  /** `next` is the word after the expression, the `]` */
  closingExpected(found: string | undefined, next: string | undefined): string;
  notInteger(text: string): string;
}

export interface TestAsker {
  readonly sys: Sys;
  readonly words: TestWords;
  readonly unaryOperators: RegExp;
  /** == as well as = */
  readonly knowsEquals: boolean;
  /** busybox's =~ */
  readonly knowsRegex: boolean;
  /** a file that is not there is older than every file */
  readonly missingIsOlder: boolean;
  /** `! a -o b` is `! ( a -o b )`, as POSIX has it for four words */
  readonly negatesLast: boolean;
  unary(letter: string, operand: string): boolean;
}

/** The commonest case, two plain numbers, without further ado. */
export function simpleNumbers(left: string, operator: string, right: string): boolean | undefined {
  if (operator.length !== 3 || !NUMERIC.has(operator) || left === "" || right === "") return undefined;
  const a = plainDecimal(left);
  const b = plainDecimal(right);
  return a === undefined || b === undefined ? undefined : compareNumbers(operator, a, b);
}

const BINARY = new Set(["=", "==", "!=", "<", ">", "=~", ...NUMERIC, ...ABOUT_FILES]);

export class TestExpression {
  /** what is wrong with the expression, in the words of the one who asks */
  error: string | undefined;

  constructor(
    private readonly asker: TestAsker,
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
    return this.fail(this.asker.words.tooMany(word, this.args[this.at - 1] as string));
  }

  /** POSIX's rules for one to four arguments; undefined where precedence decides. */
  private byCount(count: number): boolean | undefined {
    if (count === 1) return this.arg() !== "";
    if (count === 2) return this.two();
    if (count === 3) return this.three();
    if (this.arg() === "!" && this.asker.negatesLast) {
      this.at++;
      const truth = this.three();
      return truth === undefined ? this.negated() : !truth;
    }
    if (this.arg() === "(" && this.arg(3) === ")") {
      this.at++;
      return this.two() ?? this.parenthesisedRest();
    }
    return undefined;
  }

  /** Of `( a b )`: the parenthesis has been taken. */
  private parenthesisedRest(): boolean {
    this.at--;
    return this.or();
  }

  private negated(): boolean {
    return !this.or();
  }

  private two(): boolean | undefined {
    const [first, second] = [this.arg(), this.arg(1)];
    if (first === "!") return second === "";
    if (this.asker.unaryOperators.test(first)) return this.unary(first, second);
    const problem = this.asker.words.unaryExpected?.(first);
    return problem === undefined ? undefined : this.fail(problem);
  }

  private three(): boolean | undefined {
    const [first, operator, third] = [this.arg(), this.arg(1), this.arg(2)];
    if (this.isBinary(operator)) return this.binary(first, operator, third);
    if (operator === "-a") return first !== "" && third !== "";
    if (operator === "-o") return first !== "" || third !== "";
    if (first === "!") {
      this.at++;
      const truth = this.two();
      return truth === undefined ? this.negated() : !truth;
    }
    if (first === "(" && third === ")") return operator !== "";
    const problem = this.asker.words.binaryExpected?.(operator);
    return problem === undefined ? undefined : this.fail(problem);
  }

  private isBinary(operator: string): boolean {
    if (operator === "=~") return this.asker.knowsRegex;
    return BINARY.has(operator) && (operator !== "==" || this.asker.knowsEquals);
  }

  private unary(operator: string, operand: string): boolean {
    if (operator === "-t" && plainDecimal(operand) === undefined) return this.notNumber(operand);
    return this.asker.unary(operator.slice(1), operand);
  }

  private binary(left: string, operator: string, right: string): boolean {
    if (operator === "=~") return this.regex(left, right);
    if (operator === "<") return byteOrder(left, right) < 0;
    if (operator === ">") return byteOrder(left, right) > 0;
    if (ABOUT_FILES.has(operator)) {
      const { sys, missingIsOlder } = this.asker;
      return compareFiles(sys, operator, left, right, missingIsOlder);
    }
    if (!NUMERIC.has(operator)) {
      const same = this.args[0] === "[[" ? new Pattern(right).matches(left) : left === right;
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
    return this.fail(this.asker.words.notInteger(text));
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
    if (this.left === 0) {
      const problem = this.asker.words.argumentExpected?.(this.args[this.end - 1] as string);
      return problem === undefined ? false : this.fail(problem);
    }
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
    if (this.asker.unaryOperators.test(word) && this.left >= 2) {
      this.at += 2;
      return this.unary(word, this.args[this.at - 1] as string);
    }
    this.at++;
    return word !== "";
  }

  private closingMissing(): string {
    return this.asker.words.closingExpected(this.left === 0 ? undefined : this.arg(), this.args[this.end]);
  }

  private parenthesised(): boolean {
    this.at++;
    const truth = this.or();
    if (this.error !== undefined) return false;
    if (this.left === 0 || this.arg() !== ")") return this.fail(this.closingMissing());
    this.at++;
    return truth;
  }
}
