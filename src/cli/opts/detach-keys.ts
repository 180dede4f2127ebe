// --detach-keys: the keys that leave a container running, such as ctrl-p,ctrl-q (moby/term ToBytes). The daemon reads
// them as well, in the same way.

import { fail, ok, type Result } from "../../base/result.ts";
import { encode } from "../../base/utf8.ts";

/** The bytes that a terminal sends for them. */
export function parseDetachKeys(keys: string): Result<number[], string> {
  const codes: number[] = [];
  for (const key of keys.split(",")) {
    const bytes = encode(key);
    const control = /^ctrl-([@a-z[\\\]^_])$/.exec(key)?.[1];
    if (bytes.length === 1) codes.push(bytes[0] as number);
    else if (control !== undefined) codes.push(control.toUpperCase().charCodeAt(0) - 64);
    else if (key === "DEL") codes.push(127);
    else return fail(`Unknown character: '${key}'`);
  }
  return ok(codes);
}
