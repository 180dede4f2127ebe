// `docker wait`: the exit statuses of containers, each printed when the container does not run, one after the other
// (docker/cli container/wait.go).

import type { Task } from "../../../kernel/sys.ts";
import type { WaitAnswer } from "../../../api/wire/container.ts";
import type { ApiStream } from "../../../api/client/client.ts";
import { fail, ok } from "../../../base/result.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type ClientError, joinErrors } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

export const waitForContainers: Verb = function* (client, { args }) {
  const errors: ClientError[] = [];
  for (const target of args) {
    const waiting = yield* client.open("ContainerWait", { target });
    const ended = waiting.ok ? yield* waitAnswer(client, waiting.value) : waiting;
    if (ended.ok) yield* client.print(`${ended.value.StatusCode}\n`);
    else errors.push(ended.error);
  }
  return joinErrors(errors);
};

/** The one item of such a stream. */
export function* waitAnswer(client: Client, stream: ApiStream<WaitAnswer>): Task<Answered<WaitAnswer>> {
  for (;;) {
    const item = yield* stream.next();
    if (item === "EINTR") {
      if (client.interrupts.givesUp()) return fail(client.interrupts.error);
      continue;
    }
    stream.close();
    return item === undefined ? fail(clientError("EOF")) : ok(item);
  }
}
