// Limits of containers as what runs in them meets them: sizes of files, processors, swappiness.

import { expect, test } from "vitest";
import { createWorld } from "../../../src/index.ts";

const run = (line: string): string => createWorld({ seed: 1 }).host().run(line).stdout;

test("a file grows no larger than its limit, and who writes on is killed", () => {
  const line = "docker run --rm --ulimit fsize=8192 busybox sh -c 'head -c 20000 /dev/zero >/big; echo $?; wc -c </big'";
  expect(run(line)).toBe("153\n8192\n");
}); // prettier-ignore

test("nproc counts the processors that a container may use", () => {
  expect(run("nproc; docker run --rm --cpuset-cpus 1 busybox sh -c 'nproc; nproc --all; grep Cpus_allowed /proc/self/status'")).toBe("2\n1\n2\nCpus_allowed:\t2\nCpus_allowed_list:\t1\n"); // prettier-ignore
});

test("supplementary groups come in the kernel's order", () => {
  expect(run("docker run --rm -u 12:34 --group-add 5 --group-add 3 busybox id -G")).toBe("34 3 5\n");
});
