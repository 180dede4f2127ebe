// --health-* and --no-healthcheck (docker/cli container/opts.go). Times in nanoseconds; how short they may be, the daemon
// says.

import { fail, ok, type Result } from "../../base/result.ts";
import type { HealthConfig } from "./create-request.ts";

export interface HealthFlags {
  readonly command: string;
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly startInterval: number;
  readonly retries: number;
  readonly disabled: boolean;
}

/** Undefined where no flag speaks of health: the image decides. */
export function parseHealth(flags: HealthFlags): Result<HealthConfig | undefined, string> {
  const { command, interval, timeout, startPeriod, startInterval, retries } = flags;
  const given =
    command !== "" || [interval, timeout, startPeriod, startInterval, retries].some((n) => n !== 0);
  if (flags.disabled)
    return given ? fail("--no-healthcheck conflicts with --health-* options") : ok({ Test: ["NONE"] });
  if (!given) return ok(undefined);
  for (const [name, value] of [
    ["interval", interval],
    ["timeout", timeout],
    ["retries", retries],
    ["start-period", startPeriod],
    ["start-interval", startInterval],
  ] as const)
    if (value < 0) return fail(`--health-${name} cannot be negative`);
  return ok({
    ...(command !== "" && { Test: ["CMD-SHELL", command] }),
    ...(interval !== 0 && { Interval: interval }),
    ...(timeout !== 0 && { Timeout: timeout }),
    ...(startPeriod !== 0 && { StartPeriod: startPeriod }),
    ...(startInterval !== 0 && { StartInterval: startInterval }),
    ...(retries !== 0 && { Retries: retries }),
  });
}
