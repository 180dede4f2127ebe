// `docker image inspect` (docker/cli image/inspect.go).
// Also how `docker inspect` looks for images.

import { imageInspectJsonType, imageInspectType } from "../../../api/wire/image.ts";
import { fail, ok } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { toJson } from "../../../base/go/json-encode.ts";
import { valueOf } from "../../../base/go/value.ts";
import { HOST_PLATFORM, parsePlatform } from "../../../base/platform.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import type { Verb } from "../verb.ts";
import { platformJson } from "./platform-json.ts";

/** `platform` as the API has it; "" for whichever there is. */
export const lookUpImage = (client: Client, platform: string): LookUp =>
  function* (target) {
    if (target === "") return fail({ ...clientError("Error: No such image: "), status: 404 });
    const found = yield* client.call("ImageInspect", { target, query: platform === "" ? {} : { platform } });
    if (!found.ok) return found;
    return ok({
      value: valueOf(imageInspectType, found.value),
      raw: () => toJson(imageInspectJsonType, found.value, { html: false }),
    });
  };

export const inspectImages: Verb = function* (client, { args, flags }) {
  const written = flags.string("platform");
  const platform = written === "" ? undefined : parsePlatform(written, HOST_PLATFORM);
  if (platform?.ok === false) return clientError(platform.error);
  const json = platform === undefined ? "" : platformJson(platform.value);
  return yield* inspectNames(client, args, flags.string("format"), lookUpImage(client, json));
};
