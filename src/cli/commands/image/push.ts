// `docker push` (docker/cli image/push.go, docker client image_push.go): an image to a registry, which the daemon sends.
// What it tells of it goes to standard output.

import { familiarName, parseImageReference, withDefaultTag } from "../../../base/image-reference.ts";
import { HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type ClientError } from "../../client-error.ts";
import { showProgress } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";
import { platformJson } from "./platform-json.ts";

const NOTE = [
  "\n Info -> Using --platform pushes only the specified platform manifest of a multi-platform image index.",
  "         Other components, like attestations, will not be included.",
  "         To push the complete multi-platform image, remove the --platform flag.",
  "         ",
  "",
].join("\n");

/** Of --platform, after a note of what it means. */
function* platformSaid(client: Client, written: string): Task<{ platform?: string } | ClientError> {
  if (written === "") return {};
  const platform = parsePlatform(written, HOST_PLATFORM);
  if (!platform.ok) {
    yield* client.printError(`Invalid platform ${written}`);
    return clientError(platform.error);
  }
  yield* client.print(NOTE);
  return { platform: platformJson(platform.value) };
}

export const pushImage: Verb = function* (client, { args: [name = ""], flags }) {
  const platform = yield* platformSaid(client, flags.string("platform"));
  if ("message" in platform) return platform;
  const parsed = parseImageReference(name);
  if (!parsed.ok) return clientError(parsed.error);
  const all = flags.bool("all-tags");
  const quiet = flags.bool("quiet");
  const nameOnly = parsed.value.tag === "" && parsed.value.digest === "";
  if (all && !nameOnly) return clientError("tag can't be used with --all-tags/-a");
  const reference = all ? parsed.value : withDefaultTag(parsed.value);
  if (!all && nameOnly && !quiet) yield* client.print(`Using default tag: ${reference.tag}\n`);
  if (reference.digest !== "") return clientError("cannot push a digest reference");
  const query = { ...(all ? {} : { tag: reference.tag }), ...platform };
  const pushing = yield* client.open("ImagePush", { target: familiarName(reference), query });
  if (!pushing.ok) return pushing.error;
  return yield* showProgress(client, pushing.value, quiet ? undefined : 1);
};
