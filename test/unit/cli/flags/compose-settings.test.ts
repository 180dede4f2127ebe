import { expect, test } from "vitest";
import { must } from "../../../../src/base/assert.ts";
import { readCommandLine } from "../../../../src/cli/flags/command-line.ts";
import { composeSettings } from "../../../../src/cli/flags/compose-settings.ts";
import { findCommand } from "../../../../src/cli/grammar/lookup.ts";
import { clientEnvironment } from "../client-environment.ts";

const compose = must(findCommand(["compose"]), "compose");

function settings(line: string, variables: Record<string, string> = {}) {
  const env = clientEnvironment({ env: variables });
  const reading = readCommandLine(["compose", ...line.split(" ")], env);
  if (reading.kind === "answer") return reading.stderr;
  const made = composeSettings(reading.flagsOf(compose), reading.command === compose, env);
  return made.ok ? made.value : made.error;
}

test.each([
  ["up", {}, { ansi: "auto", progress: "auto", parallel: -1, projectDirectory: "", stderr: "" }],
  ["--ansi never up", {}, { ansi: "never", progress: "plain" }],
  ["--ansi always up", {}, { ansi: "always", progress: "tty" }],
  ["--ansi never up", { COMPOSE_ANSI: "always" }, { ansi: "always", progress: "tty" }],
  ["--progress none up", {}, { progress: "quiet" }],
  ["up", { COMPOSE_PROGRESS: "json" }, { progress: "json" }],
  ["up", { COMPOSE_PARALLEL_LIMIT: "3" }, { parallel: 3 }],
  ["--parallel 2 up", { COMPOSE_PARALLEL_LIMIT: "3" }, { parallel: 2 }],
  ["--project-directory d up", {}, { projectDirectory: "d" }],
  [
    "--workdir d up",
    {},
    { projectDirectory: "d", stderr: expect.stringContaining("DEPRECATED at root") as string },
  ],
  ["--no-ansi up", {}, { ansi: "never", stderr: expect.stringContaining("--no-ansi") as string }],
] as const)("compose %s %j", (line, variables, expected) => {
  expect(settings(line, variables)).toMatchObject(expected);
});

test.each([
  ["--progress x up", {}, 'unsupported --progress value "x"\n'],
  ["--ansi never --progress tty up", {}, "can't use --progress tty while ANSI support is disabled\n"],
  ["--ansi always --progress plain up", {}, "can't use --progress plain while ANSI support is forced\n"],
  ["up", { COMPOSE_PARALLEL_LIMIT: "x" }, 'COMPOSE_PARALLEL_LIMIT must be an integer (found: "x")\n'],
  [
    "--no-ansi --ansi never up",
    {},
    'cannot specify DEPRECATED "--no-ansi" and "--ansi". Please use only "--ansi"\n',
  ],
])("compose %s %j is refused", (line, variables, stderr) => {
  expect(settings(line, variables as Record<string, string>)).toBe(stderr);
});
