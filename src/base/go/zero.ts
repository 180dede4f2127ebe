// The zero value of a described type with every field said, as Go has it before anything is set. Relies on the
// descriptions alone (types.ts); data that was read may leave fields out.

import type { GoType } from "./types.ts";

export function zeroOf<T>(type: GoType<T>): T {
  return (type.kind === "struct" ? fieldsOf(type, {}) : type.zero) as T;
}

function fieldsOf(type: GoType, into: Record<string, unknown>): unknown {
  for (const { embedded, key, type: own } of type.fields)
    if (embedded) fieldsOf(own.elem ?? own, into);
    else into[key] = zeroOf(own);
  return into;
}
