// Flags of Dockerfile instructions, `--name=value` (BuildKit's frontend/dockerfile/instructions/bflag.go). Which
// instruction has which is told by who asks; what values mean is not looked at, but for booleans.

import { fail, ok, type Result } from "../../base/result.ts";
import { withSuggestion } from "./suggest.ts";

export type FlagKind = "text" | "bool" | "list";

export class Flags {
  constructor(private readonly values: ReadonlyMap<string, readonly string[]>) {}

  one(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.one(name) === "true";
  }
}

export function readFlags(
  words: readonly string[],
  known: Readonly<Record<string, FlagKind>>,
): Result<Flags, string> {
  const values = new Map<string, readonly string[]>();
  for (const word of words) {
    const [name = "", value] = word.slice(2).split(/=(.*)/s);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) return fail(withSuggestion(`unknown flag: --${name}`, name, Object.keys(known)));
    if (values.has(name) && kind !== "list") return fail(`duplicate flag specified: --${name}`);
    if (kind !== "bool" && value === undefined) return fail(`missing a value on flag: --${name}`);
    if (kind === "bool" && value === "") return fail(`missing a value on flag: --${name}`);
    const given = value?.toLowerCase() ?? "true";
    if (kind === "bool" && given !== "true" && given !== "false")
      return fail(`expecting boolean value for flag --${name}, not: ${value}`);
    values.set(name, [...(values.get(name) ?? []), kind === "bool" ? given : (value as string)]);
  }
  return ok(new Flags(values));
}
