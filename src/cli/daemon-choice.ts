// Which daemon a command speaks to: --context, -H, DOCKER_HOST, DOCKER_CONTEXT, the configuration's current context, and
// else the local one (docker/cli cli/command resolveContextName, getDockerEndPoint), with the TLS files that are asked
// for on the way.

import { ok, type Result } from "../base/result.ts";
import { failed } from "../base/errno.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import type { Configuration } from "./configuration.ts";
import { dockerHostOf } from "./context/metadata.ts";
import { DEFAULT_CONTEXT, loadContext } from "./context/store.ts";
import { DEFAULT_HOST, parseDaemonHost } from "./daemon-host.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import { readFile, type Surroundings } from "./surroundings.ts";
import { cleanPath } from "./opts/client-io.ts";

/** The context's name, whether there is one of that name or not. */
export function chooseContext(
  surroundings: Surroundings,
  globals: FlagValues,
  configuration: Configuration,
): string {
  if (globals.string("context") !== "") return globals.string("context");
  if (globals.changed("host") || surroundings.env("DOCKER_HOST") !== "") return DEFAULT_CONTEXT;
  return surroundings.env("DOCKER_CONTEXT") || configuration.currentContext || DEFAULT_CONTEXT;
}

/** The folder of the client's configuration. */
export function configFolder(globals: FlagValues | undefined, surroundings: Surroundings): string {
  const given = globals?.string("config") ?? "";
  if (given !== "") return globals?.changed("config") === true ? cleanPath(given) : given;
  return surroundings.env("DOCKER_CONFIG") || `${surroundings.env("HOME")}/.docker`;
}

/** As messages name it; errors are the client's. */
export function* resolveHost(
  sys: Sys,
  surroundings: Surroundings,
  globals: FlagValues | undefined,
  configuration: Configuration,
): Task<Result<string, string>> {
  if (globals === undefined) return ok(DEFAULT_HOST);
  const context = chooseContext(surroundings, globals, configuration);
  if (context !== DEFAULT_CONTEXT)
    return yield* hostOfContext(sys, configFolder(globals, surroundings), context);
  return yield* defaultHost(sys, surroundings, globals);
}

/** Where the default context leads, whether it is the current one or not. */
export function* defaultHost(
  sys: Sys,
  surroundings: Surroundings,
  globals: FlagValues,
): Task<Result<string, string>> {
  const tls = globals.bool("tls") || globals.bool("tlsverify") || globals.changed("tlsverify");
  const host = parseDaemonHost(globals.string("host") || surroundings.env("DOCKER_HOST"), tls);
  const wrong = host.ok && tls ? yield* tlsError(sys, globals) : undefined;
  return wrong ?? host;
}

function* hostOfContext(sys: Sys, folder: string, name: string): Task<Result<string, string>> {
  const context = yield* loadContext(sys, folder, name);
  if (!context.ok) return context;
  const host = dockerHostOf(context.value);
  return host.ok && host.value === "" ? ok(DEFAULT_HOST) : host;
}

/** The certificate of the authority must be there; its own only if it was asked for. */
function* tlsError(sys: Sys, globals: FlagValues): Task<Result<never, string> | undefined> {
  for (const flag of ["tlscacert", "tlscert", "tlskey"]) {
    const path = globals.string(flag);
    const isOptional = flag !== "tlscacert" && !globals.changed(flag);
    if (path === "" || (isOptional && failed(sys.stat(path)))) continue;
    const file = yield* readFile(sys, path);
    if (!file.ok) return file;
  }
  return undefined;
}
