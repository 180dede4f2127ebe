// docker __complete, as a real docker 28.5 answered it: commands, flags, values, names, and what the shell is to do.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/index.ts";

const world = createWorld({ seed: 3 });
world
  .host()
  .run(
    "docker run -d --name box busybox sleep 1000; docker create --name idle busybox; docker volume create data",
  );

const complete = (line: string): string[] =>
  world.host().run(`docker __complete ${line} 2>/dev/null`).stdout.trimEnd().split("\n");

test.each([
  ["''", (found: string[]) => found.includes("run\tCreate and run a new container from an image")],
  ["''", (found: string[]) => found.includes("help\tHelp about the command")],
  ["''", (found: string[]) => !found.some((line) => line.startsWith("engine"))],
  ["run -", (found: string[]) => found.includes("-v\tBind mount a volume")],
])("%s", (line, holds) => {
  expect(holds(complete(line))).toBe(true);
});

test.each([
  ["r", "rename\tRename a container|restart\tRestart one or more containers|rm\tRemove one or more containers|rmi\tRemove one or more images|run\tCreate and run a new container from an image|:4"],
  ["container l", "logs\tFetch the logs of a container|ls\tList containers|:4"],
  ["run --na", "--name\tAssign a name to the container|:4"],
  ["run -i", "-i\tKeep STDIN open even if not attached|:4"],
  ["run -it", ":4"],
  ["run --name ''", ":4"],
  ["run --env-file ''", ":0"],
  ["run --pull ''", "always|missing|never|:4"],
  ["run --restart=o", "no|always|on-failure|unless-stopped|:4"],
  ["run --detach-keys ''", "ctrl-|:2"],
  ["run busybox ''", ":4"],
  ["container prune --f", '--filter\tProvide filter values (e.g. "until=<timestamp>")|--force\tDo not prompt for confirmation|:4'],
  ["events --filter ''", "container=|daemon=|event=|image=|label=|network=|node=|scope=|type=|volume=|:2"],
  ["ps --format ''", ":0"],
  ["cp ''", ":0"],
  ["build ''", ":16"],
  ["bogus ''", ":0"],
  ["exec ''", "box|:4"],
  ["exec box ''", ":4"],
  ["start ''", "idle|:4"],
  ["rm ''", "idle|:4"],
  ["rm -f ''", "idle|box|:4"],
  ["volume rm ''", "data|:4"],
  ["context use ''", "default\tcurrent|:4"],
])("docker %s", (line, expected) => {
  expect(complete(line).join("|")).toBe(expected);
}); // prettier-ignore
