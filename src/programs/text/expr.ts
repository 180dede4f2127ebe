// expr: the value of an expression of words (POSIX, "expr"): or, and, comparisons, arithmetic on integers of any size,
// `:` and its kin on texts. The status is 1 where the value is empty or 0. Relies on libc/regex.ts.
// Not here: arithmetic in shells.

import { byteOrder } from "../libc/byte-order.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { compileRegex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";

const INTEGER = /^[-+]?\d+$/;
const isInteger = (text: string): boolean => INTEGER.test(text) && !text.startsWith("+");
const isNull = (text: string): boolean => text === "" || /^-?0+$/.test(text);

/** What busybox's does otherwise: numbers of 64 bits, and fewer words for what is wrong. */
const WIDTH = 64;

/** Says what is wrong with an expression; the first time counts. */
type Fail = (message: string) => string;

type Operator = (left: string, right: string, fail: Fail, narrow: boolean) => string;

const compared =
  (holds: (order: number) => boolean): Operator =>
  (left, right) => {
    const numbers = isInteger(left) && isInteger(right);
    const difference = numbers ? BigInt(left) - BigInt(right) : 0n;
    const order = numbers ? (difference < 0n ? -1 : difference > 0n ? 1 : 0) : byteOrder(left, right);
    return holds(order) ? "1" : "0";
  };

const COMPARISONS = new Map<string, Operator>([
  ["=", compared((order) => order === 0)],
  ["==", compared((order) => order === 0)],
  ["!=", compared((order) => order !== 0)],
  ["<", compared((order) => order < 0)],
  ["<=", compared((order) => order <= 0)],
  [">", compared((order) => order > 0)],
  [">=", compared((order) => order >= 0)],
]);

const calculated =
  (value: (left: bigint, right: bigint) => bigint, divides = false): Operator =>
  (left, right, fail, narrow) => {
    if (!isInteger(left) || !isInteger(right))
      return fail(narrow ? "non-numeric argument" : "non-integer argument");
    if (divides && BigInt(right) === 0n) return fail("division by zero");
    if (!narrow) return String(value(BigInt(left), BigInt(right)));
    return String(BigInt.asIntN(WIDTH, value(saturated(left), saturated(right))));
  };

/** As strtoll(3) reads it. */
function saturated(text: string): bigint {
  const value = BigInt(text);
  const greatest = 2n ** BigInt(WIDTH - 1) - 1n;
  if (value > greatest) return greatest;
  return value < -greatest - 1n ? -greatest - 1n : value;
}

const SUMS = new Map<string, Operator>([
  ["+", calculated((left, right) => left + right)],
  ["-", calculated((left, right) => left - right)],
]);

const PRODUCTS = new Map<string, Operator>([
  ["*", calculated((left, right) => left * right)],
  ["/", calculated((left, right) => left / right, true)],
  ["%", calculated((left, right) => left % right, true)],
]);

/** What the pattern's group matched, or how many characters it did. */
function matched(text: string, pattern: string, fail: Fail, narrow: boolean): string {
  const regex = compileRegex(`^\\(${pattern}\\)`, { extended: false });
  const plain = compileRegex(pattern, { extended: false });
  if (isFault(plain) || isFault(regex))
    return fail(narrow ? `bad regex '${pattern}': Invalid regular expression` : "Invalid regular expression");
  const match = regex.exec(text);
  if (plain.groups > 0) return match?.[2] ?? "";
  return String([...(match?.[0] ?? "")].length);
}

class Expression {
  /** what is wrong with it */
  error: string | undefined;
  private at = 0;
  private readonly fail: Fail = (message) => {
    this.error ??= message;
    return "";
  };

  constructor(
    private readonly words: readonly string[],
    private readonly narrow: boolean,
    private readonly say: (kind: "missing" | "unexpected" | "closing", word: string) => string,
  ) {}

  whole(): string {
    const value = this.or();
    const rest = this.words[this.at];
    return rest === undefined ? value : this.fail(this.say("unexpected", rest));
  }

