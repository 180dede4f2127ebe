// Where a shell stands in its script, so that it can be taken up again from a checkpoint: at a command of the
// text, or at a round of a loop that is such a command. Only then are the answers of system calls forgotten.
// Not here: making checkpoints (session.ts). Loops in functions, conditions or redirections have no such point.

import type { Shell } from "./shell.ts";
import type { Command } from "./syntax.ts";

/** A loop at the beginning of one of its rounds. */
export interface LoopPoint {
  /** of the round before */
  readonly status: number;
  /** what `for` has still to go through */
  readonly words: readonly string[] | undefined;
}

/** A place in a text. */
export interface Position {
  readonly at: number;
  readonly line: number;
  /** which command of the line, or of what stands between semicolons */
  readonly item: number;
  readonly loop: LoopPoint | undefined;
}

export const BEGINNING: Position = { at: 0, line: 0, item: 0, loop: undefined };

/** The loop that stands at the top of the text, while it runs. */
export interface TopLoop {
  readonly command: Command;
  /** where it is to be taken up; given once */
  resumed: LoopPoint | undefined;
  save(point: LoopPoint): void;
}

export function resumedLoop(sh: Shell, command: Command): LoopPoint | undefined {
  const top = sh.topLoop;
  if (top === undefined || top.command !== command) return undefined;
  const point = top.resumed;
  top.resumed = undefined;
  return point;
}

/** A loop begins a round. */
export function saveLoop(sh: Shell, command: Command, status: number, words?: readonly string[]): void {
  if (sh.topLoop?.command === command) sh.topLoop.save({ status, words });
}
