// Variables that mean something to awk itself: reading and setting them reads and changes the record, the separators, the
// counters.

import { negativeCount } from "./faults.ts";
import type { Runtime } from "./runtime.ts";
import type { Special } from "./syntax.ts";
import type { Value } from "./values.ts";

export interface SpecialVariable {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
}

/** Kept as text, and needed as text. */
type TextName = "OFS" | "ORS" | "SUBSEP" | "CONVFMT" | "OFMT" | "RT";
type NumberName = "NR" | "FNR" | "RSTART" | "RLENGTH" | "IGNORECASE";

export function specialVariable(rt: Runtime, name: Special): SpecialVariable {
  switch (name) {
    case "NF":
      return { get: () => rt.record.count, set: (value) => setCount(rt, value) };
    case "FS":
      return { get: () => rt.FS, set: (value) => rt.setFS(rt.text(value)) };
    case "RS":
      return { get: () => rt.RS, set: (value) => rt.setRS(rt.text(value)) };
    case "FILENAME":
      return { get: () => rt.FILENAME, set: (value) => void (rt.FILENAME = value) };
    case "NR":
    case "FNR":
    case "RSTART":
    case "RLENGTH":
    case "IGNORECASE":
      return numberVariable(rt, name);
    default:
      return textVariable(rt, name);
  }
}

const numberVariable = (rt: Runtime, name: NumberName): SpecialVariable => ({
  get: () => rt[name],
  set: (value) => void (rt[name] = rt.number(value)),
});

const textVariable = (rt: Runtime, name: TextName): SpecialVariable => ({
  get: () => rt[name],
  set: (value) => void (rt[name] = rt.text(value)),
});

const MOST_FIELDS = 1e7;

function setCount(rt: Runtime, value: Value): void {
  const count = Math.trunc(rt.number(value));
  if (count < 0) negativeCount(rt);
  else rt.record.count = Math.min(MOST_FIELDS, count);
}
