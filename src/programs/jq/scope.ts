// What a running jq program has to do with: outputs with their paths, and names in force, innermost first. A name is a
// variable (`$x`), a function with its number of parameters (`f/1`), or a label (`*out`).

import type { Path } from "./paths.ts";
import type { Definition, Filter } from "./syntax.ts";
import type { JqValue } from "./value.ts";

export interface Output {
  readonly value: JqValue;
  /** undefined where no path is wanted */
  readonly path: Path | undefined;
}

export type Outputs = Generator<Output, void>;

export interface Closure {
  readonly closure: Filter;
  readonly scope: Scope;
}

export interface Bound {
  readonly definition: Definition;
  readonly scope: Scope;
}

/** Names in force, innermost first. */
export class Scope {
  private constructor(
    private readonly outer: Scope | undefined,
    private readonly name: string,
    private readonly what: JqValue | Closure | Bound | { readonly label: symbol } | undefined,
  ) {}

  static readonly empty = new Scope(undefined, "", undefined);

  with(name: string, what: JqValue | Closure | Bound | { readonly label: symbol }): Scope {
    return new Scope(this, name, what);
  }

  /** The scope that a definition is in: itself included, so that it may call itself. */
  define(definition: Definition): Scope {
    const bound: { definition: Definition; scope: Scope } = { definition, scope: this };
    const inner = new Scope(this, `${definition.name}/${definition.parameters.length}`, bound);
    bound.scope = inner;
    return inner;
  }

  find(name: string): Scope["what"] {
    let at: Scope | undefined = this; // oxlint-disable-line typescript/no-this-alias
    while (at !== undefined && at.name !== name) at = at.outer;
    return at?.what;
  }
}

/** A value that was made has no path: asking for one is wrong, unless nothing follows. */
export function made(value: JqValue, { path }: Output): Output {
  return { value, path: path === undefined ? undefined : value === null ? [] : undefined };
}
