// Signals to containers (moby daemon/kill.go). Whoever has to wait for what they do is a task (api); what the
// end of the first process leads to is end.ts.

import { dockerError, ok, type Result } from "../base/result.ts";
import { SIGKILL, signalName, signalNumber, type Signal } from "../base/signals.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";
import { takeApart } from "./take-apart.ts";

/** A number or a name; numbers that no signal has are let through (moby/sys/signal ParseSignal). */
export function anySignal(text: string): Signal | undefined {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : signalNumber(text);
  return number === 0 ? undefined : number;
}

/** One that can be sent, as `docker kill` wants it. */
export function parseSignal(text: string): Result<Signal> {
  const signal = anySignal(text);
  if (signal === undefined) return dockerError("invalid-parameter", `invalid signal: ${text}`);
  if (signalName(signal) === undefined)
    return dockerError("invalid-parameter", `the linux daemon does not support signal ${signal}`);
  return ok(signal);
}

export const notRunning = (container: Container): Result<never> =>
  dockerError("conflict", `container ${container.id} is not running`);

const DEFAULT_STOP_SIGNAL = 15;

/** The signal that docker stop sends first. */
export const stopSignalOf = ({ config }: Container): Signal =>
  anySignal(config.StopSignal || "TERM") ?? DEFAULT_STOP_SIGNAL;

/** Whether the daemon takes the signal for the container's end: its restart policy then rests. */
function meansEnd({ config }: Container, signal: Signal): boolean {
  const own = config.StopSignal ?? "";
  return own === "" || signal === SIGKILL || anySignal(own) === signal;
}

/**
 * Sends it to the first process; a paused container goes on if that is to be its end. One that waits for its
 * restart gets no signal, but waits no more.
 */
export function signalContainer(engine: Engine, container: Container, signal: Signal): Result<undefined> {
  const { id, state } = container;
  if (!isRunning(state)) return notRunning(container);
  const cancels = meansEnd(container, signal);
  engine.commit({ kind: "container-killed", id, signal, cancels, told: state !== "restarting" });
  if (state === "restarting") {
    if (cancels) giveUpRestart(engine, container);
    return ok(undefined);
  }
  const { kernel } = engine;
  kernel.signals.send(kernel.processes.get(container.pid), signal, undefined);
  const after = lookUp(engine.state.containers, id);
  if (after?.state === "paused" && cancels) thaw(engine, after);
  return ok(undefined);
}

function thaw(engine: Engine, container: Container): void {
  if (container.sandbox === undefined) return;
  engine.commit({ kind: "container-unpaused", id: container.id });
  engine.kernel.processes.setFrozen(container.sandbox.cgroup, false);
}

/** It stays ended; with --rm it goes. */
export function giveUpRestart(engine: Engine, { id, exitCode, hostConfig }: Container): void {
  engine.commit({ kind: "container-restart-canceled", id, exitCode });
  const ended = lookUp(engine.state.containers, id);
  if (hostConfig.AutoRemove && ended !== undefined) takeApart(engine, ended, true);
}
