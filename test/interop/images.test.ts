// Images go between paperwhale and real Docker without loss: same ids, same layers, same files. Runs where a Docker
// Engine can be reached (DOCKER_HOST, or the usual socket), and is skipped with a message where not:
// `DOCKER_HOST=unix:///path/docker.sock npm test -- test/interop`. What it makes there it removes.

import { afterAll, describe, expect, test } from "vitest";
import { digestOf } from "../../src/base/digest.ts";
import type { Host } from "../../src/world/host.ts";
import { createWorld } from "../../src/world.ts";
import { decodeTar } from "../../src/fs/tar-reader.ts";
import { RealEngine } from "./real-engine.ts";

const PREFIX = "paperwhale-interop";
const reached = await RealEngine.reach();
const real = typeof reached === "string" ? undefined : reached;
if (typeof reached === "string") console.log(`test/interop is skipped: ${reached}`);
const hasBusybox = real !== undefined && (await real.ask("GET", "/images/busybox/json")).status === 200;

type Made = readonly [name: string, line: string, changes: readonly string[]];

/** What each of ten images is made of: by a shell in a container of busybox, and by changes to its config. */
const IMAGES: readonly Made[] = [
  ["plain", "mkdir /d; echo 1 > /d/one; echo two > /d/two", []],
  ["links", "echo a > /a; ln /a /b; ln /a /etc/c; ln -s a /s; ln -s /nowhere /dangling; ln -s ../up /etc/rel", []],
  ["whiteouts", "rm /bin/wget; rm -r /home; rm /etc/group; echo fresh > /etc/group", []],
  ["opaque", "rm -r /var; mkdir /var; echo n > /var/new; rm -r /usr; mkdir -p /usr/bin", []],
  ["modes", "echo x > /x; chmod 4755 /x; mkdir -m 1777 /sticky; echo y > /y; chmod 000 /y; chmod 2750 /sticky", []],
  ["owners", "echo x > /x; chown 33:33 /x; mkdir /o; chown 1000:2000 /o; ln -s x /l; chown -h 12:34 /l; chown 3000000:4000000 /etc", []],
  ["names", "d=/long; for i in 1 2 3 4; do d=$d/directory-with-a-name-of-forty-characters$i; done; mkdir -p $d; echo x > $d/$(printf 'n%.0s' $(seq 120)); ln -s $d/$(printf 'n%.0s' $(seq 120)) /far; echo x > '/with blank'; echo x > '/ünï çødé ☃'", []],
  ["nodes", "mkfifo /pipe; mknod /null2 c 1 3; mknod /block b 7 200; touch -d '2001-02-03 04:05:06' /old; : > /empty", []],
  ["big", "dd if=/dev/zero of=/big bs=1000 count=3000 2>/dev/null; i=0; while [ $i -lt 50 ]; do echo $i > /etc/f$i; i=$((i+1)); done", []],
  ["config", ":", ["ENV A=1 B=\"two <words> & more\"", "CMD [\"sh\",\"-c\",\"echo $A\"]", "LABEL x=y z=ü", "USER 5", "WORKDIR /w", "EXPOSE 80/udp", "VOLUME /v", "HEALTHCHECK --interval=5s CMD true", "STOPSIGNAL SIGINT", "ENTRYPOINT [\"sh\"]"]],
]; // prettier-ignore

const world = createWorld({ seed: 7, hosts: { vm: { system: "play" } } });
const host: Host = world.host();
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function run(line: string): string {
  const { stdout, stderr, exitCode } = host.run(line);
  expect([line, stderr, exitCode]).toEqual([line, "", 0]);
  return stdout.trim();
}

interface Inspected {
  readonly Id: string;
  readonly RootFS: { readonly Layers: readonly string[] };
}

/** What an engine makes itself when it makes a container. */
const ENGINES_OWN = /^(?:\.dockerenv$|dev\/|etc\/(?:hosts|hostname|resolv\.conf|mtab)$)/;

