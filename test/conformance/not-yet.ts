// The list of steps that do not match yet, not-yet.json: scenario -> numbers of steps, from 1. It only shrinks: a
// step that is not in it must match, and one that matches must leave it.

import type { Verdict } from "./compare/compare.ts";

export type NotYet = Readonly<Record<string, readonly number[]>>;

/** How outcomes differ from the list. */
export interface Drift {
  /** wrong, and not in the list */
  readonly broken: readonly number[];
  /** in the list, and right, or no step at all */
  readonly mended: readonly number[];
}

const wrongSteps = ({ steps }: Verdict): number[] => steps.flatMap((matches, i) => (matches ? [] : [i + 1]));

export function driftOf(verdict: Verdict, list: NotYet): Drift {
  const wrong = new Set(wrongSteps(verdict));
  const listed = new Set(list[verdict.scenario] ?? []);
  return {
    broken: [...wrong].filter((step) => !listed.has(step)),
    mended: [...listed].filter((step) => !wrong.has(step)),
  };
}

/** The list after `verdicts`: without what is mended, and with what is broken only if it may grow. */
export function updated(list: NotYet, verdicts: readonly Verdict[], mayGrow: boolean): NotYet {
  const next = new Map(Object.entries(list));
  for (const verdict of verdicts) {
    const listed = new Set(list[verdict.scenario] ?? []);
    next.set(
      verdict.scenario,
      wrongSteps(verdict).filter((step) => mayGrow || listed.has(step)),
    );
  }
  return Object.fromEntries(
    [...next].filter(([, steps]) => steps.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** One scenario a line, so that a change shows what it is about. */
export function formatNotYet(list: NotYet): string {
  const lines = Object.entries(list).map(
    ([name, steps]) => `  ${JSON.stringify(name)}: [${steps.join(", ")}]`,
  );
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}
