// What `range` goes over: slices, maps in the order of their keys, and integers. Source of the rules and
// texts: Go's text/template/exec.go (walkRange); channels and iterator functions do not occur here.

import { formatWith } from "../../../base/go/fmt.ts";
import type { GoInt } from "../../../base/go/integers.ts";
import { int } from "../../../base/go/types.ts";
import { GoValue, indexSlice, INVALID, isNil, lengthOf, sortedEntries } from "../../../base/go/value.ts";
import { fail, ok, type Result } from "../../../base/result.ts";

export type Item = readonly [key: GoValue, value: GoValue];

function* sliceItems(v: GoValue): Generator<Item> {
  const n = lengthOf(v);
  for (let i = 0; i < n; i++) yield [new GoValue(int, i), indexSlice(v, i)];
}

function* countedItems(v: GoValue): Generator<Item> {
  for (let i = 0; i < (v.data as GoInt); i++) yield [INVALID, new GoValue(v.type, i)];
}

/** `variables` is how many the range declares or assigns. */
export function itemsOf(over: GoValue, variables: number): Result<Iterable<Item>, string> {
  switch (over.type.kind) {
    case "invalid":
      return ok([]);
    case "slice":
      return ok(sliceItems(over));
    case "map":
      return ok(sortedEntries(over));
    case "int":
    case "uint":
      if (variables <= 1) return ok(countedItems(over));
      return fail(`can't use ${formatWith("v", over)} to iterate over more than one variable`);
    default:
      if (over.type.kind === "interface" && isNil(over)) return ok([]);
      return fail(`range can't iterate over ${formatWith("v", over)}`);
  }
}
