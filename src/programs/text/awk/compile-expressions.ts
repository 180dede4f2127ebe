// Awk's expressions turned into functions. What an operator does is decided once; what is left for the run is reading
// values and computing. Functions of the language are in builtins.ts, statements in compile-statements.ts.

import { keysOf, type AwkArray } from "./arrays.ts";
import { compileBuiltin } from "./builtins.ts";
import { map, map2, map3, mapAll, pure, waiting, type Code } from "./code.ts";
import { compileGetline } from "./getline.ts";
import type { MainInput } from "./main-input.ts";
import { power } from "../../libc/mathematics.ts";
import { PlaceCompiler } from "./places.ts";
import {
  compileAwkRegex,
  DONE,
  EXIT,
  NEXT,
  NEXT_FILE,
  type Ending,
  type Frame,
  type Runtime,
} from "./runtime.ts";
import type { Binary, Comparison, Expr, Func, Lvalue } from "./syntax.ts";
import type { Matcher } from "../../libc/regex.ts";
import { isNumeric, type Value } from "./values.ts";
import { mathMissing, zeroDivision } from "./faults.ts";

/** Calls nest on the machine's own stack; beyond this there might be none left. */
const DEEPEST = 900;

interface Callee {
  readonly func: Func;
  readonly waits: boolean;
  body: Code<Ending> | undefined;
}

export class Compiler extends PlaceCompiler {
  readonly callees = new Map<string, Callee>();

  constructor(
    rt: Runtime,
    readonly input: MainInput,
  ) {
    super(rt);
  }

  // ---- values

  value(expr: Expr): Code<Value> {
    const { rt } = this;
    switch (expr.kind) {
      case "number":
      case "string": {
        const { value } = expr;
        return pure(() => value);
      }
      case "paren":
        return this.value(expr.of);
      case "name":
      case "field":
      case "element":
        return this.lvalueValue(expr);
      case "binary":
        return this.arithmetic(expr.op, this.value(expr.left), this.value(expr.right));
      case "concat":
        return this.concat(expr.items);
      case "minus":
        return map(this.value(expr.of), (_, value) => -rt.number(value));
      case "plus":
        return map(this.value(expr.of), (_, value) => rt.number(value));
      case "choose":
        return this.choose(expr);
      case "assign":
        return this.assign(expr);
      case "step":
        return this.step(expr);
      case "call":
        return this.call(expr.name, expr.args);
      case "builtin":
        return compileBuiltin(this, expr.name, expr.args);
      case "getline":
        return compileGetline(this, expr);
      default:
        return map(this.truth(expr), (_, value): Value => (value ? 1 : 0));
    }
  }

  text(expr: Expr): Code<string> {
    const { rt } = this;
    if (expr.kind === "string") return pure(() => expr.value);
    return map(this.value(expr), (_, value) => rt.text(value));
  }

  number(expr: Expr): Code<number> {
    const { rt } = this;
    return map(this.value(expr), (_, value) => rt.number(value));
  }

  private lvalueValue(expr: Lvalue): Code<Value> {
    const { rt } = this;
    if (expr.kind === "field" && expr.index.kind === "number") {
      const index = Math.trunc(expr.index.value);
      return pure(() => rt.record.get(index));
    }
    const { key, read } = this.reference(expr);
    return expr.kind === "name" ? pure((frame) => read(frame, 0)) : map(key, read);
  }

  private concat(items: readonly Expr[]): Code<Value> {
    const [first, second, third] = items.map((item) => this.text(item));
    if (items.length === 2)
      return map2(first as Code<string>, second as Code<string>, (_, a, b): Value => a + b);
    if (items.length === 3)
      return map3(
        first as Code<string>,
        second as Code<string>,
        third as Code<string>,
        (_, a, b, c): Value => a + b + c,
      );
    return mapAll(
      items.map((item) => this.text(item)),
      (_, texts): Value => texts.join(""),
    );
  }

