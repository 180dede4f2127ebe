// @ts-check
// How src becomes single files: the command, the library, and what the project's own tools load from src.

import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { dateBack } from "./freshness.mjs";
import { ROOT } from "./installed.mjs";
import { CODE_CACHE, COMMAND, COMMAND_ENTRY, LIBRARY, LIBRARY_ENTRY, PROGRAM } from "./outputs.mjs";

/** @typedef {import("esbuild").Metafile} Metafile */
/** @typedef {import("esbuild").BuildOptions} BuildOptions */

/** @type {BuildOptions} */
const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

/** For what users get: packages leave their own checks out, and ask no `process` for it. @type {BuildOptions} */
const SHIPPED = { define: { "process.env.NODE_ENV": '"production"' } };

/** @type {BuildOptions} */
const FOR_NODE = { platform: "node", target: "node20.19" };

/**
 * Bundles an entry into one file, which is put in its place in one step, so that whoever starts it meanwhile
 * finds the old one whole, and dated back to when the build began.
 * @param {string} entry
 * @param {string} outfile
 * @param {BuildOptions} options
 * @returns {Metafile}
 */
function bundle(entry, outfile, options) {
  const began = new Date();
  const { outputFiles, metafile } = buildSync({
    ...COMMON,
    ...options,
    entryPoints: [entry],
    outfile,
    write: false,
  });
  mkdirSync(dirname(outfile), { recursive: true });
  for (const { path, contents } of outputFiles ?? []) {
    const whole = `${path}.${process.pid}`;
    writeFileSync(whole, contents);
    if (path === outfile) dateBack(whole, began);
    renameSync(whole, path);
  }
  return /** @type {Metafile} */ (metafile);
}

/** The launcher comes last: the command is fresh when all that it starts is. */
export function buildCommand() {
  const began = new Date();
  const metafile = bundle(COMMAND_ENTRY, PROGRAM, {
    ...SHIPPED,
    ...FOR_NODE,
    format: "cjs",
    minify: true,
    banner: { js: "(function (require) {" },
    footer: { js: "})" },
  });
  spawnSync(process.execPath, [join(ROOT, "scripts/code-cache.mjs"), PROGRAM, CODE_CACHE], {
    stdio: "ignore",
  });
  copyFileSync(join(ROOT, "scripts/launcher.mjs"), COMMAND);
  dateBack(COMMAND, began);
  chmodSync(COMMAND, 0o755);
  return metafile;
}

/** `neutral`: an import of a Node module is an error, and so is a package that has nothing else to offer. */
export const buildLibrary = () =>
  bundle(LIBRARY_ENTRY, LIBRARY, {
    ...SHIPPED,
    platform: "neutral",
    mainFields: ["module", "main"],
    minify: true,
    sourcemap: "linked",
  });

/**
 * Bundles TypeScript that one of the project's tools wants to run, and gives the path of the result, which finds
 * its packages from `folder`.
 * @param {string} entry below the project's folder
 */
export function buildTool(entry, folder = ROOT) {
  const name = `${entry.replace(/\.ts$/, "").replaceAll("/", "-")}.mjs`;
  // Worktrees that share their packages must not run each other's code.
  const outfile = join(folder, "node_modules/.cache/paperwhale", basename(ROOT), name);
  bundle(join(ROOT, entry), outfile, { ...FOR_NODE, packages: "external", sourcemap: "inline" });
  return outfile;
}
