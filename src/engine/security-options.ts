// --security-opt (moby daemon/daemon_unix.go parseSecurityOpt): labels, profiles, no-new-privileges. Profiles are
// kept and shown; no system call is filtered here.

import { parseBool } from "../base/go/integers.ts";
import { quote } from "../base/go/quote.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { HostConfig } from "../model/container-config.ts";

export interface SecurityOptions {
  readonly noNewPrivileges: boolean;
  /** seccomp=unconfined, or all privileges */
  readonly unconfined: boolean;
}

export function parseSecurityOptions({
  SecurityOpt,
  Privileged,
}: HostConfig): Result<SecurityOptions, string> {
  let noNewPrivileges = false;
  let unconfined = Privileged;
  for (const option of SecurityOpt ?? []) {
    if (option === "no-new-privileges") {
      noNewPrivileges = true;
      continue;
    }
    if (option === "writable-cgroups" || option === "disable") continue;
    const mark = option.includes("=") ? "=" : ":";
    const at = option.indexOf(mark);
    if (at < 0) return fail(`invalid --security-opt 1: ${quote(option)}`);
    const [name, value] = [option.slice(0, at), option.slice(at + 1)];
    if (name === "seccomp" && value === "unconfined") unconfined = true;
    if (["label", "apparmor", "seccomp"].includes(name)) continue;
    const parsed = name === "no-new-privileges" || name === "writable-cgroups" ? parseBool(value) : undefined;
    if (!parsed?.ok) return fail(`invalid --security-opt 2: ${quote(option)}`);
    if (name === "no-new-privileges") noNewPrivileges = parsed.value;
  }
  return ok({ noNewPrivileges, unconfined });
}
