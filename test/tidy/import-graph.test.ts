// Who may import whom: the house as docs/architecture.md draws it, as a table. Longer prefixes win, so that a
// part of a folder can be a zone of its own. The rest of the file holds what keeps the graph a graph: no cycles
// between the files and folders that lie side by side, packages where they belong, no files that only pass on.

import { describe, expect, test } from "vitest";
import { cyclesIn } from "./cycles.ts";
import { importsOf, packageOf, type Import } from "./imports.ts";
import { expectNone, sourceOf, sourcesIn, type Offence } from "./sources.ts";

/** Zones of src: where their files are. */
const ZONES = {
  base: ["src/base/"],
  model: ["src/model/"],
  fs: ["src/fs/"],
  netsim: ["src/netsim/"],
  kernel: ["src/kernel/"],
  "system calls": [
    "src/kernel/sys.ts",
    "src/kernel/sockets.ts",
    "src/kernel/terminal.ts",
    "src/kernel/netlink.ts",
    "src/kernel/netfilter.ts",
    "src/kernel/executables.ts",
    "src/kernel/programs.ts",
  ],
  programs: ["src/programs/"],
  systemd: ["src/systemd/"],
  registry: ["src/registry/"],
  engine: ["src/engine/"],
  api: ["src/api/"],
  "api's client port": ["src/api/client.ts", "src/api/client/"],
  "wire shapes": ["src/api/wire.ts", "src/api/wire/"],
  cli: ["src/cli/"],
  world: ["src/world.ts", "src/world/", "src/index.ts"],
  edge: ["src/edge/"],
  web: ["src/web/"],
  testing: ["src/testing/"],
} as const;

type Zone = keyof typeof ZONES;

const BELOW_WORLD: readonly Zone[] = [
  "base",
  "model",
  "fs",
  "netsim",
  "kernel",
  "system calls",
  "programs",
  "systemd",
  "registry",
  "engine",
  "api",
  "api's client port",
  "wire shapes",
  "cli",
];

/** Zones that a zone may import, beside itself. */
const MAY_IMPORT: Record<Zone, readonly Zone[]> = {
  base: [],
  model: ["base"],
  fs: ["base"],
  netsim: ["base"],
  "system calls": ["fs", "base"],
  kernel: ["system calls", "fs", "netsim", "base"],
  programs: ["system calls", "base"],
  systemd: ["kernel", "system calls", "fs", "base"],
  registry: ["model", "fs", "system calls", "base"],
  engine: ["registry", "kernel", "system calls", "netsim", "fs", "model", "base"],
  "wire shapes": ["model", "base"],
  "api's client port": ["wire shapes", "system calls", "base"],
  api: ["wire shapes", "api's client port", "engine", "system calls", "model", "base"],
  cli: ["api's client port", "wire shapes", "system calls", "base"],
  world: BELOW_WORLD,
  edge: [...BELOW_WORLD, "world", "testing"],
  web: [...BELOW_WORLD, "world", "edge"],
  testing: [...BELOW_WORLD, "world"],
};

/** Packages, and where in src they may be imported. What is not listed may be imported nowhere. */
const PACKAGES = new Map<string, readonly string[]>([
  ["@noble/hashes", ["src/base/"]],
  ["fast-check", ["src/testing/"]],
  ["fflate", ["src/base/formats/"]],
  ["unbash", ["src/programs/shell/"]],
  ["xstate", ["src/testing/"]],
  ["zod", ["src/model/", "src/api/", "src/world/", "src/edge/", "src/web/"]],
]);

const NODE_MODULES = ["src/edge/node/"];

/** What is no code and may be imported: the version stands in one place only. */
const DATA = new Map([["package.json", ["src/edge/node/"]]]);

/** May pass on what other files export: the library's one entry. */
const BARRELS = new Set(["src/index.ts"]);

const isIn = (path: string, places: readonly string[]): boolean =>
  places.some((place) => (place.endsWith("/") ? path.startsWith(place) : path === place));

function zoneOf(path: string): Zone | undefined {
  let best: { zone: Zone; length: number } | undefined;
  for (const [zone, places] of Object.entries(ZONES) as [Zone, readonly string[]][])
    for (const place of places)
      if (isIn(path, [place]) && place.length > (best?.length ?? 0)) best = { zone, length: place.length };
  return best?.zone;
}

function judgePackage(specifier: string, from: string): string | undefined {
  if (specifier.startsWith("node:"))
    return isIn(from, NODE_MODULES)
      ? undefined
      : `${specifier} is Node's; below the edges take it as an argument, or move this to ${NODE_MODULES.join(", ")}`;
  const name = packageOf(specifier);
  const places = PACKAGES.get(name);
  if (places === undefined)
    return `${name} is in no one's list: write it yourself, or enter it in PACKAGES of test/tidy/import-graph.test.ts`;
  return isIn(from, places) ? undefined : `${name} belongs to ${places.join(", ")}; import what that offers`;
}

function judge({ from, to, specifier, kind }: Import): string | undefined {
  if (kind === "re-export" && !BARRELS.has(from))
    return `re-exports ${specifier}: let those who use it import it from there`;
  if (to === undefined) return judgePackage(specifier, from);
  if (DATA.has(to)) return isIn(from, DATA.get(to) ?? []) ? undefined : `${to} may not be read here`;
  if (!to.endsWith(".ts")) return `${specifier}: name the .ts file`;
  const [zone, target] = [zoneOf(from), zoneOf(to)];
  if (zone === undefined)
    return `lies in none of the zones of the house: move it, or enter a zone in ${import.meta.url}`;
  if (target === undefined) return `${to} lies outside the house: src imports only src`;
  if (zone === target || MAY_IMPORT[zone].includes(target)) return undefined;
  const allowed = MAY_IMPORT[zone].join(", ") || "nothing else";
  return `${zone} may not import ${target} (${to}), only ${allowed}: move what is needed down, or hand it in from above`;
}

