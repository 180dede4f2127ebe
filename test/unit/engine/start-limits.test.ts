import { expect, test } from "vitest";
import { createWorld } from "../../../src/world.ts";

const RUNC =
  "docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
const host = createWorld({ seed: 3 }).host();

/** What docker run says, with identifiers as ID. */
function told(options: string): string {
  const { stdout, stderr } = host.run(`docker run --rm ${options} busybox true`);
  return `${stdout}${stderr}`
    .split("\n")[0]!
    .replaceAll(/[0-9a-f]{64}/g, "ID")
    .replace(RUNC, "");
}

const INIT = "error during container init: ";
const APPLY = "unable to apply cgroup configuration: failed to write";

// What Docker 28.5 with runc 1.3 says of each.
test.each([
  ["--ulimit nofile=5:100", `${INIT}too many open files`],
  ["--ulimit nofile=10", `${INIT}procReady not received`],
  ["--ulimit nofile=11", `${INIT}error mounting "proc" to rootfs at "/proc": find existing subpath of "/proc": get real root path: open /proc: too many open files`],
  ["--ulimit nofile=14", `${INIT}error mounting "proc" to rootfs at "/proc": re-opening handle to "/var/lib/docker/overlay2/ID/merged/proc": reopen fd 12: too many open files`],
  ["--ulimit nofile=16", `${INIT}error mounting "cgroup" to rootfs at "/sys/fs/cgroup": reopen mountpoint after mount: re-open mountpoint "/sys/fs/cgroup": reopen fd 12: too many open files`],
  ["--ulimit nofile=17", ""],
  ["--ulimit nofile=-1", `${INIT}error setting rlimits for ready process: error setting rlimit type 7: operation not permitted`],
  ["--cpu-rt-runtime 1000", `${APPLY} "1000": write /sys/fs/cgroup/cpu/docker/ID/cpu.rt_runtime_us: invalid argument`],
  ["--cpu-rt-period=-1", `${APPLY} "18446744073709551615": write /sys/fs/cgroup/cpu/docker/ID/cpu.rt_period_us: invalid argument`],
  ["--cpu-rt-period 1000", ""],
])("%s: %s", (options, words) => {
  expect(told(options)).toBe(words);
}); // prettier-ignore
