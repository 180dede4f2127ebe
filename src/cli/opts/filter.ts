// --filter name=value (docker/cli opts.FilterOpt). Names and values lose the spaces around them, names their case;
// an empty text is no filter. Values of one name stand in the order given, each once.

import { fail, ok, type Result } from "../../base/result.ts";
import { cut } from "./key-value.ts";

/** Name to values, as the API's `filters` parameter has them. */
export type Filters = ReadonlyMap<string, readonly string[]>;

export const NO_FILTERS: Filters = new Map();

export function addFilter(filters: Filters, text: string): Result<Filters, string> {
  if (text === "") return ok(filters);
  const [name, value, found] = cut(text, "=");
  if (!found) return fail("bad format of filter (expected name=value)");
  const key = name.trim().toLowerCase();
  const known = filters.get(key) ?? [];
  return ok(new Map(filters).set(key, known.includes(value.trim()) ? known : [...known, value.trim()]));
}
