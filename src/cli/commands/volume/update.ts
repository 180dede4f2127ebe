// `docker volume update` (docker/cli volume/update.go): only cluster volumes, which are a swarm's, can be changed, and
// there are none here.

import { clientError } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

export const updateVolume: Verb = function* (client, { args: [target = ""] }) {
  const found = yield* client.call("VolumeInspect", { target });
  return found.ok ? clientError("can only update cluster volumes") : found.error;
};
