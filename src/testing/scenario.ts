// Scenario files (.scn): the lines that are typed into one host's shell, one after the other. A line that starts
// with "$ " begins a step, lines after it that start with "> " continue it, lines that start with "#" say what
// the scenario is about. Not here: playing them (play.ts) and judging what they print (test/conformance).

import { fail, ok, type Result } from "../base/result.ts";

export interface ScenarioError {
  /** 1 for the first line */
  readonly line: number;
  readonly message: string;
}

/** The commands in order; those of several lines hold newlines. */
export function parseScenario(text: string): Result<readonly string[], ScenarioError> {
  const steps: string[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    const last = steps.length - 1;
    if (line.startsWith("$ ")) steps.push(line.slice(2));
    else if (isContinuation(line) && last >= 0) steps[last] += `\n${line.slice(2)}`;
    else if (isContinuation(line))
      return fail({ line: i + 1, message: "continues a step, but none has begun" });
    else if (line.trim() !== "" && !line.startsWith("#"))
      return fail({ line: i + 1, message: `not a step, a continuation or a comment: ${line}` });
  }
  return ok(steps);
}

const isContinuation = (line: string): boolean => line.startsWith("> ") || line === ">";
