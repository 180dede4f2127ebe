// `docker rmi` (docker/cli image/remove.go): what was untagged and deleted, image by image. With --force images that are
// not there are told of, but are no failure if that is all.

import { clientError, type ClientError, isNotFound, joinErrors } from "../../client-error.ts";
import { HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import type { Verb } from "../verb.ts";
import { platformJson } from "./platform-json.ts";

export const removeImages: Verb = function* (client, { args, flags }) {
  const platforms: string[] = [];
  for (const text of flags.list("platform")) {
    const platform = parsePlatform(text, HOST_PLATFORM);
    if (!platform.ok) return clientError(platform.error);
    platforms.push(platformJson(platform.value));
  }
  const force = flags.bool("force");
  const query = {
    ...(force && { force: "1" }),
    ...(flags.bool("no-prune") && { noprune: "1" }),
    ...(platforms.length > 0 && { platforms }),
  };
  const errors: ClientError[] = [];
  for (const target of args) {
    const removed = yield* client.call("ImageDelete", { target, query });
    if (!removed.ok) errors.push(removed.error);
    else
      for (const { Deleted: deleted = "", Untagged: untagged = "" } of removed.value)
        yield* client.print(deleted === "" ? `Untagged: ${untagged}\n` : `Deleted: ${deleted}\n`);
  }
  const error = joinErrors(errors);
  if (error === undefined || error.interrupted || !force || !errors.every(isNotFound)) return error;
  yield* client.printError(`${error.message}\n`);
  return undefined;
};
