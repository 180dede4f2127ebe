// `inspect` of all kinds (docker/cli cli/command/inspect): each name is looked for, what was found is shown by the format,
// and what was not makes the errors.

import { parseTemplate } from "../format/template/template.ts";
import { fail, ok } from "../../base/result.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Answered, Client } from "../client.ts";
import { clientError, type Outcome } from "../client-error.ts";
import { type Found, inspectAll, type InspectElement } from "../format/inspect.ts";

export type LookUp = (name: string) => Task<Answered<InspectElement>>;

/** A format that is none ends it before anything is looked for. */
const BAD_FORMAT = 64;

export function* inspectNames(
  client: Client,
  names: readonly string[],
  format: string,
  lookUp: LookUp,
): Task<Outcome> {
  const wrong = format === "" || format === "json" ? undefined : parseTemplate(format);
  if (wrong?.ok === false) return clientError(`template parsing error: ${wrong.error}`, BAD_FORMAT);
  const found: Found[] = [];
  for (const name of names) {
    const element = yield* lookUp(name);
    if (!element.ok && element.error.interrupted) return element.error;
    found.push(element.ok ? ok(element.value) : fail(element.error.message));
  }
  const { stdout, error, exit } = inspectAll(format, found);
  if (stdout !== "") yield* client.print(stdout);
  return error === undefined ? undefined : clientError(error, exit);
}
