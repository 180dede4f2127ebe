// Health checks: per run of a container a task of dockerd's that sleeps, runs the probe as an exec that nobody
// sees, waits for it or for its timeout, and tells the outcome (moby daemon/health.go). It ends with the run.

import { MILLISECOND, SECOND, type Duration, type Instant } from "../base/time.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import type { HealthConfig } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import { afterProbe, type Probe } from "../model/health.ts";
import { lookUp } from "../model/shelf.ts";
import { containerChannel } from "./channels.ts";
import type { Engine } from "./engine.ts";
import { createExec, startExec } from "./exec.ts";

const DEFAULT_INTERVAL: Duration = 30 * SECOND;
const DEFAULT_TIMEOUT: Duration = 30 * SECOND;
const DEFAULT_START_INTERVAL: Duration = 5 * SECOND;
const DEFAULT_RETRIES = 3;
/** Bytes of a probe's output that are kept. */
const MAX_OUTPUT = 4096;

interface Watch {
  readonly id: string;
  readonly runs: number;
}

/** A configured time is in nanoseconds; 0 and nothing stand for the default. */
const timeOr = (nanoseconds: number | undefined, otherwise: Duration): Duration =>
  nanoseconds ? nanoseconds / 1000 : otherwise;

export function watchHealth(engine: Engine, id: string): void {
  engine.spawnTask(watch, { id, runs: engine.runsOf(id) } satisfies Watch);
}

function* watch(sys: Sys, { id, runs }: Watch): Task<number> {
  for (;;) {
    sys.checkpoint(watch, { id, runs });
    const pause = sys.invoke("engine", "probePause", [id, runs]) as Duration | undefined;
    if (pause === undefined) return 0;
    yield* sys.sleep(pause);
    const begun = sys.invoke("engine", "beginProbe", [id, runs]) as
      { readonly exec: string; readonly timeout: Duration } | "paused" | undefined;
    if (begun === undefined) return 0;
    if (begun === "paused") continue;
    yield* waitForProbe(sys, id, runs, begun.exec, begun.timeout);
  }
}

function* waitForProbe(sys: Sys, id: string, runs: number, exec: string, timeout: Duration): Task<void> {
  const start = sys.now();
  const until = start + timeout;
  for (;;) {
    const over = sys.invoke("engine", "endProbe", [id, runs, exec, start, until]) as boolean;
    if (over) return;
    yield* sys.block(containerChannel(id), until);
  }
}

// ---- the engine's side

const config = (container: Container): HealthConfig => container.config.Healthcheck ?? {};

function running(engine: Engine, id: string, runs: number): Container | undefined {
  const container = lookUp(engine.state.containers, id);
  const same = container !== undefined && container.runs === runs;
  return same && (container.state === "running" || container.state === "paused") ? container : undefined;
}

/** How long until the next probe; undefined if there is nothing to watch any more. */
export function probePause(engine: Engine, id: string, runs: number): Duration | undefined {
  const container = running(engine, id, runs);
  if (container?.health === undefined) return undefined;
  const health = config(container);
  const inGrace = container.health.status === "starting" && engine.now < graceEnd(container);
  return inGrace
    ? timeOr(health.StartInterval, DEFAULT_START_INTERVAL)
    : timeOr(health.Interval, DEFAULT_INTERVAL);
}

const graceEnd = (container: Container): Instant =>
  (container.startedAt ?? 0) + timeOr(config(container).StartPeriod, 0);

export function beginProbe(
  engine: Engine,
  id: string,
  runs: number,
): { exec: string; timeout: Duration } | "paused" | undefined {
  const container = running(engine, id, runs);
  if (container === undefined) return undefined;
  if (container.state === "paused") return "paused";
  const test = config(container).Test ?? [];
  const shell = container.config.Shell ?? ["/bin/sh", "-c"];
  const created = createExec(engine, id, {
    command: test[0] === "CMD-SHELL" ? [...shell, test[1] ?? ""] : test.slice(1),
    user: "",
    privileged: false,
    tty: false,
    attachStdin: false,
    attachStdout: true,
    attachStderr: true,
    env: [],
    workingDir: "",
    detachKeys: "",
  });
  if (!created.ok) return undefined;
  engine.probeOutput.set(created.value, "");
  void startExec(engine, created.value);
  return { exec: created.value, timeout: timeOr(config(container).Timeout, DEFAULT_TIMEOUT) };
}

/** True once the probe has ended or its time is over, or the container is gone. */
export function endProbe(
  engine: Engine,
  id: string,
  runs: number,
  execId: string,
  start: Instant,
  until: Instant,
): boolean {
  const container = running(engine, id, runs);
  const exec = lookUp(engine.state.execs, execId);
  if (container === undefined || exec === undefined) {
    engine.probeOutput.delete(execId);
    return true;
  }
  if (exec.state !== "ended" && engine.now < until) return false;
  const output = engine.probeOutput.get(execId) ?? "";
  engine.probeOutput.delete(execId);
  if (exec.state === "ended")
    tell(engine, container, { start, end: engine.now, exitCode: exec.exitCode ?? -1, output });
  else {
    engine.killExec(exec);
    const timeout = Math.round((until - start) / MILLISECOND);
    tell(engine, container, {
      start,
      end: engine.now,
      exitCode: -1,
      output: `Health check exceeded timeout (${formatTimeout(timeout)})${output === "" ? "" : `: ${output}`}`,
    });
  }
  return true;
}

const formatTimeout = (milliseconds: number): string =>
  milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;

function tell(engine: Engine, container: Container, probe: Probe): void {
  if (container.health === undefined) return;
  const retries = config(container).Retries || DEFAULT_RETRIES;
  const health = afterProbe(container.health, probe, { retries, countsFrom: graceEnd(container) });
  engine.commit({ kind: "container-probed", id: container.id, health });
}

/** Output of a probe, cut where moby cuts it. */
export function addProbeOutput(engine: Engine, execId: string, text: string): void {
  const before = engine.probeOutput.get(execId);
  if (before === undefined) return;
  const all = before + text;
  engine.probeOutput.set(execId, all.length > MAX_OUTPUT ? `${all.slice(0, MAX_OUTPUT)}...` : all);
}
