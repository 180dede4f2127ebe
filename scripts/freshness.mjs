// @ts-check
// Whether something built is older than what it was built from, by the times of the files. Folders count as
// well: theirs change when a file in them appears, disappears or gets another name.

import { readdirSync, statSync, utimesSync } from "node:fs";

/**
 * Whether a file, or anything in a folder tree, has changed since `time` (milliseconds) or in that very moment.
 * @param {string} path
 * @param {number} time
 * @returns {boolean}
 */
function changedSince(path, time) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  return stats.mtimeMs >= time || (stats.isDirectory() && folderChangedSince(path, time));
}

/** @type {(folder: string, time: number) => boolean} paths are joined by hand, as this runs at every start */
function folderChangedSince(folder, time) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && stats.mtimeMs >= time) return true;
    if (entry.isDirectory() && folderChangedSince(path, time)) return true;
  }
  return false;
}

/** @type {(output: string, inputs: readonly string[]) => boolean} */
export function isFresh(output, inputs) {
  const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && !inputs.some((input) => changedSince(input, built));
}

/** Dates a result back to when its making began: what changed meanwhile is newer than it. @type {(output: string, began: Date) => void} */
export const dateBack = (output, began) => utimesSync(output, began, began);
