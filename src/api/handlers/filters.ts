// The `filters` parameter: JSON of names to values, in either of its forms (moby api/types/filters).

import { parseJson } from "../../base/go/json-decode.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";

/** name -> values, in the order in which they were given */
export type Filters = ReadonlyMap<string, readonly string[]>;

const NOT_FILTERS = "invalid filter";

export function parseFilters(json: string, accepted: readonly string[]): Result<Filters> {
  if (json === "") return ok(new Map());
  const parsed = parseJson(json);
  if (!parsed.ok || !(parsed.value instanceof Map)) return dockerError("invalid-parameter", NOT_FILTERS);
  const filters = new Map<string, readonly string[]>();
  for (const [name, values] of parsed.value as ReadonlyMap<string, unknown>) {
    if (!accepted.includes(name)) return dockerError("invalid-parameter", `invalid filter '${name}'`);
    filters.set(name, valuesIn(values));
  }
  return ok(filters);
}

/** {"a":true} or ["a"] */
function valuesIn(values: unknown): string[] {
  if (Array.isArray(values)) return values.map(String);
  return values instanceof Map ? [...(values as ReadonlyMap<string, unknown>).keys()] : [];
}

/** All of `label=key` and `label=key=value`. */
export function matchesLabels(
  labels: ReadonlyMap<string, string> | null | undefined,
  wanted: readonly string[],
): boolean {
  return wanted.every((want) => {
    const equals = want.indexOf("=");
    if (equals < 0) return labels?.has(want) ?? false;
    return labels?.get(want.slice(0, equals)) === want.slice(equals + 1);
  });
}
