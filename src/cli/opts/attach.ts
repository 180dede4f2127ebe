// --attach: the streams of a container, in any case (docker/cli container/opts.go validateAttach). Relies on
// nothing.

import { fail, ok, type Result } from "../../base/result.ts";

const STREAMS = new Set(["stdin", "stdout", "stderr"]);

export function validateAttach(value: string): Result<string, string> {
  const stream = value.toLowerCase();
  return STREAMS.has(stream) ? ok(stream) : fail("valid streams are STDIN, STDOUT and STDERR");
}
