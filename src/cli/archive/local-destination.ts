// Where `docker cp` puts what it copies out of a container: whether that may be, and what is there already (docker/cli
// command/utils.go ValidateOutputPath; moby's go-archive, copy.go CopyInfoDestinationPath).

import { failed } from "../../base/errno.ts";
import { pathError } from "../../base/go/errno-text.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Sys } from "../../kernel/sys.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFLNK, typeOf } from "../file-types.ts";
import { cleanPath } from "../opts/client-io.ts";
import { type CopyInfo, directoryName, linkTarget, splitPath } from "./copy-paths.ts";

/** Why nothing can be written there, before anybody is asked for anything. */
export function outputComplaint(sys: Sys, path: string): string | undefined {
  const directory = directoryName(cleanPath(path));
  if (directory !== "." && sys.stat(directory) === "ENOENT")
    return `invalid output path: directory ${quote(directory)} does not exist`;
  const node = sys.stat(path);
  if (node === "ENOENT") return undefined;
  if (failed(node)) return pathError("stat", path, node);
  const kind = typeOf(node.mode);
  return kind === S_IFCHR || kind === S_IFBLK
    ? `invalid output path: ${quote(path)} must be a directory or a regular file: got a device`
    : undefined;
}

const MOST_LINKS = 10;

/** What is at an absolute path, with links followed; it need not exist, but the directory that it is in must. */
export function destinationInfo(sys: Sys, given: string): Result<CopyInfo, string> {
  let path = given;
  for (let links = 0; ; links++) {
    const node = sys.lstat(path);
    if (node === "ENOENT") return missing(sys, path);
    if (failed(node)) return fail(pathError("lstat", path, node));
    const kind = typeOf(node.mode);
    if (kind !== S_IFLNK) return ok({ path, exists: true, isDirectory: kind === S_IFDIR, rebaseName: "" });
    if (links > MOST_LINKS) return fail(`too many symlinks in ${given}`);
    const link = sys.readlink(path);
    if (failed(link)) return fail(pathError("readlink", path, link));
    path = linkTarget(path, link.target);
  }
}

function missing(sys: Sys, path: string): Result<CopyInfo, string> {
  const [directory] = splitPath(path);
  const parent = sys.stat(directory);
  if (failed(parent)) return fail(pathError("stat", directory, parent));
  if (typeOf(parent.mode) !== S_IFDIR) return fail("not a directory");
  return ok({ path, exists: false, isDirectory: false, rebaseName: "" });
}
