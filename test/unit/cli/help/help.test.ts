// Every page of help that a real client printed, recorded by scripts/record-help.mjs: all commands, on terminals of many
// widths and on none, with daemons of many kinds.

import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../../../src/cli/flags/command-line.ts";
import { allCommands } from "../../../../src/cli/grammar/lookup.ts";
import { clientEnvironment } from "../client-environment.ts";
import { nameOf, readRecordings, type Recorded } from "../recordings.ts";

const recorded = readRecordings(new URL("recorded.json.gz", import.meta.url));

const kindOf = ({ env, daemon, columns }: Recorded): string =>
  env
    ? Object.keys(env).join(", ")
    : daemon
      ? `daemon ${daemon}`
      : columns === undefined
        ? "no terminal"
        : `${columns} columns`;

const byKind = new Map<string, Recorded[]>();
for (const entry of recorded) byKind.set(kindOf(entry), [...(byKind.get(kindOf(entry)) ?? []), entry]);

/** On a terminal both streams were recorded as one. */
function printed(entry: Recorded): string {
  const reading = readCommandLine(entry.args, clientEnvironment(entry));
  if (reading.kind === "run") return "(runs)";
  const { stdout, stderr, exit } = reading;
  return JSON.stringify(
    entry.columns === undefined ? { stdout, stderr, exit } : { stdout: stderr + stdout, stderr: "", exit },
  );
}

const expected = ({ stdout, stderr, exit }: Recorded): string => JSON.stringify({ stdout, stderr, exit });

describe("--help as a real client prints it", () => {
  test.each([...byKind])("%s", (_kind, entries) => {
    expect(entries.filter((entry) => printed(entry) !== expected(entry)).map(nameOf)).toEqual([]);
  });
});

test("the first page that differs, in full", () => {
  const first = recorded.find((entry) => printed(entry) !== expected(entry));
  if (first !== undefined)
    expect(printed(first).replaceAll("\\n", "\n")).toBe(expected(first).replaceAll("\\n", "\n"));
});

test("there is a page for every command of the table", () => {
  const pages = new Set(recorded.map((entry) => entry.args.slice(0, -1).join(" ")));
  const missing = [...allCommands()]
    .map((command) => command.path.replace(/^docker ?/, ""))
    .filter((path) => !pages.has(path));
  expect(missing).toEqual([]);
});
