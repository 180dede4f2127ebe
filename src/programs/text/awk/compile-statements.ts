// Awk's statements turned into functions. Each answers how it ended: as usual, or by break, next, exit and the like, which
// whoever it stands in looks at. Loops give other processes their turn and empty a full buffer.

import { failed, strerror } from "../../../base/errno.ts";
import { CPU_STEP } from "../../../base/costs.ts";
import type { Task } from "../../../kernel/sys.ts";
import { textOf } from "../../libc/byte-text.ts";
import type { Output } from "../../libc/output.ts";
import { map, mapAll, pure, run, waiting, type Code } from "./code.ts";
import { Compiler } from "./compile-expressions.ts";
import { Formatter } from "./printf.ts";
import { BREAK, CONTINUE, DONE, EXIT, NEXT, NEXT_FILE, RETURN, type Ending, type Frame } from "./runtime.ts";
import type { Expr, Redirect, Stmt } from "./syntax.ts";
import type { Value } from "./values.ts";

const NEVER: Code<Ending> = pure(() => DONE);

export class StatementCompiler extends Compiler {
  statement(stmt: Stmt): Code<Ending> {
    const { rt } = this;
    switch (stmt.kind) {
      case "expr":
        return map(this.value(stmt.expr), () => rt.pending);
      case "print":
      case "printf":
        return this.print(stmt.kind, stmt.items, stmt.to);
      case "block":
        return this.block(stmt.body);
      case "if":
        return this.conditional(stmt);
      case "while":
        return this.loop(undefined, stmt.test, undefined, stmt.body);
      case "for":
        return this.loop(stmt.first, stmt.test, stmt.step, stmt.body);
      case "do":
        return this.doLoop(stmt);
      case "forin":
        return this.forIn(stmt);
      case "switch":
        return this.switchOf(stmt);
      default:
        return this.simple(stmt);
    }
  }

  private simple(stmt: Stmt): Code<Ending> {
    switch (stmt.kind) {
      case "delete":
        return this.deletion(stmt);
      case "break":
        return pure(() => BREAK);
      case "continue":
        return pure(() => CONTINUE);
      case "next":
        return pure(() => NEXT);
      case "nextfile":
        return pure(() => NEXT_FILE);
      case "exit":
        return this.exit(stmt.value);
      case "return":
        return this.returning(stmt.value);
      default:
        return NEVER;
    }
  }

  block(body: readonly Stmt[]): Code<Ending> {
    const codes = body.map((stmt) => this.statement(stmt));
    const [only] = codes;
    if (codes.length === 1 && only !== undefined) return only;
    const runs: ((frame: Frame) => Ending)[] = [];
    for (const code of codes) if (!code.waits) runs.push(code.run);
    if (runs.length === codes.length)
      return pure((frame) => {
        for (let i = 0; i < runs.length; i++) {
          const ending = (runs[i] as (frame: Frame) => Ending)(frame);
          if (ending !== DONE) return ending;
        }
        return DONE;
      });
    return waiting(function* (frame) {
      for (const code of codes) {
        const ending = code.waits ? yield* code.run(frame) : code.run(frame);
        if (ending !== DONE) return ending;
      }
      return DONE;
    });
  }

  private conditional(stmt: Stmt & { kind: "if" }): Code<Ending> {
    const { rt } = this;
    const test = this.truth(stmt.test);
    const yes = this.statement(stmt.yes);
    const no = stmt.no === undefined ? NEVER : this.statement(stmt.no);
    if (!test.waits && !yes.waits && !no.waits)
      return pure((frame) => {
        const holds = test.run(frame);
        if (rt.pending !== DONE) return rt.pending;
        return holds ? yes.run(frame) : no.run(frame);
      });
    return waiting(function* (frame) {
      const holds = yield* run(test, frame);
      if (rt.pending !== DONE) return rt.pending;
      return yield* run(holds ? yes : no, frame);
    });
  }

