import { expect, test } from "vitest";
import { reportLayers, type LayerFile } from "../../../../src/base/formats/layer-report.ts";
import { createWorld } from "../../../../src/index.ts";

const file = (path: string, size = 1, type = "0"): LayerFile => ({
  path, type, mode: 0o644, uid: 0, gid: 0, mtime: 0, size,
}); // prettier-ignore

const layersOf = (...layers: readonly (readonly LayerFile[])[]) =>
  reportLayers(layers.map((files, i) => ({ digest: `d${i}`, createdBy: "", files })));

test("what a later layer replaces or deletes was wasted", () => {
  const { layers, size, wasted } = layersOf(
    [file("d", 0, "5"), file("d/a", 10), file("d/b", 20)],
    [file("d", 0, "5"), file("d/a", 5), file("d/.wh.b", 0), file("c", 3)],
  );
  expect(layers.map((layer) => layer.wasted)).toEqual([30, 0]);
  expect([size, wasted]).toEqual([38, 30]);
  expect(layers[1]?.changes).toEqual([
    { kind: "changed", path: "d/a", size: 5 },
    { kind: "deleted", path: "d/b", size: 20 },
    { kind: "added", path: "c", size: 3 },
  ]);
});

test("an opaque directory hides what was in it, and a deleted one takes all along", () => {
  const below = [file("d", 0, "5"), file("d/a", 10), file("d/e/f", 2)];
  const opaque = layersOf(below, [file("d", 0, "5"), file("d/.wh..wh..opq", 0), file("d/n", 4)]);
  expect(opaque.layers[1]?.changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    "deleted d/a",
    "deleted d/e/f",
    "added d/n",
  ]);
  expect(layersOf(below, [file(".wh.d", 0)]).wasted).toBe(12);
});

test("an image without bytes wastes none", () => {
  expect(layersOf().efficiency).toBe(1);
});

test("the library and the command of a host say the same", () => {
  const host = createWorld({ seed: 1 }).host();
  host.run("printf 'FROM busybox\\nRUN echo one > /a\\nRUN rm /a\\n' | docker build -q -t demo -");
  const { stdout } = host.run("paperwhale layers demo --format json");
  expect(JSON.parse(stdout)).toEqual(host.layers("demo"));
  expect(host.run("paperwhale layers demo").stdout).toContain("  D /a  4B\n");
  expect(host.run("paperwhale layers nope").stderr).toContain("No such image: nope");
  expect(() => host.layers("nope")).toThrow("No such image: nope");
});