  private take(): string {
    const word = this.words[this.at];
    if (word === undefined) return this.fail(this.say("missing", this.words[this.at - 1] ?? ""));
    this.at++;
    return word;
  }

  private or(): string {
    let left = this.and();
    while (this.words[this.at] === "|") {
      this.at++;
      const right = this.and();
      if (isNull(left)) left = isNull(right) && !this.narrow ? "0" : right;
    }
    return left;
  }

  private and(): string {
    let left = this.chain(COMPARISONS, () => this.sum());
    while (this.words[this.at] === "&") {
      this.at++;
      const right = this.chain(COMPARISONS, () => this.sum());
      if (isNull(left) || isNull(right)) left = "0";
    }
    return left;
  }

  private chain(operators: ReadonlyMap<string, Operator>, next: () => string): string {
    let left = next();
    for (;;) {
      const operator = operators.get(this.words[this.at] ?? "");
      if (operator === undefined || this.error !== undefined) return left;
      this.at++;
      left = operator(left, next(), this.fail, this.narrow);
    }
  }

  private sum(): string {
    return this.chain(SUMS, () => this.chain(PRODUCTS, () => this.match()));
  }

  private match(): string {
    let left = this.single();
    while (this.words[this.at] === ":") {
      this.at++;
      left = matched(left, this.single(), this.fail, this.narrow);
    }
    return left;
  }

  private single(): string {
    const word = this.take();
    switch (word) {
      case "(": {
        const value = this.or();
        const next = this.words[this.at];
        if (next !== ")") return this.fail(this.say("closing", next ?? (this.words[this.at - 1] as string)));
        this.at++;
        return value;
      }
      case ")":
        return this.fail(this.say("unexpected", word));
      case "+":
        return this.narrow ? word : this.take();
      case "length":
        return String([...this.single()].length);
      case "match":
        return this.function(2, ([text, pattern]) =>
          matched(text as string, pattern as string, this.fail, this.narrow),
        );
      case "index":
        return this.function(2, ([text, set]) => indexOf(text as string, set as string));
      case "substr":
        return this.function(3, ([text, from, count]) => substring(text as string, from as string, count as string)); // prettier-ignore
    }
    return word;
  }

  private function(count: number, value: (words: readonly string[]) => string): string {
    return value(Array.from({ length: count }, () => this.single()));
  }
}

const indexOf = (text: string, set: string): string =>
  String([...text].findIndex((char) => set.includes(char)) + 1);

function substring(text: string, from: string, count: string): string {
  if (!isInteger(from) || !isInteger(count)) return "";
  const [start, length] = [Number(from), Number(count)];
  return start < 1 || length < 1 ? "" : [...text].slice(start - 1, start - 1 + length).join("");
}

function readExpression(io: Io): readonly [value: string, error: string | undefined] {
  const say = (kind: "missing" | "unexpected" | "closing", word: string): string => {
    if (io.family === "busybox") return "syntax error";
    if (kind === "missing") return `syntax error: missing argument after ${quoted(io, word)}`;
    return kind === "unexpected"
      ? `syntax error: unexpected argument ${quoted(io, word)}`
      : `syntax error: expecting ')' after ${quoted(io, word)}`;
  };
  const words = io.operands[0] === "--" && io.family === "gnu" ? io.operands.slice(1) : io.operands;
  const expression = new Expression(words, io.family === "busybox", say);
  const value = expression.whole();
  return [value, expression.error];
}

export const expr = command(
  { name: "expr", gnu: "", busybox: "", raw: true, usage: "EXPRESSION", usageStatus: 2 },
  function* (io) {
    if (io.operands.length === 0)
      return yield* io.family === "gnu" ? io.misuse("missing operand") : io.complain("too few arguments", 2);
    const [value, error] = readExpression(io);
    if (error !== undefined) return yield* io.complain(error, 2);
    yield* io.print(`${value}\n`);
    const none = io.family === "gnu" ? isNull(value) : value === "" || value === "0";
    return none ? 1 : 0;
  },
);