  /** while and for */
  private loop(
    first: Stmt | undefined,
    test: Expr | undefined,
    step: Stmt | undefined,
    body: Stmt,
  ): Code<Ending> {
    const { rt } = this;
    const begin = first === undefined ? NEVER : this.statement(first);
    const holds = test === undefined ? pure(() => true) : this.truth(test);
    const onward = step === undefined ? NEVER : this.statement(step);
    const inside = this.statement(body);
    const breathe = (): Task<void> => this.breathe();
    return waiting(function* (frame) {
      let ending = yield* run(begin, frame);
      for (let round = 1; ending === DONE; round++) {
        const goesOn = holds.waits ? yield* holds.run(frame) : holds.run(frame);
        if (rt.pending !== DONE) return rt.pending;
        if (!goesOn) break;
        ending = inside.waits ? yield* inside.run(frame) : inside.run(frame);
        if (ending === BREAK) return DONE;
        if (ending !== DONE && ending !== CONTINUE) return ending;
        if (round % ROUNDS === 0 || rt.io.out.full) yield* breathe();
        ending = onward.waits ? yield* onward.run(frame) : onward.run(frame);
      }
      return ending;
    });
  }

  private doLoop(stmt: Stmt & { kind: "do" }): Code<Ending> {
    const { rt } = this;
    const inside = this.statement(stmt.body);
    const holds = this.truth(stmt.test);
    const breathe = (): Task<void> => this.breathe();
    return waiting(function* (frame) {
      for (let round = 1; ; round++) {
        const ending = yield* run(inside, frame);
        if (ending === BREAK) return DONE;
        if (ending !== DONE && ending !== CONTINUE) return ending;
        if (round % ROUNDS === 0 || rt.io.out.full) yield* breathe();
        const goesOn = yield* run(holds, frame);
        if (rt.pending !== DONE) return rt.pending;
        if (!goesOn) return DONE;
      }
    });
  }

  private forIn(stmt: Stmt & { kind: "forin" }): Code<Ending> {
    const { rt } = this;
    const array = this.array(stmt.array);
    const { key, write } = this.reference(stmt.key);
    const inside = this.statement(stmt.body);
    const keys = (frame: Frame): readonly string[] => this.keys(array(frame));
    const breathe = (): Task<void> => this.breathe();
    return waiting(function* (frame) {
      let round = 0;
      for (const name of keys(frame)) {
        write(frame, yield* run(key, frame), name);
        const ending = inside.waits ? yield* inside.run(frame) : inside.run(frame);
        if (ending === BREAK) return DONE;
        if (ending !== DONE && ending !== CONTINUE) return ending;
        if (++round % ROUNDS === 0 || rt.io.out.full) yield* breathe();
      }
      return DONE;
    });
  }

  private *breathe(): Task<void> {
    const { out, sys } = this.rt.io;
    if (out.full) yield* out.flush();
    if (out.error !== undefined) this.rt.fail(`write error: ${strerror(out.error)}`);
    if (sys.tick(CPU_STEP * 8)) yield* sys.giveWay();
  }

  private switchOf(stmt: Stmt & { kind: "switch" }): Code<Ending> {
    const of = this.value(stmt.of);
    const cases = stmt.cases.map(({ test, body }) => ({
      test: test === undefined ? undefined : this.caseTest(test),
      body: this.block(body),
    }));
    return waiting(function* (frame) {
      const value = yield* run(of, frame);
      let at = cases.findIndex(({ test }) => test?.(value) === true);
      if (at < 0) at = cases.findIndex(({ test }) => test === undefined);
      if (at < 0) return DONE;
      for (const { body } of cases.slice(at)) {
        const ending = yield* run(body, frame);
        if (ending === BREAK) return DONE;
        if (ending !== DONE) return ending;
      }
      return DONE;
    });
  }

  /** A case is a constant or an expression that the text matches. */
  private caseTest(test: Expr): (value: Value) => boolean {
    const frame: Frame = { scalars: [], arrays: [], result: undefined };
    if (test.kind === "regex") {
      const matcher = this.matcher(test);
      return (value) => !matcher.waits && matcher.run(frame).test(this.rt.text(value));
    }
    const constant = this.value(test);
    return (value) => !constant.waits && this.compare(value, constant.run(frame)) === 0;
  }

  private deletion(stmt: Stmt & { kind: "delete" }): Code<Ending> {
    const array = this.array(stmt.array);
    if (stmt.subscripts === undefined)
      return pure((frame) => {
        array(frame).clear();
        return DONE;
      });
    return map(this.subscript(stmt.subscripts), (frame, key): Ending => {
      array(frame).delete(key);
      return DONE;
    });
  }

