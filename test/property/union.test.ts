// What is seen of layers is what a plain map of paths would hold: each layer adds, replaces and hides (OCI image-spec,
// layer.md "Applying Changesets"). Layers are those of random tars, with whiteouts and opaque directories among them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { Content } from "../../src/fs/content.ts";
import { S_IFDIR, S_IFLNK, S_IFMT } from "../../src/fs/file-system.ts";
import { decodeLayer } from "../../src/fs/layer-tar.ts";
import type { Layer, LayerEntry } from "../../src/fs/layer.ts";
import { chainIdOf, Snapshotter, type ChainId } from "../../src/fs/snapshotter.ts";
import type { TarEntry } from "../../src/fs/tar.ts";
import { tarOf } from "../../src/fs/tar-writer.ts";
import { walk } from "../../src/fs/tree-paths.ts";
import type { Tree } from "../../src/fs/tree.ts";
import { digestOf } from "../../src/base/digest.ts";
import { encode } from "../../src/base/utf8.ts";

const name = fc.constantFrom("a", "b", "c", "ü", "__proto__", "10");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const file = fc.record({ path, text: fc.constantFrom("", "x", "yy"), mode: fc.constantFrom(0o644, 0o4755) });

const entry = fc.oneof(
  { weight: 4, arbitrary: file.map(({ path, text, mode }) => tarFile(path, text, mode)) },
  { weight: 3, arbitrary: path.map((at): TarEntry => ({ ...NODE, name: `${at}/`, type: "5", mode: 0o755 })) },
  { weight: 1, arbitrary: path.map((at): TarEntry => ({ ...NODE, name: at, type: "2", linkname: "b" })) },
  { weight: 2, arbitrary: path.map((at) => tarFile(at.replace(/([^/]+)$/, ".wh.$1"), "", 0)) },
  { weight: 1, arbitrary: path.map((at) => tarFile(`${at}/.wh..wh..opq`, "", 0)) },
);

const NODE = { mode: 0o777, uid: 0, gid: 0, mtime: 0 };

function tarFile(at: string, text: string, mode: number): TarEntry {
  const content = text === "" ? undefined : Content.of(encode(text));
  return { ...NODE, name: at, type: "0", mode, content };
}

/** Tars that do not unpack, as a file is where a directory should be, are no layers. */
const layer = fc
  .array(entry, { maxLength: 12 })
  .map((entries) => decodeLayer(tarOf(entries), 0))
  .filter((decoded) => decoded.ok)
  .map((decoded): Layer => (decoded.ok ? decoded.value : { entries: [] }));

type Model = ReadonlyMap<string, string>;

function describeEntry(one: LayerEntry): string {
  if (one.kind === "whiteout") return "";
  const { mode, target = "", content } = one;
  const kind = mode & S_IFMT;
  const held = kind === S_IFLNK ? target : Buffer.from(content?.read(0, content.size) ?? []).toString();
  return `${mode.toString(8)} ${held}`;
}

const isDirectoryText = (text: string | undefined): boolean =>
  text !== undefined && (parseInt(text, 8) & S_IFMT) === S_IFDIR;

function apply(below: Model, { entries }: Layer): Model {
  const model = new Map(below);
  const remove = (at: string, itself: boolean): void => {
    for (const known of [...model.keys()])
      if (known.startsWith(`${at}/`) || (itself && known === at)) model.delete(known);
  };
  for (const one of entries) {
    const merges = one.kind === "node" && isDirectoryText(describeEntry(one)) && isDirectoryText(model.get(one.path)); // prettier-ignore
    if (!merges || (one.kind === "node" && one.opaque === true)) remove(one.path, true);
    if (one.kind === "node") model.set(one.path, describeEntry(one));
  }
  return model;
}

function seen(tree: Tree): Model {
  const model = new Map<string, string>();
  for (const { path: at, ino, attributes } of walk(tree)) {
    if (at === "/") continue;
    const { mode, size } = attributes;
    const kind = mode & S_IFMT;
    const held = kind === S_IFDIR ? "" : kind === S_IFLNK ? tree.readlink(ino) : Buffer.from(tree.read(ino, 0, size)).toString(); // prettier-ignore
    model.set(at.slice(1), `${mode.toString(8)} ${held}`);
  }
  return model;
}

test("what is seen of layers is what a map of paths would hold", () => {
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 5 }), (layers) => {
      const snapshots = new Snapshotter();
      let model: Model = new Map();
      let parent: ChainId | undefined;
      for (const [i, one] of layers.entries()) {
        const chainId = chainIdOf(parent, digestOf(`${i}`));
        const applied = snapshots.apply(chainId, parent, one, i);
        if (!applied.ok) throw new Error(applied.error.message);
        const below = parent === undefined ? undefined : snapshots.get(parent)?.tree;
        const before = below && seen(below);
        if (before !== undefined) expect(before).toEqual(model);
        model = apply(model, one);
        expect(seen(applied.value.tree)).toEqual(model);
        parent = chainId;
      }
    }),
    { seed: 3, numRuns: 300 },
  );
});
