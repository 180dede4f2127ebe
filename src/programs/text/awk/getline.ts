// getline in all its forms: a record from the main input, a file or a program, into $0 or a variable. 1 for a record, 0
// at the end, -1 if there is nothing to read from.

import { failed } from "../../../base/errno.ts";
import type { Task } from "../../../kernel/sys.ts";
import { andThen, waiting, type Code } from "./code.ts";
import type { Compiler } from "./compile-expressions.ts";
import type { Reference } from "./places.ts";
import { MORE, type Reader } from "./reader.ts";
import type { Frame, Runtime } from "./runtime.ts";
import type { Expr } from "./syntax.ts";
import { Input, type Value } from "./values.ts";

export function compileGetline(compiler: Compiler, expr: Expr & { kind: "getline" }): Code<Value> {
  const { rt, input } = compiler;
  const to = expr.to === undefined ? undefined : compiler.reference(expr.to);
  if (expr.from === "input")
    return waiting(function* (frame) {
      const record = yield* input.record();
      if (record === undefined) return rt.fault === undefined ? 0 : -1;
      rt.NR++;
      rt.FNR++;
      yield* store(rt, to, frame, record);
      return 1;
    });
  const { from } = expr;
  return andThen(compiler.text(expr.source), function* (frame, name): Task<Value> {
    const source = yield* rt.streams.source(from, name);
    if (failed(source)) return -1;
    const record = yield* takeRecord(rt, source);
    if (record === undefined) return source.error === undefined ? 0 : -1;
    yield* store(rt, to, frame, record);
    return 1;
  });
}

function* takeRecord(rt: Runtime, reader: Reader): Task<string | undefined> {
  for (;;) {
    const taken = reader.take(rt.recordsBy);
    if (taken !== MORE) return taken;
    yield* reader.fill();
  }
}

function* store(rt: Runtime, to: Reference | undefined, frame: Frame, record: string): Task<void> {
  if (to === undefined) return rt.record.set(record);
  const key = to.key.waits ? yield* to.key.run(frame) : to.key.run(frame);
  to.write(frame, key, new Input(record));
}
