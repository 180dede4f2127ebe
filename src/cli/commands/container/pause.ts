// `docker pause`: all processes of containers stop where they are.
// Not here: what pausing does, which is the engine's.

import { forNames, type Verb } from "../verb.ts";

export const pauseContainers: Verb = (client, { args }) =>
  forNames(client, "ContainerPause", { names: args, asking: (target) => ({ target }) });
