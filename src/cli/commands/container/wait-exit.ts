// A container's end, waited for while its streams are carried: begun before it starts, so that nothing is missed
// (docker/cli container/utils.go waitExitOrRemoved).

import type { WaitAnswer } from "../../../api/wire/container.ts";
import type { ApiStream } from "../../../api/client/client.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type ClientError, type Outcome } from "../../client-error.ts";
import { log } from "../../logger.ts";
import { nextItem } from "../../streams/progress.ts";

/** What the client says with its own exit status, where waiting fails. */
const LOST = 125;

export type Waiting = Answered<ApiStream<WaitAnswer>>;

/** For the next exit, or with --rm for the removal. */
export const beginWaiting = (client: Client, target: string, removed: boolean): Task<Waiting> =>
  client.open("ContainerWait", { target, query: { condition: removed ? "removed" : "next-exit" } });

/** The exit status, once it is there. */
export function* exitStatus(client: Client, waiting: Waiting): Task<number | ClientError> {
  const answer = waiting.ok ? yield* nextItem(client, waiting.value) : waiting;
  if (!answer.ok && answer.error.interrupted) return answer.error;
  if (!answer.ok || answer.value === undefined) {
    yield* log(client, "error", `error waiting for container: ${answer.ok ? "EOF" : answer.error.message}`);
    return LOST;
  }
  if (answer.value.Error) {
    yield* log(client, "error", `Error waiting for container: ${answer.value.Error.Message ?? ""}`);
    return LOST;
  }
  return answer.value.StatusCode;
}

/** The client's exit status is the container's. */
export const asOutcome = (status: number | ClientError): Outcome =>
  typeof status !== "number" ? status : status === 0 ? undefined : clientError("", status);
