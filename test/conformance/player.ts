// A worker that plays scenarios on our Docker, one after the other, and answers each with what was printed. What
// is thrown is an answer too: the world promises never to.

import { parentPort } from "node:worker_threads";
// @ts-expect-error -- comes with the world; remove this line then
import { play } from "../../src/edge/node/play.ts";
import type { Recording } from "./compare/recording.ts";

export interface Request {
  readonly name: string;
  readonly text: string;
}

export interface Answer {
  readonly name: string;
  readonly played?: Recording;
  /** what was thrown, with its stack */
  readonly crash?: string;
  readonly milliseconds: number;
}

parentPort?.on("message", ({ name, text }: Request) => {
  const start = performance.now();
  const answer = (result: Pick<Answer, "played" | "crash">): void =>
    parentPort?.postMessage({ name, ...result, milliseconds: performance.now() - start } satisfies Answer);
  try {
    answer({ played: play(text, name, {}) });
  } catch (error) {
    answer({ crash: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
