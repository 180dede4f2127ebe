// Filters of jq that decide and repeat, and those that give names: try, `//`, label, reduce, foreach, `as`. Errors are thrown
// within this folder, so that they pass through all the generators that wait.

import { indexed } from "./paths.ts";
import { made, type Output, type Outputs, type Scope } from "./scope.ts";
import type { Filter, Pattern } from "./syntax.ts";
import { ValueFilters } from "./value-filters.ts";
import { failure, isArray, isTruthy, JqError, kindOf, type JqValue } from "./value.ts";

export class Break extends Error {
  constructor(readonly label: symbol) {
    super("break");
  }
}

const namesIn = (pattern: Pattern): string[] =>
  pattern.kind === "variable"
    ? [pattern.name]
    : pattern.kind === "array"
      ? pattern.items.flatMap(namesIn)
      : pattern.members.flatMap(([, variable, inner]) => [
          ...(variable === undefined ? [] : [variable]),
          ...(inner === undefined ? [] : namesIn(inner)),
        ]);

export abstract class ControlFilters extends ValueFilters {
  // ---- control

  protected *attempt(filter: Filter & { kind: "try" }, input: Output, scope: Scope): Outputs {
    try {
      yield* this.eval(filter.of, input, scope);
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      if (filter.otherwise === undefined) return;
      yield* this.eval(filter.otherwise, made(error.value, input), scope);
    }
  }

  protected *alternative(filter: Filter & { kind: "alternative" }, input: Output, scope: Scope): Outputs {
    let some = false;
    for (const output of this.eval(filter.left, input, scope)) {
      if (!isTruthy(output.value)) continue;
      some = true;
      yield output;
    }
    if (!some) yield* this.eval(filter.right, input, scope);
  }

  protected *label(filter: Filter & { kind: "label" }, input: Output, scope: Scope): Outputs {
    const label = Symbol(filter.name);
    try {
      yield* this.eval(filter.body, input, scope.with(`*${filter.name}`, { label }));
    } catch (error) {
      if (!(error instanceof Break) || error.label !== label) throw error;
    }
  }

  protected *reduce(filter: Filter & { kind: "reduce" }, input: Output, scope: Scope): Outputs {
    for (const start of this.eval(filter.from, input, scope)) {
      let state: Output | undefined = start;
      for (const item of this.values(filter.over, input, scope))
        for (const inner of this.take(filter.pattern, item, input, scope)) {
          let last: Output | undefined;
          for (const output of this.eval(filter.update, state ?? made(null, input), inner)) last = output;
          state = last;
        }
      yield state ?? made(null, input);
    }
  }

  protected *foreach(filter: Filter & { kind: "foreach" }, input: Output, scope: Scope): Outputs {
    for (const start of this.eval(filter.from, input, scope)) {
      let state = start;
      for (const item of this.values(filter.over, input, scope))
        for (const inner of this.take(filter.pattern, item, input, scope))
          for (const output of this.eval(filter.update, state, inner)) {
            state = output;
            if (filter.extract === undefined) yield output;
            else yield* this.eval(filter.extract, output, inner);
          }
    }
  }

  // ---- names

  protected *bind({ of, patterns, body }: Filter & { kind: "bind" }, input: Output, scope: Scope): Outputs {
    for (const value of this.values(of, input, scope))
      for (const [i, pattern] of patterns.entries()) {
        let blank = scope;
        if (patterns.length > 1)
          for (const name of patterns.flatMap(namesIn)) blank = blank.with(`$${name}`, null);
        try {
          for (const inner of this.take(pattern, value, input, blank)) yield* this.eval(body, input, inner);
          break;
        } catch (error) {
          if (!(error instanceof JqError) || i === patterns.length - 1) throw error;
        }
      }
  }

  protected *take(pattern: Pattern, value: JqValue, input: Output, scope: Scope): Generator<Scope, void> {
    if (pattern.kind === "variable") yield scope.with(`$${pattern.name}`, value);
    else if (pattern.kind === "array") {
      if (value !== null && !isArray(value)) failure(`Cannot index ${kindOf(value)} with number`);
      yield* this.takeAll(pattern.items.map((item, i) => [item, indexed(value, i)] as const), 0, input, scope); // prettier-ignore
    } else yield* this.takeMembers(pattern, 0, value, input, scope);
  }

  protected *takeAll(
    items: readonly (readonly [Pattern, JqValue])[],
    at: number,
    input: Output,
    scope: Scope,
  ): Generator<Scope, void> {
    const item = items[at];
    if (item === undefined) yield scope;
    else
      for (const inner of this.take(item[0], item[1], input, scope)) yield* this.takeAll(items, at + 1, input, inner);
  } // prettier-ignore

  protected *takeMembers(
    pattern: Pattern & { kind: "object" },
    at: number,
    value: JqValue,
    input: Output,
    scope: Scope,
  ): Generator<Scope, void> {
    const member = pattern.members[at];
    if (member === undefined) {
      yield scope;
      return;
    }
    const [keys, variable, inner] = member;
    for (const key of this.values(keys, input, scope)) {
      const found = indexed(value, key);
      const named = variable === undefined ? scope : scope.with(`$${variable}`, found);
      const scopes = inner === undefined ? [named] : this.take(inner, found, input, named);
      for (const next of scopes) yield* this.takeMembers(pattern, at + 1, value, input, next);
    }
  }
}
