// Names of what the daemon has, for completion: containers by their state, images by their tags, networks, volumes
// (docker/cli, cli/command/completion). A daemon that does not answer has none.
// Not here: which command wants which (arguments.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";

export function* containerNames(
  client: Client,
  all: boolean,
  wanted: (state: string) => boolean = () => true,
): Task<string[]> {
  const listed = yield* client.call("ContainerList", { query: all ? { all: "1" } : {} });
  if (!listed.ok) return [];
  return listed.value.flatMap(({ State, Names }) =>
    wanted(State) ? (Names ?? []).map((name) => name.replace(/^\//, "")) : [],
  );
}

export function* imageNames(client: Client): Task<string[]> {
  const listed = yield* client.call("ImageList");
  return listed.ok ? listed.value.flatMap(({ RepoTags }) => RepoTags ?? []) : [];
}

export function* networkNames(client: Client): Task<string[]> {
  const listed = yield* client.call("NetworkList");
  return listed.ok ? listed.value.map(({ Name }) => Name) : [];
}

export function* volumeNames(client: Client): Task<string[]> {
  const listed = yield* client.call("VolumeList");
  return listed.ok ? (listed.value.Volumes ?? []).flatMap((volume) => volume?.Name ?? []) : [];
}
