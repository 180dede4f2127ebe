// `docker restart`: containers one after the other, stopped as docker stop does it and started again.
// Relies on stop.ts for the flags.

import { forNamesInTurn, type Verb } from "../verb.ts";
import { stopQuery, TIME_AND_TIMEOUT } from "./stop.ts";

export const restartContainers: Verb = function* (client, { args, flags }) {
  const query = stopQuery(flags);
  if (query === undefined) return TIME_AND_TIMEOUT;
  return yield* forNamesInTurn(client, "ContainerRestart", {
    names: args,
    asking: (target) => ({ target, query }),
  });
};
