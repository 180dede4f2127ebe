// What `docker cp` makes of its paths: what a slash or a dot at the end says, which directory an archive is unpacked
// into, and how the names in it change (moby's go-archive, copy.go). Pure: nothing here looks at files.

import { fail, ok, type Result } from "../../base/result.ts";
import { cleanPath } from "../opts/client-io.ts";

/** A source or destination, as far as it is known. */
export interface CopyInfo {
  readonly path: string;
  readonly exists: boolean;
  readonly isDirectory: boolean;
  /** what the user called it, where a link led to another name; "" if that is the same */
  readonly rebaseName: string;
}

/** The first such text in every name becomes the other. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** Go's filepath.Base. */
export function baseName(path: string): string {
  if (path === "") return ".";
  const trimmed = path.replace(/\/+$/, "");
  return trimmed === "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** Go's filepath.Dir. */
export const directoryName = (path: string): string => cleanPath(path.slice(0, path.lastIndexOf("/") + 1));

const isCurrentDirectory = (path: string): boolean => baseName(path) === ".";
const hasTrailingSlash = (path: string): boolean => path.endsWith("/");
const assertsDirectory = (path: string): boolean => hasTrailingSlash(path) || isCurrentDirectory(path);

/** A clean path with the slash or the dot that the user ended it with. */
export function keepEnd(clean: string, given: string): string {
  let path = clean;
  if (!isCurrentDirectory(path) && isCurrentDirectory(given))
    path = `${hasTrailingSlash(path) ? path : `${path}/`}.`;
  return !hasTrailingSlash(path) && hasTrailingSlash(given) ? `${path}/` : path;
}

/** Directory and last name; a dot at the end is a name. */
export function splitPath(path: string): readonly [directory: string, base: string] {
  const clean = cleanPath(path) + (isCurrentDirectory(path) ? "/." : "");
  return [directoryName(clean), baseName(clean)];
}

/** Where a link's target is, seen from the link. */
export const linkTarget = (link: string, target: string): string =>
  target.startsWith("/") ? target : cleanPath(`${splitPath(link)[0]}/${target}`);

/** The place that a path led to, and the name that the user gave it if that is another one. */
export function rebased(path: string, resolved: string): readonly [path: string, rebaseName: string] {
  let whole = resolved;
  if (isCurrentDirectory(path) && !isCurrentDirectory(whole)) whole += "/.";
  if (hasTrailingSlash(path) && !hasTrailingSlash(whole)) whole += "/";
  return [whole, baseName(path) === baseName(whole) ? "" : baseName(path)];
}

export interface Unpacking {
  readonly directory: string;
  readonly renaming: Renaming | undefined;
}

/** Which directory the archive of a source is unpacked into, so that it ends up as the destination. */
export function unpackingOf(source: CopyInfo, destination: CopyInfo): Result<Unpacking, string> {
  if (destination.exists && destination.isDirectory)
    return ok({ directory: destination.path, renaming: undefined });
  if (destination.exists && source.isDirectory) return fail("cannot copy directory");
  if (!destination.exists && !source.isDirectory && assertsDirectory(destination.path))
    return fail("no such directory");
  const [directory, to] = splitPath(destination.path);
  return ok({ directory, renaming: renamingOf(source.rebaseName || splitPath(source.path)[1], to) });
}

/** Names below the root directory begin with its slash, which is no name to replace. */
export const renamingOf = (from: string, to: string): Renaming => ({ from: from === "/" ? "" : from, to });

export const rename = (name: string, renaming: Renaming | undefined): string =>
  renaming === undefined ? name : name.replace(renaming.from, () => renaming.to);
