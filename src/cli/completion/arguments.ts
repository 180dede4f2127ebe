// What completes the arguments of a command: names of containers in the states that it acts upon, images, networks,
// volumes, contexts (docker/cli, ValidArgsFunction of the commands). Relies on names.ts.
// Not here: names of commands and flags (complete.ts).

import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import type { Command } from "../grammar/command.ts";
import { containerNames, imageNames, networkNames, volumeNames } from "./names.ts";
import { DEFAULT, DIRECTORIES, nothing, words, type Possibilities } from "./possibilities.ts";

interface Source {
  readonly names: (client: Client, given: readonly string[]) => Task<string[]>;
  /** arguments that are completed */
  readonly most: number;
}

const containers = (all: boolean, wanted?: (state: string) => boolean, most = Infinity): Source => ({
  names: (client) => containerNames(client, all, wanted),
  most,
});

const isNotPaused = (state: string): boolean => state !== "paused";
const isAtRest = (state: string): boolean => state === "exited" || state === "created";

function* connectable(client: Client, given: readonly string[]): Task<string[]> {
  return yield* given.length === 0 ? networkNames(client) : containerNames(client, true);
}

// eslint-disable-next-line require-yield
function* contexts(): Task<string[]> {
  return ["default\tcurrent"];
}

const SOURCES = new Map<string, Source>([
  ["container attach", containers(false, isNotPaused, 1)],
  ["container commit", containers(false, undefined, 1)],
  ["container diff", containers(false, undefined, 1)],
  ["container exec", containers(false, isNotPaused, 1)],
  ["container export", containers(true, undefined, 1)],
  ["container inspect", containers(true)],
  ["container kill", containers(false)],
  ["container logs", containers(true, undefined, 1)],
  ["container pause", containers(false, isNotPaused)],
  ["container port", containers(false, undefined, 1)],
  ["container rename", containers(true, undefined, 1)],
  ["container restart", containers(true)],
  ["container rm", containers(true, isAtRest)],
  ["container start", containers(true, isAtRest)],
  ["container stats", containers(false)],
  ["container stop", containers(false)],
  ["container top", containers(false, undefined, 1)],
  ["container unpause", containers(false, (state) => state === "paused")],
  ["container update", containers(true)],
  ["container wait", containers(false)],
  ["container run", { names: imageNames, most: 1 }],
  ["container create", { names: imageNames, most: 1 }],
  ["image history", { names: imageNames, most: 1 }],
  ["image inspect", { names: imageNames, most: Infinity }],
  ["image pull", { names: imageNames, most: 1 }],
  ["image push", { names: imageNames, most: 1 }],
  ["image rm", { names: imageNames, most: Infinity }],
  ["image save", { names: imageNames, most: Infinity }],
  ["image tag", { names: imageNames, most: 2 }],
  ["network connect", { names: connectable, most: 2 }],
  ["network disconnect", { names: connectable, most: 2 }],
  ["network inspect", { names: networkNames, most: Infinity }],
  ["network rm", { names: networkNames, most: Infinity }],
  ["volume inspect", { names: volumeNames, most: Infinity }],
  ["volume rm", { names: volumeNames, most: Infinity }],
  ["context use", { names: contexts, most: 1 }],
  ["context inspect", { names: contexts, most: Infinity }],
  ["context rm", { names: contexts, most: Infinity }],
]);

/** Commands whose arguments are files, or that leave them to the shell. */
const FILES = new Set([
  "container cp",
  "image ls",
  "image load",
  "image import",
  "registry search",
  "search",
]);

export function* argumentsOf(
  client: Client,
  { id, commands }: Command,
  given: readonly string[],
  force: boolean,
): Task<Possibilities> {
  if (id === "image build" || id === "build") return nothing(DIRECTORIES);
  if (FILES.has(id)) return nothing(DEFAULT);
  const source = force && id === "container rm" ? containers(true) : SOURCES.get(id);
  if (source === undefined) return nothing(commands.length > 0 ? DEFAULT : undefined);
  return given.length >= source.most ? nothing() : words(yield* source.names(client, given));
}
