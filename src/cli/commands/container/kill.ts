// `docker kill`: a signal to the first process of containers, KILL unless another is named.
// Names of signals are the daemon's to judge.

import { forNames, type Verb } from "../verb.ts";

export const killContainers: Verb = (client, { args, flags }) => {
  const signal = flags.string("signal");
  const query = signal === "" ? {} : { signal };
  return forNames(client, "ContainerKill", { names: args, asking: (target) => ({ target, query }) });
};
