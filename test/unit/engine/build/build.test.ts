// Builds from the outside: what the client prints is held against recordings in test/conformance; here is what those do
// not see.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/world.ts";

const DOCKERFILE = "FROM busybox\nRUN sleep 2; echo made > /made\nCOPY . /ctx\n";

function hostWithContext() {
  const world = createWorld({ seed: 5 });
  const host = world.host();
  void host.fs.write("/b/Dockerfile", DOCKERFILE);
  return { world, host };
}

test("a fork in the middle of a step builds the same image", () => {
  const { world, host } = hostWithContext();
  host.run("cd /b; docker build -q -t x . >/id & sleep 1");
  const twin = world.fork();
  const ids = [world, twin].map(
    (one) => one.host().run("sleep 5; cat /id; docker run --rm x cat /made").stdout,
  );
  expect(ids[0]).toMatch(/^sha256:[0-9a-f]{64}\nmade\n$/);
  expect(ids[1]).toBe(ids[0]);
});

test("what is built twice is taken from the cache, and is the same image", () => {
  const { host } = hostWithContext();
  const first = host.run("cd /b; docker build -q .").stdout;
  const before = host.run("date +%s").stdout;
  expect(host.run("cd /b; docker build -q .").stdout).toBe(first);
  expect(Number(host.run("date +%s").stdout) - Number(before)).toBeLessThan(2);
});

test("the layers of a removed image stay for the next build until the cache is pruned", () => {
  const { host } = hostWithContext();
  host.run("cd /b; docker build -q -t x .; docker rmi x");
  expect(host.run("cd /b; docker build --progress=plain . 2>&1 | grep -c CACHED").stdout).toBe("2\n");
  expect(
    host.run("docker rmi -f $(docker images -q -f dangling=true); docker builder prune -af | tail -n 1")
      .stdout,
  ).toMatch(/Total:\t[1-9]/);
  expect(host.run("docker builder prune -af").stdout).toBe("Total:\t0B\n");
});

test("a step whose client goes away is ended, and nothing is left of it", () => {
  const { host } = hostWithContext();
  host.run("cd /b; timeout 1 docker build -q .; sleep 5");
  expect(host.run("ps ax | grep -c '[s]leep 2'").stdout).toBe("0\n");
  expect(host.engine?.buildSteps.size).toBe(0);
});

test("a step has an address on the bridge, and gives it back", () => {
  const { host } = hostWithContext();
  void host.fs.write("/b/Dockerfile", "FROM busybox\nRUN ip -o -4 addr show eth0 | awk '{print $4}' > /a\n");
  const built = () =>
    host.run("cd /b; docker build -q --no-cache -t n . >/dev/null; docker run --rm n cat /a");
  expect([built().stdout, built().stdout]).toEqual(["172.17.0.2/16\n", "172.17.0.2/16\n"]);
  expect(host.run("docker run --rm busybox hostname -i").stdout).toBe("172.17.0.2\n");
});

test("what may be better is told below the build, and by --check", () => {
  const { host } = hostWithContext();
  void host.fs.write("/b/Dockerfile", "FROM busybox\nENV A=$NOPE\nCMD x\n");
  const { stderr } = host.run("cd /b; docker build .");
  expect(stderr).toContain("#1 WARN: UndefinedVar: Usage of undefined variable '$NOPE' (line 2)\n");
  expect(stderr).toMatch(/2 warnings found \(use docker --debug to expand\):/);
  const check = host.run("cd /b; docker build --check .");
  expect(check.exitCode).toBe(1);
  expect(check.stdout).toMatch(/^Check complete, 2 warnings have been found!\n/);
});

test.each([
  ["COPY --form=a b c", "unknown flag: --form (did you mean from?)"],
  ["RUN --mount=type=cach,target=/x true", 'unsupported mount type "cach" (did you mean cache?)'],
  ["COPY --from=7 a b", "invalid stage index 7"],
  ["COPY --from=0 a b", "circular dependency detected on stage: stage-0"],
  ["COPY --chmod=99 f b", "invalid chmod parameter: '99'. it should be octal string and between 0 and 07777"],
  ["COPY https://x.test/y b", "source can't be a URL for COPY"],
  ["RUN --network=host true", "failed to load LLB: network.host is not allowed"],
])("%s is refused", (instruction, message) => {
  const { host } = hostWithContext();
  void host.fs.write("/b/Dockerfile", `FROM busybox\n${instruction}\n`);
  expect(host.run("cd /b; docker build -q .").stderr).toMatch(new RegExp(`${message.replace(/[().$?]/g, "\\$&")}\\n$`)); // prettier-ignore
}); // prettier-ignore

test("ADD fetches over the host's network", () => {
  const { host } = hostWithContext();
  const url = "http://127.0.0.1:8080";
  host.run("docker run -d -p 8080:80 nginx; sleep 1");
  void host.fs.write("/b/Dockerfile", `FROM busybox\nADD ${url}/index.html /x/\n`);
  host.run("cd /b; docker build -q -t u .");
  expect(host.run("docker run --rm u ls -l /x/index.html").stdout).toMatch(
    /^-rw------- .* Jan {2}1 {2}1970 /,
  );
  void host.fs.write("/b/Dockerfile", `FROM busybox\nADD ${url}/nope /x/\n`);
  expect(host.run("cd /b; docker build -q .").stderr).toMatch(/invalid response status 404\n$/);
});
