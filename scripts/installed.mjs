// @ts-check
// What `npm start` and `npm test` need before they can do anything: a Node that is new enough and the packages
// that package-lock.json asks for. No dependencies, as it runs before there are any; when all is in place it
// costs two file reads and starts no process.
//
// npm leaves in node_modules/.package-lock.json what it has installed; that file is held against ours.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {{version?: string, integrity?: string, optional?: boolean}} LockedPackage
 * @typedef {{packages?: Record<string, LockedPackage>}} Lock
 */

/**
 * Whether what is installed is what is asked for. Packages for other platforms stay away, so optional ones may.
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json
 */
export function matches(wanted, installed) {
  const have = new Map(Object.entries(installed?.packages ?? {}));
  for (const [path, asked] of Object.entries(wanted.packages ?? {})) {
    if (path === "") continue;
    const found = have.get(path);
    if (found === undefined ? !asked.optional : !samePackage(asked, found)) return false;
    have.delete(path);
  }
  return have.size === 0;
}

/** @type {(a: LockedPackage, b: LockedPackage) => boolean} */
const samePackage = (a, b) =>
  a.version === b.version &&
  (a.integrity === undefined || b.integrity === undefined || a.integrity === b.integrity);

/** @type {(path: string) => any} the parsed file, undefined if there is none that can be read */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Ends the program with a message where this Node is too old for package.json's `engines`. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`paperwhale needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exit(1);
}

/** npm's own program where npm started us, else the one on the path: [file, arguments before ours]. */
function npmCommand() {
  const script = process.env.npm_execpath ?? "";
  return /npm-cli\.[cm]?js$/.test(script)
    ? { file: process.execPath, first: [script] }
    : { file: "npm", first: [] };
}

/**
 * Installs what the lockfile in `folder` asks for, unless it is there. Says so in one line on stderr; what npm
 * prints is shown only if it fails, and then the program ends.
 * @param {string} folder
 * @param {string[]} more arguments for `npm ci`
 */
export function ensureInstalled(folder = ROOT, more = []) {
  requireNode();
  const wanted = readJson(join(folder, "package-lock.json"));
  if (matches(wanted ?? {}, readJson(join(folder, "node_modules/.package-lock.json")))) return;
  process.stderr.write("paperwhale: installing packages (npm ci), once\n");
  const { file, first } = npmCommand();
  const options = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error", ...more];
  const done = spawnSync(file, [...first, ...options], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (done.status === 0) return;
  process.stderr.write(
    `${done.stdout ?? ""}${done.stderr ?? ""}${done.error ? `${done.error.message}\n` : ""}`,
  );
  process.stderr.write("paperwhale: npm ci failed\n");
  process.exit(1);
}
