import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { humanSize } from "../../../src/base/go/human-size.ts";
import { decode } from "../../../src/base/utf8.ts";
import { S_IFDIR, S_IFLNK, S_IFMT } from "../../../src/fs/file-system.ts";
import type { NodeEntry } from "../../../src/fs/layer.ts";
import { readFile, stat } from "../../../src/fs/tree-paths.ts";
import type { Tree } from "../../../src/fs/tree.ts";
import { PROGRAMS } from "../../../src/programs/registry.ts";
import { IMAGES, USUAL_IMAGES } from "../../../src/registry/catalogue/catalogue.ts";
import { IMAGE_IDS, LAYER_FACTS } from "../../../src/registry/catalogue/digests.generated.ts";
import type { CatalogueImage } from "../../../src/registry/catalogue/image.ts";
import { playBusyboxLayer } from "../../../src/registry/catalogue/play-busybox.ts";
import { catalogueImages, computeDigests } from "../../support/catalogue-digests.ts";
import { danglingLinks, programAt, programNamed } from "../../support/host-programs.ts";

const imageOf = (reference: string): CatalogueImage => IMAGES.get(reference) as CatalogueImage;
const treeOf = ({ layers }: CatalogueImage): Tree => layers[layers.length - 1]!.snapshot.tree;
const text = (tree: Tree, path: string): string => decode(readFile(tree, path) as Uint8Array);
const md5 = (content: string): string => createHash("md5").update(content).digest("hex");

test("digests, sizes and ids are those of the very tars and configs", () => {
  const { layers, images } = computeDigests();
  // node scripts/digest-catalogue.mjs writes them anew
  expect(LAYER_FACTS).toEqual(layers);
  expect(IMAGE_IDS).toEqual(images);
});

test("the layer of a step that changes nothing is the one that everybody has", () => {
  expect(LAYER_FACTS.get("redis-8.4.0 workdir")?.diffId).toBe(
    "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
  );
});

test("sizes are what docker images shows of the real ones", () => {
  const sizes = USUAL_IMAGES.map((reference) => [reference, humanSize(imageOf(reference).image.size, 3)]);
  expect(Object.fromEntries(sizes)).toEqual({
    "alpine:latest": "8.44MB",
    "busybox:latest": "4.42MB",
    "debian:latest": "120MB",
    "hello-world:latest": "10.1kB",
    "nginx:latest": "152MB",
    "redis:latest": "139MB",
    "ubuntu:latest": "78.1MB",
  });
});

test("a tag more leads to the same image", () => {
  expect(imageOf("nginx:1.29.4")).toBe(imageOf("nginx:latest"));
  expect(imageOf("debian:trixie").image).toBe(imageOf("debian:latest").image);
});

test("nginx and redis stand on slim Debians of their own", () => {
  const names = (reference: string): string[] => imageOf(reference).layers.map(({ name }) => name);
  expect(names("nginx:latest").slice(0, 2)).toEqual(["debian-13-slim", "nginx-1.29.4"]);
  expect(names("redis:latest")[0]).toBe("debian-12-slim");
  expect([names("nginx:latest").length, names("redis:latest").length]).toEqual([7, 7]);
});

/** Links into what only a container has. */
const IN_CONTAINERS = / -> \/(dev|proc)\//;

describe.each(catalogueImages().map((image) => [image.references[0] as string, image] as const))(
  "%s",
  (_, catalogued) => {
    const { image, layers } = catalogued;
    const tree = treeOf(catalogued);
    const { Env, Entrypoint, Cmd, WorkingDir, Volumes } = image.config;
    const path = Env?.find((entry) => entry.startsWith("PATH="))?.slice("PATH=".length) ?? "";

    test("has a step in its history for every layer", () => {
      expect(image.history.filter(({ emptyLayer }) => !emptyLayer)).toHaveLength(layers.length);
      const { history, rootfs, config } = JSON.parse(image.json) as Record<string, never>;
      expect(history).toHaveLength(image.history.length);
      expect(rootfs).toEqual({ type: "layers", diff_ids: image.diffIds });
      expect(config).toMatchObject({ Env, Cmd });
    });

    test("has the directories that its config names", () => {
      for (const directory of [WorkingDir || "/", ...(Volumes?.keys() ?? [])])
        expect((stat(tree, directory)?.mode ?? 0) & S_IFMT, directory).toBe(S_IFDIR);
    });

    test("starts with a program that there is", () => {
      const words = [...(Entrypoint ?? []), ...(Cmd ?? [])];
      for (const word of [words[0] as string, Cmd?.[0] as string]) {
        const program = programNamed(tree, word, path);
        expect(PROGRAMS.has(program), `${word} runs ${program}`).toBe(true);
      }
    });

    test("has no link that leads nowhere", () => {
      expect(danglingLinks(tree).filter((link) => !IN_CONTAINERS.test(link))).toEqual([]);
    });

    test("is root's alone, but for what its users have", () => {
      const users = new Set(
        text(tree, stat(tree, "/etc/passwd") ? "/etc/passwd" : "/hello")
          .split("\n")
          .map((line) => Number(line.split(":")[2])),
      );
      for (const layer of layers)
        for (const entry of layer.layer().entries)
          if (entry.kind === "node" && entry.uid !== 0) expect(users.has(entry.uid), entry.path).toBe(true);
    });

    test("changes no directory of a layer below", () => {
      const directories = new Map<string, NodeEntry>();
      for (const layer of layers)
        for (const entry of layer.layer().entries) {
          if (entry.kind !== "node" || (entry.mode & S_IFMT) !== S_IFDIR) continue;
          const below = directories.get(entry.path) ?? entry;
          expect([entry.path, entry.mode, entry.uid]).toEqual([below.path, below.mode, below.uid]);
          directories.set(entry.path, entry);
        }
    });
  },
);

