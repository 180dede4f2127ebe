// Laws of reading flags: every flag of every command takes its value in each way that there is to write it, and no
// command line, however wild, is left without an answer.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, Flag } from "../../../../src/cli/grammar/command.ts";
import { allCommands } from "../../../../src/cli/grammar/lookup.ts";
import { readCommandLine, type Reading } from "../../../../src/cli/flags/command-line.ts";
import { openSession, readFlags, valuesOf } from "../../../../src/cli/flags/session.ts";
import { ok } from "../../../../src/base/result.ts";
import { encode } from "../../../../src/base/utf8.ts";
import { clientEnvironment } from "../client-environment.ts";

const SAMPLES: Readonly<Record<string, string>> = {
  bool: "true", int: "5", uint: "5", uint16: "5", uint32: "5", float: "0.5", duration: "5s", "positive-duration": "5s", bytes: "5m", "memory-swap": "-1",
  decimal: "0.5", attach: "stdout", "device-cgroup-rule": "c 1:3 rwm", "dns-search": "a.b", env: "A=1", "extra-host": "a:1.2.3.4", "generic-resource": "a=1",
  "image-tag": "a:b", "ip-address": "1.2.3.4", label: "a=b", link: "a:b", "weight-device": "/dev/a:10", "throttle-bps": "/dev/a:1mb", "throttle-iops": "/dev/a:5",
  sysctl: "net.a=1", stringToString: "a=b", filter: "a=b", ulimit: "nofile=1:2", mount: "type=volume,target=/a", network: "name=a,alias=b", "gpu-request": "all",
  port: "80:80", secret: "a", config: "a", pref: "spread=a", "credential-spec": "file://a", command: "a 'b c'", "external-ca": "protocol=cfssl,url=a", "pem-file": "pem",
  "node-addr": "1.2.3.4:5", ipNetSlice: "10.0.0.0/8",
}; // prettier-ignore

const PEM = "-----BEGIN X-----\nAA==\n-----END X-----\n";
const environment = { ...clientEnvironment({ daemon: "everything" }), readFile: () => ok(encode(PEM)) };

/** Without the first, the built-in builder is never asked; without the second, buildx hides some commands. */
const SETTINGS = new Map([
  ["DOCKER_BUILDKIT", "0"],
  ["BUILDX_EXPERIMENTAL", "1"],
]);

const sampleOf = (flag: Flag): string => (flag.name === "log-level" ? "info" : (SAMPLES[flag.kind] ?? "a"));

function spellings(flag: Flag): string[][] {
  const value = sampleOf(flag);
  const long =
    flag.kind === "bool"
      ? [[`--${flag.name}`], [`--${flag.name}=true`], [`--${flag.name}=F`]]
      : [[`--${flag.name}`, value], [`--${flag.name}=${value}`]];
  if (flag.shorthand === "") return long;
  const letter = `-${flag.shorthand}`;
  const short =
    flag.kind === "bool"
      ? [[letter], [`${letter}=1`]]
      : [[letter, value], [`${letter}${value}`], [`${letter}=${value}`]];
  return [...long, ...short];
}

/** Reads the flags of one command only; throws the error if there is one. */
function read(command: Command, words: readonly string[]) {
  const session = openSession(command.program, environment);
  const rest = readFlags(session, command, words);
  if (!rest.ok) throw new Error(`${command.path} ${words.join(" ")}: ${rest.error}`);
  return { values: valuesOf(session, command), rest: rest.value };
}

const commands = [...allCommands()];

