// `docker exec` (docker/cli container/exec.go): another process in a running container; its exit status is the client's.
// A first SIGINT or SIGTERM ends the client, not the process.

import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type ClientError, type Outcome } from "../../client-error.ts";
import { execConfig } from "../../opts/exec-config.ts";
import type { ExecConfig } from "../../opts/create-request.ts";
import { Attachment, carry } from "../../streams/attachment.ts";
import { watchOf } from "../../streams/attended.ts";
import { TerminalSize } from "../../streams/terminal-size.ts";
import type { Verb } from "../verb.ts";
import { NO_TERMINAL } from "./run.ts";

/** No error is told, and no exit status either. */
const CANCELLED: ClientError = { ...clientError("", 0), interrupted: true };

export const execInContainer: Verb = function* (client, { args: [target = "", ...command], flags }) {
  const keys = client.configuration.detachKeys ?? "";
  const config = yield* client.surroundings.settle(() =>
    execConfig(flags, command, client.surroundings, keys),
  );
  if (!config.ok) return clientError(config.error);
  const inspected = yield* client.call("ContainerInspect", { target });
  if (!inspected.ok) return inspected.error;
  const detach = flags.bool("detach");
  const { AttachStdin, Tty } = config.value;
  if (!detach && AttachStdin && Tty && !client.inputIsTerminal) return NO_TERMINAL;
  const { rows, columns } = client.outputSize;
  const console = Tty ? { ConsoleSize: [rows, columns] as const } : {};
  const created = yield* client.call("ContainerExec", {
    target,
    body: { ...config.value, ...console },
  });
  if (!created.ok) return created.error;
  const { Id: id } = created.value;
  const body = { Detach: detach, Tty, ...console };
  if (!detach) return yield* runExec(client, id, config.value, body);
  const started = yield* client.call("ExecStart", { target: id, body });
  return started.ok ? undefined : started.error;
};

interface StartBody {
  readonly Detach: boolean;
  readonly Tty: boolean;
  readonly ConsoleSize?: readonly [number, number];
}

function* runExec(client: Client, id: string, config: ExecConfig, body: StartBody): Task<Outcome> {
  const stream = yield* client.open("ExecStart", { target: id, body });
  if (!stream.ok) return stream.error;
  const { AttachStdin: stdin, Tty: tty, DetachKeys: detachKeys } = config;
  const attachment = new Attachment(client, stream.value, { stdin, output: true, tty, detachKeys });
  yield* attachment.begin();
  const size = tty && client.inputIsTerminal ? new TerminalSize(client, "ExecResize", id) : undefined;
  if (size !== undefined) yield* size.begin();
  client.interrupts.goOn();
  const ended = yield* carry(client, attachment, watchOf({ client, size, cancelled: () => CANCELLED }));
  attachment.close();
  return ended ?? attachment.over?.error ?? (yield* exitStatusOf(client, id));
}

function* exitStatusOf(client: Client, id: string): Task<Outcome> {
  const inspected = yield* client.call("ExecInspect", { target: id });
  if (!inspected.ok) return inspected.error.unconnected ? clientError("", -1) : inspected.error;
  const status = inspected.value.ExitCode ?? 0;
  return status === 0 ? undefined : clientError("", status);
}
