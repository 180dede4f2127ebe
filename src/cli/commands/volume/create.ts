// `docker volume create` (docker/cli volume/create.go). What makes a cluster volume of it is a swarm's: the daemon here is
// of none, and says so.

import { clientError } from "../../client-error.ts";
import { keyValueMap } from "../../opts/key-value.ts";
import type { Verb } from "../verb.ts";

export const createVolume: Verb = function* (client, { args: [positional], flags }) {
  const given = flags.string("name");
  if (positional !== undefined && given !== "")
    return clientError(
      "conflicting options: cannot specify a volume-name through both --name and as a positional arg",
    );
  const created = yield* client.call("VolumeCreate", {
    body: {
      Driver: flags.string("driver"),
      DriverOpts: flags.map("opt"),
      Labels: keyValueMap(flags.list("label")),
      Name: positional ?? given,
    },
  });
  if (!created.ok) return created.error;
  yield* client.print(`${created.value.Name}\n`);
  return undefined;
};
