// `docker commit` of a container with a dozen changes over an image of 10,000 files: what it takes beyond its layer's
// tar and that tar's digest, which are measured beside it, must not grow with the image.

import { must } from "../src/base/assert.ts";
import { Digester } from "../src/base/digest.ts";
import { encodeLayer } from "../src/fs/layer-tar.ts";
import { layerOf } from "../src/fs/layer-walk.ts";
import { createWorld } from "../src/world.ts";
import { valuesOf } from "../src/model/shelf.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const ALLOWED_US = 200;
const WARM_UP = 200;
const ROUNDS = 300;

const MAKE = `
mkdir -p big && cd big
for d in $(seq 100); do mkdir d$d; for f in $(seq 100); do echo "file $f of $d" > d$d/f$f; done; done
printf 'FROM busybox\\nCOPY . /big\\n' | docker build -q -t big -f - . &&
docker run --name changed big sh -c '
  for i in 1 2 3 4; do echo new > /big/d$i/new; echo more >> /big/d$i/f1; rm /big/d$i/f2; done'
`;

export const commitContainer: Figure = {
  name: "docker commit of 12 changes over 10,000 files",
  unit: "us",
  against: "its tar + 0.2 ms",
  target: 1,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const run = (line: string): void => {
      const { exitCode, stderr } = host.run(line);
      if (exitCode !== 0) throw new Error(stderr);
    };
    run(MAKE);
    const engine = must(host.engine, "the host has Docker");
    const container = must(
      [...valuesOf(engine.state.containers)].find(({ name }) => name === "changed"),
      "it has run",
    );
    const tree = engine.kernel.fileSystems.tree(container.tree);
    const tar = (): void => {
      const digester = new Digester();
      for (const piece of encodeLayer(layerOf(tree))) digester.update(piece);
      digester.digest();
    };
    const commit = (): void => run("docker commit changed made");
    const forget = (): void => run("docker rmi made");
    medianOf(WARM_UP, tar);
    medianOf(WARM_UP, commit, forget);
    return { ours: medianOf(ROUNDS, commit, forget), theirs: medianOf(ROUNDS, tar) + ALLOWED_US };
  },
};
