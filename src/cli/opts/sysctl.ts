// --sysctl: kernel parameters that have a namespace of their own, which are the ones a container may set (docker/cli
// opts.ValidateSysctl).

import { fail, ok, type Result } from "../../base/result.ts";
import { cut } from "./key-value.ts";

const NAMES = new Set(
  ["msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced"].map(
    (name) => `kernel.${name}`,
  ),
);
const PREFIXES = ["net.", "fs.mqueue."];

export function validateSysctl(value: string): Result<string, string> {
  const [name, , hasValue] = cut(value, "=");
  const allowed = hasValue && (NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix)));
  return allowed ? ok(value) : fail(`sysctl '${value}' is not allowed`);
}