/** Entries of a tar by name. When directories and what is the engine's own were changed last does not count. */
function filesIn(tar: Uint8Array): ReadonlyMap<string, unknown> {
  const { entries, error } = decodeTar(tar);
  expect(error).toBeUndefined();
  return new Map(
    entries.map(({ name, type, mode, uid, gid, mtime, linkname, devmajor, devminor, content }) => [
      name,
      { type, mode, uid, gid, linkname, devmajor, devminor, size: content?.size ?? 0, ...(type === "5" || ENGINES_OWN.test(name) ? {} : { mtime }), content: content && digestOf(content.read(0, content.size)) },
    ]),
  ); // prettier-ignore
}

/** The blobs of an archive that its digests name; the rest says when it was written. */
function blobsIn(archive: Uint8Array): ReadonlyMap<string, string> {
  const blobs = new Map<string, string>();
  for (const { name, type, content } of decodeTar(archive).entries)
    if (type === "0" && content !== undefined) blobs.set(name, digestOf(content.read(0, content.size)));
  return blobs;
}

const repositoryOf = (name: string, from: "ours" | "theirs"): string => `${PREFIX}-${from}-${name}`;

describe.skipIf(real === undefined)("images of paperwhale in real Docker", () => {
  const engine = real as RealEngine;

  test.each(IMAGES)("%s", async (name, line, changes) => {
    const repository = repositoryOf(name, "ours");
    run(`docker run --name made busybox sh -c ${quote(line)}`);
    run(
      `docker commit ${changes.map((c) => `-c ${quote(c)}`).join(" ")} made ${repository}:1; docker rm made`,
    );
    run(`docker save -o /tmp/image.tar ${repository}:1`);
    const told = await engine.bytes("POST", "/images/load?quiet=1", host.fs.readBytes("/tmp/image.tar"));
    expect(told.toString()).toContain(`Loaded image: ${repository}:1`);
    const there = await engine.get<Inspected>("GET", `/images/${repository}:1/json`);
    const here = JSON.parse(run(`docker inspect ${repository}:1`)) as Inspected[];
    expect(there.Id).toBe(here[0]?.Id);
    expect(there.RootFS.Layers).toEqual(here[0]?.RootFS.Layers);
    run(
      `docker create --name seen ${repository}:1 x && docker export seen -o /tmp/files.tar && docker rm seen`,
    );
    const files = filesIn(host.fs.readBytes("/tmp/files.tar") ?? new Uint8Array(0));
    expect(filesIn(await engine.export(`${repository}:1`))).toEqual(files);
  });

  afterAll(async () => {
    for (const [name] of IMAGES) await engine.remove(`${repositoryOf(name, "ours")}:1`);
  });
});

describe.skipIf(!hasBusybox)("images of real Docker in paperwhale", () => {
  const engine = real as RealEngine;

  test.each(IMAGES)("%s", async (name, line, changes) => {
    const repository = repositoryOf(name, "theirs");
    const id = await engine.commit("busybox", line, repository, changes);
    const archive = await engine.bytes("GET", `/images/get?names=${repository}:1`);
    host.fs.write("/tmp/image.tar", archive);
    expect(run("docker load -i /tmp/image.tar")).toBe(`Loaded image: ${repository}:1`);
    const here = JSON.parse(run(`docker inspect ${repository}:1`)) as Inspected[];
    expect(here[0]?.Id).toBe(id);
    run(
      `docker create --name seen ${repository}:1 x && docker export seen -o /tmp/files.tar && docker rm seen`,
    );
    const files = filesIn(host.fs.readBytes("/tmp/files.tar") ?? new Uint8Array(0));
    expect(files).toEqual(filesIn(await engine.export(`${repository}:1`)));
    run(`docker save -o /tmp/again.tar ${repository}:1`);
    expect(blobsIn(host.fs.readBytes("/tmp/again.tar") ?? new Uint8Array(0))).toEqual(blobsIn(archive));
  });

  afterAll(async () => {
    for (const [name] of IMAGES) await engine.remove(`${repositoryOf(name, "theirs")}:1`);
  });
});
