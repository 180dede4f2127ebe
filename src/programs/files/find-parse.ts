// Reads find's expression: options, tests and actions joined by -a, -o, `!`, `,` and parentheses, in that
// order of binding. The errors are each family's own.

import type { Task } from "../../kernel/sys.ts";
import { quoted } from "../libc/quote.ts";
import * as actions from "./find-actions.ts";
import type { Expression, Primary, Settings } from "./find-expression.ts";
import { argumentTest, plainTest, REGEX_TYPES, WRONG, type TestContext } from "./find-tests.ts";

type Parsed = Expression | typeof WRONG;

/** What only GNU's find knows. */
const GNU_ONLY = new Set(
  `-uid -gid -nouser -nogroup -readable -writable -lname -ilname -printf -fprintf -fprint -fprint0 -fls -ls -execdir
   -okdir -regextype -daystart -xtype -true -false -fstype -wholename -iwholename -mount -noleaf -d -warn -nowarn
   -ignore_readdir_race -noignore_readdir_race -iregex -anewer -cnewer`.split(/\s+/),
);

const ALWAYS: Primary = function* () {
  return true;
};
const always = (): Expression => ({ kind: "primary", run: ALWAYS });

export class ExpressionParser {
  private at = 0;

  constructor(
    private readonly args: readonly string[],
    private readonly context: TestContext,
  ) {}

  private get settings(): Settings {
    return this.context.settings;
  }

  private get busybox(): boolean {
    return this.context.io.family === "busybox";
  }

  private *wrong(gnu: string, busybox = gnu): Task<typeof WRONG> {
    yield* this.context.io.complain(this.busybox ? busybox : gnu);
    return WRONG;
  }

  *parse(): Task<Parsed> {
    if (this.args.length === 0) return always();
    const expression = yield* this.comma();
    if (expression === WRONG || this.at >= this.args.length) return expression;
    const next = this.args[this.at] as string;
    if (next === ")" && !this.busybox) return yield* this.wrong("you have too many ')'");
    return yield* this.unknown(next);
  }

  // ---- operators

  private *comma(): Task<Parsed> {
    let left = yield* this.or();
    while (left !== WRONG && this.args[this.at] === ",") {
      this.at++;
      const right: Parsed = yield* this.operand(() => this.or(), ",");
      if (right === WRONG) return WRONG;
      left = { kind: "comma", left, right };
    }
    return left;
  }

  private *or(): Task<Parsed> {
    let left = yield* this.and();
    while (left !== WRONG && (this.args[this.at] === "-o" || this.args[this.at] === "-or")) {
      const name = this.args[this.at++] as string;
      const right: Parsed = yield* this.operand(() => this.and(), name);
      if (right === WRONG) return WRONG;
      left = { kind: "or", left, right };
    }
    return left;
  }

  private *and(): Task<Parsed> {
    let left = yield* this.not();
    for (;;) {
      const next = this.args[this.at];
      if (left === WRONG || next === undefined || [",", "-o", "-or", ")"].includes(next)) return left;
      let right: Parsed;
      if (next === "-a" || next === "-and") {
        this.at++;
        right = yield* this.operand(() => this.not(), next);
      } else right = yield* this.not();
      if (right === WRONG) return WRONG;
      left = { kind: "and", left, right };
    }
  }

  /** What must follow an operator. */
  private *operand(read: () => Task<Parsed>, name: string): Task<Parsed> {
    if (this.at < this.args.length && this.args[this.at] !== ")") return yield* read();
    if (this.busybox) return always();
    return yield* this.wrong(name === "," ? "invalid expression" : `expected an expression after '${name}'`);
  }

  private *not(): Task<Parsed> {
    const word = this.args[this.at];
    if (word === "!" || word === "-not") {
      this.at++;
      const of = yield* this.operand(() => this.not(), word);
      return of === WRONG ? WRONG : { kind: "not", of };
    }
    if (word === "(") return yield* this.group();
    if (word !== undefined && /^(?:-o|-or|-a|-and|,)$/.test(word)) {
      if (this.busybox) return always();
      return yield* this.wrong(
        `invalid expression; you have used a binary operator '${word}' with nothing before it.`,
      );
    }
    return yield* this.primary();
  }

  private *group(): Task<Parsed> {
    this.at++;
    if (this.args[this.at] === ")" && !this.busybox)
      return yield* this.wrong("invalid expression; empty parentheses are not allowed.");
    const inner = this.args[this.at] === ")" ? always() : yield* this.comma();
    if (inner === WRONG) return WRONG;
    if (this.args[this.at] !== ")") {
      const gnu = "invalid expression; I was expecting to find a ')' somewhere but did not see one.";
      return yield* this.wrong(gnu, "unpaired '('");
    }
    this.at++;
    return inner;
  }

  // ---- primaries

  private *primary(): Task<Parsed> {
    const name = this.args[this.at++] as string;
    if (!name.startsWith("-") || name === "-") return yield* this.misplaced(name);
    if (this.busybox && GNU_ONLY.has(name)) return yield* this.unknown(name);
    const read = this.option(name) ?? this.action(name) ?? plainTest(name, this.context);
    if (read !== undefined) return yield* this.finish(typeof read === "function" ? read : yield* read);
    if (!this.takesArgument(name)) return yield* this.unknown(name);
    const text = yield* this.argument(name);
    if (text === WRONG) return WRONG;
    const made = argumentTest(name, text, this.context);
    return made === undefined ? yield* this.unknown(name) : yield* this.finish(yield* made);
  }

  private *finish(read: Primary | typeof WRONG): Task<Parsed> {
    return read === WRONG ? WRONG : { kind: "primary", run: read };
  }

