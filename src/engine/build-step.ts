// A RUN step while its process lives: what it was given of the kernel, and what it has printed. A record of data, so
// that a fork of the world has the same one. Started and taken apart by build/run-step.ts.

import type { Instant } from "../base/time.ts";
import type { Sandbox } from "../model/container.ts";
import type { StepEndpoint } from "./build/step-network.ts";
import { buildChannel } from "./channels.ts";
import type { Engine } from "./engine.ts";

export interface StepOutput {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
  readonly at: Instant;
}

export interface BuildStep {
  readonly id: string;
  readonly pid: number;
  /** file system that it writes to */
  readonly tree: number;
  readonly sandbox: Sandbox;
  /** on the bridge; undefined without a network of its own */
  readonly network: StepEndpoint | undefined;
  /** names that were made to mount on, and go again if nothing is in them */
  readonly stubs: readonly string[];
  readonly output: readonly StepOutput[];
  /** undefined as long as it runs */
  readonly exitCode: number | undefined;
}

/** The kernel's word that a step printed something. */
export function addStepOutput(
  engine: Engine,
  id: string,
  stream: StepOutput["stream"],
  bytes: Uint8Array,
): void {
  const step = engine.buildSteps.get(id);
  if (step === undefined) return;
  engine.buildSteps.set(id, { ...step, output: [...step.output, { stream, bytes, at: engine.now }] });
  engine.kernel.wake(buildChannel(id));
}

/** The kernel's word that its process has ended. */
export function buildStepEnded(engine: Engine, id: string, exitCode: number): boolean {
  const step = engine.buildSteps.get(id);
  if (step === undefined) return false;
  engine.buildSteps.set(id, { ...step, exitCode });
  engine.kernel.wake(buildChannel(id));
  return true;
}
