// Holds what our Docker printed against what the real one printed, step by step.
//
// A step matches when exit code, stdout and stderr are equal once what the real Docker itself prints differently
// from one run to the next is taken out:
//   - Things with an identity (ids, MACs, ports and names that the engine picked, veths, processes) only have
//     to be the same thing everywhere in the scenario. They are tied one to one between the sides as steps
//     match, so a step that differs costs that step and not those after it. An id keeps its printed length.
//   - What has no identity (times, ages, sizes, durations) only has to be there. Formats of times are kept
//     apart; a whole second is accepted where the real clock shows a fraction.
//   - What stands literally in a command of the scenario is kept.
//   - Spaces that only align columns, and spaces at the end of a line, do not count.
//   - Where the real order is a matter of chance, order does not count.
// IP addresses, exit codes, words and the order of everything else count.

import { describe, Labels, type Difference } from "./difference.ts";
import { normalise } from "./normalise.ts";
import type { Recording, Step } from "./recording.ts";
import { Side } from "./side.ts";
import { sameLines, Ties } from "./ties.ts";
import { unordered } from "./unordered.ts";

export interface Mismatch {
  /** 1 for the first step */
  readonly step: number;
  readonly command: string;
  readonly why: readonly string[];
  /** the first differences of a scenario, for people */
  readonly difference: readonly string[];
}

export interface Verdict {
  readonly scenario: string;
  /** for each expected step whether it matches */
  readonly steps: readonly boolean[];
  readonly mismatches: readonly Mismatch[];
  /** steps that only the actual side has */
  readonly extra: number;
}

export interface Limits {
  /** for how many mismatches a difference is described */
  readonly mismatches?: number;
  /** how many lines of a difference are shown */
  readonly lines?: number;
}

export function compare(expected: Recording, actual: Recording, limits: Limits = {}): Verdict {
  const { mismatches: maxDescribed = 3, lines: maxLines = 12 } = limits;
  const commands = expected.steps.map(({ command }) => command).join("\n");
  const sides = { expected: new Side(expected.steps, commands), actual: new Side(actual.steps, commands) };
  const [ties, labels] = [new Ties(), new Labels()];
  const steps: boolean[] = [];
  const mismatches: Mismatch[] = [];
  expected.steps.forEach((step, i) => {
    const { why, differences } = compareStep(step, actual.steps[i], i, { ...sides, ties, labels });
    steps.push(why.length === 0);
    if (why.length === 0) return;
    const described = mismatches.length < maxDescribed ? differences : [];
    const difference = described.flatMap((one) => describe(one, labels, ties, maxLines));
    mismatches.push({ step: i + 1, command: step.command, why, difference });
  });
  const extra = Math.max(0, actual.steps.length - expected.steps.length);
  return { scenario: expected.scenario, steps, mismatches, extra };
}

interface State {
  readonly expected: Side;
  readonly actual: Side;
  readonly ties: Ties;
  readonly labels: Labels;
}

interface StepVerdict {
  /** empty if the step matches */
  readonly why: readonly string[];
  readonly differences: readonly Difference[];
}

function compareStep(e: Step, a: Step | undefined, at: number, state: State): StepVerdict {
  const { ties, labels } = state;
  const streams = (["stdout", "stderr"] as const).map((title) => ({
    title,
    expected: normalise(e.command, e[title], state.expected, at),
  }));
  // things are numbered in the order in which the real side shows them, whatever matches
  for (const { expected } of streams) for (const line of expected.lines) labels.expected(line);
  if (a === undefined) return { why: ["no such step"], differences: [] };
  if (a.command !== e.command)
    return { why: [`another command: ${JSON.stringify(a.command)}`], differences: [] };

  const mark = ties.mark();
  const compared = streams.map(({ title, expected }) => {
    const actual = normalise(e.command, a[title], state.actual, at);
    const same = sameLines(expected.lines, actual.lines, unordered(e.command, expected.raw), ties);
    return { same, title, expected: expected.lines, actual: actual.lines };
  });
  const differences = compared.filter(({ same }) => !same);
  const why = differences.map(({ title }) => title as string);
  if (e.exit !== a.exit) why.unshift(`exit ${e.exit} expected, ${a.exit} got`);
  if (why.length === 0) ties.settle();
  else ties.undo(mark);
  return { why, differences };
}
