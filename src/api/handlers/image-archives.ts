// Archives of images, out and in (moby api/server/router/image getImagesGet, postImagesLoad). They travel as one piece
// of bytes; what is told of a load comes line by line, as JSON messages.

import type { Told } from "../../engine/load-images.ts";
import type { ProgressItem } from "../wire/operations.ts";
import { flag, list, refuse, sendBytes, type Handler } from "./context.ts";
import { platformOf } from "./platform-parameter.ts";

export const saveImages: Handler = function* (context, { query }) {
  const platform = platformOf(query);
  if (!platform.ok) return refuse(platform.error);
  const saved = context.engine.call("saveImages", list(query, "names"), platform.value);
  if (!saved.ok) return refuse(saved.error);
  context.begin(200);
  return sendBytes(context, saved.value);
};

export const loadImages: Handler = function* (context, { query, body }) {
  const platform = platformOf(query);
  if (!platform.ok) return refuse(platform.error);
  const archive = body instanceof Uint8Array ? body : new Uint8Array(0);
  const quiet = flag(query, "quiet", true);
  context.begin(200);
  const { told, error } = context.engine.call("loadImages", { archive, platform: platform.value, quiet });
  for (const item of told) for (const message of messagesOf(item)) context.send(message);
  if (error !== undefined) context.send({ errorDetail: { message: error }, error });
  return undefined;
};

/** A layer's progress is told where it begins and where it ends. */
function messagesOf(told: Told): ProgressItem[] {
  if ("text" in told) return [told.text === "" ? {} : { stream: told.text }];
  const { layer, size } = told;
  return [Math.min(STEP, size), size].map((current) => ({
    status: "Loading layer",
    progressDetail: { current, total: size },
    id: layer,
  }));
}

const STEP = 32_768;