  private exit(value: Expr | undefined): Code<Ending> {
    const { rt } = this;
    if (value === undefined) return pure(() => EXIT);
    return map(this.number(value), (_, status): Ending => {
      if (rt.fault === undefined) rt.exitStatus = Math.trunc(status) & 255;
      return EXIT;
    });
  }

  private returning(value: Expr | undefined): Code<Ending> {
    const { rt } = this;
    if (value === undefined) return pure(() => RETURN);
    return map(this.value(value), (frame, result): Ending => {
      frame.result = result;
      return rt.pending === DONE ? RETURN : rt.pending;
    });
  }

  // ---- print

  private print(kind: "print" | "printf", items: readonly Expr[], to: Redirect | undefined): Code<Ending> {
    const text = kind === "print" ? this.printText(items) : this.printfText(items);
    if (to !== undefined) return this.printTo(text, to);
    const { rt } = this;
    const { out } = rt.io;
    // what printf, and busybox's print, had made before a fault is seen
    const partly = (kind === "printf" && rt.flavour.name === "mawk") || rt.flavour.name === "busybox";
    return map(text, (_, made): Ending => {
      if (rt.pending === DONE || (rt.fault !== undefined && partly)) out.put(made);
      return rt.pending;
    });
  }

  private printText(items: readonly Expr[]): Code<string> {
    const { rt } = this;
    const [only] = items;
    if (only === undefined) return pure(() => rt.record.line() + rt.ORS);
    if (rt.flavour.name === "busybox") return this.printOneByOne(items);
    if (items.length === 1) return map(this.value(only), (_, value) => rt.printed(value) + rt.ORS);
    return mapAll(
      items.map((item) => this.value(item)),
      (_, values) => {
        let line = rt.printed(values[0]);
        for (let i = 1; i < values.length; i++) line += rt.OFS + rt.printed(values[i]);
        return line + rt.ORS;
      },
    );
  }

  /** busybox writes each value before it works out the next. */
  private printOneByOne(items: readonly Expr[]): Code<string> {
    const { rt } = this;
    const parts = items.map((item) =>
      map(this.value(item), (_, value) => (rt.fault === undefined ? rt.printed(value) : undefined)),
    );
    return mapAll(parts, (_, texts) => {
      const stop = texts.indexOf(undefined);
      if (stop < 0) return texts.join(rt.OFS) + rt.ORS;
      return texts.slice(0, stop).join(rt.OFS) + (stop > 0 ? rt.OFS : "");
    });
  }

  private printfText(items: readonly Expr[]): Code<string> {
    const { rt } = this;
    const formatter = new Formatter(rt);
    return mapAll(
      items.map((item) => this.value(item)),
      (_, values) => (rt.pending === DONE ? formatter.format(rt.text(values[0]), values.slice(1)) : ""),
    );
  }

  private printTo(text: Code<string>, { kind, to }: Redirect): Code<Ending> {
    const { rt } = this;
    const name = this.text(to);
    const refused = (path: string, why: string): void => this.refused(path, why);
    return waiting(function* (frame) {
      const made = yield* run(text, frame);
      const target = yield* run(name, frame);
      if (rt.pending !== DONE) return rt.pending;
      const out: Output | string = yield* rt.streams.output(kind, target);
      if (failed(out)) {
        refused(target, strerror(out));
        return EXIT;
      }
      yield* (out as Output).write(made);
      // standard error is not buffered
      if ((out as Output).fd === 2) yield* (out as Output).flush();
      return DONE;
    });
  }

  private refused(target: string, why: string): void {
    const { rt } = this;
    const path = rt.utf8 ? target : textOf(target);
    if (rt.flavour.name === "mawk") rt.fail(`cannot open "${path}" for output (${why})`);
    else if (rt.flavour.name === "gawk") rt.failAt(`fatal: cannot redirect to \`${path}': ${why}`);
    else rt.fail(`can't open '${path}': ${why}`);
  }
}

/** Rounds of a loop between looks at the clock. */
const ROUNDS = 64;
