// apk in containers and builds: the world is what was asked for, what is installed follows from it. The words are those of
// apk-tools 3.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/index.ts";
import type { Host } from "../../../../src/world/host.ts";

const newHost = (): Host => createWorld({ seed: 1 }).host();

const inAlpine = (host: Host, line: string, options = "") =>
  host.run(`docker run --rm ${options} alpine sh -c '${line}'`);

test("a package comes after what it needs and goes with it", () => {
  const host = newHost();
  const { stdout, exitCode } = inAlpine(host, "apk add --no-cache tree bash; cat /etc/apk/world | tail -n 2; tree /opt; apk del tree bash; ls /usr/bin/tree; bash"); // prettier-ignore
  expect(exitCode).toBe(127);
  expect(stdout).toBe(`(1/5) Installing tree (2.2.1-r0)
(2/5) Installing ncurses-terminfo-base (6.5_p20251123-r0)
(3/5) Installing libncursesw (6.5_p20251123-r0)
(4/5) Installing readline (8.3.1-r0)
(5/5) Installing bash (5.3.3-r1)
  Executing bash-5.3.3-r1.post-install
Executing busybox-1.37.0-r30.trigger
OK: 10.7 MiB in 21 packages
ssl_client
tree
/opt

0 directories, 0 files
(1/5) Purging bash (5.3.3-r1)
(2/5) Purging readline (8.3.1-r0)
(3/5) Purging libncursesw (6.5_p20251123-r0)
(4/5) Purging ncurses-terminfo-base (6.5_p20251123-r0)
(5/5) Purging tree (2.2.1-r0)
Executing busybox-1.37.0-r30.trigger
OK: 8602 KiB in 16 packages
/usr/bin/tree
`);
});

test("virtual packages stand for what is only needed to build", () => {
  const script = "apk add -q --virtual .build-deps make jq; apk info -e make .build-deps; apk del -q .build-deps; apk info -e make jq"; // prettier-ignore
  const { stdout, exitCode } = inAlpine(newHost(), script);
  expect([stdout, exitCode]).toEqual(["make\n.build-deps\n", 2]);
});

test("what is nowhere is said with who asks", () => {
  const { stderr, exitCode } = inAlpine(newHost(), "apk add --no-cache nosuch");
  expect([stderr, exitCode]).toEqual([
    "ERROR: unable to select packages:\n  nosuch (no such package):\n    required by: world[nosuch]\n",
    1,
  ]);
});

test("without a way out there is no index", () => {
  const { stderr } = inAlpine(newHost(), "apk add curl", "--network none");
  expect(stderr).toMatch(
    /^WARNING: fetching https:.*v3\.23\/main\/x86_64\/APKINDEX\.tar\.gz: DNS: transient error/,
  );
});

test("in a build it makes a layer", () => {
  const host = newHost();
  host.run("mkdir app && printf 'FROM alpine\\nRUN apk add --no-cache curl\\n' > app/Dockerfile");
  expect(host.run("docker build -q -t c app").exitCode).toBe(0);
  expect(host.run("docker run --rm c sh -c 'which curl; apk info -e curl'").stdout).toBe(
    "/usr/bin/curl\ncurl\n",
  );
});
