// Replays the recordings of test/programs/system: one machine for each scenario, step after step, and what real
// programs printed beside what ours print. Usage texts are compared up to their first line only, as ours are
// written anew.

import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "../../src/programs/libc/command.ts";
import { ProgramMachine, type RunResult } from "./program-machine.ts";

export interface RecordedStep {
  readonly run: string;
  readonly env?: readonly string[];
  readonly cwd?: string;
  readonly stdin?: string;
  readonly background?: boolean;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
  /** [expression, replacement]: what differs from machine to machine */
  readonly mask?: readonly (readonly [string, string])[];
}

export interface Scenario {
  readonly about: string;
  readonly family: "gnu" | "busybox";
  readonly mask?: readonly (readonly [string, string])[];
  readonly steps: readonly RecordedStep[];
}

const FOLDER = new URL("../programs/system/", import.meta.url);

const load = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

export const MACHINE_FILES = (load("machine.json") as { files: Record<string, string> }).files;

export const scenarios = (): readonly (readonly [string, Scenario])[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json") && name !== "machine.json")
    .map((name) => [name, load(name) as Scenario] as const);

/** Words of a command line: blanks part them, single quotes hold them together. */
export function wordsOf(line: string): string[] {
  const all: string[] = [];
  for (const [word] of line.matchAll(/(?:[^\s']|'[^']*')+/g)) all.push(word.replace(/'([^']*)'/g, "$1"));
  return all;
}

/** Usage texts are their authors' own: only that there is one is compared. */
const withoutUsage = (text: string): string =>
  text
    .replace(/^BusyBox v[^]*$/m, "<usage>\n")
    .replace(/^(?:Usage|usage): ?[^]*$/m, "<usage>\n")
    .replace(/^Try `[^`]*' [^\n]*\n/gm, "");

function masked(text: string, masks: readonly (readonly [string, string])[]): string {
  let out = withoutUsage(text);
  for (const [expression, replacement] of masks) out = out.replace(new RegExp(expression, "gm"), replacement);
  return out;
}

export interface Compared {
  readonly run: string;
  readonly real: RunResult;
  readonly ours: RunResult;
}

export function replay(scenario: Scenario, commands: readonly Command[]): Compared[] {
  const machine = new ProgramMachine(commands, scenario.family, MACHINE_FILES);
  const all: Compared[] = [];
  for (const step of scenario.steps) {
    const argv = wordsOf(step.run);
    const options = {
      env: step.env ?? [],
      cwd: step.cwd ?? "/root",
      limit: 30_000_000,
      stdin: step.stdin ?? "",
    };
    if (step.background) {
      machine.start(argv, options);
      machine.machine.untilIdle(machine.machine.now + 400_000);
      continue;
    }
    const ours = machine.run(argv, options);
    const masks = [...(scenario.mask ?? []), ...(step.mask ?? [])];
    const prepared = (r: RunResult): RunResult => ({
      stdout: masked(r.stdout, masks),
      stderr: masked(r.stderr, masks),
      status: r.status,
    });
    const real = { stdout: step.stdout ?? "", stderr: step.stderr ?? "", status: step.status ?? 0 };
    all.push({ run: step.run, real: prepared(real), ours: prepared(ours) });
  }
  return all;
}