  private choose(expr: Expr & { kind: "choose" }): Code<Value> {
    const test = this.truth(expr.test);
    const yes = this.value(expr.yes);
    const no = this.value(expr.no);
    if (!test.waits && !yes.waits && !no.waits)
      return pure((frame) => (test.run(frame) ? yes.run(frame) : no.run(frame)));
    return waiting(function* (frame) {
      const chosen = (test.waits ? yield* test.run(frame) : test.run(frame)) ? yes : no;
      return chosen.waits ? yield* chosen.run(frame) : chosen.run(frame);
    });
  }

  private arithmetic(op: Binary, left: Code<Value>, right: Code<Value>): Code<Value> {
    const { rt } = this;
    const apply = this.operation(op);
    return map2(left, right, (_, a, b): Value => apply(rt.number(a), rt.number(b)));
  }

  private operation(op: Binary): (a: number, b: number) => number {
    const { rt } = this;
    switch (op) {
      case "+":
        return (a, b) => a + b;
      case "-":
        return (a, b) => a - b;
      case "*":
        return (a, b) => a * b;
      case "/":
        return (a, b) => (b === 0 ? zeroDivision(rt, a / b, "/") : a / b);
      case "%":
        return (a, b) => (b === 0 ? zeroDivision(rt, Number.NaN, "%") : a % b);
      case "^":
        return (a, b) => (rt.flavour.math ? power(a, b) : mathMissing(rt));
    }
  }

  // ---- truth

  truth(expr: Expr): Code<boolean> {
    const { rt } = this;
    switch (expr.kind) {
      case "paren":
        return this.truth(expr.of);
      case "compare":
        return this.comparison(expr.op, this.value(expr.left), this.value(expr.right));
      case "not":
        return map(this.truth(expr.of), (_, value) => !value);
      case "and":
      case "or":
        return this.both(expr.kind, this.truth(expr.left), this.truth(expr.right));
      case "regex": {
        const matcher = this.matcher(expr);
        return map(matcher, (_, found) => found.test(rt.record.line()));
      }
      case "match": {
        const { negated } = expr;
        return map2(
          this.text(expr.left),
          this.matcher(expr.right),
          (_, text, matcher) => matcher.test(text) !== negated,
        );
      }
      case "in": {
        const array = this.array(expr.array);
        return map(this.subscript(expr.subscripts), (frame, key) => array(frame).has(key));
      }
      default:
        return map(this.value(expr), (_, value) => rt.truth(value));
    }
  }

  private both(kind: "and" | "or", left: Code<boolean>, right: Code<boolean>): Code<boolean> {
    const isAnd = kind === "and";
    if (!left.waits && !right.waits) {
      const [a, b] = [left.run, right.run];
      return isAnd ? pure((frame) => a(frame) && b(frame)) : pure((frame) => a(frame) || b(frame));
    }
    return waiting(function* (frame) {
      const first = left.waits ? yield* left.run(frame) : left.run(frame);
      if (first !== isAnd) return first;
      return right.waits ? yield* right.run(frame) : right.run(frame);
    });
  }

  private comparison(op: Comparison, left: Code<Value>, right: Code<Value>): Code<boolean> {
    const holds = COMPARISONS[op];
    return map2(left, right, (_, a, b) => holds(this.compare(a, b)));
  }

