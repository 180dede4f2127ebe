// `docker network inspect` (docker/cli network/inspect.go).
// Also how `docker inspect` looks for networks.

import { networkInspectType } from "../../../api/wire/network.ts";
import { ok } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { elementOf } from "../../format/inspect.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import type { Verb } from "../verb.ts";

export const lookUpNetwork = (client: Client, verbose: boolean): LookUp =>
  function* (target) {
    const found = yield* client.call("NetworkInspect", { target, query: verbose ? { verbose: "true" } : {} });
    return found.ok ? ok(elementOf(networkInspectType, found.value)) : found;
  };

export const inspectNetworks: Verb = (client, { args, flags }) =>
  inspectNames(client, args, flags.string("format"), lookUpNetwork(client, flags.bool("verbose")));
