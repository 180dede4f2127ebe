// Parser directives: `# name=value` lines before everything else in a Dockerfile (BuildKit's
// frontend/dockerfile/parser/directives.go). What `check` says is linter.ts; `syntax` names a frontend's image.

import { fail, ok, type Result } from "../../base/result.ts";
import type { Lines } from "./source.ts";

const NAMES: ReadonlySet<string> = new Set(["syntax", "escape", "check"]);

export interface Directive {
  readonly value: string;
  readonly lines: Lines;
}

export type Directives = ReadonlyMap<string, Directive>;

/** The first line that is none ends them; one of them twice is an error, told at the line before. */
export function readDirectives(
  text: string,
): Result<Directives, { readonly message: string; readonly lines: Lines }> {
  const found = new Map<string, Directive>();
  const all = text.replace(/^\ufeff/, "").split("\n");
  for (const [index, raw] of all.entries()) {
    const match = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(raw.replace(/\r$/, ""));
    const name = match?.[1]?.toLowerCase() ?? "";
    if (!NAMES.has(name)) break;
    if (found.has(name))
      return fail({
        message: `only one ${name} parser directive can be used`,
        lines: { start: index, end: index },
      });
    found.set(name, { value: match?.[2] ?? "", lines: { start: index + 1, end: index + 1 } });
  }
  return ok(found);
}