describe("every flag of every command", () => {
  test("takes a value in each spelling, and gives it back the same", () => {
    for (const command of commands)
      for (const flag of command.flags.sorted) {
        const [first, ...others] = spellings(flag).filter(
          (words) => !words.some((word) => /=(F|1)$/.test(word) && flag.kind === "bool"),
        );
        const value = read(command, first as string[]).values.get(flag.name);
        for (const words of others) {
          const { values, rest } = read(command, words);
          expect(values.get(flag.name), words.join(" ")).toEqual(value);
          expect(values.changed(flag.name)).toBe(true);
          expect(rest).toEqual([]);
        }
      }
  });

  test("is accepted by the client as well", () => {
    for (const command of commands) {
      const path = command.path.split(" ").slice(1);
      for (const flag of command.flags.sorted.filter((f) => f.name !== "help" && f.name !== "version"))
        for (const words of spellings(flag)) {
          const reading = readCommandLine([...path, ...words, "--help"], {
            ...environment,
            lookupEnv: (name) => SETTINGS.get(name),
          });
          expect(reading, [...path, ...words].join(" ")).toMatchObject({ kind: "answer", exit: 0 });
        }
    }
  });

  test("of several the last counts, or all", () => {
    const run = commands.find((command) => command.path === "docker run") as Command;
    expect(read(run, ["--name", "a", "--name=b"]).values.string("name")).toBe("b");
    expect(read(run, ["-eA=1", "-e", "B=2,C"]).values.list("env")).toEqual(["A=1", "B=2,C"]);
    expect(read(run, ["--dns-opt", "a", "--dns-option", "b"]).values.list("dns-opt")).toEqual(["a", "b"]);
    expect(read(run, ["--net", "a"]).values.changed("network")).toBe(false);
    const build = commands.find((command) => command.path === "docker buildx build") as Command;
    expect(read(build, ["--add-host", "a,b", "--add-host", "c"]).values.list("add-host")).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(read(run, ["-itd", "--", "-x", "y"]).rest).toEqual(["-x", "y"]);
  });
});

describe("any command line", () => {
  const names = commands.flatMap((command) => [command.name, ...command.aliases]);
  const flagWords = commands.flatMap((command) =>
    command.flags.sorted.flatMap((flag) => [
      `--${flag.name}`,
      `--${flag.name}=${sampleOf(flag)}`,
      `-${flag.shorthand || "q"}`,
    ]),
  );
  const junk = [
    "",
    "-",
    "--",
    "---",
    "--=",
    "-=",
    "-é",
    "a=b",
    "1",
    "-1",
    "\0",
    "𐐷",
    "'",
    '"',
    "--help",
    "-h",
    "help",
    "constructor",
    "__proto__",
    "--constructor",
    "--__proto__=1",
    "toString",
  ];
  const word = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names) },
    { weight: 4, arbitrary: fc.constantFrom(...flagWords) },
    { weight: 3, arbitrary: fc.constantFrom(...junk) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.string().map((text) => `-${text}`) },
    { weight: 1, arbitrary: fc.string().map((text) => `--${text}`) },
  );

  const path = fc.constantFrom(...commands.map((command) => command.path.split(" ").slice(1)));
  const line = fc.oneof(
    fc.array(word, { maxLength: 8 }),
    fc.tuple(path, fc.array(word, { maxLength: 6 })).map(([a, b]) => [...a, ...b]),
  );

  test("has an answer, and always the same", () => {
    fc.assert(
      fc.property(line, (words) => {
        const reading = readCommandLine(words, environment);
        const told = (r: Reading): unknown =>
          r.kind === "answer" ? r : [r.command.path, r.args, r.stdout, r.stderr];
        expect(told(readCommandLine(words, environment))).toEqual(told(reading));
        if (reading.kind === "answer") expect([0, 1, 125]).toContain(reading.exit);
        else
          expect(
            reading.command.commands.length === 0 || reading.command.id === "buildx history inspect",
          ).toBe(true);
      }),
      { numRuns: 3000, seed: 20 },
    );
  });

  test("ends at `--` as far as flags are concerned", () => {
    const run = commands.find((command) => command.path === "docker rm") as Command;
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(read(run, ["-f", "--", ...words]).rest).toEqual(words);
      }),
      { numRuns: 300, seed: 21 },
    );
  });
});
