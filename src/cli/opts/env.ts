// --env and --env-file (docker/cli opts/env.go, opts/parse.go). A name without a value takes it from the client's
// environment, at once for --env, when the file is read for --env-file. Order is kept: the daemon lets the last
// of several win.

import { fail, ok, type Result } from "../../base/result.ts";
import type { ClientIo } from "./client-io.ts";
import { cut } from "./key-value.ts";
import { readKeyValueFile } from "./key-value-file.ts";

export function validateEnv(value: string, io: ClientIo): Result<string, string> {
  const [name, , hasValue] = cut(value, "=");
  if (name === "") return fail(`invalid environment variable: ${value}`);
  const known = hasValue ? undefined : io.lookupEnv(name);
  return ok(known === undefined ? value : `${name}=${known}`);
}

/**
 * --env of a new container: the last of several with one name counts, and the proxies of the client's configuration
 * are added in both their spellings, unless they are set.
 */
export function withProxies(flags: readonly string[], io: ClientIo): string[] {
  const variables = new Map(flags.map((flag) => [cut(flag, "=")[0], flag]));
  for (const [name, value] of io.proxies ?? [])
    for (const spelling of [name, name.toLowerCase()])
      if (!variables.has(spelling)) variables.set(spelling, `${spelling}=${value}`);
  return [...variables.values()];
}

/** The variables of the files, then those of the flags. */
export function readEnv(
  files: readonly string[],
  flags: readonly string[],
  io: ClientIo,
): Result<string[], string> {
  const variables: string[] = [];
  for (const file of files) {
    const read = readKeyValueFile(file, io, (name) => io.lookupEnv(name));
    if (!read.ok) return read;
    variables.push(...read.value);
  }
  return ok([...variables, ...flags]);
}
