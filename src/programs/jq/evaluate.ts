// Running a jq program: a filter makes any number of outputs from one input. With every value goes, where it is asked for, the
// path that led to it, which is what assignments and `path` are made of. Relies on value-filters.ts and control-filters.ts for
// what filters do, on builtins.ts and prelude.ts for functions. Errors are caught in jq.ts.

import { arithmetic } from "./arithmetic.ts";
import { BUILTINS } from "./builtins.ts";
import { Break, ControlFilters } from "./control-filters.ts";
import { formatted, textOf } from "./formats.ts";
import { shown } from "./json-text.ts";
import { definedHere } from "./prelude.ts";
import { deletePaths, entriesOf, getPath, setPath, type Path } from "./paths.ts";
import { made, Scope, type Output, type Outputs } from "./scope.ts";
import type { Definition, Filter } from "./syntax.ts";
import { failure, isArray, isObject, isTruthy, JqError, type JqValue } from "./value.ts";

/** What programs may ask of those who run them. */
export interface Surroundings {
  readonly env: JqValue;
  readonly input: () => JqValue | undefined;
  /** microseconds since 1970 */
  readonly now: () => number;
  readonly debug: (value: JqValue) => void;
}

export class Evaluator extends ControlFilters {
  constructor(private readonly around: Surroundings) {
    super();
  }

  *run(filter: Filter, input: JqValue, variables: ReadonlyMap<string, JqValue>): Generator<JqValue, void> {
    let scope = Scope.empty;
    for (const [name, value] of variables) scope = scope.with(`$${name}`, value);
    for (const { value } of this.eval(filter, { value: input, path: undefined }, scope)) yield value;
  }

  protected override *eval(filter: Filter, input: Output, scope: Scope): Outputs {
    switch (filter.kind) {
      case "identity":
        yield input;
        return;
      case "literal":
        yield made(filter.value, input);
        return;
      case "pipe":
        for (const middle of this.eval(filter.left, input, scope)) yield* this.eval(filter.right, middle, scope);
        return;
      case "comma":
        yield* this.eval(filter.left, input, scope);
        yield* this.eval(filter.right, input, scope);
        return;
      case "index":
        yield* this.index(filter, input, scope);
        return;
      case "call":
        yield* this.call(filter.name, filter.args, input, scope);
        return;
      case "bind":
        yield* this.bind(filter, input, scope);
        return;
      default:
        yield* this.further(filter, input, scope);
    }
  } // prettier-ignore

  private *further(filter: Filter, input: Output, scope: Scope): Outputs {
    switch (filter.kind) {
      case "iterate":
        for (const { value, path } of this.eval(filter.of, input, scope))
          if (isArray(value) || isObject(value) || filter.optional !== true)
            for (const [key, item] of entriesOf(value)) yield { value: item, path: path && [...path, key] };
        return;
      case "slice":
        yield* this.slice(filter, input, scope);
        return;
      case "recurse":
        yield* recurse(input);
        return;
      case "try":
        yield* this.attempt(filter, input, scope);
        return;
      case "alternative":
        yield* this.alternative(filter, input, scope);
        return;
      case "if":
        for (const condition of this.values(filter.condition, input, scope)) {
          const branch = isTruthy(condition) ? filter.yes : filter.no;
          if (branch === undefined) yield input;
          else yield* this.eval(branch, input, scope);
        }
        return;
      case "reduce":
        yield* this.reduce(filter, input, scope);
        return;
      case "foreach":
        yield* this.foreach(filter, input, scope);
        return;
      case "define":
        yield* this.eval(filter.body, input, scope.define(filter.definition));
        return;
      case "label":
        yield* this.label(filter, input, scope);
        return;
      case "break": {
        const found = scope.find(`*${filter.name}`);
        if (typeof found === "object" && found !== null && "label" in found) throw new Break(found.label);
        return failure(`$*label-${filter.name} is not defined`);
      }
      case "assign":
        for (const value of this.assign(filter, input, scope)) yield { value, path: undefined };
        return;
      default:
        for (const value of this.plain(filter, input, scope)) yield made(value, input);
    }
  } // prettier-ignore

