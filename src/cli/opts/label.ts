// --label and --label-file (docker/cli opts.ValidateLabel, opts.ReadKVStrings). A file's labels are not checked as a
// flag's are.

import { fail, ok, type Result } from "../../base/result.ts";
import type { ClientIo } from "./client-io.ts";
import { cut, keyValueMap } from "./key-value.ts";
import { readKeyValueFile } from "./key-value-file.ts";

export function validateLabel(value: string): Result<string, string> {
  const key = cut(value, "=")[0].replace(/^[ \t]+/, "");
  if (key === "") return fail(`invalid label '${value}': empty name`);
  return /[ \t]/.test(key) ? fail(`label '${key}' contains whitespaces`) : ok(value);
}

/** The labels of the files, then those of the flags, which win. */
export function readLabels(
  files: readonly string[],
  flags: readonly string[],
  io: ClientIo,
): Result<Map<string, string>, string> {
  const labels: string[] = [];
  for (const file of files) {
    const read = readKeyValueFile(file, io, () => undefined);
    if (!read.ok) return read;
    labels.push(...read.value);
  }
  return ok(keyValueMap([...labels, ...flags]));
}
