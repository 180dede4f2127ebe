// `docker start` (docker/cli container/start.go): containers are started one after the other, or one is started and
// attached to. Then a first SIGINT or SIGTERM is passed on to it and ends the client, without an error.

import type { ContainerInspect } from "../../../api/wire/container.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type ClientError, type Outcome } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { Attachment, carry, ESCAPED } from "../../streams/attachment.ts";
import { watchOf } from "../../streams/attended.ts";
import { TerminalSize } from "../../streams/terminal-size.ts";
import type { Verb } from "../verb.ts";
import { attachQuery } from "./run.ts";
import { asOutcome, beginWaiting, exitStatus, type Waiting } from "./wait-exit.ts";

export const startContainers: Verb = function* (client, { args, flags }) {
  if (!flags.bool("attach") && !flags.bool("interactive")) return yield* startAll(client, args);
  if (args.length > 1) return clientError("you cannot start and attach multiple containers at once");
  const inspected = yield* client.call("ContainerInspect", { target: args[0] as string });
  return inspected.ok ? yield* startAttached(client, inspected.value, flags) : inspected.error;
};

function* startAll(client: Client, names: readonly string[]): Task<Outcome> {
  const failures: string[] = [];
  for (const name of names) {
    const started = yield* client.call("ContainerStart", { target: name });
    if (started.ok) yield* client.print(`${name}\n`);
    else if (started.error.interrupted) return started.error;
    else {
      yield* client.printError(`${started.error.message}\n`);
      failures.push(name);
    }
  }
  return failures.length === 0
    ? undefined
    : clientError(`Error: failed to start containers: ${failures.join(", ")}`);
}

/** No error is told, and no exit status either. */
const CANCELLED: ClientError = { ...clientError("", 0), interrupted: true };

function* startAttached(client: Client, container: ContainerInspect, flags: FlagValues): Task<Outcome> {
  const { Id: id, Config: config, HostConfig: hostConfig } = container;
  const isTty = config?.Tty === true;
  client.interrupts.goOn();
  if (!isTty) client.interrupts.catchAll();
  const detachKeys = flags.string("detach-keys") || (client.configuration.detachKeys ?? "");
  const stdin = flags.bool("interactive") && config?.OpenStdin === true;
  const query = attachQuery({ stdin, stdout: true, stderr: true, detachKeys });
  const stream = yield* client.open("ContainerAttach", { target: id, query });
  if (!stream.ok) return stream.error;
  const attachment = new Attachment(client, stream.value, { stdin, output: true, tty: isTty, detachKeys });
  yield* attachment.begin();
  const waiting = yield* beginWaiting(client, id, hostConfig?.AutoRemove === true);
  const outcome = yield* startAndCarry(client, container, attachment, waiting);
  attachment.close();
  return outcome;
}

function* startAndCarry(
  client: Client,
  { Id: id, Config: config, HostConfig: hostConfig }: ContainerInspect,
  attachment: Attachment,
  waiting: Waiting,
): Task<Outcome> {
  const started = yield* client.call("ContainerStart", { target: id });
  if (!started.ok) {
    attachment.restore();
    if (hostConfig?.AutoRemove === true) yield* exitStatus(client, waiting);
    return started.error;
  }
  const isTty = config?.Tty === true;
  const size = isTty && client.outputIsTerminal ? new TerminalSize(client, "ContainerResize", id) : undefined;
  if (size !== undefined) yield* size.begin();
  const proxied = isTty ? undefined : id;
  const watch = watchOf({ client, proxied, size, cancelled: () => CANCELLED });
  const ended = yield* carry(client, attachment, watch);
  const error = ended ?? attachment.over?.error;
  if (error !== undefined) return error === ESCAPED ? undefined : error;
  return asOutcome(yield* exitStatus(client, waiting));
}