  /** Filters whose outputs have no path. */
  private *plain(filter: Filter, input: Output, scope: Scope): Generator<JqValue, void> {
    switch (filter.kind) {
      case "variable":
        yield this.variable(filter.name, scope);
        return;
      case "array":
        yield filter.of === undefined ? [] : [...this.values(filter.of, input, scope)];
        return;
      case "object":
        yield* this.object(filter.members, 0, new Map(), input, scope);
        return;
      case "string":
        yield* this.string(filter.parts, filter.parts.length - 1, "", filter.format, input, scope);
        return;
      case "format":
        yield formatted(filter.name, input.value);
        return;
      case "negate":
        for (const value of this.values(filter.of, input, scope))
          yield typeof value === "number" ? -value : failure(`${textOf(value)} cannot be negated`);
        return;
      case "binary":
        for (const right of this.values(filter.right, input, scope))
          for (const left of this.values(filter.left, input, scope)) yield arithmetic(filter.operator, left, right);
        return;
      case "and":
      case "or":
        for (const left of this.values(filter.left, input, scope)) {
          if (isTruthy(left) !== (filter.kind === "and")) yield filter.kind === "or";
          else for (const right of this.values(filter.right, input, scope)) yield isTruthy(right);
        }
        return;
      default:
        failure(`${filter.kind} makes no value`);
    }
  } // prettier-ignore

  private variable(name: string, scope: Scope): JqValue {
    if (name === "ENV") return this.around.env;
    if (name === "__loc__") return new Map<string, JqValue>([["file", "<top-level>"], ["line", 1]]); // prettier-ignore
    return (scope.find(`$${name}`) ?? null) as JqValue;
  }

  private *call(name: string, args: readonly Filter[], input: Output, scope: Scope): Outputs {
    const key = `${name}/${args.length}`;
    const found = scope.find(key);
    if (typeof found === "object" && found !== null && "closure" in found) {
      yield* this.eval(found.closure, input, found.scope);
      return;
    }
    const bound = typeof found === "object" && found !== null && "definition" in found ? found : undefined;
    if (bound !== undefined) yield* this.defined(bound.definition, bound.scope, args, input, scope);
    else yield* this.builtin(key, name, args, input, scope);
  }

  private *defined(definition: Definition, home: Scope, args: readonly Filter[], input: Output, scope: Scope, at = 0): Outputs {
    const parameter = definition.parameters[at];
    const filter = args[at];
    if (parameter === undefined || filter === undefined) {
      yield* this.eval(definition.body, input, home);
      return;
    }
    if (!parameter.startsWith("$")) {
      yield* this.defined(definition, home.with(`${parameter}/0`, { closure: filter, scope }), args, input, scope, at + 1);
      return;
    }
    for (const value of this.values(filter, input, scope)) {
      const inner = home.with(parameter, value).with(`${parameter.slice(1)}/0`, { closure: filter, scope });
      yield* this.defined(definition, inner, args, input, scope, at + 1);
    }
  } // prettier-ignore

  private *builtin(key: string, name: string, args: readonly Filter[], input: Output, scope: Scope): Outputs {
    switch (key) {
      case "empty/0":
        return;
      case "error/0":
        throw new JqError(input.value);
      case "path/1":
        for (const { value, path } of this.eval(args[0] as Filter, { value: input.value, path: [] }, scope)) yield made(path ?? noPath(value), input);
        return;
      case "getpath/1":
        for (const path of this.values(args[0] as Filter, input, scope)) yield { value: getPath(input.value, path as Path), path: input.path && [...input.path, ...(path as Path)] };
        return;
      case "input/0":
      case "inputs/0":
        yield* this.inputs(key, input);
        return;
      case "debug/0":
        this.around.debug(["DEBUG:", input.value]);
        yield input;
        return;
      case "now/0":
        yield made(this.around.now() / 1e6, input);
        return;
      case "env/0":
        yield made(this.around.env, input);
        return;
      case "select/1":
        for (const chosen of this.values(args[0] as Filter, input, scope)) if (isTruthy(chosen)) yield input;
        return;
      case "range/2":
        yield* this.range(args as [Filter, Filter], input, scope);
        return;
      case "limit/2":
        yield* this.limit(args as [Filter, Filter], input, scope);
        return;
      case "first/1":
        for (const output of this.eval(args[0] as Filter, input, scope)) {
          yield output;
          return;
        }
        return;
    }
    const definition = definedHere(key);
    if (definition !== undefined) yield* this.defined(definition, Scope.empty, args, input, scope);
    else if (BUILTINS.has(key)) yield* this.native(key, args, [], input, scope);
    else failure(`${name}/${args.length} is not defined`);
  } // prettier-ignore

