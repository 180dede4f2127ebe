// A question before something is lost (docker/cli internal/prompt): only y is yes, and whoever is interrupted has said no.
// Either way there is no error.

import { failed } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import { clientError, type ClientError } from "../client-error.ts";

const CHUNK = 4096;
const NEWLINE = 10;

/** What ends a command that was not to be carried out. */
export const DECLINED: ClientError = { ...clientError("", 0), interrupted: true };

/** A first line of standard input; undefined if a signal came first. */
function* firstLine(client: Client): Task<string | undefined> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* client.sys.read(0, CHUNK);
    if (bytes === "EINTR") {
      if (client.interrupts.givesUp()) return undefined;
      continue;
    }
    if (!failed(bytes)) parts.push(bytes);
    if (failed(bytes) || bytes.length === 0 || bytes.includes(NEWLINE))
      return decode(concat(parts)).split("\n")[0] ?? "";
  }
}

/** True for yes. */
export function* confirms(client: Client, question: string): Task<boolean> {
  yield* client.print(`${question} [y/N] `);
  const answer = yield* firstLine(client);
  if (answer === undefined) yield* client.print("\n");
  return answer?.trim().toLowerCase() === "y";
}
