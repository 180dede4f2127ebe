// `docker stop`, and what stop and restart have in common: a signal, and the time before containers are killed, which
// has an old spelling beside the new one (docker/cli container/stop.go, restart.go).

import { clientError } from "../../client-error.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import { forNames, type Verb } from "../verb.ts";

export interface StopQuery {
  readonly signal?: string;
  /** seconds */
  readonly t?: string;
}

export const TIME_AND_TIMEOUT = clientError("conflicting options: cannot specify both --timeout and --time");

/** Undefined if both spellings of the time were written. */
export function stopQuery(flags: FlagValues): StopQuery | undefined {
  const [time, timeout] = [flags.changed("time"), flags.changed("timeout")];
  if (time && timeout) return undefined;
  const signal = flags.string("signal");
  return {
    ...(signal !== "" && { signal }),
    ...((time || timeout) && { t: String(flags.int("timeout")) }),
  };
}

export const stopContainers: Verb = function* (client, { args, flags }) {
  const query = stopQuery(flags);
  if (query === undefined) return TIME_AND_TIMEOUT;
  return yield* forNames(client, "ContainerStop", { names: args, asking: (target) => ({ target, query }) });
};
