// The classic builder from the outside: what it prints is held against recordings in test/conformance; here is what those
// do not see.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/world.ts";

const PRE = "export DOCKER_BUILDKIT=0; mkdir -p /c; cd /c;";

function hostWith(dockerfile: string) {
  const world = createWorld({ seed: 6 });
  const host = world.host();
  void host.fs.write("/c/Dockerfile", dockerfile);
  void host.fs.write("/c/f", "x\n");
  return { world, host };
}

test("a fork in the middle of a step builds the same image", () => {
  const { world, host } = hostWith("FROM busybox\nRUN sleep 2; echo made > /made\n");
  host.run(`${PRE} docker build -q -t x . >/id 2>/dev/null & sleep 1`);
  const twin = world.fork();
  const ids = [world, twin].map(
    (one) => one.host().run("sleep 5; cat /id; docker run --rm x cat /made").stdout,
  );
  expect(ids[0]).toMatch(/^sha256:[0-9a-f]{64}\nmade\n$/);
  expect(ids[1]).toBe(ids[0]);
});

test("a step whose client goes away is ended, and its container goes", () => {
  const { host } = hostWith("FROM busybox\nRUN sleep 100\n");
  host.run(`${PRE} timeout 1 docker build . >/dev/null 2>&1; sleep 2`);
  expect(host.run("docker ps -aq | wc -l").stdout).toBe("0\n");
  expect(host.engine?.captured.size).toBe(0);
});

test("the sum of a copied file is that of the real one", () => {
  const { host } = hostWith("FROM busybox\nCOPY f /f\n");
  host.run(`${PRE} docker build -q -t x .`);
  expect(host.run("docker history --no-trunc --format '{{.CreatedBy}}' x | head -n 1").stdout).toBe(
    "/bin/sh -c #(nop) COPY file:fa1b54d3c9c5e1eec5f2e162826f43373b3f032c070912d208e3cfebdd689b75 in /f \n",
  );
});

test.each([
  ["COPY ../f /", "COPY failed: forbidden path outside the build context: ../f ()"],
  ["COPY http://x/y /", "COPY failed: source can't be a URL for COPY"],
  ["COPY f Dockerfile /x", "When using COPY with more than one source file, the destination must be a directory and end with a /"],
  ["COPY --from=1 /a /b", "invalid from flag value 1: index out of bounds"],
  ["ADD http://127.0.0.1:9/x /x", 'ADD failed: Get "http://127.0.0.1:9/x": dial tcp 127.0.0.1:9: connect: connection refused'],
  ["RUN --network=none x", "the --network option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled"],
])("%s is refused", (instruction, message) => {
  const { host } = hostWith(`FROM busybox\n${instruction}\n`);
  expect(host.run(`${PRE} docker build . 2>&1 | tail -n 1`).stdout).toBe(`${message}\n`);
}); // prettier-ignore

test("a step is found again by its parent and its command, and after one that was not none is", () => {
  const { host } = hostWith("FROM busybox\nENV A=1\nCOPY f /f\nRUN cat /f\n");
  const hits = () => host.run(`${PRE} docker build . 2>/dev/null | grep -c 'Using cache'`).stdout;
  expect([hits(), hits()]).toEqual(["0\n", "3\n"]);
  void host.fs.write("/c/f", "y\n");
  expect([hits(), hits()]).toEqual(["1\n", "3\n"]);
});
