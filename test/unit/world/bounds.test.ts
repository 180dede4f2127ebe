// What can never end is given up, within seconds and without eating the machine's memory; the host goes on.

import { expect, test } from "vitest";
import { createWorld, RunNeverEnds } from "../../../src/index.ts";
import type { Host } from "../../../src/world/host.ts";

const newHost = (): Host => createWorld({ seed: 1 }).host();

const ENDLESS: readonly (readonly [line: string, why: RegExp])[] = [
  ["while :; do :; done", /seconds of work without any output/],
  ["mkfifo /tmp/f; cat /tmp/f", /waits for what can never happen/],
  ["tail -f /etc/passwd", /never happen|without any output/],
  ["cat /dev/zero", /128 MiB of output/],
  ["docker run busybox yes", /128 MiB of output/],
];

for (const [line, why] of ENDLESS)
  test(`${line} is given up`, () => {
    const host = newHost();
    let error: unknown;
    try {
      host.run(line);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RunNeverEnds);
    expect((error as Error).message).toMatch(why);
    expect(host.run("echo alive").stdout).toBe("alive\n");
  });

test("what fills the world while time only passes is given up as well, and can be done away with", () => {
  const world = createWorld({ seed: 1 });
  world.host().run("docker run -d --name chatter busybox yes");
  expect(() => world.advance(3_600_000_000)).toThrow("gave up after 128 MiB of output");
  expect(world.host().run("docker rm -f chatter").stdout).toBe("chatter\n");
  world.advance(3_600_000_000);
});

test("a function may be named : and multiply until there is no room for processes", () => {
  const host = newHost();
  const bomb =
    "docker run --rm --pids-limit 15 ubuntu bash -c ':(){ :|:& };:; sleep 1' 2>&1 | sort | uniq -c";
  expect(host.run(bomb).stdout).toMatch(/^ +14 bash: fork: retry: Resource temporarily unavailable\n$/);
  expect(host.run("docker run --rm busybox sh -c ':() { echo $1; }; : called'").stdout).toBe("called\n");
});

test("a text that doubles for ever is refused by the shell, not by this machine", () => {
  const { stderr, exitCode } = newHost().run("bash -c 'x=aa; while :; do x=$x$x; done'");
  expect([stderr, exitCode]).toEqual(["bash: line 1: out of memory\n", 1]);
});
