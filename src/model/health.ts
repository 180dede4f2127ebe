// Health of a container as its probes tell it (moby daemon/health.go): starting until a probe succeeds or the
// start period is over and enough have failed, then healthy or unhealthy by the last ones.
// HEALTH_LIFECYCLE is the source of truth, as with the states of containers (container-lifecycle.ts).

import type { Instant } from "../base/time.ts";
import type { HealthConfig } from "./container-config.ts";
import { tableOf, type Statechart } from "./statechart.ts";

export type HealthStatus = "starting" | "healthy" | "unhealthy";
/** `unwatched`: probing stops, as the container is paused or has ended; then moby calls it unhealthy. */
export type ProbeEvent = "passed" | "failed-often" | "unwatched";

export const HEALTH_LIFECYCLE: Statechart<HealthStatus, ProbeEvent> = {
  id: "health",
  initial: "starting",
  states: {
    starting: { on: { passed: "healthy", "failed-often": "unhealthy", unwatched: "unhealthy" } },
    healthy: { on: { "failed-often": "unhealthy", unwatched: "unhealthy" } },
    unhealthy: { on: { passed: "healthy" } },
  },
};

const NEXT = tableOf(HEALTH_LIFECYCLE);

/** What a state does not accept changes nothing. */
export const healthAfter = (from: HealthStatus, event: ProbeEvent): HealthStatus =>
  NEXT.get(from)?.get(event) ?? from;

export interface Probe {
  readonly start: Instant;
  readonly end: Instant;
  readonly exitCode: number;
  readonly output: string;
}

export interface Health {
  readonly status: HealthStatus;
  readonly failingStreak: number;
  /** the last five */
  readonly log: readonly Probe[];
}

/** Whether a container is probed at all; undefined or NONE: it has no health. */
export const hasHealthcheck = (config: HealthConfig | null | undefined): boolean =>
  config?.Test?.[0] === "CMD" || config?.Test?.[0] === "CMD-SHELL";

const LOG_LENGTH = 5;
export const NO_HEALTH: Health = { status: "starting", failingStreak: 0, log: [] };

/** Health of a container that is probed no more; nothing of one that never was. */
export const unwatched = (health: Health | undefined): Health | undefined =>
  health && { ...health, status: healthAfter(health.status, "unwatched") };

export interface ProbeRules {
  /** failures in a row that make it unhealthy */
  readonly retries: number;
  /** failures before this time do not count */
  readonly countsFrom: Instant;
}

/** Health after one more probe; the status may be the same as before. */
export function afterProbe(health: Health, probe: Probe, rules: ProbeRules): Health {
  const log = [...health.log, probe].slice(-LOG_LENGTH);
  if (probe.exitCode === 0) return { status: healthAfter(health.status, "passed"), failingStreak: 0, log };
  const inGrace = health.status === "starting" && probe.start < rules.countsFrom;
  if (inGrace) return { ...health, log };
  const failingStreak = health.failingStreak + 1;
  const status = failingStreak >= rules.retries ? healthAfter(health.status, "failed-often") : health.status;
  return { status, failingStreak, log };
}
