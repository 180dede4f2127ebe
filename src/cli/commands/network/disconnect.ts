// `docker network disconnect` (docker/cli network/disconnect.go): says nothing when it has worked.
// --force is for containers that are gone.

import type { Verb } from "../verb.ts";

export const disconnectNetwork: Verb = function* (client, { args: [target = "", container = ""], flags }) {
  const done = yield* client.call("NetworkDisconnect", {
    target,
    body: { Container: container, Force: flags.bool("force") },
  });
  return done.ok ? undefined : done.error;
};
