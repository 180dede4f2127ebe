// --pull of run and create (docker/cli container/create.go validatePullOpt). Checked before anything else of the
// command line, but after all flags were read.

import { fail, ok, type Result } from "../../base/result.ts";

export type PullPolicy = "always" | "missing" | "never";

export function parsePullPolicy(value: string): Result<PullPolicy, string> {
  if (value === "") return ok("never"); // neither pulls first nor when the image is missing
  if (value === "always" || value === "missing" || value === "never") return ok(value);
  return fail(`invalid pull option: '${value}': must be one of "always", "missing" or "never"`);
}