  /** As numbers if both are some, else as texts; NaN if one is. */
  compare(a: Value, b: Value): number {
    const { rt } = this;
    if (typeof a === "number" && typeof b === "number")
      return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
    if (isNumeric(a, rt.flavour) && isNumeric(b, rt.flavour)) return this.compare(rt.number(a), rt.number(b));
    const x = rt.text(a);
    const y = rt.text(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }

  /** A literal is compiled now, anything else when its text is known. */
  matcher(expr: Expr): Code<Matcher> {
    const { rt } = this;
    if (expr.kind === "paren") return this.matcher(expr.of);
    if (expr.kind !== "regex") {
      let known = "";
      let matcher: Matcher | undefined;
      return map(this.text(expr), (_, text) => {
        if (matcher !== undefined && text === known && rt.IGNORECASE === 0) return matcher;
        known = text;
        return (matcher = rt.matcher(text));
      });
    }
    const compiled = compileAwkRegex(expr.source, rt.flavour, rt.utf8, false);
    if ("fault" in compiled) {
      rt.fail(compiled.fault);
      return pure(() => rt.matcher("x"));
    }
    if (!rt.flavour.extended) return pure(() => compiled);
    return pure(() => (rt.IGNORECASE === 0 ? compiled : rt.matcher(expr.source)));
  }

  private assign({ op, to, value }: Expr & { kind: "assign" }): Code<Value> {
    const { rt } = this;
    const { key, read, write } = this.reference(to);
    const right = this.value(value);
    if (op === undefined && rt.flavour.name === "gawk")
      return map2(right, key, (frame, made, at) => {
        write(frame, at, made);
        return made;
      });
    if (op === undefined)
      return map2(key, right, (frame, at, made) => {
        write(frame, at, made);
        return made;
      });
    const apply = this.operation(op);
    return map2(key, right, (frame, at, by) => {
      const made = apply(rt.number(read(frame, at)), rt.number(by));
      write(frame, at, made);
      return made;
    });
  }

  private step({ by, before, of }: Expr & { kind: "step" }): Code<Value> {
    const { rt } = this;
    const { key, read, write } = this.reference(of);
    return map(key, (frame, at) => {
      const old = rt.number(read(frame, at));
      write(frame, at, old + by);
      return before ? old + by : old;
    });
  }

  // ---- functions

  private call(name: string, args: readonly Expr[]): Code<Value> {
    const callee = this.callees.get(name);
    if (callee === undefined) return pure(() => undefined);
    const { func } = callee;
    const scalars = args.map((arg, i) =>
      func.arrays[i] === true ? pure((): Value => undefined) : this.value(arg),
    );
    const arrays = args.map((arg, i) =>
      func.arrays[i] === true && arg.kind === "name" ? this.array(arg) : undefined,
    );
    const enter = (frame: Frame, values: Value[]): Frame => {
      // a text that was read stays what it is; the callee's own variables are unset
      const own = values.slice(0, func.params.length);
      return { scalars: own, arrays: arrays.map((array) => array?.(frame)), result: undefined };
    };
    if (callee.waits || scalars.some(({ waits }) => waits)) return this.waitingCall(callee, scalars, enter);
    return mapAll(scalars, (frame, values) => {
      const inner = enter(frame, values);
      if (!this.descend()) return undefined;
      const { body } = callee;
      return this.ascend(body === undefined || body.waits ? DONE : body.run(inner), inner);
    });
  }

  private waitingCall(
    callee: Callee,
    args: readonly Code<Value>[],
    enter: (frame: Frame, values: Value[]) => Frame,
  ): Code<Value> {
    // prettier-ignore
    const given = mapAll(args, enter);
    const descend = (): boolean => this.descend();
    const ascend = (ending: Ending, frame: Frame): Value => this.ascend(ending, frame);
    return waiting(function* (frame) {
      const inner = given.waits ? yield* given.run(frame) : given.run(frame);
      if (!descend()) return undefined;
      const { body } = callee;
      if (body === undefined) return undefined;
      return ascend(body.waits ? yield* body.run(inner) : body.run(inner), inner);
    });
  }

  private descend(): boolean {
    const { rt } = this;
    if (++rt.depth <= DEEPEST && rt.pending === DONE) return true;
    rt.depth--;
    if (rt.pending === DONE)
      rt.fail(rt.flavour.name === "busybox" ? "Recursion limit exceeded" : "function call nesting too deep");
    return false;
  }

  private ascend(ending: Ending, frame: Frame): Value {
    this.rt.depth--;
    if (ending === EXIT || ending === NEXT || ending === NEXT_FILE) this.rt.pending = ending;
    return frame.result;
  }

  keys(array: AwkArray): readonly string[] {
    return keysOf(array, this.rt.flavour);
  }
}

const COMPARISONS: Record<Comparison, (order: number) => boolean> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