  private *misplaced(name: string): Task<typeof WRONG> {
    if (this.busybox || name === ")") {
      if (!this.busybox) return yield* this.wrong("you have too many ')'");
      return yield* this.unknown(name);
    }
    const before = this.args.slice(0, this.at - 1).findLast((arg) => arg.startsWith("-"));
    yield* this.wrong(`paths must precede expression: \`${name}'`);
    if (before !== undefined) yield* this.wrong(`possible unquoted pattern after predicate \`${before}'?`);
    return WRONG;
  }

  private *unknown(name: string): Task<typeof WRONG> {
    if (this.busybox) yield* this.context.io.misuse("", `unrecognized: ${name}`);
    else yield* this.wrong(`${/^-newer../.test(name) ? "invalid" : "unknown"} predicate \`${name}'`);
    return WRONG;
  }

  private takesArgument(name: string): boolean {
    return (
      /^-(?:[acm]time|[acm]min|used|size|links|inum|[ug]id|newer|[ac]newer|perm|user|group|samefile|i?regex|x?type|i?name|i?path|i?wholename|i?lname|fstype)$/.test(
        name,
      ) || /^-newer[aBcm][aBcmt]$/.test(name)
    );
  }

  private *argument(name: string): Task<string | typeof WRONG> {
    const text = this.args[this.at++];
    if (text !== undefined) return text;
    return yield* this.wrong(`missing argument to \`${name}'`, `${name} requires an argument`);
  }

  // ---- options

  private option(name: string): Task<Primary | typeof WRONG> | Primary | undefined {
    const { settings } = this;
    switch (name) {
      case "-maxdepth":
      case "-mindepth":
        return this.depth(name);
      case "-regextype":
        return this.regexType();
      case "-depth":
      case "-d":
        settings.depthFirst = true;
        return ALWAYS;
      case "-xdev":
      case "-mount":
        settings.sameDevice = true;
        return ALWAYS;
      case "-follow":
        settings.follow = "always";
        return ALWAYS;
      case "-daystart":
        settings.fromDayStart = true;
        return ALWAYS;
      case "-noleaf":
      case "-warn":
      case "-nowarn":
      case "-ignore_readdir_race":
      case "-noignore_readdir_race":
        return ALWAYS;
    }
    return undefined;
  }

  private *depth(name: string): Task<Primary | typeof WRONG> {
    const text = yield* this.argument(name);
    if (text === WRONG) return WRONG;
    if (!/^\d+$/.test(text)) {
      const { io } = this.context;
      const gnu = `Expected a positive decimal integer argument to ${name}, but got ${quoted(io, text)}`;
      return yield* this.wrong(gnu, `invalid number '${text}'`);
    }
    if (name === "-maxdepth") this.settings.maxDepth = Number(text);
    else this.settings.minDepth = Number(text);
    return ALWAYS;
  }

  private *regexType(): Task<Primary | typeof WRONG> {
    const text = yield* this.argument("-regextype");
    if (text === WRONG) return WRONG;
    if (!REGEX_TYPES.includes(text)) {
      const list = REGEX_TYPES.map((type) => `'${type}'`).join(", ");
      return yield* this.wrong(`Unknown regular expression type '${text}'; valid types are ${list}.`);
    }
    this.settings.regexType = text;
    return ALWAYS;
  }

  // ---- actions

  private action(name: string): Task<Primary | typeof WRONG> | Primary | undefined {
    const { context, settings } = this;
    switch (name) {
      case "-print":
        settings.printsAll = false;
        return actions.print(context, "\n");
      case "-print0":
        settings.printsAll = false;
        return actions.print(context, "\0");
      case "-ls":
        settings.printsAll = false;
        return actions.list(context);
      case "-delete":
        settings.printsAll = false;
        settings.depthFirst = true;
        settings.deletes = true;
        return actions.remove(context);
      case "-prune":
        settings.prunes = true;
        return actions.prune;
      case "-quit":
        return actions.quit;
      case "-printf":
      case "-fprint":
      case "-fprint0":
      case "-fprintf":
      case "-fls":
        settings.printsAll = false;
        return this.printing(name);
      case "-exec":
      case "-ok":
      case "-execdir":
      case "-okdir":
        settings.printsAll = false;
        return this.running(name);
    }
    return undefined;
  }

  private *printing(name: string): Task<Primary | typeof WRONG> {
    const { context } = this;
    const first = yield* this.argument(name);
    if (first === WRONG) return WRONG;
    if (name === "-printf") return yield* actions.printf(context, first);
    const out = yield* actions.outputFile(context, first);
    if (out === WRONG) return WRONG;
    if (name === "-fls") return actions.list(context, out);
    if (name !== "-fprintf") return actions.print(context, name === "-fprint0" ? "\0" : "\n", out);
    const format = yield* this.argument(name);
    return format === WRONG ? WRONG : yield* actions.printf(context, format, out);
  }

  private *running(name: string): Task<Primary | typeof WRONG> {
    const { args, context } = this;
    const start = this.at;
    let end = start;
    const isPlus = (i: number): boolean => args[i] === "+" && args[i - 1] === "{}" && !name.startsWith("-ok");
    while (end < args.length && args[end] !== ";" && !isPlus(end)) end++;
    const words = args.slice(start, end);
    this.at = end + 1;
    if (end >= args.length || words.length === 0)
      return yield* this.wrong(`missing argument to \`${name}'`, `${name} requires an argument`);
    const command = { words, inDirectory: name.endsWith("dir") };
    if (args[end] === ";")
      return name.startsWith("-ok") ? actions.ok(context, command) : actions.exec(context, command);
    if (words.filter((word) => word.includes("{}")).length > 1 && !this.busybox)
      return yield* this.wrong(`Only one instance of {} is supported with ${name} ... +`);
    return actions.execMany(context, command);
  }
}
