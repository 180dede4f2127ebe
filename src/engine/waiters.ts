// Whoever waits for a container: told once, of the run that ends next or of its removal (moby
// container/state.go Wait). Kept as data, because the container may be gone before its waiter looks.

import type { Result } from "../base/result.ts";
import { ok } from "../base/result.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import { findContainer } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";
import type { Happening } from "../model/event.ts";

export type WaitCondition = "not-running" | "next-exit" | "removed";

export interface WaitOutcome {
  readonly exitCode: number;
  readonly error: string;
}

export interface Waiter {
  readonly id: string;
  readonly condition: WaitCondition;
  readonly outcome: WaitOutcome | undefined;
}

export function beginWait(
  engine: Engine,
  idOrName: string,
  condition: WaitCondition,
): Result<{ readonly id: string; readonly waiter: number }> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const { id, state, exitCode, error } = found.value;
  const met = condition === "not-running" && !isRunning(state);
  const waiter = engine.nextWaiter++;
  engine.waiters.set(waiter, { id, condition, outcome: met ? { exitCode, error } : undefined });
  return ok({ id, waiter });
}

/** Given once; undefined as long as there is none. */
export function waitOutcome(engine: Engine, waiter: number): WaitOutcome | undefined {
  const outcome = engine.waiters.get(waiter)?.outcome;
  if (outcome !== undefined) engine.waiters.delete(waiter);
  return outcome;
}

/** Its client is gone. */
export function endWait(engine: Engine, waiter: number): void {
  engine.waiters.delete(waiter);
}

/** Called for everything that happens, before anybody looks again. */
export function tellWaiters(engine: Engine, happening: Happening, last: WaitOutcome): void {
  if (engine.waiters.size === 0 || !("id" in happening)) return;
  const ends = happening.kind === "container-died";
  const gone = happening.kind === "container-destroyed";
  if (!ends && !gone) return;
  for (const [number, waiter] of engine.waiters) {
    if (waiter.id !== happening.id || waiter.outcome !== undefined) continue;
    if (!gone && waiter.condition === "removed") continue;
    // a removal that went well leaves no error, whatever became of the container before
    engine.waiters.set(number, { ...waiter, outcome: gone ? { ...last, error: "" } : last });
  }
}
