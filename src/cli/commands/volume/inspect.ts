// `docker volume inspect` (docker/cli volume/inspect.go), which does not keep the daemon's own JSON.
// Also how `docker inspect` looks for volumes, which does keep it.

import { volumeType } from "../../../api/wire/volume.ts";
import { ok } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { elementOf, typedElement } from "../../format/inspect.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import type { Verb } from "../verb.ts";

export const lookUpVolume = (client: Client, keepsJson: boolean): LookUp =>
  function* (target) {
    const found = yield* client.call("VolumeInspect", { target });
    if (!found.ok) return found;
    return ok((keepsJson ? elementOf : typedElement)(volumeType, found.value));
  };

export const inspectVolumes: Verb = (client, { args, flags }) =>
  inspectNames(client, args, flags.string("format"), lookUpVolume(client, false));