test("Debian and Ubuntu have the tools that the real ones have, and no more", () => {
  const [debian, ubuntu, nginx] = ["debian", "ubuntu", "nginx"].map((name) => treeOf(imageOf(`${name}:latest`)));
  for (const tree of [debian, ubuntu] as Tree[])
    for (const [name, program] of [["bash", "bash"], ["sh", "dash"], ["awk", "mawk"], ["ls", "ls"], ["apt-get", "apt-get"], ["which", "which"]] as const)
      expect(programNamed(tree, name, "/usr/sbin:/bin")).toBe(program);
  const lacks = (tree: Tree | undefined, name: string): boolean => stat(tree as Tree, `/usr/bin/${name}`) === undefined;
  expect(["ps", "curl", "vi", "ping", "less"].filter((name) => !lacks(debian, name))).toEqual([]);
  expect(["curl", "vi", "ping", "less"].filter((name) => !lacks(ubuntu, name))).toEqual([]);
  expect([lacks(ubuntu, "ps"), lacks(nginx, "curl"), lacks(nginx, "ps")]).toEqual([false, false, true]);
}); // prettier-ignore

test("in busybox and alpine nearly everything is busybox", () => {
  const [busybox, alpine] = ["busybox", "alpine"].map((name) => treeOf(imageOf(`${name}:latest`))) as [Tree, Tree];
  expect(["/bin/sh", "/bin/ls", "/bin/[", "/usr/bin/env"].map((path) => programAt(busybox, path))).toEqual(Array(4).fill("busybox"));
  expect(["/bin/sh", "/usr/bin/awk", "/sbin/ip", "/usr/sbin/adduser"].map((path) => programAt(alpine, path))).toEqual(Array(4).fill("busybox"));
  expect(stat(busybox, "/bin/ls")).toMatchObject({ nlink: 406, size: 1_017_416 });
  expect(programAt(alpine, "/sbin/apk")).toBe("apk");
}); // prettier-ignore

test("nginx's pages have the sizes that its log shows, and its entry point knows its configuration", () => {
  const tree = treeOf(imageOf("nginx:latest"));
  const page = text(tree, "/usr/share/nginx/html/index.html");
  expect(page.split("\n").slice(0, 4)).toEqual([
    "<!DOCTYPE html>",
    "<html>",
    "<head>",
    "<title>Welcome to nginx!</title>",
  ]);
  expect([page.length, stat(tree, "/usr/share/nginx/html/50x.html")?.size]).toEqual([615, 497]);
  const script = text(tree, "/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh");
  expect(script).toContain(md5(text(tree, "/etc/nginx/conf.d/default.conf")));
  const log = stat(tree, "/var/log/nginx/access.log", false);
  expect((log?.mode ?? 0) & S_IFMT).toBe(S_IFLNK);
});

test("the image of the recordings is what its tar holds", () => {
  const { entries } = playBusyboxLayer.layer();
  const nodes = entries.filter((entry) => entry.kind === "node");
  const links = nodes.filter(({ target }) => target !== undefined);
  expect([links.length, links.every(({ target }) => target === "/bin/busybox")]).toEqual([279, true]);
  expect(
    nodes
      .filter(({ target }) => target === undefined)
      .map(({ path, mode, content }) => `${(mode & 0o7777).toString(8)} ${path} ${content?.size ?? 0}`),
  ).toEqual([
    "755 bin 0",
    "755 bin/busybox 2063232",
    "755 dev 0",
    "755 etc 0",
    "644 etc/group 62",
    "644 etc/passwd 192",
    "755 home 0",
    "755 proc 0",
    "755 root 0",
    "755 sys 0",
    "1777 tmp 0",
    "755 usr 0",
    "755 var 0",
    "755 var/spool 0",
    "755 var/spool/mail 0",
    "755 var/www 0",
  ]);
  expect(playBusyboxLayer.size).toBe(2_066_834);
});
