// Archives of images that are not what they say, or want to go where they must not: each is refused in the daemon's
// words and leaves nothing behind. The words were asked of Docker 28.5.

import { expect, test } from "vitest";
import { encodeBzip2 } from "../../../src/base/formats/bzip2-encode.ts";
import { decompress, gzip } from "../../../src/base/formats/compression.ts";
import { digestOf } from "../../../src/base/digest.ts";
import { encode } from "../../../src/base/utf8.ts";
import { Content } from "../../../src/fs/content.ts";
import type { TarEntry } from "../../../src/fs/tar.ts";
import { tarOf } from "../../../src/fs/tar-writer.ts";
import { createWorld } from "../../../src/world.ts";

const HEAD = { mode: 0o644, uid: 0, gid: 0, mtime: 0 };
const file = (name: string, text: string): TarEntry => ({
  ...HEAD,
  name,
  type: "0",
  content: text === "" ? undefined : Content.of(encode(text)),
});
const link = (name: string, linkname: string): TarEntry => ({ ...HEAD, name, type: "2", linkname });
const config = (diffIds: readonly string[]): string =>
  JSON.stringify({ os: "linux", rootfs: { type: "layers", diff_ids: diffIds } });
const manifest = (item: object): TarEntry => file("manifest.json", JSON.stringify([item]));
const ZEROS = `sha256:${"0".repeat(64)}`;

