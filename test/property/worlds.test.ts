// The laws of worlds: the same seed and commands give the same bytes and the same state; a fork and its origin
// never see each other; a fork goes on as its origin would have; and a journal replayed is the world that wrote it.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createWorld, replay, type World } from "../../src/world.ts";
import { dockerCommand } from "../support/docker-commands.ts";
import { stateHash } from "../support/state-hash.ts";

const SEED = 20_260_102;
const OPTIONS = { seed: SEED, hosts: { paper: { images: ["busybox:latest", "hello-world:latest"] } } };

const shellCommand = fc.constantFrom(
  "echo $RANDOM $$ $PPID $SECONDS",
  "date; cat /proc/uptime /proc/loadavg",
  "x=$((x + 1)); export y=$x; cd /tmp; echo $x $y $PWD",
  "for i in 3 1 2; do echo $i; done | sort | tee /tmp/sorted",
  "(sleep 3; echo late > /tmp/late) & sleep 1; ls /tmp; jobs",
  "mkdir -p /tmp/a/b && ln -s b /tmp/a/c && rm -r /tmp/a/b; find /tmp",
  "mktemp; cat /proc/sys/kernel/random/uuid; head -c 8 /dev/urandom | md5sum",
  "ps aux; ls -la /proc/self/fd",
  "trap 'echo caught' USR1; kill -USR1 $$; wait",
  "nosuchcommand; cat /nope; false | true; echo ${PIPESTATUS[@]}",
);

const command = fc.oneof({ weight: 3, arbitrary: dockerCommand }, shellCommand);
const commands = fc.array(command, { minLength: 1, maxLength: 8 });

const outcomes = (world: World, lines: readonly string[]): string[] =>
  lines.map((line) => JSON.stringify(world.host().run(line)));

/** One for all: each sequence has a fork of it. */
let origin: World | undefined;
const freshWorld = (): World => (origin ??= createWorld(OPTIONS)).fork();

test("the same seed and commands give the same bytes and the same state, straight and from a fork", () => {
  const property = fc.property(commands, (lines) => {
    const [first, second] = [createWorld(OPTIONS), freshWorld()];
    expect(outcomes(first, lines)).toEqual(outcomes(second, lines));
    expect(stateHash(first)).toBe(stateHash(second));
  });
  fc.assert(property, { seed: SEED, numRuns: 10 });
});

test("a fork and its origin never see each other, and go the same way", () => {
  const property = fc.property(commands, commands, commands, (before, here, there) => {
    const world = freshWorld();
    outcomes(world, before);
    const hash = stateHash(world);
    const [fork, witness] = [world.fork(), world.fork()];
    expect(stateHash(fork)).toBe(hash);
    const printed = outcomes(fork, there);
    expect(stateHash(world), "the origin, after its fork went on").toBe(hash);
    const forked = stateHash(fork);
    const own = outcomes(world, here);
    expect(stateHash(fork), "the fork, after its origin went on").toBe(forked);
    expect(outcomes(witness, here)).toEqual(own);
    expect(stateHash(witness)).toBe(stateHash(world));
    const never = freshWorld();
    outcomes(never, before);
    expect(outcomes(never, there), "as if there had been no fork").toEqual(printed);
  });
  fc.assert(property, { seed: SEED, numRuns: 8 });
});

test("a journal replayed is the world that wrote it", () => {
  const property = fc.property(commands, (lines) => {
    const world = createWorld(OPTIONS);
    outcomes(world, lines);
    world.advance(5_000_000);
    expect(stateHash(replay(world.journal))).toBe(stateHash(world));
  });
  fc.assert(property, { seed: SEED, numRuns: 6 });
});
