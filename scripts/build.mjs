// @ts-check
// `npm run build`: from src to dist. The command is one file for Node, so that it starts fast; the library is
// one ES module that needs neither Node nor a bundler, with its types beside it. Prints what the library weighs
// and fails where that is more than its bound.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { buildCommand, buildLibrary } from "./bundle.mjs";
import { ROOT } from "./installed.mjs";
import { DIST, LIBRARY, TYPES } from "./outputs.mjs";

/**
 * Bytes that the library may weigh, gzipped: what a page with a few pictures weighs. More than half of it are programs
 * (shell, coreutils, awk ...), which grow one by one; a data table or a package that slips in shows at once.
 */
const LIBRARY_LIMIT = 1_100_000;

/** @typedef {import("esbuild").Metafile} Metafile */

function buildTypes() {
  rmSync(TYPES, { recursive: true, force: true });
  const compiler = join(ROOT, "node_modules/typescript7/bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", TYPES];
  const done = spawnSync(process.execPath, [compiler, ...options], { cwd: ROOT, stdio: "inherit" });
  if (done.status !== 0) process.exit(1);
}

/** The licences of what is bundled go with it. @param {Metafile[]} metafiles */
function writeLicences(metafiles) {
  const paths = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = new Set(paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${licenceIn(join(ROOT, folder)).trim()}\n`;
  });
  writeFileSync(join(DIST, "third-party-licenses.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));
}

/** @param {string} folder */
function licenceIn(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]) {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      // under another name
    }
  }
  throw new Error(`${relative(ROOT, folder)} has no licence file`);
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Prints which parts make the library large, and whether it is too large. @param {Metafile} metafile */
function reportSize(metafile) {
  const output = Object.values(metafile.outputs).find((one) => one.entryPoint !== undefined);
  const parts = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(output?.inputs ?? {})) {
    const part =
      /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split("/").slice(0, 2).join("/");
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
  }
  const largest = [...parts].sort((a, b) => b[1] - a[1]).slice(0, 12);
  for (const [part, bytes] of largest) console.log(`${kilobytes(bytes).padStart(10)}  ${part}`);
  const weight = gzipSync(readFileSync(LIBRARY), { level: 9 }).length;
  console.log(
    `${kilobytes(weight).padStart(10)}  library, gzipped (the parts above are not); bound ${kilobytes(LIBRARY_LIMIT)}`,
  );
  if (weight <= LIBRARY_LIMIT) return;
  console.error(`The library is ${kilobytes(weight - LIBRARY_LIMIT)} over its bound.`);
  process.exitCode = 1;
}

const command = buildCommand();
const library = buildLibrary();
buildTypes();
writeLicences([command, library]);
reportSize(library);
