// How a real client read some thousands of command lines, recorded by scripts/record-parsing.mjs: what it said of wrong
// ones, of those that ask for help, and what each flag took for a value.

import { describe, expect, test } from "vitest";
import type { ClientEnvironment } from "../../../../src/cli/flags/client-environment.ts";
import { readCommandLine } from "../../../../src/cli/flags/command-line.ts";
import { clientEnvironment } from "../client-environment.ts";
import { nameOf, readRecordings, readValues, type Recorded, type RecordedValue } from "../recordings.ts";

/** `bare`: without plugins */
type Line = Recorded & { readonly bare?: boolean };

const recordings = new URL("recorded.json.gz", import.meta.url);
const lines = readRecordings<Line>(recordings);
const values = readValues(recordings);

/** There was no daemon: what is not refused for its words goes on to fail for that, or does what needs none. */
const environment = ({ env, bare = false }: Line): ClientEnvironment => ({
  ...clientEnvironment({
    env: { DOCKER_HOST: "unix:///nosuch.sock", HOME: "/tmp/gr-home", SETVAR: "set value", ...env },
  }),
  hasPlugin: () => !bare,
});

/** What only the reading of a command line says. */
const SAID_OF_WORDS =
  /^Usage:|unknown (shorthand )?flag|unknown (docker )?command|flag needs an argument|bad flag syntax|invalid argument ".*" for|(requires|accepts) .* arg|unknown help topic|^Flag |: unknown command/m;

/** Commands that say such things when they are carried out, which is not the business of reading. */
const OWN_WORDS = new Set(["buildx history rm", "service scale", "swarm update"]);

/** Here compose starts another program within itself, which reads all words of docker's anew, as its own. */
const NOT_FOLLOWED = new Set(["compose --version x"]);

function differs(recorded: Line): string | undefined {
  const reading = readCommandLine(recorded.args, environment(recorded));
  const { stdout, stderr, exit } = recorded;
  if (reading.kind === "run") {
    const notices = stdout.startsWith(reading.stdout) && stderr.startsWith(reading.stderr);
    const rest = stdout.slice(reading.stdout.length) + stderr.slice(reading.stderr.length);
    const fine = notices && (!SAID_OF_WORDS.test(rest) || OWN_WORDS.has(reading.command.id));
    return fine
      ? undefined
      : `${nameOf(recorded)}\n  ran, instead of ${JSON.stringify({ stdout, stderr, exit })}`;
  }
  const logged = reading.warnings.map((warning) => `time="T" level=warning msg="${warning}"\n`).join("");
  const told = JSON.stringify({
    stdout: reading.stdout,
    stderr: logged + reading.stderr,
    exit: reading.exit,
  });
  const asRecorded = JSON.stringify({
    stdout,
    stderr: stderr.replace(/time="[^"]*" level/g, 'time="T" level'),
    exit,
  });
  return told === asRecorded ? undefined : `${nameOf(recorded)}\n  ${told}\n  instead of ${asRecorded}`;
}

describe("command lines", () => {
  const followed = lines.filter((line) => !NOT_FOLLOWED.has(line.args.join(" ")));

  test(`${followed.length} are read as a real client reads them`, () => {
    expect(followed.map(differs).filter((text) => text !== undefined)).toEqual([]);
  });
});

/** `--flag=value --help`: an error, or help. */
function refusal({ path, flag, value }: RecordedValue): string {
  const words = [...path.split(" "), `--${flag}=${value}`, "--help"];
  const reading = readCommandLine(
    words,
    environment({ args: words, stdout: "", stderr: "", exit: 0, bare: !/^(compose|buildx)\b/.test(path) }),
  );
  return reading.kind === "answer" && reading.exit !== 0 ? reading.stderr : "";
}

describe("values", () => {
  const byPath = new Map<string, RecordedValue[]>();
  for (const value of values) byPath.set(value.path, [...(byPath.get(value.path) ?? []), value]);

  test.each([...byPath])("of the flags of docker %s", (_path, list) => {
    const wrong = list.filter((value) => refusal(value) !== value.error);
    expect(wrong.map((value) => ({ ...value, told: refusal(value) }))).toEqual([]);
  });
});
