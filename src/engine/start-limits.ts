// Limits of a container that the daemon takes and runc then fails over, in runc's words: what the first hierarchy of
// cgroups refuses (opencontainers/cgroups fs/cpu.go), and limits of open files that leave runc's own init too few. How
// many that needs is runc 1.3's, asked of Docker 28.5. Not here: what the daemon refuses itself (verify-resources.ts).

import type { Fail } from "../base/result.ts";
import type { Container } from "../model/container.ts";
import type { Engine } from "./engine.ts";
import { cleanPath } from "./paths.ts";
import { processLimits } from "./resources.ts";
import { runcFailure, runcSetupFailure, type StartError } from "./runc-errors.ts";

/** The host's own limit of open files, which even root of a container cannot lift. */
const MOST_FILES = 1_048_576;

/** Of the first hierarchy; runc reads back what it wrote. */
const SHARES = { least: 2, most: 262_144 };

/** Below the root of the cgroups: --cgroup-parent may go up, but not above. */
export function cgroupPath({ id, hostConfig }: Container): string {
  const parent = cleanPath(`/${hostConfig.CgroupParent || "docker"}`);
  return `${parent === "/" ? "" : parent}/${id}`;
}

export function limitsFailure(engine: Engine, container: Container): Fail<StartError> | undefined {
  const realtime = realtimeComplaint(engine, container);
  if (realtime !== undefined) return runcSetupFailure(`unable to apply cgroup configuration: ${realtime}`);
  const other = filesComplaint(engine, container) ?? sharesComplaint(engine, container);
  return other === undefined ? undefined : runcFailure(other);
}

/** Groups above the container's have no real time to give, and no time is endless. */
function realtimeComplaint(engine: Engine, container: Container): string | undefined {
  const { CpuRealtimePeriod: period, CpuRealtimeRuntime: runtime } = container.hostConfig;
  if (engine.settings.cgroupVersion !== 1) return undefined;
  const refuse = (value: string, file: string): string =>
    `failed to write "${value}": write /sys/fs/cgroup/cpu${cgroupPath(container)}/${file}: invalid argument`;
  if (period < 0) return refuse(String(2n ** 64n + BigInt(period)), "cpu.rt_period_us");
  return runtime === 0 ? undefined : refuse(String(runtime), "cpu.rt_runtime_us");
}

function sharesComplaint(engine: Engine, { hostConfig: { CpuShares } }: Container): string | undefined {
  if (engine.settings.cgroupVersion !== 1 || CpuShares === 0) return undefined;
  const refuse = (which: string, bound: number): string =>
    `error setting cgroup config for procHooks process: the ${which} allowed cpu-shares is ${bound}`;
  if (CpuShares < SHARES.least) return refuse("minimum", SHARES.least);
  return CpuShares > SHARES.most ? refuse("maximum", SHARES.most) : undefined;
}

/** Where init stops with so many descriptors, in the order in which it comes there. */
const STOPS: readonly (readonly [below: number, words: (tree: string) => string])[] = [
  [9, () => "too many open files"],
  [11, () => "procReady not received"],
  [12, () => mounting("proc", "/proc", `find existing subpath of "/proc": get real root path: open /proc`)],
  [14, () => mounting("proc", "/proc", `re-opening handle to "/proc": open /proc`)],
  [15, (tree) => mounting("proc", "/proc", `re-opening handle to "${tree}/proc": reopen fd 12`)],
  [16, () => mounting("proc", "/proc", `reopen mountpoint after mount: re-open mountpoint "/proc": reopen fd 12`)],
  [17, () => mounting("cgroup", "/sys/fs/cgroup", `reopen mountpoint after mount: re-open mountpoint "/sys/fs/cgroup": reopen fd 12`)],
]; // prettier-ignore

const mounting = (type: string, path: string, words: string): string =>
  `error mounting "${type}" to rootfs at "${path}": ${words}: too many open files`;

function filesComplaint({ settings }: Engine, { hostConfig, layerId }: Container): string | undefined {
  const { soft, hard } = processLimits(hostConfig).get("nofile") ?? { soft: MOST_FILES, hard: MOST_FILES };
  if (hard > MOST_FILES)
    return "error setting rlimits for ready process: error setting rlimit type 7: operation not permitted";
  const tree = `${settings.dataRoot}/overlay2/${layerId}/merged`;
  return STOPS.find(([below]) => soft < below)?.[1](tree);
}
