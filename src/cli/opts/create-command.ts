// What `docker run` and `docker create` are asked to do: the request, and what of the flags is no part of it. The
// checks that need more than flags (is there a terminal, is there such a file, an image, a network) come later.

import { fail, ok, type Result } from "../../base/result.ts";
import type { ClientIo } from "./client-io.ts";
import { containerConfig } from "./container-config.ts";
import type { CreateRequest } from "./create-request.ts";
import type { GivenFlags } from "./given-flags.ts";
import { parsePullPolicy, type PullPolicy } from "./pull-policy.ts";

export interface CreateCommand {
  readonly request: CreateRequest;
  /** empty: the daemon makes one up */
  readonly name: string;
  /** as written; platform.ts reads it when the container is created */
  readonly platform: string;
  readonly pull: PullPolicy;
  readonly quiet: boolean;
  readonly useApiSocket: boolean;
  readonly contentTrust: boolean;
}

export interface RunCommand extends CreateCommand {
  readonly detach: boolean;
  readonly sigProxy: boolean;
  /** as written; empty: those of the client's configuration */
  readonly detachKeys: string;
}

/** Ends with exit code 125 and this text on standard error. */
export const withHelp = (message: string, command: "run" | "create"): string =>
  `docker: ${message}\n\nRun 'docker ${command} --help' for more information`;

/** The error is for withHelp. */
export function createCommand(
  flags: GivenFlags,
  args: readonly string[],
  io: ClientIo,
): Result<CreateCommand, string> {
  const pull = parsePullPolicy(flags.string("pull"));
  if (!pull.ok) return pull;
  const request = containerConfig(flags, args, io);
  if (!request.ok) return request;
  return ok({
    request: request.value,
    name: flags.string("name"),
    platform: flags.string("platform"),
    pull: pull.value,
    quiet: flags.bool("quiet"),
    useApiSocket: flags.bool("use-api-socket"),
    contentTrust: !flags.bool("disable-content-trust"),
  });
}

/** `plain`: an error that is printed as it is, with exit code 1. */
export type RunError = { readonly message: string; readonly plain: boolean };

export function runCommand(
  flags: GivenFlags,
  args: readonly string[],
  io: ClientIo,
): Result<RunCommand, RunError> {
  const command = createCommand(flags, args, io);
  if (!command.ok) return fail({ message: command.error, plain: false });
  const detach = flags.bool("detach");
  if (detach && flags.list("attach").length > 0)
    return fail({ message: "conflicting options: cannot specify both --attach and --detach", plain: true });
  const run = { detach, sigProxy: flags.bool("sig-proxy"), detachKeys: flags.string("detach-keys") };
  return ok({
    ...command.value,
    ...run,
    request: detach ? detached(command.value.request) : command.value.request,
  });
}

const detached = (request: CreateRequest): CreateRequest => ({
  ...request,
  Config: {
    ...request.Config,
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    StdinOnce: false,
  },
});
