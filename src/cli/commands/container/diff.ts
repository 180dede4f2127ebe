// `docker diff`: what changed in a container's files against its image, one line each (docker/cli container/diff.go).
// Kinds of changes are the API's: 0 changed, 1 added, 2 deleted.

import type { Verb } from "../verb.ts";

const KINDS = ["C", "A", "D"];

export const showChanges: Verb = function* (client, { args: [target = ""] }) {
  const changes = yield* client.call("ContainerChanges", { target });
  if (!changes.ok) return changes.error;
  const lines = (changes.value ?? []).map(({ Path, Kind }) => `${KINDS[Kind] ?? ""} ${Path}\n`);
  yield* client.print(lines.join(""));
  return undefined;
};
