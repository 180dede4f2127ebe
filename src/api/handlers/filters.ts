// The `filters` parameter: JSON of names to values, in either of its forms, and how values are compared
// (moby api/types/filters). Values of one name are alternatives unless a comparison says otherwise; where moby
// goes through a map in Go's random order, the order is that of the request.

import { parseJson, type RawJson } from "../../base/go/json-decode.ts";
import { dockerError, ok, type DockerError, type Fail, type Result } from "../../base/result.ts";
import { matchesPattern } from "./go-pattern.ts";

/** value -> whether it counts: a client may send `false`, which only some comparisons look at */
type Values = ReadonlyMap<string, boolean>;

/** `invalid filter 'name=[a b]'` */
export const invalidFilter = (name = "", values?: readonly string[]): Fail<DockerError> =>
  dockerError(
    "invalid-parameter",
    name === ""
      ? "invalid filter"
      : `invalid filter '${name}${values === undefined ? "" : `=[${values.join(" ")}]`}'`,
  );

export class Filters {
  private constructor(private readonly fields: ReadonlyMap<string, Values>) {}

  static readonly none = new Filters(new Map());

  /** `accepted` undefined: any name. */
  static parse(json: string, accepted?: readonly string[]): Result<Filters> {
    if (json === "") return ok(Filters.none);
    const parsed = parseJson(json);
    if (!parsed.ok) return invalidFilter();
    const fields = fieldsOf(parsed.value);
    if (fields === undefined) return invalidFilter();
    const unknown = accepted && [...fields.keys()].find((name) => !accepted.includes(name));
    return unknown === undefined ? ok(new Filters(fields)) : invalidFilter(unknown);
  }

  contains(name: string): boolean {
    return this.fields.has(name);
  }

  values(name: string): readonly string[] {
    return [...(this.fields.get(name)?.keys() ?? [])];
  }

  /** True as well if there is no such filter; so are the comparisons below. */
  exactMatch(name: string, text: string): boolean {
    const values = this.fields.get(name);
    return values === undefined || values.size === 0 || values.get(text) === true;
  }

  /** By Go's regular expressions. */
  match(name: string, text: string): boolean {
    return this.exactMatch(name, text) || this.values(name).some((value) => matchesPattern(value, text));
  }

  /** By the beginning. */
  fuzzyMatch(name: string, text: string): boolean {
    return this.exactMatch(name, text) || this.values(name).some((value) => text.startsWith(value));
  }

  /** All of `key` and `key=value`. */
  matchLabels(name: string, labels: ReadonlyMap<string, string> | null | undefined): boolean {
    return this.values(name).every((want) => {
      const equals = want.indexOf("=");
      if (equals < 0) return labels?.has(want) ?? false;
      return labels?.get(want.slice(0, equals)) === want.slice(equals + 1);
    });
  }

  bool(name: string, otherwise: boolean): Result<boolean> {
    const values = this.fields.get(name);
    if (values === undefined) return ok(otherwise);
    if (values.size === 0) return invalidFilter(name);
    const isFalse = values.get("0") === true || values.get("false") === true;
    const isTrue = values.get("1") === true || values.get("true") === true;
    return isFalse === isTrue ? invalidFilter(name, [...values.keys()]) : ok(isTrue);
  }
}

/** {"name":{"value":true}} or {"name":["value"]} */
function fieldsOf(raw: RawJson): ReadonlyMap<string, Values> | undefined {
  if (raw === null) return new Map();
  if (!(raw instanceof Map)) return undefined;
  const fields = new Map<string, Values>();
  for (const [name, given] of raw) {
    const values = valuesIn(given);
    if (values === undefined) return undefined;
    fields.set(name, values);
  }
  return fields;
}

function valuesIn(given: RawJson): Values | undefined {
  if (given === null) return new Map();
  if (Array.isArray(given))
    return given.every((value) => typeof value === "string")
      ? new Map(given.map((value) => [value, true]))
      : undefined;
  if (!(given instanceof Map)) return undefined;
  return [...given.values()].every((value) => typeof value === "boolean")
    ? (given as Map<string, boolean>)
    : undefined;
}
