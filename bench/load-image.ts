// `docker load` of an archive of 50 MB: the bytes of its layers must be hashed, and everything else that is done with
// them may take as long again.

import { must } from "../src/base/assert.ts";
import { digestOf } from "../src/base/digest.ts";
import { createWorld } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const FILES = 50;
const FILE_BYTES = 1_000_000;
const ROUNDS = 7;

/** Bytes that no two files have alike. */
function noise(bytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(bytes / 4);
  let state = seed + 1;
  for (let i = 0; i < words.length; i++) words[i] = state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return new Uint8Array(words.buffer);
} // prettier-ignore

export const loadImage: Figure = {
  name: "docker load of 50 MB",
  unit: "us",
  against: "its sha256",
  target: 2,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const run = (line: string): void => {
      const { exitCode, stderr } = host.run(line);
      if (exitCode !== 0) throw new Error(stderr);
    };
    run("mkdir app");
    for (let i = 0; i < FILES; i++) host.fs.write(`/root/app/f${i}`, noise(FILE_BYTES, i));
    run(
      "printf 'FROM scratch\\nCOPY . /\\n' | docker build -q -t big -f - app && docker save -o big.tar big",
    );
    run("docker rmi -f big; docker builder prune -af");
    const archive = must(host.fs.readBytes("/root/big.tar"), "it was saved");
    const load = (): void => run("docker load -q -i big.tar");
    const ours = medianOf(ROUNDS, load, () => run("docker rmi big"));
    return { ours, theirs: medianOf(ROUNDS, () => digestOf(archive)) };
  },
};
