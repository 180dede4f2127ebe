// Laws of images, in whole worlds: what is saved and loaded again is the same, and nothing that anybody does with
// images and containers changes a layer that is there.

import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf } from "../../src/base/digest.ts";
import { concat } from "../../src/base/utf8.ts";
import { chainIds } from "../../src/engine/images.ts";
import { encodeLayer, tarEntriesOf } from "../../src/fs/layer-tar.ts";
import { entriesOf } from "../../src/fs/layer-walk.ts";
import { tarOf } from "../../src/fs/tar-writer.ts";
import { valuesOf } from "../../src/model/shelf.ts";
import type { Host } from "../../src/world/host.ts";
import { createWorld } from "../../src/world.ts";

const IN_CONTAINER = [
  "echo new > /new",
  "rm /new /bin/wget",
  "rm -r /home; mkdir /home; echo x > /home/x",
  "ln /etc/passwd /p; ln -s /nowhere /s; mkfifo /f",
  "chmod 700 /etc; chown 5:6 /etc/group",
  "rm -r /var; echo file > /var",
  "mkdir -p /a/b/c; echo '☃' > '/a/b/c/ü x'; mv /bin/wget /a",
  "echo more >> /etc/passwd; : > /etc/group",
];

const deed = fc.oneof(
  { weight: 5, arbitrary: fc.nat(IN_CONTAINER.length - 1).map((i) => ({ what: "layer", line: IN_CONTAINER[i] as string })) },
  { weight: 1, arbitrary: fc.constantFrom("tag", "config", "reload", "remove", "import").map((what) => ({ what, line: "" })) },
); // prettier-ignore

const newHost = (seed: number): Host => createWorld({ seed, hosts: { vm: { system: "play" } } }).host();

/** The image that is worked on is `top:1`; each deed puts something on it. */
function act(host: Host, { what, line }: { readonly what: string; readonly line: string }): void {
  const run = (command: string): void => void host.run(command);
  switch (what) {
    case "layer":
      run(`docker run --name made top:1 sh -c '${line.replaceAll("'", `'\\''`)}'; docker commit -m step made top:1; docker rm made`);
      return;
    case "config":
      run("docker create --name made top:1 x; docker commit -c 'ENV A=1' -c 'LABEL x=y' made top:1; docker rm made");
      return;
    case "import":
      run("docker create --name made top:1 x; docker export made | docker import -c 'CMD sh' - top:1; docker rm made");
      return;
    case "tag":
      run("docker tag top:1 other:1");
      return;
    case "reload":
      run("docker save top:1 -o all.tar; docker rmi -f top:1; docker load -i all.tar");
      return;
    default:
      run("docker rmi other:1; docker image prune -f");
  }
} // prettier-ignore

/** Each layer as it would be saved, and all that is seen with it. */
function layersOf(host: Host): ReadonlyMap<string, string> {
  const { engine } = host;
  const layers = new Map<string, string>();
  if (engine === undefined) return layers;
  for (const { diffIds } of valuesOf(engine.state.images))
    for (const [i, chainId] of chainIds(diffIds).entries()) {
      const snapshot = engine.snapshots.get(chainId);
      if (snapshot === undefined || layers.has(chainId)) continue;
      expect(digestOf(concat([...encodeLayer(snapshot.layer)]))).toBe(diffIds[i]);
      layers.set(chainId, digestOf(tarOf(tarEntriesOf(entriesOf(snapshot.tree)))));
    }
  return layers;
}

test("no command changes a layer that is there", () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 2, maxLength: 6 }), fc.nat(1000), (deeds, seed) => {
      const host = newHost(seed);
      void host.run("docker tag busybox top:1");
      let before = layersOf(host);
      for (const one of deeds) {
        act(host, one);
        const after = layersOf(host);
        for (const [chainId, files] of before)
          if (after.has(chainId)) expect([one, after.get(chainId)]).toEqual([one, files]);
        before = after;
      }
    }),
    { seed: 4, numRuns: 6 },
  );
});

test("what is saved and loaded again is the same, and saved again the same bytes", () => {
  fc.assert(
    fc.property(fc.array(deed, { minLength: 1, maxLength: 5 }), fc.nat(1000), (deeds, seed) => {
      const host = newHost(seed);
      void host.run("docker tag busybox top:1");
      for (const one of deeds) act(host, one);
      const inspect = "docker inspect top:1 -f '{{.Id}} {{json .RootFS}} {{json .Config}} {{.Size}} {{.Created}}'";
      const show = `${inspect}; docker history --no-trunc --format '{{json .}}' top:1 | sed 's/"ID":"[^"]*"//'`;
      const blobs = "tar -tf out.tar | grep sha256/. | sort; for f in manifest.json index.json repositories; do tar -xOf out.tar $f; done";
      const before = host.run(show).stdout;
      const layers = layersOf(host);
      const saved = host.run(`docker save -o out.tar top:1; ${blobs}`).stdout;
      host.run("docker rmi -f $(docker images -aq); docker load -i out.tar");
      expect(host.run(show).stdout).toBe(before);
      for (const [chainId, seen] of layersOf(host)) expect(seen).toBe(layers.get(chainId));
      expect(host.run(`docker save -o out.tar top:1; ${blobs}`).stdout).toBe(saved);
    }),
    { seed: 5, numRuns: 5 },
  );
}); // prettier-ignore
