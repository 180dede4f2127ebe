// Filters of jq that go into values and make new ones: `.a`, `.[1:2]`, `{a: .b}`, `"\\(.a)"`. The part of the evaluator
// that needs nothing but the rest of it.

import { formatted, textOf } from "./formats.ts";
import { shown } from "./json-text.ts";
import { indexed, sliceKey } from "./paths.ts";
import type { Output, Outputs, Scope } from "./scope.ts";
import type { Filter } from "./syntax.ts";
import { failure, JqError, kindOf, type JqValue } from "./value.ts";

/** One step into a value; nothing where it goes wrong and that is forgiven. */
function* at({ value, path }: Output, key: JqValue, optional: true | undefined): Outputs {
  let found: JqValue;
  try {
    found = indexed(value, key);
  } catch (error) {
    if (optional && error instanceof JqError) return;
    throw error;
  }
  yield { value: found, path: path && [...path, key] };
}

export abstract class ValueFilters {
  protected abstract eval(filter: Filter, input: Output, scope: Scope): Outputs;

  protected *values(filter: Filter, input: Output, scope: Scope): Generator<JqValue, void> {
    for (const { value } of this.eval(filter, { value: input.value, path: undefined }, scope)) yield value;
  }

  // ---- into values

  protected *index(filter: Filter & { kind: "index" }, input: Output, scope: Scope): Outputs {
    for (const of of this.eval(filter.of, input, scope))
      for (const key of this.values(filter.by, input, scope)) yield* at(of, key, filter.optional);
  }

  protected *slice(filter: Filter & { kind: "slice" }, input: Output, scope: Scope): Outputs {
    const ends = (end: Filter | undefined): Iterable<JqValue> => (end === undefined ? [null] : this.values(end, input, scope)); // prettier-ignore
    for (const of of this.eval(filter.of, input, scope))
      for (const to of ends(filter.to))
        for (const from of ends(filter.from)) {
          const key = sliceKey(from, to);
          yield* at(of, key, filter.optional);
        }
  }

  // ---- making values

  protected *object(
    members: readonly (readonly [Filter, Filter])[],
    at: number,
    made: ReadonlyMap<string, JqValue>,
    input: Output,
    scope: Scope,
  ): Generator<JqValue, void> {
    const member = members[at];
    if (member === undefined) {
      yield made;
      return;
    }
    for (const key of this.values(member[0], input, scope)) {
      if (typeof key !== "string") failure(`Cannot use ${kindOf(key)} (${shown(key)}) as object key`);
      for (const value of this.values(member[1], input, scope))
        yield* this.object(members, at + 1, new Map([...made, [key as string, value]]), input, scope);
    }
  }

  /** From its end to its beginning, which is the order in which jq asks for the pieces. */
  protected *string(
    parts: readonly (string | Filter)[],
    at: number,
    text: string,
    format: string | undefined,
    input: Output,
    scope: Scope,
  ): Generator<JqValue, void> {
    const part = parts[at];
    if (part === undefined) yield text;
    else if (typeof part === "string") yield* this.string(parts, at - 1, part + text, format, input, scope);
    else
      for (const value of this.values(part, input, scope)) {
        const piece = format === undefined ? textOf(value) : formatted(format, value);
        yield* this.string(parts, at - 1, piece + text, format, input, scope);
      }
  }
}
