// Filters as the API's `filters` parameter has them: {"name":{"value":true}}, names and values in order (moby
// api/types/filters ToJSON).

import { encodeJsonString } from "../base/go/json-encode.ts";
import type { Filters } from "./opts/filter.ts";

const string = (text: string): string => encodeJsonString(text, true);

/** Undefined where there is no filter, as then the parameter is left out. */
export function filterJson(filters: Filters): string | undefined {
  if (filters.size === 0) return undefined;
  const names = [...filters].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = names.map(([name, values]) => {
    const members = [...values].sort().map((value) => `${string(value)}:true`);
    return `${string(name)}:{${members.join(",")}}`;
  });
  return `{${parts.join(",")}}`;
}

/** With one more value. */
export const withFilter = (filters: Filters, name: string, value: string): Filters =>
  new Map(filters).set(name, [...(filters.get(name) ?? []).filter((known) => known !== value), value]);
