// apt and dpkg in containers and builds: what is there can be run, what is not there is said in apt's words. The texts were
// compared with a real Debian 13 and a real Ubuntu 24.04.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/index.ts";
import type { Host } from "../../../../src/world/host.ts";

const newHost = (): Host => createWorld({ seed: 1 }).host();

const inDebian = (host: Host, line: string, options = "") =>
  host.run(`docker run --rm ${options} debian sh -c '${line}'`);

test("without lists nothing is found", () => {
  const { stdout, stderr, exitCode } = inDebian(newHost(), "apt-get install -y curl");
  expect([stdout, stderr, exitCode]).toEqual([
    "Reading package lists...\nBuilding dependency tree...\nReading state information...\n",
    "E: Unable to locate package curl\n",
    100,
  ]);
});

test("a package is installed, runs, and goes away again", () => {
  const host = newHost();
  const script = [
    "apt-get update >/dev/null; tree /opt; apt-get install -y tree; tree /opt",
    "dpkg -S bin/tree; dpkg -l tree | tail -n 1; apt-get purge -y tree | tail -n 2; tree",
  ].join("\n");
  const { stdout, stderr } = inDebian(host, script);
  expect(stderr).toBe("sh: 1: tree: not found\nsh: 2: tree: not found\n");
  expect(stdout).toBe(`Reading package lists...
Building dependency tree...
Reading state information...
The following NEW packages will be installed:
  tree
0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.
Need to get 59.4 kB of archives.
After this operation, 132 kB of additional disk space will be used.
Get:1 http://deb.debian.org/debian trixie/main amd64 tree amd64 2.2.1-1 [59.4 kB]
Fetched 59.4 kB in 0s (286 kB/s)
Selecting previously unselected package tree.
(Reading database ... 721 files and directories currently installed.)
Preparing to unpack .../tree_2.2.1-1_amd64.deb ...
Unpacking tree (2.2.1-1) ...
Setting up tree (2.2.1-1) ...
/opt

0 directories, 0 files
tree: /usr/bin/tree
ii  tree           2.2.1-1      amd64        displays an indented directory tree, in color
(Reading database ... 726 files and directories currently installed.)
Removing tree (2.2.1-1) ...
`);
});

test("a question without an answer is no", () => {
  const { stdout, exitCode } = inDebian(newHost(), "apt-get -qq update; apt-get install jq");
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/The following additional packages will be installed:\n {2}libjq1 libonig5\n/);
  expect(stdout).toMatch(/Do you want to continue\? \[Y\/n\] Abort\.\n$/);
});

test("a container without a way out cannot fetch", () => {
  const { stdout, stderr, exitCode } = inDebian(newHost(), "apt-get update", "--network none");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Err:1 .* trixie InRelease\n {2}Temporary failure resolving 'deb.debian.org'\n/);
  expect(stderr).toMatch(/W: Some index files failed to download\. They have been ignored/);
});

test("who is not root is told so", () => {
  const { stderr, exitCode } = inDebian(newHost(), "apt-get install -y curl", "--user 1000");
  expect([stderr, exitCode]).toEqual([
    "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n",
    100,
  ]);
});

test("on the host, in builds, and on Ubuntu with its own versions", () => {
  const host = newHost();
  expect(
    host.run("sudo apt-get -qq update && sudo apt-get install -qq -y htop && which htop").stdout,
  ).toMatch(/\n\/usr\/bin\/htop\n$/);
  host.run(
    "mkdir app && printf 'FROM ubuntu\\nRUN apt-get update && apt-get install -y curl\\n' > app/Dockerfile",
  );
  expect(host.run("docker build -q -t c app").exitCode).toBe(0);
  expect(host.run("docker run --rm c dpkg-query -W curl").stdout).toBe("curl\t8.5.0-2ubuntu10.16\n");
  expect(host.run("docker run --rm c apt list --installed curl 2>/dev/null").stdout).toMatch(
    /^curl\/noble,now 8\.5\.0-2ubuntu10\.16 amd64 \[installed\]$/m,
  );
});
