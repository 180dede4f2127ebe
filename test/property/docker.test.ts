// Random sequences of docker's commands, failing ones included: after each of them nothing is leaked and all
// counts are exact, and when everything is removed the host holds what it held before.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createWorld, type World } from "../../src/world.ts";
import { dockerCommand } from "../support/docker-commands.ts";
import { checkInvariants, holdings } from "../support/invariants.ts";

const SEED = 20_260_101;

/** One world for all: each sequence has a fork of it. */
let origin: World | undefined;

function freshWorld(): World {
  if (origin === undefined) {
    origin = createWorld({
      seed: SEED,
      hosts: { paper: { images: ["busybox:latest", "hello-world:latest"] } },
    });
    origin.host().run("true"); // from now on its shell is there
  }
  return origin.fork();
}

const CLEAN_UP =
  "docker unpause $(docker ps -aq); docker rm -fv $(docker ps -aq); docker volume prune -af; sleep 100";

function runAll(lines: readonly string[]): void {
  const world = freshWorld();
  const host = world.host();
  const before = holdings(host);
  for (const line of lines) {
    const { stderr } = host.run(line);
    expect(stderr).not.toMatch(/InvariantError|undefined|\[object|TypeError/);
    checkInvariants(host);
  }
  host.run(CLEAN_UP);
  checkInvariants(host);
  expect(holdings(host)).toEqual(before);
}

test("no command leaks anything or miscounts", () => {
  const sequence = fc.array(dockerCommand, { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(sequence, runAll), { seed: SEED, numRuns: 40 });
});
