// `docker attach` (docker/cli container/attach.go): the streams of a running container, and its exit status at the end.
// A first SIGINT or SIGTERM is passed on and does not end the client.

import { SIGWINCH } from "../../../base/signals.ts";
import type { ContainerInspect } from "../../../api/wire/container.ts";
import { fail, ok } from "../../../base/result.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import { Attachment, carry } from "../../streams/attachment.ts";
import { watchOf } from "../../streams/attended.ts";
import { nextItem } from "../../streams/progress.ts";
import { TerminalSize } from "../../streams/terminal-size.ts";
import type { Verb } from "../verb.ts";
import { attachQuery, NO_TERMINAL } from "./run.ts";
import { asOutcome, type Waiting } from "./wait-exit.ts";

function* inspectRunning(client: Client, target: string): Task<Answered<ContainerInspect>> {
  const inspected = yield* client.call("ContainerInspect", { target });
  if (!inspected.ok) return inspected;
  const state = inspected.value.State;
  if (state?.Running !== true) return refuse("You cannot attach to a stopped container, start it first");
  if (state.Paused) return refuse("You cannot attach to a paused container, unpause it first");
  if (state.Restarting)
    return refuse("You cannot attach to a restarting container, wait until it is running");
  return ok(inspected.value);
}

const refuse = (message: string): Answered<never> => fail(clientError(message));

export const attachToContainer: Verb = function* (client, { args: [target = ""], flags }) {
  const waiting = yield* client.open("ContainerWait", { target });
  const inspected = yield* inspectRunning(client, target);
  if (!inspected.ok) return inspected.error;
  const config = inspected.value.Config;
  const isTty = config?.Tty === true;
  const takesInput = !flags.bool("no-stdin");
  if (takesInput && isTty && !client.inputIsTerminal) return NO_TERMINAL;
  const detachKeys = flags.string("detach-keys") || (client.configuration.detachKeys ?? "");
  const stdin = takesInput && config?.OpenStdin === true;
  const proxied = flags.bool("sig-proxy") && !isTty ? target : undefined;
  client.interrupts.goOn();
  if (proxied !== undefined) client.interrupts.catchAll();
  const query = attachQuery({ stdin, stdout: true, stderr: true, detachKeys });
  const stream = yield* client.open("ContainerAttach", { target, query });
  if (!stream.ok) return stream.error;
  const stopped = yield* inspectRunning(client, target);
  if (!stopped.ok) return stopped.error;
  const attachment = new Attachment(client, stream.value, { stdin, output: true, tty: isTty, detachKeys });
  const outcome = yield* carryUntilExit(client, attachment, { target, isTty, proxied, waiting });
  attachment.close();
  return outcome;
};

interface Carried {
  readonly target: string;
  readonly isTty: boolean;
  readonly proxied: string | undefined;
  readonly waiting: Waiting;
}

function* carryUntilExit(
  client: Client,
  attachment: Attachment,
  { target, isTty, proxied, waiting }: Carried,
): Task<Outcome> {
  const size =
    isTty && client.outputIsTerminal ? new TerminalSize(client, "ContainerResize", target) : undefined;
  if (size !== undefined) yield* nudge(client, size);
  yield* attachment.begin();
  const ended = yield* carry(client, attachment, watchOf({ client, proxied, size }));
  const error = ended ?? attachment.over?.error;
  return error ?? (yield* exitOf(client, waiting));
}

/** A size that is not the real one first: a shell at the other end then shows its prompt again. */
function* nudge(client: Client, size: TerminalSize): Task<void> {
  const { rows, columns } = client.outputSize;
  client.interrupts.also(SIGWINCH);
  yield* size.resizeTo({ rows: rows + 1, columns: columns + 1 });
  yield* size.begin();
}

function* exitOf(client: Client, waiting: Waiting): Task<Outcome> {
  if (!waiting.ok) return waiting.error;
  const answer = yield* nextItem(client, waiting.value);
  if (!answer.ok) return answer.error;
  if (answer.value === undefined) return clientError("EOF");
  const { Error: error, StatusCode: status } = answer.value;
  return error ? clientError(error.Message ?? "") : asOutcome(status);
}
