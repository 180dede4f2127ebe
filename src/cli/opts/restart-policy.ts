// --restart: `policy[:retries]` (docker/cli opts.ParseRestartPolicy). Which policies there are, and which may have a
// count, the daemon knows.

import { fail, ok, type Result } from "../../base/result.ts";
import { parseDecimal } from "./numbers.ts";
import type { RestartPolicy } from "./create-request.ts";
import { cut } from "./key-value.ts";

export function parseRestartPolicy(value: string): Result<RestartPolicy, string> {
  const [name, retries, found] = cut(value, ":");
  if (found && name === "") return fail("invalid restart policy format: no policy provided before colon");
  if (retries === "") return ok({ Name: name, MaximumRetryCount: 0 });
  const count = parseDecimal(retries);
  return count.ok
    ? ok({ Name: name, MaximumRetryCount: count.value })
    : fail("invalid restart policy format: maximum retry count must be an integer");
}
