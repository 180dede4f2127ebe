// A worker that plays scenarios on our Docker, one after the other, and answers each with what was printed. What
// is thrown is an answer too: the world promises never to.

import { parentPort } from "node:worker_threads";
import { play } from "../../src/testing/play.ts";
import { PLAY_HOSTS } from "../../src/world/play-plan.ts";
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

const stackOf = (error: Error): string => error.stack ?? error.message;

parentPort?.on("message", ({ name, text }: Request) => {
  const start = performance.now();
  const answer = (result: Pick<Answer, "played" | "crash">): void =>
    parentPort?.postMessage({ name, ...result, milliseconds: performance.now() - start } satisfies Answer);
  try {
    const played = play(text, name, { hosts: PLAY_HOSTS });
    if (!played.ok) return answer({ crash: `line ${played.error.line}: ${played.error.message}` });
    const { recording, crash } = played.value;
    return answer(crash === undefined ? { played: recording } : { played: recording, crash: stackOf(crash) });
  } catch (error) {
    return answer({ crash: error instanceof Error ? stackOf(error) : String(error) });
  }
});
