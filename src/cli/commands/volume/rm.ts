// `docker volume rm`: volumes one after the other (docker/cli volume/remove.go).
// Whether one is in use, the daemon says.

import { forNamesInTurn, type Verb } from "../verb.ts";

export const removeVolumes: Verb = (client, { args, flags }) => {
  const query = flags.bool("force") ? { force: "1" } : {};
  return forNamesInTurn(client, "VolumeDelete", { names: args, asking: (target) => ({ target, query }) });
};
