// `docker pull` (docker/cli image/pull.go): an image from a registry, which the daemon fetches. At the end stands its
// whole name.

import { parseImageReference, withDefaultTag } from "../../../base/image-reference.ts";
import { clientError } from "../../client-error.ts";
import { showProgress } from "../../streams/progress.ts";
import type { Verb } from "../verb.ts";

export const pullImage: Verb = function* (client, { args: [name = ""], flags }) {
  const parsed = parseImageReference(name);
  if (!parsed.ok) return clientError(parsed.error);
  const all = flags.bool("all-tags");
  const quiet = flags.bool("quiet");
  const nameOnly = parsed.value.tag === "" && parsed.value.digest === "";
  if (all && !nameOnly) return clientError("tag can't be used with --all-tags/-a");
  const reference = all ? parsed.value : withDefaultTag(parsed.value);
  if (!all && nameOnly && !quiet) yield* client.print(`Using default tag: ${reference.tag}\n`);
  const { domain, path, tag, digest } = reference;
  const platform = flags.string("platform");
  const query = {
    fromImage: `${domain}/${path}`,
    ...(all ? {} : { tag: digest || tag }),
    ...(platform !== "" && { platform: platform.toLowerCase() }),
  };
  const pulling = yield* client.open("ImageCreate", { query });
  if (!pulling.ok) return pulling.error;
  const outcome = yield* showProgress(client, pulling.value, quiet ? undefined : 1);
  if (outcome !== undefined) return outcome;
  yield* client.print(`${domain}/${path}${digest === "" ? (tag === "" ? "" : `:${tag}`) : `@${digest}`}\n`);
  return undefined;
};
