// Pieces of a program as functions. A piece that never waits is a plain function, which is several times faster; one
// that reads, writes or runs something is a generator. What is made of both kinds waits.

import type { Task } from "../../../kernel/sys.ts";
import type { Frame } from "./runtime.ts";

export type Code<T> =
  | { readonly waits: false; readonly run: (frame: Frame) => T }
  | { readonly waits: true; readonly run: (frame: Frame) => Task<T> };

export const pure = <T>(run: (frame: Frame) => T): Code<T> => ({ waits: false, run });
export const waiting = <T>(run: (frame: Frame) => Task<T>): Code<T> => ({ waits: true, run });

export function map<A, T>(a: Code<A>, made: (frame: Frame, a: A) => T): Code<T> {
  if (!a.waits) return pure((frame) => made(frame, a.run(frame)));
  return waiting(function* (frame) {
    return made(frame, yield* a.run(frame));
  });
}

export function map2<A, B, T>(a: Code<A>, b: Code<B>, made: (frame: Frame, a: A, b: B) => T): Code<T> {
  if (!a.waits && !b.waits) return pure((frame) => made(frame, a.run(frame), b.run(frame)));
  return waiting(function* (frame) {
    const first = a.waits ? yield* a.run(frame) : a.run(frame);
    const second = b.waits ? yield* b.run(frame) : b.run(frame);
    return made(frame, first, second);
  });
}

export function map3<A, B, C, T>(
  a: Code<A>,
  b: Code<B>,
  c: Code<C>,
  made: (frame: Frame, a: A, b: B, c: C) => T,
): Code<T> {
  // prettier-ignore
  if (!a.waits && !b.waits && !c.waits) return pure((frame) => made(frame, a.run(frame), b.run(frame), c.run(frame)));
  return waiting(function* (frame) {
    const first = a.waits ? yield* a.run(frame) : a.run(frame);
    const second = b.waits ? yield* b.run(frame) : b.run(frame);
    const third = c.waits ? yield* c.run(frame) : c.run(frame);
    return made(frame, first, second, third);
  });
}

export function mapAll<A, T>(codes: readonly Code<A>[], made: (frame: Frame, values: A[]) => T): Code<T> {
  const runs: ((frame: Frame) => A)[] = [];
  for (const code of codes) if (!code.waits) runs.push(code.run);
  if (runs.length === codes.length)
    return pure((frame) =>
      made(
        frame,
        runs.map((run) => run(frame)),
      ),
    );
  return waiting(function* (frame) {
    const values: A[] = [];
    for (const code of codes) values.push(code.waits ? yield* code.run(frame) : code.run(frame));
    return made(frame, values);
  });
}

/** What comes after `a` may wait itself. */
export function andThen<A, T>(a: Code<A>, made: (frame: Frame, a: A) => Task<T>): Code<T> {
  return waiting(function* (frame) {
    return yield* made(frame, a.waits ? yield* a.run(frame) : a.run(frame));
  });
}

export function* run<T>(code: Code<T>, frame: Frame): Task<T> {
  return code.waits ? yield* code.run(frame) : code.run(frame);
}
