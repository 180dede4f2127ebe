// A journal of a thousand command lines, carried out again from the beginning.

import { createWorld, replay } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const COMMANDS = 1000;
const ALLOWED_US = 500_000;

/** What people type, over and over: files, processes, containers that come and go. */
const LINES = [
  "echo hello > /tmp/greeting",
  "docker run -d --name web busybox sleep 1000",
  "docker ps",
  "cat /tmp/greeting | wc -c",
  "docker exec web sh -c 'echo inside > /tmp/file'",
  "docker logs web",
  "docker diff web",
  "docker rm -f web",
  "ls -l /etc",
  "docker images",
];

export const replayJournal: Figure = {
  name: `replay ${COMMANDS} commands`,
  unit: "us",
  against: "0.5 s",
  target: 1,
  measure: () => {
    const world = createWorld({ seed: 1 });
    for (let i = 0; i < COMMANDS; i++) world.host().run(LINES[i % LINES.length] ?? "");
    const { journal } = world;
    return { ours: medianOf(5, () => replay(journal)), theirs: ALLOWED_US };
  },
};
