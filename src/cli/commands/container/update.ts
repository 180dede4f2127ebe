// `docker update`: new limits and restart policies for containers, one after the other; warnings of all of them come at
// the end, on standard output (docker/cli container/update.go).

import { clientError, type ClientError, joinErrors } from "../../client-error.ts";
import { updateConfig } from "../../opts/exec-config.ts";
import type { Verb } from "../verb.ts";

export const updateContainers: Verb = function* (client, { args, flags }) {
  const config = updateConfig(flags, flags.changedCount);
  if (!config.ok) return clientError(config.error);
  const warnings: string[] = [];
  const errors: ClientError[] = [];
  for (const target of args) {
    const answer = yield* client.call("ContainerUpdate", { target, body: config.value });
    if (answer.ok) {
      yield* client.print(`${target}\n`);
      warnings.push(...(answer.value.Warnings ?? []));
    } else errors.push(answer.error);
  }
  if (warnings.length > 0) yield* client.print(`${warnings.join("\n")}\n`);
  return joinErrors(errors);
};