  private *inputs(key: string, input: Output): Outputs {
    for (;;) {
      const value = this.around.input();
      if (value === undefined) {
        if (key === "input/0") failure("break");
        return;
      }
      yield made(value, input);
      if (key === "input/0") return;
    }
  }

  private *range([from, to]: readonly [Filter, Filter], input: Output, scope: Scope): Outputs {
    for (const start of this.values(from, input, scope))
      for (const end of this.values(to, input, scope)) {
        if (typeof start !== "number" || typeof end !== "number") failure("Range bounds must be numeric");
        for (let i = start as number; i < (end as number); i++) yield made(i, input);
      }
  }

  private *limit([count, of]: readonly [Filter, Filter], input: Output, scope: Scope): Outputs {
    for (const most of this.values(count, input, scope)) {
      let left = most as number;
      if (left <= 0) continue;
      for (const output of this.eval(of, input, scope)) {
        yield output;
        if (--left <= 0) break;
      }
    }
  }

  /** Every choice of the arguments' outputs, the last one changing slowest as jq has it. */
  private *native(key: string, args: readonly Filter[], given: readonly JqValue[], input: Output, scope: Scope): Outputs {
    if (given.length === args.length) {
      const call = BUILTINS.get(key) as (input: JqValue, ...values: readonly JqValue[]) => JqValue;
      yield made(call(input.value, ...given), input);
      return;
    }
    const next = args[args.length - 1 - given.length] as Filter;
    for (const value of this.values(next, input, scope)) yield* this.native(key, args, [value, ...given], input, scope);
  } // prettier-ignore

  // ---- assignments

  private pathsOf(filter: Filter, value: JqValue, scope: Scope): Path[] {
    return [...this.eval(filter, { value, path: [] }, scope)].map(
      (output) => output.path ?? noPath(output.value),
    );
  }

  private *assign({ operator, left, right }: Filter & { kind: "assign" }, input: Output, scope: Scope): Generator<JqValue, void> {
    if (operator === "|=") {
      yield this.update(left, right, input.value, scope);
      return;
    }
    for (const given of this.values(right, input, scope)) {
      let value = input.value;
      for (const path of this.pathsOf(left, input.value, scope)) {
        const before = getPath(value, path);
        value = setPath(value, path, operator === "=" ? given : combined(operator, before, given));
      }
      yield value;
    }
  } // prettier-ignore

  private update(left: Filter, right: Filter, start: JqValue, scope: Scope): JqValue {
    let value = start;
    const gone: Path[] = [];
    for (const path of this.pathsOf(left, start, scope)) {
      const [first] = this.values(right, { value: getPath(value, path), path: undefined }, scope);
      if (first === undefined) gone.push(path);
      else value = setPath(value, path, first);
    }
    return gone.length === 0 ? value : deletePaths(value, gone);
  }
}

const combined = (operator: string, before: JqValue, given: JqValue): JqValue =>
  operator === "//=" ? (isTruthy(before) ? before : given) : arithmetic(operator.slice(0, -1), before, given);

const noPath = (value: JqValue): never => failure(`Invalid path expression with result ${shown(value, 29)}`);

function* recurse({ value, path }: Output): Outputs {
  yield { value, path };
  if (isArray(value) || isObject(value))
    for (const [key, item] of entriesOf(value)) yield* recurse({ value: item, path: path && [...path, key] });
}
