// `docker container inspect` (docker/cli container/inspect.go).
// Also how `docker inspect` looks for containers.

import { containerInspectType } from "../../../api/wire/container.ts";
import { ok } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { elementOf } from "../../format/inspect.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import type { Verb } from "../verb.ts";

export const lookUpContainer = (client: Client, size: boolean): LookUp =>
  function* (target) {
    const found = yield* client.call("ContainerInspect", { target, query: size ? { size: "1" } : {} });
    return found.ok ? ok(elementOf(containerInspectType, found.value)) : found;
  };

export const inspectContainers: Verb = (client, { args, flags }) =>
  inspectNames(client, args, flags.string("format"), lookUpContainer(client, flags.bool("size")));
