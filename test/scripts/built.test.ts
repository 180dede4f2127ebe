// What the build makes, as users get it.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { builtLibrary } from "../support/built.ts";

const HAS_ENTRY = existsSync(fileURLToPath(new URL("../../src/index.ts", import.meta.url)));

/** What neither Node nor a browser promises, or only one of them does. */
const FOREIGN = [
  "process",
  "Buffer",
  "global",
  "navigator",
  "performance",
  "crypto",
  "fetch",
  "setTimeout",
  "console",
];

test.skipIf(!HAS_ENTRY)("the library makes a world where there is nothing but JavaScript", () => {
  const script = `
    const { write } = await import("node:fs");
    const report = (text) => write(1, text, () => {});
    for (const name of ${JSON.stringify(FOREIGN)}) delete globalThis[name];
    const { createWorld } = await import(${JSON.stringify(builtLibrary())});
    report(createWorld({ seed: 1 }).host().run("echo paper").stdout);
  `;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(done).toMatchObject({ stdout: "paper\n", stderr: "", status: 0 });
});
