// `docker inspect` (docker/cli system/inspect.go): a name is looked for among containers, images, networks, volumes, what a
// swarm has, and plugins, in this order, until there is one. Only a swarm's manager is asked for its things, and that of
// which there is no model is as if there were none.

import { fail } from "../../../base/result.ts";
import { quote } from "../../../base/go/quote.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type ClientError, isNotFound } from "../../client-error.ts";
import type { InspectElement } from "../../format/inspect.ts";
import { lookUpContainer } from "../container/inspect.ts";
import { lookUpImage } from "../image/inspect.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import { lookUpNetwork } from "../network/inspect.ts";
import { lookUpVolume } from "../volume/inspect.ts";
import type { Verb } from "../verb.ts";

const TYPES = [
  "config",
  "container",
  "image",
  "network",
  "node",
  "plugin",
  "secret",
  "service",
  "task",
  "volume",
];
const TYPE_LIST = `must be one of "${TYPES.join('", "')}"`;

interface Kind {
  readonly type: string;
  readonly hasSize?: true;
  readonly lookUp: LookUp;
}

const kindsOf = (client: Client, size: boolean): readonly Kind[] => [
  { type: "container", hasSize: true, lookUp: lookUpContainer(client, size) },
  { type: "image", lookUp: lookUpImage(client, "") },
  { type: "network", lookUp: lookUpNetwork(client, false) },
  { type: "volume", lookUp: lookUpVolume(client, true) },
];

const isSkipped = (error: ClientError): boolean =>
  isNotFound(error) ||
  error.message.includes("not supported") ||
  error.message.includes("invalid reference format");

/** What a swarm has is asked of managers only, so it is found out whether this is one. */
function* asksForSwarm(client: Client): Task<void> {
  const info = yield* client.call("SystemInfo");
  if (!info.ok) yield* client.printError(`${info.error.message}\n`);
}

const RARE = new Map([
  ["plugin", "PluginInspect"],
  ["node", "NodeInspect"],
  ["service", "ServiceInspect"],
  ["task", "TaskInspect"],
  ["secret", "SecretInspect"],
  ["config", "ConfigInspect"],
] as const);

/** Of which there are none here: the daemon says why. */
const lookUpRare = (client: Client, operation: "PluginInspect" | "NodeInspect"): LookUp =>
  function* (target) {
    const answer = yield* client.call(operation, { target });
    return answer.ok ? fail(clientError(`Error: No such object: ${target}`)) : answer;
  };

function lookUpAny(client: Client, size: boolean, only: string): LookUp {
  const rare = (RARE as ReadonlyMap<string, "PluginInspect" | "NodeInspect">).get(only);
  if (rare !== undefined) return lookUpRare(client, rare);
  const kinds = kindsOf(client, size).filter(({ type }) => only === "" || type === only);
  return function* (name): Task<Answered<InspectElement>> {
    for (const { type, hasSize, lookUp } of kinds) {
      const found = yield* lookUp(name);
      if (!found.ok && only === "" && isSkipped(found.error)) continue;
      if (found.ok && size && hasSize !== true)
        yield* client.printError(`WARNING: --size ignored for ${type}\n`);
      return found;
    }
    yield* asksForSwarm(client);
    return fail(clientError(`Error: No such object: ${name}`));
  };
}

export const inspectAnything: Verb = function* (client, { args, flags }) {
  const only = flags.string("type");
  if (only === "" && flags.changed("type")) return clientError(`type is empty: ${TYPE_LIST}`);
  if (only !== "" && !TYPES.includes(only)) return clientError(`unknown type: ${quote(only)}: ${TYPE_LIST}`);
  return yield* inspectNames(
    client,
    args,
    flags.string("format"),
    lookUpAny(client, flags.bool("size"), only),
  );
};
