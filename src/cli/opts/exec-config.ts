// `docker exec` and `docker update` as requests: POST /containers/{id}/exec and /update (docker/cli container/exec.go
// parseExec, container/update.go).

import { fail, ok, type Result } from "../../base/result.ts";
import type { ClientIo } from "./client-io.ts";
import type { ExecConfig, UpdateConfig } from "./create-request.ts";
import { readEnv } from "./env.ts";
import type { GivenFlags } from "./given-flags.ts";
import { updateResources } from "./resources.ts";
import { parseRestartPolicy } from "./restart-policy.ts";

/**
 * `command`: the words after the container. `detachKeys`: those of the client's configuration. The size of the terminal
 * is for the caller to fill in.
 */
export function execConfig(
  flags: GivenFlags,
  command: readonly string[],
  io: ClientIo,
  detachKeys: string,
): Result<ExecConfig, string> {
  const env = readEnv(flags.list("env-file"), flags.list("env"), io);
  if (!env.ok) return env;
  const attached = !flags.bool("detach");
  return ok({
    User: flags.string("user"),
    Privileged: flags.bool("privileged"),
    Tty: flags.bool("tty"),
    AttachStdin: attached && flags.bool("interactive"),
    AttachStderr: attached,
    AttachStdout: attached,
    DetachKeys: flags.string("detach-keys") || detachKeys,
    Env: env.value.length > 0 ? env.value : null,
    WorkingDir: flags.string("workdir"),
    Cmd: command,
    Detach: false,
    ...(flags.bool("tty") && { ConsoleSize: [0, 0] as const }),
  });
}

/** `given`: how many flags were written. */
export function updateConfig(flags: GivenFlags, given: number): Result<UpdateConfig, string> {
  if (given === 0) return fail("you must provide one or more flags when using this command");
  const restart =
    flags.string("restart") === ""
      ? ok({ Name: "", MaximumRetryCount: 0 })
      : parseRestartPolicy(flags.string("restart"));
  if (!restart.ok) return restart;
  return ok({ RestartPolicy: restart.value, ...updateResources(flags) });
}
