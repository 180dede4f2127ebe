// `docker run` (docker/cli container/run.go): a container is made, attached to, waited for and started, in this order,
// so that nothing of what it prints is missed. Signals of the client go to the container, its exit status is the
// client's. Detached, its id is printed instead.

import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type ClientError, type Outcome } from "../../client-error.ts";
import { runCommand, type RunCommand, withHelp } from "../../opts/create-command.ts";
import { Attachment, carry, ESCAPED } from "../../streams/attachment.ts";
import { watchOf } from "../../streams/attended.ts";
import { TerminalSize } from "../../streams/terminal-size.ts";
import type { Verb } from "../verb.ts";
import { createContainer, findProxies } from "./create.ts";
import { asOutcome, beginWaiting, exitStatus, type Waiting } from "./wait-exit.ts";

const FAILURE = 125;
const NOT_RUNNABLE = 126;
const NOT_FOUND = 127;

const NOT_FOUND_WORDS = [
  "executable file not found",
  "no such file or directory",
  "system cannot find the file specified",
];
const NOT_RUNNABLE_WORDS = ["permission denied", "is a directory"];

/** The exit status says whether it was the command that could not be found or run. */
function statusError(error: ClientError): ClientError {
  if (error.interrupted) return error;
  const says = (words: readonly string[]): boolean => words.some((word) => error.message.includes(word));
  const exit = says(NOT_FOUND_WORDS) ? NOT_FOUND : says(NOT_RUNNABLE_WORDS) ? NOT_RUNNABLE : FAILURE;
  return clientError(withHelp(error.message, "run"), exit);
}

export const runContainer: Verb = function* (client, { flags, args }) {
  const unready = yield* findProxies(client);
  if (unready !== undefined) return unready;
  const command = yield* client.surroundings.settle(() => runCommand(flags, args, client.surroundings));
  if (!command.ok) {
    const { message, plain } = command.error;
    return plain ? clientError(message) : clientError(withHelp(message, "run"), FAILURE);
  }
  const { AttachStdin, AttachStdout, AttachStderr, Tty } = command.value.request.Config;
  if (!command.value.detach && AttachStdin && Tty && !client.inputIsTerminal) return NO_TERMINAL;
  const created = yield* createContainer(client, command.value);
  if (!created.ok) return statusError(created.error);
  const attaches = AttachStdin || AttachStdout || AttachStderr;
  return yield* attaches
    ? runAttached(client, command.value, created.value)
    : runDetached(client, command.value, created.value);
};

export const NO_TERMINAL = clientError("the input device is not a TTY");

function* runDetached(client: Client, { request, sigProxy }: RunCommand, id: string): Task<Outcome> {
  if (sigProxy) client.interrupts.goOn();
  yield* client.print(`${id}\n`);
  const started = yield* client.call("ContainerStart", { target: id });
  if (started.ok) return undefined;
  return yield* afterFailedStart(client, started.error, request.HostConfig.AutoRemove, id);
}

/** With --rm the daemon takes away what could not be started; that is waited for. */
function* afterFailedStart(
  client: Client,
  error: ClientError,
  removed: boolean,
  id: string,
): Task<ClientError> {
  if (removed) {
    const waiting = yield* beginWaiting(client, id, true);
    if (waiting.ok) yield* exitStatus(client, waiting);
  }
  return statusError(error);
}

function* runAttached(client: Client, command: RunCommand, id: string): Task<Outcome> {
  const { AttachStdin, AttachStdout, AttachStderr, Tty } = command.request.Config;
  client.interrupts.goOn();
  if (command.sigProxy) client.interrupts.catchAll();
  const detachKeys = command.detachKeys || (client.configuration.detachKeys ?? "");
  const stream = yield* client.open("ContainerAttach", {
    target: id,
    query: attachQuery({ stdin: AttachStdin, stdout: AttachStdout, stderr: AttachStderr, detachKeys }),
  });
  if (!stream.ok) return stream.error;
  const output = AttachStdout || AttachStderr;
  const attachment = new Attachment(client, stream.value, {
    stdin: AttachStdin,
    output,
    tty: Tty,
    detachKeys,
  });
  yield* attachment.begin();
  const waiting = yield* beginWaiting(client, id, command.request.HostConfig.AutoRemove);
  const outcome = yield* startAndCarry(client, command, id, attachment, waiting);
  attachment.close();
  return outcome;
}

function* startAndCarry(
  client: Client,
  { request, sigProxy }: RunCommand,
  id: string,
  attachment: Attachment,
  waiting: Waiting,
): Task<Outcome> {
  const started = yield* client.call("ContainerStart", { target: id });
  if (!started.ok) {
    attachment.restore();
    if (request.HostConfig.AutoRemove) yield* exitStatus(client, waiting);
    return statusError(started.error);
  }
  const { Tty, AttachStdout, AttachStderr } = request.Config;
  const size = Tty && client.outputIsTerminal ? new TerminalSize(client, "ContainerResize", id) : undefined;
  if (size !== undefined) yield* size.begin();
  const watched = waiting.ok ? [waiting.value.fd] : [];
  const proxied = sigProxy ? id : undefined;
  const ended = yield* carry(client, attachment, watchOf({ client, proxied, size, fds: watched }));
  if (ended !== undefined) return ended;
  const first = attachment.over;
  if (first !== undefined && first.error !== undefined)
    return first.error === ESCAPED ? undefined : first.error;
  // The container is at its end: what it printed may still come, if anything of it is wanted.
  const status = yield* exitStatus(client, waiting);
  if (first === undefined && (AttachStdout || AttachStderr))
    yield* carry(client, attachment, watchOf({ client, proxied, size }));
  return asOutcome(status);
}

export interface Attaching {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** empty: the daemon's default */
  readonly detachKeys: string;
}

export const attachQuery = ({ stdin, stdout, stderr, detachKeys }: Attaching) => ({
  stream: "1",
  ...(stdin && { stdin: "1" }),
  ...(stdout && { stdout: "1" }),
  ...(stderr && { stderr: "1" }),
  ...(detachKeys !== "" && { detachKeys }),
});
