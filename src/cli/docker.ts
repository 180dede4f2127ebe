// The `docker` command, as a program of the simulated host: reads its command line, carries out the command that it
// means (commands/table.ts), and ends with the exit status of docker/cli's main. Compose and buildx, which the real
// client runs as programs of their own, are commands of the same table.

import type { Program, Task } from "../kernel/sys.ts";
import { Client } from "./client.ts";
import { clientError, type Outcome } from "./client-error.ts";
import type { ClientRelease } from "./client-version.ts";
import { complete } from "./completion/complete.ts";
import { VERBS } from "./commands/table.ts";
import type { Answered, Invocation } from "./flags/command-line.ts";
import { log } from "./logger.ts";
import { readWords } from "./reading.ts";

/** The program of one release. */
export const dockerOf = (release: ClientRelease): Program =>
  function* (sys, argv, env) {
    const client = new Client(sys, env, release);
    client.interrupts.begin();
    const [, first = "", ...rest] = argv;
    if (first === "__complete" || first === "__completeNoDesc")
      return yield* complete(client, rest, first === "__complete");
    const reading = yield* readWords(client, argv.slice(1));
    for (const warning of reading.warnings) yield* log(client, "warning", warning);
    if (reading.stdout !== "") yield* client.print(reading.stdout);
    if (reading.stderr !== "") yield* client.printError(reading.stderr);
    return reading.kind === "answer"
      ? exitStatus(reading)
      : yield* end(client, yield* carryOut(client, reading));
  };

const exitStatus = ({ exit }: Answered): number => exit;

/** A command without a model says so, whichever it is. */
function carryOut(client: Client, invocation: Invocation): Task<Outcome> {
  const verb = VERBS.get(invocation.command.id);
  return verb === undefined ? notYetModelled(invocation) : verb(client, invocation);
}

// eslint-disable-next-line require-yield
function* notYetModelled({ command }: Invocation): Task<Outcome> {
  return clientError(`docker: '${command.path}' is not yet modelled`);
}

function* end(client: Client, outcome: Outcome): Task<number> {
  if (outcome === undefined) return 0;
  if (outcome.message !== "") yield* client.printError(`${outcome.message}\n`);
  return outcome.exit & 0xff;
}
