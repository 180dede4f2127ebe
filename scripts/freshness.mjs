// @ts-check
// Whether something built is older than what it was built from, by the times of the files. Folders count as
// well: theirs change when a file in them appears, disappears or gets another name.

import { readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/**
 * Milliseconds of the latest change in a file or a folder tree; 0 if there is nothing.
 * @param {string} path
 * @returns {number}
 */
export function lastChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  let latest = stats.mtimeMs;
  if (!stats.isDirectory()) return latest;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    const changed = entry.isDirectory()
      ? lastChange(below)
      : (statSync(below, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (changed > latest) latest = changed;
  }
  return latest;
}

/** @type {(output: string, inputs: string[]) => boolean} */
export function isFresh(output, inputs) {
  const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && inputs.every((input) => lastChange(input) < built);
}

/** Dates a result back to when its making began: what changed meanwhile is newer than it. @type {(output: string, began: Date) => void} */
export const dateBack = (output, began) => utimesSync(output, began, began);
