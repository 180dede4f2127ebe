// What COPY and ADD of the classic builder copy: sources found in the context, in another image or among what was
// downloaded, each with a sum by which a step is found again (moby daemon/builder/dockerfile/copy.go). How they are
// put in place is place-copies.ts.

import { failed } from "../../base/errno.ts";
import { matchPath } from "../../base/go/path-match.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { S_IFDIR, S_IFMT, type Ino } from "../../fs/file-system.ts";
import { resolve, stat, walk } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import { sumOfSums, tarSum } from "./tar-sum.ts";
import { sumsOf } from "./context-source.ts";
import { fileEntry } from "../../fs/tar.ts";

/** A file that was fetched for ADD. */
export interface Download {
  /** the last part of its path; "" if there is none */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type CopySource =
  | {
      readonly kind: "tree";
      readonly tree: Tree;
      readonly path: string;
      readonly ino: Ino;
      readonly sum: string;
    }
  | { readonly kind: "download"; readonly name: string; readonly bytes: Uint8Array; readonly sum: string };

export interface Finding {
  /** ADD or COPY */
  readonly instruction: string;
  readonly sources: readonly string[];
  readonly destination: string;
  readonly from: Tree;
  /** the build context, whose missing files are told of in more words */
  readonly isContext: boolean;
  /** by address */
  readonly downloads: ReadonlyMap<string, Download>;
}

export const isUrl = (source: string): boolean => /^https?:\/\//.test(source);

export function findSources(finding: Finding): Result<readonly CopySource[]> {
  const { instruction, sources, destination } = finding;
  const failure = (why: string): Result<never> => dockerError("system", `${instruction} failed: ${why}`);
  const found: CopySource[] = [];
  for (const source of sources) {
    const more = isUrl(source) ? downloaded(finding, source) : inTree(finding, source, true);
    if (typeof more === "string") return failure(more);
    found.push(...more);
  }
  if (found.length === 0) return failure("no source files were specified");
  if (found.length > 1 && !destination.endsWith("/"))
    return dockerError(
      "system",
      `When using ${instruction} with more than one source file, the destination must be a directory and end with a /`,
    );
  return ok(found);
}

function downloaded({ instruction, destination, downloads }: Finding, url: string): CopySource[] | string {
  if (instruction === "COPY") return "source can't be a URL for COPY";
  const file = downloads.get(url);
  if (file === undefined) return `cannot find ${url}`;
  if (file.name === "" && destination.endsWith("/")) return `cannot determine filename for source ${url}`;
  const name = file.name || "__unnamed__";
  const sum = tarSum(fileEntry(name, file.bytes, { mode: 0o600 }));
  return [{ kind: "download", name, bytes: file.bytes, sum }];
}

const hasWildcards = (path: string): boolean => /(?:^|[^\\])(?:\\\\)*[*?[]/.test(path);

function inTree(finding: Finding, given: string, wildcards: boolean): CopySource[] | string {
  const { from, isContext } = finding;
  const path = given.replace(/^\//, "").replace(/^\.\//, "");
  if (wildcards && hasWildcards(path)) return matching(finding, path);
  if (isOutside(path)) return `forbidden path outside the build context: ${path} ()`;
  const ino = resolve(from, path);
  if (failed(ino)) {
    const missing = `stat ${path}: file does not exist`;
    return isContext ? `file not found in build context or excluded by .dockerignore: ${missing}` : missing;
  }
  const sums = sumsOf(from, path);
  const isDirectory = ((stat(from, path)?.mode ?? 0) & S_IFMT) === S_IFDIR;
  const sum = isDirectory
    ? sumOfSums("dir", [...sums.values()].sort())
    : `file:${[...sums.values()][0] ?? ""}`;
  return [{ kind: "tree", tree: from, path, ino, sum }];
}

function isOutside(path: string): boolean {
  let depth = 0;
  return path.split("/").some((part) => {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    return depth < 0;
  });
}

function matching(finding: Finding, pattern: string): CopySource[] | string {
  const found: CopySource[] = [];
  for (const { path } of walk(finding.from)) {
    if (matchPath(pattern, path.slice(1)) !== true) continue;
    const more = inTree(finding, path, false);
    if (typeof more === "string") return more;
    found.push(...more);
  }
  return found;
}

/** What stands for the sources in the step's own words. */
export const sumOfSources = (sources: readonly CopySource[]): string =>
  sources.length === 1
    ? (sources[0] as CopySource).sum
    : sumOfSums(
        "multi",
        sources.map(({ sum }) => sum),
      );
