// `docker rm`: containers removed, all at the same time. With --force a container that is not there is no error, only
// told (docker/cli container/rm.go).

import { clientError, isNotFound, joinErrors, type ClientError } from "../../client-error.ts";
import { forNames, type Verb } from "../verb.ts";

const trimSlashes = (name: string): string => name.replace(/^\/+|\/+$/g, "");

export const removeContainers: Verb = function* (client, { args, flags }) {
  const force = flags.bool("force");
  const query = {
    ...(flags.bool("volumes") && { v: "1" }),
    ...(flags.bool("link") && { link: "1" }),
    ...(force && { force: "1" }),
  };
  const empty = args.filter((name) => trimSlashes(name) === "");
  const failed = yield* forNames(client, "ContainerDelete", {
    names: args.filter((name) => trimSlashes(name) !== ""),
    asking: (name) => ({ target: trimSlashes(name), query }),
    isForgiven: (error) => force && isNotFound(error),
  });
  const nameless = empty.map((): ClientError => clientError("container name cannot be empty"));
  return joinErrors(failed === undefined ? nameless : [...nameless, failed]);
};
