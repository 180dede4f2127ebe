// --storage-opt and --log-opt: lists of key=value (docker/cli container/opts.go). The keys are those of the storage
// and logging drivers.

import { fail, ok, type Result } from "../../base/result.ts";
import { keyValueMap } from "./key-value.ts";

export const parseStorageOpts = (values: readonly string[]): Result<Map<string, string>, string> =>
  values.every((value) => value.includes("=")) ? ok(keyValueMap(values)) : fail("invalid storage option");

/** Driver `none` takes no options. */
export const parseLogOpts = (
  driver: string,
  values: readonly string[],
): Result<Map<string, string>, string> =>
  driver === "none" && values.length > 0
    ? fail(`invalid logging opts for driver ${driver}`)
    : ok(keyValueMap(values));
