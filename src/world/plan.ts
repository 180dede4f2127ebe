// What a host is to be, settled from its options: machine, file tree, engine.

import type { Instant } from "../base/time.ts";
import { DEFAULT_SETTINGS, type EngineSettings } from "../engine/settings.ts";
import { makeDirectories, makeLink, writeFile } from "../fs/tree-paths.ts";
import { Tree } from "../fs/tree.ts";
import { executableHead } from "../kernel/executables.ts";
import { PROGRAMS } from "../programs/registry.ts";
import type { HostPlan } from "./boot.ts";

export interface HostOptions {
  /** bytes of memory */
  readonly memory?: number;
  readonly cpus?: number;
  /** false: a host without Docker */
  readonly docker?: boolean | Partial<EngineSettings>;
  /** path -> content, laid out before it boots */
  readonly files?: Readonly<Record<string, string>>;
}

export function planHost(name: string, options: HostOptions, now: Instant): HostPlan {
  const { docker = true } = options;
  const root = new Tree({ now });
  for (const path of ["/usr/bin", "/tmp", "/root", "/proc", "/sys", "/dev", "/run", "/etc", "/var/lib"])
    makeDirectories(root, path, { now });
  for (const [link, target] of [
    ["/bin", "usr/bin"],
    ["/sbin", "usr/bin"],
  ] as const)
    makeLink(root, link, target, { now });
  for (const program of PROGRAMS.keys())
    writeFile(root, `/usr/bin/${program}`, executableHead(program), { mode: 0o755, now });
  writeFile(root, "/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n", { now });
  writeFile(root, "/etc/group", "root:x:0:\ndocker:x:998:\n", { now });
  makeLink(root, "/var/run", "/run", { now });
  for (const [path, content] of Object.entries(options.files ?? {})) writeFile(root, path, content, { now });
  return {
    name,
    root,
    machine: {
      programs: PROGRAMS,
      memory: options.memory ?? 4 * 2 ** 30,
      cpus: options.cpus ?? 2,
      release: "6.12.48+deb13-amd64",
      version: "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)",
    },
    engine: docker === false ? undefined : { ...DEFAULT_SETTINGS, ...(docker === true ? {} : docker) },
  };
}
