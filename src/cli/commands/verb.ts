// What carries out a command: a part of the docker program, with the client that it runs in and what was read of the
// command line. Also the ways in which several commands ask the daemon of several names.

import type { Asking } from "../../api/client/client.ts";
import type { OperationName } from "../../api/wire/operations.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import type { Answered, Client } from "../client.ts";
import { type ClientError, joinErrors, type Outcome } from "../client-error.ts";
import type { Invocation } from "../flags/command-line.ts";

export type Verb = (client: Client, call: Invocation) => Task<Outcome>;

/** So many requests are under way at a time. */
const AT_A_TIME = 50;

export interface ForNames<K extends OperationName> {
  readonly names: readonly string[];
  readonly asking: (name: string) => Asking<K>;
  /** what is no reason for an error: it is printed, and that is all */
  readonly isForgiven?: (error: ClientError) => boolean;
}

/** One request for each name, all at the same time; each name is printed when its turn has come and it went well. */
export function* forNames<K extends OperationName>(
  client: Client,
  operation: K,
  how: ForNames<K>,
): Task<Outcome> {
  const { names, asking } = how;
  if (names.length === 1) return yield* forNamesInTurn(client, operation, how);
  const begun: Answered<Fd>[] = [];
  const errors: ClientError[] = [];
  for (const [at, name] of names.entries()) {
    while (begun.length < Math.min(names.length, at + AT_A_TIME))
      begun.push(yield* client.begin(operation, asking(names[begun.length] as string)));
    const fd = begun[at] as Answered<Fd>;
    const answer = fd.ok ? yield* client.finish(operation, asking(name), fd.value) : fd;
    yield* report(client, how, name, answer, errors);
  }
  return joinErrors(errors);
}

/** One request after the other. */
export function* forNamesInTurn<K extends OperationName>(
  client: Client,
  operation: K,
  how: ForNames<K>,
): Task<Outcome> {
  const errors: ClientError[] = [];
  for (const name of how.names)
    yield* report(client, how, name, yield* client.call(operation, how.asking(name)), errors);
  return joinErrors(errors);
}

function* report<K extends OperationName>(
  client: Client,
  { isForgiven }: ForNames<K>,
  name: string,
  answer: Answered<unknown>,
  errors: ClientError[],
): Task<void> {
  if (answer.ok) yield* client.print(`${name}\n`);
  else if (isForgiven?.(answer.error) === true) yield* client.printError(`${answer.error.message}\n`);
  else errors.push(answer.error);
}
