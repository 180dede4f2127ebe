// `docker tag` (docker/cli image/tag.go, docker client image_tag.go): both names are checked before the daemon is asked.
// A digest is no name to give.

import { quote } from "../../../base/go/quote.ts";
import { parseImageReference } from "../../../base/image-reference.ts";
import { clientError } from "../../client-error.ts";
import { taggingOf } from "../container/commit.ts";
import type { Verb } from "../verb.ts";

const ID = /^(?:sha256:)?[a-f0-9]{64}$/;

export const tagImage: Verb = function* (client, { args: [source = "", target = ""] }) {
  const wrong = (name: string, why: string) =>
    clientError(`Error parsing reference: ${quote(name)} is not a valid repository/tag: ${why}`);
  const from = ID.test(source) ? undefined : parseImageReference(source);
  if (from?.ok === false) return wrong(source, from.error);
  const reference = parseImageReference(target);
  if (!reference.ok) return wrong(target, reference.error);
  const tagging = taggingOf(target);
  if (!tagging.ok) return clientError(tagging.error);
  const tagged = yield* client.call("ImageTag", { target: source, query: tagging.value });
  return tagged.ok ? undefined : tagged.error;
};
