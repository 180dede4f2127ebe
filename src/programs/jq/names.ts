// Names of a jq program that nobody has defined: functions by name and number of arguments, variables. jq looks for them
// before it runs anything.

import { BUILTINS } from "./builtins.ts";
import type { JqOptions } from "./options.ts";
import { definedHere } from "./prelude.ts";
import type { Filter, Pattern } from "./syntax.ts";

const NATIVE = new Set("empty/0 error/0 path/1 getpath/1 input/0 inputs/0 debug/0 env/0 select/1 range/2 limit/2 first/1 now/0 halt/0".split(" ")); // prettier-ignore

type Known = ReadonlySet<string>;

export interface Unknown {
  readonly text: string;
  /** where, in characters */
  readonly at: number;
}

const variablesIn = (pattern: Pattern): string[] =>
  pattern.kind === "variable"
    ? [`$${pattern.name}`]
    : pattern.kind === "array"
      ? pattern.items.flatMap(variablesIn)
      : pattern.members.flatMap(([, variable, inner]) => [
          ...(variable === undefined ? [] : [`$${variable}`]),
          ...(inner === undefined ? [] : variablesIn(inner)),
        ]);

function firstOf(filters: readonly (Filter | undefined)[], known: Known): Unknown | undefined {
  for (const filter of filters) {
    const found = filter === undefined ? undefined : unknownIn(filter, known);
    if (found !== undefined) return found;
  }
  return undefined;
}

const plus = (known: Known, names: readonly string[]): Known => new Set([...known, ...names]);

function unknownIn(filter: Filter, known: Known): Unknown | undefined {
  switch (filter.kind) {
    case "call": {
      const key = `${filter.name}/${filter.args.length}`;
      const exists = known.has(key) || NATIVE.has(key) || BUILTINS.has(key) || definedHere(key) !== undefined;
      return exists ? firstOf(filter.args, known) : { text: `${key} is not defined`, at: filter.at };
    }
    case "variable":
      return known.has(`$${filter.name}`) || /^(ENV|__loc__|__prog_args)$/.test(filter.name) ? undefined : { text: `$${filter.name} is not defined`, at: filter.at ?? 0 }; // prettier-ignore
    case "define": {
      const { name, parameters, body } = filter.definition;
      const outer = plus(known, [`${name}/${parameters.length}`]);
      const names = parameters.flatMap((one) => one.startsWith("$") ? [one, `${one.slice(1)}/0`] : [`${one}/0`]); // prettier-ignore
      return unknownIn(body, plus(outer, names)) ?? unknownIn(filter.body, outer);
    }
    case "bind":
      return unknownIn(filter.of, known) ?? unknownIn(filter.body, plus(known, filter.patterns.flatMap(variablesIn))); // prettier-ignore
    case "reduce":
    case "foreach": {
      const inner = plus(known, variablesIn(filter.pattern));
      const extract = filter.kind === "foreach" ? filter.extract : undefined;
      return firstOf([filter.over, filter.from], known) ?? firstOf([filter.update, extract], inner);
    }
    default:
      return firstOf(childrenOf(filter), known);
  }
}

/** Filters within a filter that gives no names. */
function childrenOf(filter: Filter): (Filter | undefined)[] {
  switch (filter.kind) {
    case "index":
      return [filter.of, filter.by];
    case "slice":
      return [filter.of, filter.from, filter.to];
    case "iterate":
    case "negate":
    case "array":
      return [filter.of];
    case "try":
      return [filter.of, filter.otherwise];
    case "pipe":
    case "comma":
    case "binary":
    case "and":
    case "or":
    case "alternative":
    case "assign":
      return [filter.left, filter.right];
    case "if":
      return [filter.condition, filter.yes, filter.no];
    case "object":
      return filter.members.flat();
    case "string":
      return filter.parts.filter((part) => typeof part !== "string");
    case "label":
      return [filter.body];
    default:
      return [];
  }
}

export function undefinedIn(program: Filter, { variables }: JqOptions): Unknown | undefined {
  return unknownIn(program, new Set([...variables.keys()].map((name) => `$${name}`)));
}
