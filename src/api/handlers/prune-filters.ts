// Filters that all prunes share: labels that must or must not be there, and an age (moby daemon/prune.go).
// What may be pruned at all is each kind's own question.

import { parseTimeBound, secondsOfBound } from "../../base/go/time-bound.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import type { Filters } from "./filters.ts";

type Labels = ReadonlyMap<string, string> | null | undefined;

export const labelTest =
  (filters: Filters) =>
  (labels: Labels): boolean =>
    filters.matchLabels("label", labels) &&
    (!filters.contains("label!") || !filters.matchLabels("label!", labels ?? new Map()));

/** Undefined without such a filter. */
export function untilOf(filters: Filters, now: Instant): Result<Instant | undefined> {
  const values = filters.values("until");
  if (values.length === 0) return ok(undefined);
  if (values.length > 1) return dockerError("system", "more than one until filter specified");
  return instantOf(values[0] as string, now);
}

/** A duration back from now, a time or a timestamp. */
export function instantOf(value: string, now: Instant): Result<Instant> {
  const bound = parseTimeBound(value, now);
  return bound.ok ? ok(secondsOfBound(bound.value) * SECOND) : dockerError("system", bound.error);
}
