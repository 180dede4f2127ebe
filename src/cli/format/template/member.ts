// `.Name` of a value that has no such method: a struct's field or a map's entry. Source of the rules and
// texts: Go's text/template/exec.go (evalField).

import { quote } from "../../../base/go/quote.ts";
import type { GoType } from "../../../base/go/types.ts";
import { fieldValue, type GoValue, INVALID, isNilReference, mapIndex } from "../../../base/go/value.ts";
import { fail, ok } from "../../../base/result.ts";
import type { Called } from "./functions.ts";

export interface MemberAccess {
  /** what the receiver was before pointers were followed, for error texts */
  readonly type: GoType;
  readonly name: string;
  readonly hasArgs: boolean;
  /** Option("missingkey=error") */
  readonly missingKeyError: boolean;
}

const noSuchField = ({ name, type }: MemberAccess): Called =>
  fail(`can't evaluate field ${name} in type ${type.name}`);

function fieldOf(receiver: GoValue, access: MemberAccess): Called {
  const { name, type, hasArgs } = access;
  const field = receiver.type.fieldsByName.get(name);
  if (field === undefined) return noSuchField(access);
  if (!field.exported) return fail(`${name} is an unexported field of struct type ${type.name}`);
  if (hasArgs) return fail(`${name} has arguments but cannot be invoked as function`);
  return ok(fieldValue(receiver, field));
}

function entryOf(receiver: GoValue, { name, hasArgs, missingKeyError }: MemberAccess): Called {
  if (hasArgs) return fail(`${name} is not a method but has arguments`);
  const found = mapIndex(receiver, name);
  if (found) return ok(found);
  return missingKeyError ? fail(`map has no entry for key ${quote(name)}`) : ok(INVALID);
}

/** `receiver` is what pointers and interfaces lead to. */
export function memberOf(receiver: GoValue, access: MemberAccess): Called {
  const { kind, key, elem } = receiver.type;
  if (kind === "struct") return fieldOf(receiver, access);
  if (kind === "map" && key?.name === "string") return entryOf(receiver, access);
  if (isNilReference(receiver) && elem?.fieldsByName.has(access.name))
    return fail(`nil pointer evaluating ${access.type.name}.${access.name}`);
  return noSuchField(access);
}