const judged = (imports: readonly Import[]): Offence[] =>
  imports.flatMap((one) => {
    const message = judge(one);
    return message === undefined ? [] : [{ path: one.from, line: one.line, message }];
  });

const imports = sourcesIn("src").flatMap(importsOf);

test("every import of src is one that the table allows", () => {
  expectNone(judged(imports));
});

const chain = (steps: readonly Import[]): string =>
  steps.map(({ from, line, to }) => `${from}:${line} -> ${to}`).join(", ");

test("no cycles between files and folders that lie side by side, at any depth", () => {
  expectNone(
    cyclesIn(imports).map((steps) => ({
      path: steps[0]?.from ?? "",
      line: steps[0]?.line ?? 0,
      message: `closes a cycle (${chain(steps)}): move what both need into a file below both, or hand it in from above`,
    })),
  );
});

test("the table itself has no cycles", () => {
  const state = new Map<Zone, "open" | "done">();
  const enter = (zone: Zone): void => {
    expect(state.get(zone), `${zone} reaches itself`).not.toBe("open");
    if (state.get(zone) === "done") return;
    state.set(zone, "open");
    MAY_IMPORT[zone].forEach(enter);
    state.set(zone, "done");
  };
  for (const zone of Object.keys(ZONES) as Zone[]) enter(zone);
});

describe("what the table refuses and allows", () => {
  const verdict = (path: string, text: string): string =>
    judged(importsOf(sourceOf(path, text)))[0]?.message ?? "fine";
  test.each([
    ["src/fs/a.ts", `import { b } from "../model/b.ts";`, "fs may not import model"],
    ["src/fs/a.ts", `import type { B } from "../model/b.ts";`, "fs may not import model"],
    ["src/fs/a.ts", `type B = import("../model/b.ts").B;`, "fs may not import model"],
    ["src/fs/a.ts", `const b = () => import("../model/b.ts");`, "fs may not import model"],
    ["src/programs/cat.ts", `import { k } from "../kernel/kernel.ts";`, "programs may not import kernel"],
    ["src/programs/cat.ts", `import type { Sys } from "../kernel/sys.ts";`, "fine"],
    ["src/kernel/kernel.ts", `import type { Sys } from "./sys.ts";`, "fine"],
    ["src/kernel/sys.ts", `import { k } from "./kernel.ts";`, "system calls may not import kernel"],
    ["src/base/go/units.ts", `import { a } from "../time.ts";`, "fine"],
    ["src/cli/grammar/a.ts", `import { a } from "../../base/go/units.ts";`, "fine"],
    ["src/cli/a.ts", `import { a } from "../engine/a.ts";`, "cli may not import engine"],
    ["src/cli/a.ts", `import { a } from "../api/handler.ts";`, "cli may not import api"],
    ["src/cli/a.ts", `import { a } from "../api/client.ts";`, "fine"],
    ["src/engine/a.ts", `import { a } from "../world.ts";`, "engine may not import world"],
    [
      "src/base/a.ts",
      `import { a } from "../../test/support/a.ts";`,
      "test/support/a.ts lies outside the house",
    ],
    ["src/base/a.ts", `import { a } from "./b";`, "./b: name the .ts file"],
    ["src/base/a.ts", `export { a } from "./b.ts";`, "re-exports ./b.ts"],
    ["src/base/a.ts", `export * from "./b.ts";`, "re-exports ./b.ts"],
    ["src/index.ts", `export { a } from "./world.ts";`, "fine"],
    ["src/base/a.ts", `import fs from "node:fs";`, "node:fs is Node's"],
    ["src/edge/node/a.ts", `import fs from "node:fs";`, "fine"],
    ["src/engine/a.ts", `import * as z from "zod/mini";`, "zod belongs to src/model/"],
    ["src/api/a.ts", `import * as z from "zod/mini";`, "fine"],
    ["src/fs/a.ts", `import { fs } from "memfs";`, "memfs is in no one's list"],
    ["src/base/a.ts", `import { sha256 } from "@noble/hashes/sha2.js";`, "fine"],
    ["src/base/a.ts", `// import fs from "node:fs"\nexport const a = 'import "zod"';`, "fine"],
  ])("%s: %s", (path, text, expected) => {
    expect(verdict(path, text)).toContain(expected);
  });

  test("cycles are found between files, between folders, and across a folder and a file beside it", () => {
    const cycles = (kind: Import["kind"], ...pairs: [string, string][]): number =>
      cyclesIn(pairs.map(([from, to]) => ({ from, to, line: 1, specifier: "", kind }))).length;
    expect(cycles("value", ["src/a/x.ts", "src/a/y.ts"], ["src/a/y.ts", "src/a/x.ts"])).toBe(1);
    expect(cycles("type", ["src/a/x.ts", "src/a/y.ts"], ["src/a/y.ts", "src/a/x.ts"])).toBe(0);
    for (const kind of ["value", "type"] as const) {
      expect(cycles(kind, ["src/a/x.ts", "src/b/x.ts"], ["src/b/y.ts", "src/a/y.ts"])).toBe(1);
      expect(cycles(kind, ["src/a/b/x.ts", "src/a/y.ts"], ["src/a/y.ts", "src/a/b/z.ts"])).toBe(1);
      expect(cycles(kind, ["src/a/b/x.ts", "src/a/y.ts"], ["src/a/z.ts", "src/a/b/z.ts"])).toBe(0);
      expect(cycles(kind, ["src/a.ts", "src/b.ts"], ["src/b.ts", "src/c.ts"], ["src/a.ts", "src/c.ts"])).toBe(
        0,
      );
    }
  });
});
