// `docker commit`: an image out of a container, with instructions applied to its configuration (docker/cli
// container/commit.go, docker client container_commit.go).

import { parseImageReference, withDefaultTag } from "../../../base/image-reference.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { clientError } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

interface Tagging {
  readonly repo: string;
  readonly tag: string;
}

/** Full name and tag that an image is to get. */
export function taggingOf(text: string): Result<Tagging, string> {
  const reference = parseImageReference(text);
  if (!reference.ok) return reference;
  if (reference.value.digest !== "") return fail("refusing to create a tag with a digest reference");
  const { domain, path, tag } = withDefaultTag(reference.value);
  return ok({ repo: `${domain}/${path}`, tag });
}

export const commitContainer: Verb = function* (client, { args: [container = "", name = ""], flags }) {
  if (container.trim() === "") return clientError("invalid container name or ID: value is empty");
  const tagging = name === "" ? ok({ repo: "", tag: "" }) : taggingOf(name);
  if (!tagging.ok) return clientError(tagging.error);
  const changes = flags.list("change");
  const committed = yield* client.call("ImageCommit", {
    query: {
      container: container.trim(),
      ...tagging.value,
      comment: flags.string("message"),
      author: flags.string("author"),
      ...(changes.length > 0 && { changes }),
      ...(!flags.bool("pause") && { pause: "0" }),
    },
  });
  if (!committed.ok) return committed.error;
  yield* client.print(`${committed.value.Id}\n`);
  return undefined;
};
