// Laws of layers that commands make: what is seen of an image is what the container that it was committed from, or the
// Dockerfile that it was built from, had, and what was built is found again.

import fc from "fast-check";
import { expect, test } from "vitest";
import { must } from "../../src/base/assert.ts";
import { digestOf } from "../../src/base/digest.ts";
import { chainIds } from "../../src/engine/images.ts";
import { tarEntriesOf } from "../../src/fs/layer-tar.ts";
import { entriesOf } from "../../src/fs/layer-walk.ts";
import { tarOf } from "../../src/fs/tar-writer.ts";
import { valuesOf } from "../../src/model/shelf.ts";
import type { Host } from "../../src/world/host.ts";
import { createWorld } from "../../src/world.ts";

/** Each line does something to /t, or fails as something is in its way; all go on. */
const name = fc.constantFrom("a", "b", "c", "ü x", "__proto__");
const path = fc.array(name, { minLength: 1, maxLength: 2 }).map((names) => `"/t/${names.join("/")}"`);
const line = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(path, fc.nat(9)).map(([at, n]) => `echo ${n} > ${at}`) },
  { weight: 1, arbitrary: path.map((at) => `echo more >> ${at}`) },
  { weight: 3, arbitrary: path.map((at) => `mkdir -p ${at}`) },
  { weight: 2, arbitrary: path.map((at) => `rm -rf ${at}`) },
  { weight: 1, arbitrary: path.map((at) => `rm -rf ${at}; mkdir ${at}`) },
  { weight: 2, arbitrary: fc.tuple(path, path).map(([from, to]) => `mv ${from} ${to}`) },
  { weight: 2, arbitrary: fc.tuple(path, path).map(([from, to]) => `ln ${from} ${to}`) },
  { weight: 1, arbitrary: fc.tuple(path, path).map(([from, to]) => `ln -s ${from} ${to}`) },
  { weight: 1, arbitrary: fc.tuple(path, fc.constantFrom("700", "4755")).map(([at, mode]) => `chmod ${mode} ${at}`) },
  { weight: 1, arbitrary: path.map((at) => `chown 5:6 ${at}`) },
); // prettier-ignore

const script = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join("; "));
const scripts = fc.array(script, { minLength: 1, maxLength: 4 });

const newHost = (): Host => createWorld({ seed: 6, hosts: { vm: { system: "play" } } }).host();

function mustRun(host: Host, command: string): string {
  const { exitCode, stdout, stderr } = host.run(command);
  if (exitCode !== 0) throw new Error(`${command}\n${stderr}`);
  return stdout;
}

/** All that is seen of an image, with owners, modes and times. */
function filesOf(host: Host, image: string): string {
  const id = mustRun(host, `docker inspect -f '{{.Id}}' ${image}`).trim();
  const { engine } = host;
  const found = [...valuesOf(must(engine, "it has Docker").state.images)].find((one) => one.id === id);
  const top = chainIds(must(found, "it was made").diffIds).at(-1);
  const snapshot = top === undefined ? undefined : engine?.snapshots.get(top);
  return digestOf(tarOf(tarEntriesOf(entriesOf(must(snapshot, "it has layers").tree))));
}

const listing = (host: Host, container: string): string =>
  mustRun(host, `docker export ${container} > all.tar; tar -tvf all.tar; tar -xOf all.tar | sha256sum`);

test("what is run from a committed image sees what the committed container saw", () => {
  fc.assert(
    fc.property(scripts, (all) => {
      const host = newHost();
      mustRun(host, "docker tag busybox top:1");
      for (const one of all) {
        host.fs.write("/root/script", `mkdir -p /t; ${one}; true`);
        mustRun(host, "docker run --name made -i top:1 sh < script");
        const seen = listing(host, "made");
        mustRun(host, "docker commit made top:1; docker rm made; docker run --name made top:1 true");
        expect(listing(host, "made")).toBe(seen);
        mustRun(host, "docker rm made");
      }
    }),
    { seed: 6, numRuns: 5 },
  );
});

test("what was built is found when it is built again", () => {
  fc.assert(
    fc.property(scripts, (all) => {
      const host = newHost();
      const steps = all.flatMap((_, i) => [`COPY s${i} /s`, `RUN mkdir -p /t; . /s; true`]);
      all.forEach((one, i) => host.fs.write(`/root/app/s${i}`, one));
      host.fs.write("/root/app/Dockerfile", ["FROM busybox", ...steps].join("\n"));
      const build = (options: string): string =>
        mustRun(host, `docker build --progress plain ${options} -t built app 2>&1`);
      build("");
      const [id, files] = [mustRun(host, "docker images -q --no-trunc built"), filesOf(host, "built")];
      expect(build("").match(/ CACHED$/gm)).toHaveLength(steps.length);
      expect(mustRun(host, "docker images -q --no-trunc built")).toBe(id);
      expect(filesOf(host, "built")).toBe(files);
    }),
    { seed: 7, numRuns: 8 },
  );
});
