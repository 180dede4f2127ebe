// Connections to what containers and execs print and read. The calling task of dockerd has the client's
// connection as its descriptor 0.

import { failed } from "../base/errno.ts";
import { CPU_LOGGED } from "../base/costs.ts";
import type { Duration } from "../base/time.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { decode } from "../base/utf8.ts";
import { install } from "../kernel/descriptors.ts";
import type { Fd } from "../kernel/sys.ts";
import { lookUp } from "../model/shelf.ts";
import { attach, detach, sendOutput, type Attachment, type StreamName } from "./attachments.ts";
import { addStepOutput } from "./build-step.ts";
import { capture } from "./captured-output.ts";
import type { Engine } from "./engine.ts";
import { addProbeOutput } from "./health-checks.ts";

/** The kernel's word that something was printed; `key` is an id and a stream's name. What that takes is answered. */
export function printed(engine: Engine, key: string, bytes: Uint8Array): Duration {
  const space = key.lastIndexOf(" ");
  const id = key.slice(0, space);
  const stream = key.slice(space + 1) as StreamName;
  let cost = 0;
  if (lookUp(engine.state.containers, id) !== undefined)
    cost = CPU_LOGGED * engine.logs.add(id, stream, bytes);
  else if (engine.buildSteps.has(id)) addStepOutput(engine, id, stream, bytes);
  else if (engine.probeOutput.has(id)) addProbeOutput(engine, id, decode(bytes));
  capture(engine, id, { stream, bytes });
  sendOutput(engine, id, stream, bytes);
  return cost;
}

function connectionOf(engine: Engine): number | undefined {
  const descriptor = engine.caller?.descriptors.get(0);
  return descriptor === undefined ? undefined : engine.kernel.openFiles.get(descriptor.file).target;
}

/** What is woken when something comes of the caller's client, or when it goes. */
export const connectionChannel = (engine: Engine): string => `socket ${connectionOf(engine) ?? 0} r`;

/** Whether the caller's client still reads. */
export function isConnected(engine: Engine): boolean {
  const { sockets } = engine.kernel;
  const own = sockets.find(connectionOf(engine) ?? 0);
  const peer = own?.peer === undefined ? undefined : sockets.find(own.peer);
  return peer !== undefined && !peer.readShut;
}

/** From now on the caller's client gets what is printed. */
export function attachOutput(engine: Engine, id: string, how: Omit<Attachment, "socket">): void {
  const socket = connectionOf(engine);
  if (socket !== undefined) attach(engine, id, { ...how, socket });
}

export function detachOutput(engine: Engine, id: string): void {
  const socket = connectionOf(engine);
  if (socket !== undefined) detach(engine, id, socket);
}

const stdinOf = (engine: Engine, id: string): number | undefined =>
  lookUp(engine.state.containers, id)?.sandbox?.stdin ?? lookUp(engine.state.execs, id)?.stdin;

/** A descriptor in the caller to write a container's or exec's standard input to; undefined if it has none. */
export function openStdin(engine: Engine, id: string): Result<Fd | undefined> {
  const file = stdinOf(engine, id);
  if (file === undefined || engine.caller === undefined) return ok(undefined);
  engine.kernel.openFiles.hold(file);
  const fd = install(engine.kernel, engine.kernel.processes.own(engine.caller.pid), file);
  return failed(fd) ? dockerError("system", "too many open files") : ok(fd);
}

/** Whoever fed the standard input has ended it (StdinOnce): the daemon gives its end of it up. */
export function closeStdin(engine: Engine, id: string): void {
  const file = stdinOf(engine, id);
  if (file === undefined) return;
  const exec = lookUp(engine.state.execs, id);
  if (exec === undefined) engine.commit({ kind: "container-stdin-closed", id });
  else engine.commit({ kind: "exec-stdin-closed", id: exec.container, exec: id });
  engine.kernel.openFiles.release(file);
}

/** Whether the caller's connection still gets output. */
export function isAttached(engine: Engine, id: string): boolean {
  const socket = connectionOf(engine);
  return (engine.attachments.get(id) ?? []).some((attachment) => attachment.socket === socket);
}
