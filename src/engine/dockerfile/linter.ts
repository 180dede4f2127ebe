// What is found that may be better in a Dockerfile but is no fault, and which rules are left out of it, by the check
// directive (BuildKit's frontend/dockerfile/linter). What the rules are is checks.ts, and for steps build/lint-step.ts.

import { quote } from "../../base/go/quote.ts";
import { parseBool } from "../../base/go/integers.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { BuildWarning } from "../../model/build.ts";
import type { Lines } from "./source.ts";

export interface LintOptions {
  /** "all": every rule */
  readonly skipped: ReadonlySet<string>;
  /** rules that are tried out, "all" for every one */
  readonly experimental: ReadonlySet<string>;
  /** something found is an error */
  readonly isError: boolean;
}

/** `skip=A,B;error=true` */
export function parseLintOptions(text: string): Result<LintOptions, string> {
  let skipped: readonly string[] = [];
  let experimental: readonly string[] = [];
  let isError = false;
  for (const part of text.trim() === "" ? [] : text.trim().split(";")) {
    const [name = "", value] = part.split(/=(.*)/s).map((word) => word.trim());
    if (value === undefined) return fail(`invalid check option ${quote(part)}`);
    const rules = (value ?? "").split(",").map((rule) => rule.trim());
    if (name === "skip") skipped = rules;
    else if (name === "experimental") experimental = rules;
    else if (name === "error") {
      const truth = parseBool(value);
      if (!truth.ok) return fail(`failed to parse check option ${quote(part)}: ${truth.error}`);
      isError = truth.value;
    } else return fail(`invalid check option ${quote(name)}`);
  }
  return ok({ skipped: new Set(skipped), experimental: new Set(experimental), isError });
}

/** Only reported where they are asked for. */
const EXPERIMENTAL: ReadonlySet<string> = new Set(["CopyIgnoredFile"]);

export class Linter {
  readonly found: BuildWarning[] = [];

  constructor(
    private readonly options: LintOptions,
    private readonly filename: string,
    private readonly text: string,
  ) {}

  report(rule: string, message: string, { start, end }: Lines): void {
    const { skipped, experimental } = this.options;
    if (EXPERIMENTAL.has(rule)) {
      if (!experimental.has("all") && !experimental.has(rule)) return;
    } else if (skipped.has("all") || skipped.has(rule)) return;
    this.found.push({ rule, message, source: { filename: this.filename, text: this.text, start, end } });
  }

  /** If what was found is one. */
  error(): string | undefined {
    if (!this.options.isError || this.found.length === 0) return undefined;
    return `lint violation found for rules: ${[...new Set(this.found.map(({ rule }) => rule))].join(", ")}`;
  }
}
