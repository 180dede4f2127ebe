// `docker context show` (docker/cli context/show.go): the name, whether there is such a context or not.
// How it is chosen is daemon-choice.ts.

import { Contexts } from "./contexts.ts";
import type { Verb } from "../verb.ts";

export const showContext: Verb = function* (client) {
  yield* client.print(`${new Contexts(client).current}\n`);
  return undefined;
};
