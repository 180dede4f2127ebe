// What comes of a start that containerd or runc refuses: the words around the reason, the exit code that the
// container gets, and the kind of the error (moby daemon/errors.go setExitCodeFromError).

import { dockerError, type DockerError, type Fail } from "../base/result.ts";

export interface StartError extends DockerError {
  /** what inspect shows; undefined: as it was, or 128 */
  readonly exitCode?: number;
}

const TASK = "failed to create task for container: ";
const CREATE = `${TASK}failed to create shim task: OCI runtime create failed: runc create failed: `;
const RUNC = `${CREATE}unable to start container process: `;

/** 126 for what may not be run, 127 for what is not there, else 128. */
export function taskFailure(message: string): Fail<StartError> {
  const lower = message.toLowerCase();
  const refuse = (exitCode: number, text = message): Fail<StartError> => ({
    ok: false,
    error: { kind: "invalid-parameter", message: text, exitCode },
  });
  if (lower.includes("permission denied")) return refuse(126);
  if (lower.includes("is a directory")) return refuse(126, `${message}: permission denied`);
  if (lower.includes("not a directory"))
    return refuse(
      127,
      `${message}: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
    );
  if (lower.includes("executable file not found") || lower.includes("no such file or directory"))
    return refuse(127);
  return { ok: false, error: { kind: "unknown", message, exitCode: 128 } };
}

/** Before anything is done. */
export const runcCreateFailure = (text: string): Fail<StartError> => taskFailure(`${CREATE}${text}`);

/** While the container's first process prepares itself. */
export const runcFailure = (text: string): Fail<StartError> =>
  taskFailure(`${RUNC}error during container init: ${text}`);

/** Before it is there. */
export const runcSetupFailure = (text: string): Fail<StartError> => taskFailure(`${RUNC}${text}`);

export const loggerFailure = (text: string): Fail<StartError> =>
  taskFailure(`${TASK}failed to initialize logging driver: ${text}`);

const NETWORKING = "failed to set up container networking: ";

export const networkFailure = ({ kind, message }: DockerError): Fail<DockerError> =>
  dockerError(kind, `${NETWORKING}${message}`);
