// Images from outside: a tar of files that the client sends or that is fetched from a URL, and what registries have
// (moby api/server/router/image postImagesCreate).

import { HOST_PLATFORM, parsePlatform, type Platform } from "../../base/platform.ts";
import { dockerError, fail, ok, type DockerError, type Result } from "../../base/result.ts";
import { repositoryTag } from "../../engine/image-tag.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Answer, Query, Request } from "../wire/message.ts";
import { list, refuse, text, type Context, type Handler } from "./context.ts";
import { fetchUrl, parseUrl } from "./fetch-url.ts";
import { pullImage } from "./registry-images.ts";

export const createImage: Handler = function* (context, request) {
  const { query } = request;
  const platform = platformSaid(query);
  if (!platform.ok) return refuse(platform.error);
  return text(query, "fromImage") === ""
    ? yield* importImage(context, request, platform.value)
    : yield* pullImage(context, query);
};

/** As people write it; undefined if nothing is said. */
function platformSaid(query: Query): Result<Platform | undefined> {
  const written = text(query, "platform");
  if (written === "") return ok(undefined);
  const platform = parsePlatform(written, HOST_PLATFORM);
  return platform.ok ? platform : dockerError("invalid-parameter", platform.error);
}

function* importImage(
  context: Context,
  { query, body }: Request,
  platform: Platform | undefined,
): Task<Answer | undefined> {
  const name = repositoryTag(text(query, "repo"), text(query, "tag"));
  if (!name.ok) return refuse(name.error);
  const source = text(query, "fromSrc");
  const tar = yield* sourceOf(context, source, body);
  if (!tar.ok) return refuse(tar.error);
  const imported = context.engine.call("importImage", {
    name: name.value,
    platform,
    message: text(query, "message") || `Imported from ${source}`,
    changes: list(query, "changes"),
    tar: tar.value,
  });
  if (!imported.ok) return refuse(imported.error);
  context.begin(200);
  context.send({ status: imported.value });
  return undefined;
}

function* sourceOf(context: Context, source: string, body: unknown): Task<Result<Uint8Array, DockerError>> {
  if (source === "-") return ok(body instanceof Uint8Array ? body : new Uint8Array(0));
  const written = source.includes("://") ? source : `http://${source}`;
  const url = parseUrl(written);
  if (!url.ok) return dockerError("invalid-parameter", url.error);
  const fetched = yield* fetchUrl(context.sys, url.value);
  return fetched.ok ? fetched : fail({ kind: "system", message: fetched.error });
}
