// Plays scenarios in worker threads, as many as there are processors, the longest first, and holds what they
// print against the recordings.

import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { compare, type Limits, type Verdict } from "./compare/compare.ts";
import type { Recording } from "./compare/recording.ts";
import type { Answer, Request } from "./player.ts";

/** A scenario that runs longer than this hangs. */
const TIMEOUT_MS = 60_000;

export interface Scenario {
  readonly name: string;
  readonly text: string;
  readonly recording: Recording;
}

export interface Outcome extends Verdict {
  /** what went wrong beyond wrong output: something was thrown, an invariant broke, nothing came */
  readonly crash?: string;
  readonly milliseconds: number;
}

export function loadScenarios(folder: string): Scenario[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".scn"))
    .sort()
    .map((file) => {
      const name = file.slice(0, -".scn".length);
      const recording = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Recording;
      return { name, text: readFileSync(join(folder, file), "utf8"), recording };
    });
}

/** In the order of the scenarios. `player` is the file of player.ts, bundled. */
export async function replay(
  scenarios: readonly Scenario[],
  player: string,
  limits: Limits = {},
): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const queue = [...scenarios].sort((a, b) => b.recording.steps.length - a.recording.steps.length);
  const drain = async (): Promise<void> => {
    let worker: Worker | undefined;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      worker ??= new Worker(player);
      const answer = await ask(worker, next);
      outcomes.set(next.name, judge(next, answer, limits));
      if (answer.played !== undefined) continue;
      await worker.terminate(); // whatever it was, the next scenario starts afresh
      worker = undefined;
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), queue.length) }, drain));
  return scenarios.flatMap(({ name }) => outcomes.get(name) ?? []);
}

function ask(worker: Worker, { name, text }: Scenario): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      worker.off("message", settle).off("error", onError).off("exit", onExit);
      resolve(answer);
    };
    const crash = (text: string): void => settle({ name, crash: text, milliseconds: TIMEOUT_MS });
    const onError = (error: unknown): void => crash(String(error));
    const onExit = (code: number): void => crash(`the worker ended with exit code ${code}`);
    const timer = setTimeout(() => crash(`still running after ${TIMEOUT_MS / 1000} seconds`), TIMEOUT_MS);
    worker.on("message", settle).on("error", onError).on("exit", onExit);
    worker.postMessage({ name, text } satisfies Request);
  });
}

export function judge(scenario: Scenario, answer: Answer, limits: Limits): Outcome {
  const { recording, name } = scenario;
  const played = answer.played ?? { scenario: name, engine: "", steps: [] };
  const verdict = compare(recording, played, limits);
  const broken = played.steps.findIndex(
    (step, i) => speaksOfInvariants(step) && !speaksOfInvariants(recording.steps[i]),
  );
  const crash = answer.crash ?? (broken < 0 ? undefined : `step ${broken + 1} speaks of an invariant`);
  return { ...verdict, milliseconds: answer.milliseconds, ...(crash === undefined ? {} : { crash }) };
}

const speaksOfInvariants = (step: { stdout: string; stderr: string } | undefined): boolean =>
  step !== undefined && /\binvariant/i.test(step.stdout + step.stderr);
