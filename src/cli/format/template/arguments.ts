// Values as arguments: what a parameter takes, and what a constant is where a type is asked for or not.
// Source of the rules and texts: Go's text/template/exec.go (validateType, evalArg, idealConstant).

import { type GoInt, toGoInt } from "../../../base/go/integers.ts";
import { bool, complex128, float64, type GoType, int, isAssignable, string } from "../../../base/go/types.ts";
import { elem, GoValue, INVALID, isNil, valueOf } from "../../../base/go/value.ts";
import { fail, ok } from "../../../base/result.ts";
import { type Called, reflectValue } from "./functions.ts";
import { nodeText, type NumberNode, type Operand } from "./node.ts";

/** Where a field of anything is taken, no type is asked for. */
export type ParameterType = GoType | undefined;

const NILLABLE = new Set(["interface", "map", "pointer", "slice", "func"]);

/** The type that a value must have; undefined where any will do. */
const wanted = (type: ParameterType): GoType | undefined => (type === reflectValue ? undefined : type);

/** A value as one of a parameter's type. */
export function validate(value: GoValue, parameter: ParameterType): Called {
  const type = wanted(parameter);
  if (type === undefined) return ok(value);
  if (value === INVALID) {
    return NILLABLE.has(type.kind) ? ok(valueOf(type, null)) : fail(`invalid value; expected ${type.name}`);
  }
  if (isAssignable(value.type, type)) return ok(value);
  const held = value.type.kind === "interface" && !isNil(value) ? elem(value) : value;
  if (isAssignable(held.type, type)) return ok(held);
  if (held.type.kind !== "pointer" || !isAssignable(held.type.elem as GoType, type))
    return fail(`wrong type for value; expected ${type.name}; got ${held.type.name}`);
  return isNil(held) ? fail(`dereference of nil pointer of type ${type.name}`) : ok(elem(held));
}

export function nilArgument(parameter: ParameterType): Called {
  const type = wanted(parameter);
  if (type === undefined) return ok(INVALID);
  return NILLABLE.has(type.kind) ? ok(valueOf(type, null)) : fail(`cannot assign nil to ${type.name}`);
}

/** The type of a number where none is asked for follows from how it is written. */
function idealNumber(node: NumberNode): Called {
  const { text } = node;
  if (node.complex) return ok(new GoValue(complex128, node.complex));
  const hexInt = /^0[xX]./.test(text) && !/[pP]/.test(text);
  if (node.float !== undefined && !hexInt && !text.startsWith("'") && /[.eEpP]/.test(text))
    return ok(new GoValue(float64, node.float));
  return node.int === undefined ? fail(`${text} overflows int`) : ok(new GoValue(int, node.int));
}

/** A constant by itself. */
export function idealConstant(node: Operand): Called {
  switch (node.kind) {
    case "bool":
      return ok(new GoValue(bool, node.value));
    case "number":
      return idealNumber(node);
    case "string":
      return ok(new GoValue(string, node.value));
    default:
      return fail("nil is not a command");
  }
}

/** A constant that is too large for a parameter loses its upper bits, as in Go. */
function wrapped(type: GoType, value: GoInt): GoInt {
  if (type.kind === "float" || type.bits === 64) return value;
  const wide = BigInt(value);
  return toGoInt(type.kind === "int" ? BigInt.asIntN(type.bits, wide) : BigInt.asUintN(type.bits, wide));
}

const unexpected = (what: string, node: Operand): Called => fail(`expected ${what}; found ${nodeText(node)}`);

function numberArgument(type: GoType, node: Operand, as: "int" | "uint" | "float", what: string): Called {
  const value = node.kind === "number" ? node[as] : undefined;
  return value === undefined ? unexpected(what, node) : ok(new GoValue(type, wrapped(type, value)));
}

/** A constant for a parameter. */
export function constantArgument(parameter: ParameterType, node: Operand): Called {
  const type = wanted(parameter);
  if (type === undefined || type.kind === "interface") return idealConstant(node);
  switch (type.kind) {
    case "bool":
      return node.kind === "bool" ? ok(new GoValue(type, node.value)) : unexpected("bool", node);
    case "string":
      return node.kind === "string" ? ok(new GoValue(type, node.value)) : unexpected("string", node);
    case "int":
      return numberArgument(type, node, "int", "integer");
    case "uint":
      return numberArgument(type, node, "uint", "unsigned integer");
    case "float":
      return numberArgument(type, node, "float", "float");
    default:
      return fail(`can't handle ${nodeText(node)} for arg of type ${type.name}`);
  }
}
