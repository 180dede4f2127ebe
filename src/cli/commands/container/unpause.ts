// `docker unpause`: paused processes of containers go on.
// Not here: what pausing does, which is the engine's.

import { forNames, type Verb } from "../verb.ts";

export const unpauseContainers: Verb = (client, { args }) =>
  forNames(client, "ContainerUnpause", { names: args, asking: (target) => ({ target }) });