const REFUSED: readonly (readonly [what: string, archive: readonly TarEntry[], words: RegExp])[] = [
  ["a name that leads out", [file("../evil", "x")], /^invalid entry name "\.\.\/evil"\n$/],
  ["a config that leads out", [manifest({ Config: "../../../etc/passwd" })], /^evalSymlinksInScope: \/var\/lib\/etc\/passwd is not in \/var\/lib\/docker\/tmp\/docker-import-\d+\n$/],
  ["a config by way of a link", [link("cfg", "/etc/passwd"), manifest({ Config: "cfg" })], /^open \/var\/lib\/docker\/tmp\/docker-import-\d+\/etc\/passwd: no such file or directory\n$/],
  ["a loop of links", [link("cfg", "cfg"), manifest({ Config: "cfg" })], /^evalSymlinksInScope: too many links in /],
  ["a missing layer", [file("cfg", config([ZEROS])), manifest({ Config: "cfg", Layers: ["no"] })], /\/no: no such file or directory\n$/],
  ["too few layers", [file("cfg", config([ZEROS])), manifest({ Config: "cfg", Layers: [] })], /^invalid manifest, layers length mismatch: expected 0, got 1\n$/],
  ["a layer with another digest", [file("cfg", config([ZEROS])), file("l", ""), manifest({ Config: "cfg", Layers: ["l"] })], /^invalid diffID for layer 0: expected "sha256:0{64}", got "sha256:e3b0c442/],
  ["a manifest that is none", [file("manifest.json", "{}")], /^json: cannot unmarshal object into Go value of type \[\]tarexport\.manifestItem\n$/],
]; // prettier-ignore

test.each(REFUSED)("%s", (_, archive, words) => {
  const host = createWorld({ seed: 1, hosts: { vm: { system: "play" } } }).host();
  host.fs.write("/root/a.tar", tarOf(archive));
  const before = host.engine?.state.images;
  const { stderr, exitCode } = host.run("docker load -i /root/a.tar");
  expect(stderr).toMatch(words);
  expect(exitCode).toBe(1);
  expect(host.engine?.state.images).toBe(before);
});

const dir = (name: string): TarEntry => ({ ...HEAD, name, type: "5" });
const hardLink = (name: string, linkname: string): TarEntry => ({ ...HEAD, name, type: "1", linkname });

/** An archive of one image, whose only layer has these bytes. */
const imageOf = (layer: Uint8Array): Uint8Array =>
  tarOf([
    file("cfg", config([digestOf(layer)])),
    { ...HEAD, name: "l", type: "0", content: Content.of(layer) },
    manifest({ Config: "cfg", RepoTags: ["bad:1"], Layers: ["l"] }),
  ]);

const REFUSED_LAYERS: readonly (readonly [what: string, layer: readonly TarEntry[], words: string])[] = [
  ["a name", [file("../evil", "x")], 'invalid entry name "../evil"'],
  ["a name with a way back", [file("a/../../evil", "x")], 'invalid entry name "a/../../evil"'],
  ["a hard link", [hardLink("h", "../../etc/passwd")], 'invalid hardlink target "../../etc/passwd"'],
  ["an absolute hard link", [hardLink("h", "/etc/passwd")], "linkat etc/passwd h: no such file or directory"],
  ["a dangling hard link", [hardLink("h", "nothing")], "linkat nothing h: no such file or directory"],
  ["a name by way of a link", [link("d/l", "../../tmp"), file("d/l/x/evil", "")], "statat d/l/x: path escapes from parent"],
  ["a link to what is there", [dir("tmp"), link("l", "../tmp"), file("l/evil", "")], "statat l: path escapes from parent"],
  ["a whiteout", [file(".wh...", "")], 'invalid whiteout entry ".wh..."'],
  ["a file twice", [file("f", "a"), file("./f", "b")], "duplicates of file paths not supported"],
  ["a directory twice", [dir("d/"), dir("d/")], "duplicates of file paths not supported"],
  ["what is wrong first", [file("../x", ""), file("f", "a"), file("f", "b")], 'invalid entry name "../x"'],
]; // prettier-ignore

test.each(REFUSED_LAYERS)("a layer that leads out or says things twice: %s", (_, layer, words) => {
  const host = createWorld({ seed: 1, hosts: { vm: { system: "play" } } }).host();
  host.fs.write("/root/a.tar", imageOf(tarOf(layer)));
  const before = host.engine?.state.images;
  expect(host.run("docker load -i a.tar")).toMatchObject({ exitCode: 1, stderr: `${words}\n` });
  expect(host.engine?.state.images).toBe(before);
});

test("links within a layer, absolute ones too, stay in it", () => {
  const host = createWorld({ seed: 1, hosts: { vm: { system: "play" } } }).host();
  const layer = [link("l", "/../tmp"), file("l/a", "x"), link("d/up", "../tmp"), file("d/up/b", "y")];
  host.fs.write("/root/a.tar", imageOf(tarOf(layer)));
  const { stdout } = host.run("docker load -qi a.tar; docker create --name box bad:1 x >x; docker export box | tar -tf - tmp/a tmp/b");
  expect(stdout).toBe("Loaded image: bad:1\ntmp/a\ntmp/b\n");
}); // prettier-ignore

test("a layer that is cut off is refused", () => {
  const host = createWorld({ seed: 1, hosts: { vm: { system: "play" } } }).host();
  host.fs.write("/root/a.tar", imageOf(tarOf([file("f", "x".repeat(5000))]).slice(0, 2000)));
  expect(host.run("docker load -i a.tar; docker images -q bad")).toMatchObject({ stdout: "", stderr: "unexpected EOF\n" });
}); // prettier-ignore

test("what is cut off is refused", () => {
  const host = createWorld({ seed: 1, hosts: { vm: { system: "play" } } }).host();
  const { stderr } = host.run("docker save busybox | head -c 100000 | docker load; docker images -q | wc -l");
  expect(stderr).toBe("unexpected EOF\n");
});

test("bombs are noticed before they have gone off", () => {
  const zeros = new Uint8Array(5_000_000);
  for (const bomb of [gzip(zeros), encodeBzip2(zeros)]) {
    expect(decompress(bomb, zeros.length).bytes.length).toBe(zeros.length);
    const { bytes, error } = decompress(bomb, 100_000);
    expect(bytes.length).toBe(0);
    expect(error).toMatch(/^more than 100000 bytes are compressed in it/);
  }
});
