// `npm run conformance`: how much of what the real Docker prints ours prints too. Plays the scenarios that are
// named, or all, and prints the share of matching steps per area and in total. Fails on a crash, and where a
// step is wrong that not-yet.json does not list.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { driftOf, formatNotYet, updated, type NotYet } from "./not-yet.ts";
import { loadScenarios, replay, type Outcome, type Scenario } from "./replay.ts";

const USAGE = `usage: npm run conformance -- [NAME...] [--verbose] [--update [--allow-growth]]

  NAME            scenarios to play, by name or by how the name begins; all without one
  --verbose       show what differs
  --update        take out of not-yet.json what matches now
  --allow-growth  with --update: also enter what does not match and is not listed
`;

interface Options {
  readonly names: readonly string[];
  readonly verbose: boolean;
  readonly update: boolean;
  readonly allowGrowth: boolean;
}

function parseOptions(argv: readonly string[]): Options | string {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { verbose: flag, update: flag, "allow-growth": flag, help: flag },
    });
    if (values.help) return USAGE;
    return { ...values, names: positionals, allowGrowth: values["allow-growth"] };
  } catch (error) {
    return `${(error as Error).message}\n\n${USAGE}`;
  }
}

const isNamed = ({ name }: Scenario, names: readonly string[]): boolean =>
  names.length === 0 || names.some((wanted) => name === wanted || name.startsWith(wanted));

/** `folder` is this one; `player` is player.ts, bundled. Gives the exit status. */
export async function main(argv: readonly string[], folder: string, player: string): Promise<number> {
  const options = parseOptions(argv);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const scenarios = loadScenarios(join(folder, "recordings")).filter((scenario) =>
    isNamed(scenario, options.names),
  );
  if (scenarios.length === 0) {
    console.error(`no scenario is called ${options.names.join(" or ")}`);
    return 2;
  }
  const outcomes = await replay(scenarios, player);
  const listFile = join(folder, "not-yet.json");
  let list = JSON.parse(readFileSync(listFile, "utf8")) as NotYet;
  if (options.update) {
    list = updated(list, outcomes, options.allowGrowth);
    writeFileSync(listFile, formatNotYet(list));
  }
  if (options.verbose) for (const outcome of outcomes) console.log(detailsOf(outcome).join("\n"));
  const complaints = outcomes.flatMap((outcome) => complaintsOf(outcome, list));
  for (const complaint of complaints) console.log(complaint);
  console.log(tableOf(outcomes).join("\n"));
  return complaints.length === 0 ? 0 : 1;
}

/** What must not be, and what to do about it. */
export function complaintsOf(outcome: Outcome, list: NotYet): string[] {
  const { scenario, crash, extra } = outcome;
  const { broken, mended } = driftOf(outcome, list);
  const complaints: string[] = [];
  if (crash !== undefined) complaints.push(`${scenario}: crashed: ${crash}`);
  if (extra > 0) complaints.push(`${scenario}: ${extra} steps too many`);
  if (broken.length > 0)
    complaints.push(
      `${scenario}: wrong, and not in not-yet.json: ${broken.join(" ")}  (npm run conformance -- ${scenario} --verbose)`,
    );
  if (mended.length > 0)
    complaints.push(
      `${scenario}: right, but still in not-yet.json: ${mended.join(" ")}  (npm run conformance -- --update)`,
    );
  return complaints;
}

/** A scenario's score and its first differences, `-` from the real Docker and `+` from ours. */
export function detailsOf({ scenario, steps, mismatches }: Outcome): string[] {
  const matched = steps.filter(Boolean).length;
  const lines = [`${scenario}: ${matched}/${steps.length} steps`];
  for (const { step, command, why, difference } of mismatches) {
    if (difference.length === 0 && step !== mismatches[0]?.step) continue;
    const shown = command.length > 300 ? `${command.slice(0, 300)} ...` : command;
    lines.push(
      `  step ${step}: ${why.join(", ")}`,
      `   $ ${shown}`.replaceAll("\n", "\n   > "),
      ...difference,
    );
  }
  const silent = mismatches.slice(1).filter(({ difference }) => difference.length === 0);
  if (silent.length > 0) lines.push(`  and steps ${silent.map(({ step }) => step).join(" ")}`);
  return lines;
}

/** One line for each area, the part of a scenario's name before the first `-`, and one for all. */
export function tableOf(outcomes: readonly Outcome[]): string[] {
  const areas = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const area = outcome.scenario.replace(/-.*/, "");
    areas.set(area, [...(areas.get(area) ?? []), outcome]);
  }
  const row = (name: string, some: readonly Outcome[]): string => {
    const steps = some.flatMap((outcome) => outcome.steps);
    const matched = steps.filter(Boolean).length;
    const share = ((100 * matched) / Math.max(1, steps.length)).toFixed(1);
    const full = some.filter((outcome) => outcome.steps.every(Boolean)).length;
    const seconds = some.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    return `${name.padEnd(10)} ${`${matched}/${steps.length}`.padStart(10)} steps ${share.padStart(6)}%  ${`${full}/${some.length}`.padStart(8)} scenarios ${seconds.toFixed(1).padStart(6)}s`;
  };
  return [...[...areas].map(([area, some]) => row(area, some)), row("TOTAL", outcomes)];
}
