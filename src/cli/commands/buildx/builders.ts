// The builders that there are: the daemon's own, and no other (docker/buildx commands/ls.go, inspect.go, version.go, use.go).
// Builders of other drivers run in containers of an image that would have to be pulled.

import { clientError } from "../../client-error.ts";
import { alignTabs } from "../../format/tabwriter.ts";
import type { Verb } from "../verb.ts";

const BUILDER = "default";
const BUILDKIT = "v0.0.0+unknown";

export const listBuilders: Verb = function* (client) {
  yield* client.print(
    alignTabs(
      [
        ["NAME/NODE", "DRIVER/ENDPOINT", "STATUS", "BUILDKIT", "PLATFORMS"],
        [`${BUILDER}*`, "docker", "", "", ""],
        [` \\_ ${BUILDER}`, ` \\_ ${BUILDER}`, "running", BUILDKIT, "linux/amd64 (+3), linux/386"],
      ]
        .map((row) => `${row.join("\t")}\n`)
        .join(""),
    ),
  );
  return undefined;
};

const missing = (name: string) => clientError(`ERROR: no builder ${JSON.stringify(name)} found`);

export const inspectBuilder: Verb = function* (client, { args: [name = BUILDER] }) {
  if (name !== BUILDER) return missing(name);
  const lines = [
    `Name:   ${BUILDER}`,
    "Driver: docker",
    "",
    "Nodes:",
    `Name:             ${BUILDER}`,
    `Endpoint:         ${BUILDER}`,
    "Status:           running",
    `BuildKit version: ${BUILDKIT}`,
    "Platforms:        linux/amd64, linux/amd64/v2, linux/amd64/v3, linux/386",
  ];
  yield* client.print(`${lines.join("\n")}\n`);
  return undefined;
};

export const useBuilder: Verb = function* (_, { args: [name = ""] }) {
  return name === BUILDER ? undefined : missing(name);
};

export const showBuildxVersion: Verb = function* (client) {
  yield* client.print(
    `github.com/docker/buildx ${client.release.plugins.find(({ name }) => name === "buildx")?.version ?? ""}\n`,
  );
  return undefined;
};
