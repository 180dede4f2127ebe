// Signals to containers (moby daemon/kill.go). Whoever has to wait for what they do is a task (api).

import { dockerError, ok, type Result } from "../base/result.ts";
import { SIGKILL, signalNumber, SIGRTMAX, type Signal } from "../base/signals.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";

/** A number or a name; `docker kill -s 0` is refused as well. */
export function parseSignal(text: string): Result<Signal> {
  const numeric = /^\d+$/.test(text);
  const signal = numeric ? Number(text) : signalNumber(text);
  if (signal === undefined || signal === 0)
    return dockerError("invalid-parameter", `invalid signal: ${text}`);
  if (signal > SIGRTMAX)
    return dockerError("invalid-parameter", `the linux daemon does not support signal ${signal}`);
  return ok(signal);
}

export const notRunning = (container: Container): Result<never> =>
  dockerError("conflict", `container ${container.id} is not running`);

/** The signal that docker stop sends first. */
export function stopSignalOf(container: Container): Signal {
  const parsed = parseSignal(container.config.StopSignal || "TERM");
  return parsed.ok ? parsed.value : 15;
}

/** Sends it to the first process; a paused container goes on so that it can act on it. */
export function signalContainer(engine: Engine, container: Container, signal: Signal): Result<undefined> {
  if (!isRunning(container.state)) return notRunning(container);
  const isStop = signal === SIGKILL || signal === stopSignalOf(container) || !container.config.StopSignal;
  engine.commit({ kind: "container-killed", id: container.id, signal, byHand: true });
  if (container.state === "restarting") return ok(undefined);
  const { kernel } = engine;
  kernel.signals.send(kernel.processes.get(container.pid), signal, undefined);
  const after = lookUp(engine.state.containers, container.id);
  if (after?.state === "paused" && isStop) thaw(engine, after);
  return ok(undefined);
}

function thaw(engine: Engine, container: Container): void {
  if (container.sandbox === undefined) return;
  engine.commit({ kind: "container-unpaused", id: container.id });
  engine.kernel.processes.setFrozen(container.sandbox.cgroup, false);
}

/** SIGKILL, which takes effect at once. One that waits for its restart stops waiting. */
export function killNow(engine: Engine, container: Container): void {
  if (container.state === "restarting") {
    engine.commit({ kind: "container-restart-canceled", id: container.id });
    return;
  }
  signalContainer(engine, container, SIGKILL);
}
