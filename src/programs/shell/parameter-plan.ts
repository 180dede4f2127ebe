// What stands between `${` and `}`, as a plan: the parameter, its index, the operator and its operands
// (POSIX shell, 2.6.2; bash, "Shell Parameter Expansion"). unbash has read it; here it is checked against what
// the dialect knows. What no shell knows, or not this one, is a bad substitution, which is said when it is expanded.

import type { ParameterExpansionPart, Word as Tree } from "unbash";
import type { Dialect } from "./dialect.ts";
import type { Part, Plan, Setting } from "./words.ts";

export interface ParameterExpansion {
  readonly name: string;
  /** between the brackets; `@` and `*` stand for all elements */
  readonly index: Index | undefined;
  /** ${!name} */
  readonly indirect: boolean;
  readonly operation: Operation;
  readonly blocking: boolean;
  /** as it stands in the source */
  readonly text: string;
}

export interface Index {
  readonly text: string;
  readonly plan: Plan;
}

export type Operation =
  | { readonly kind: "value" | "length" | "keys" | "bad" }
  | { readonly kind: "default"; readonly operator: "-" | "=" | "+" | "?"; readonly colon: boolean; readonly operand: Plan }
  | { readonly kind: "remove"; readonly operator: "#" | "##" | "%" | "%%"; readonly pattern: Plan }
  | { readonly kind: "replace"; readonly operator: "/" | "//" | "/#" | "/%"; readonly pattern: Plan; readonly replacement: Plan }
  | { readonly kind: "slice"; readonly offset: Plan; readonly length: Plan | undefined }
  | { readonly kind: "case"; readonly operator: string; readonly pattern: Plan | undefined }
  | { readonly kind: "transform"; readonly operator: string }
  /** ${!prefix*} and ${!prefix@} */
  | { readonly kind: "names"; readonly separate: boolean }; // prettier-ignore

const NAME = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[-@*#?$!])$/;

type Convert = (word: Tree, setting: Setting) => Part[];
type PlanOf = (parts: readonly Part[]) => Plan;

/** `$name`. */
export const parameterOf = (name: string, quoted: boolean): Part => ({ kind: "parameter", name, quoted });

/** `${…}`. */
export function expansionOf(
  given: ParameterExpansionPart,
  setting: Setting,
  convert: Convert,
  planOf: PlanOf,
): Part[] {
  const quoted = setting.quoted === true;
  const { parameter: name, operation: tail } = asShellsRead(given);
  const tree = asShellsRead(given);
  if (tree.prefix === undefined && tree.index === undefined && tail === undefined && NAME.test(name))
    return [parameterOf(name, quoted)];
  const plan = (word: Tree, more: Partial<Setting> = {}): Plan =>
    planOf(convert(word, { ...setting, ...more }));
  const operation = known(operationOf(tree, plan, planOf, setting.dialect), tree, setting.dialect);
  const index = tree.index && { text: tree.index.text, plan: plan(tree.index, { quoted: true }) };
  const blocking = (index?.plan.blocking ?? false) || plansOf(operation).some((one) => one.blocking);
  const indirect = tree.prefix === "!" && operation.kind !== "names" && operation.kind !== "keys";
  const expansion = { name, index, indirect, operation, blocking, text: tree.text };
  return [{ kind: "expansion", expansion, quoted }];
}

/** `${!-x}` and its like are about `$!`, not about a reference. */
function asShellsRead(tree: ParameterExpansionPart): ParameterExpansionPart {
  if (tree.prefix !== "!" || tree.parameter !== "") return tree;
  return { ...tree, parameter: "!", prefix: undefined };
}

/** What no shell of these knows. */
export const badExpansion = (text: string): ParameterExpansion => ({
  name: "",
  index: undefined,
  indirect: false,
  operation: { kind: "bad" },
  blocking: false,
  text,
});

function plansOf(operation: Operation): Plan[] {
  switch (operation.kind) {
    case "default":
      return [operation.operand];
    case "remove":
      return [operation.pattern];
    case "replace":
      return [operation.pattern, operation.replacement];
    case "slice":
      return operation.length === undefined ? [operation.offset] : [operation.offset, operation.length];
    case "case":
      return operation.pattern === undefined ? [] : [operation.pattern];
    default:
      return [];
  }
}

function operationOf(
  tree: ParameterExpansionPart,
  plan: (word: Tree, more?: Partial<Setting>) => Plan,
  planOf: PlanOf,
  dialect: Dialect,
): Operation {
  const { operation: tail } = tree;
  const pattern = { pattern: true, quoted: false };
  if (tail === undefined) {
    if (tree.prefix === "#") return { kind: "length" };
    const all = tree.index?.text === "@" || tree.index?.text === "*";
    return { kind: tree.prefix === "!" && all ? "keys" : "value" };
  }
  switch (tail.type) {
    case "Default": {
      const colon = tail.operator.startsWith(":");
      const operator = (colon ? tail.operator[1] : tail.operator) as "-";
      return { kind: "default", operator, colon, operand: plan(tail.operand) };
    }
    case "Remove":
      return { kind: "remove", operator: tail.operator, pattern: plan(tail.operand, pattern) };
    case "Replace": {
      const { replacement } = tail;
      // busybox knows no anchors: the sign belongs to the pattern
      const anchored = dialect.name === "bash" || tail.operator === "//";
      const operator = anchored ? tail.operator : "/";
      const before = anchored ? [] : [{ kind: "text", text: tail.operator.slice(1), quoted: true } as const];
      return {
        kind: "replace",
        operator,
        pattern: planOf([...before, ...plan(tail.pattern, pattern).parts]),
        replacement: plan(replacement, pattern),
      };
    }
    case "Slice": {
      const length = tail.length && plan(tail.length, { quoted: true });
      return { kind: "slice", offset: plan(tail.offset, { quoted: true }), length };
    }
    case "CaseModification":
      return { kind: "case", operator: tail.operator, pattern: tail.operand && plan(tail.operand, pattern) };
    case "Transform":
      return { kind: "transform", operator: tail.operand.text };
    case "Names":
      return { kind: "names", separate: tail.operator === "@" };
    case "Unknown": {
      const toggle = /^(~~?)([^]*)\}$/.exec(tree.text.slice(tree.text.indexOf("~")));
      if (toggle === null || !tail.operator.startsWith("~")) return { kind: "bad" };
      const [, operator = "", text = ""] = toggle;
      return {
        kind: "case",
        operator,
        pattern: text === "" ? undefined : planOf([{ kind: "text", text, quoted: false }]),
      };
    }
  }
}

const TRANSFORMATIONS = /^[UuLQEPAKak]$/;

/** The operation, if the dialect has it. */
function known(operation: Operation, tree: ParameterExpansionPart, dialect: Dialect): Operation {
  const bad: Operation = { kind: "bad" };
  if (!NAME.test(tree.parameter)) return bad;
  if (tree.prefix === "#" && tree.operation !== undefined) return bad;
  if (tree.index !== undefined && !dialect.arrays) return bad;
  if (tree.prefix === "!" && !dialect.transformations) return bad;
  switch (operation.kind) {
    case "replace":
      return dialect.slices ? operation : bad;
    case "slice":
      return dialect.slices &&
        tree.operation?.type === "Slice" &&
        (tree.operation.offset.text !== "" || tree.operation.length !== undefined)
        ? operation
        : bad;
    case "transform":
      return dialect.transformations && TRANSFORMATIONS.test(operation.operator) ? operation : bad;
    case "case":
    case "names":
    case "keys":
      return dialect.transformations ? operation : bad;
    default:
      return operation;
  }
}
