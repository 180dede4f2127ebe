// What the client's flags may look at outside of the command line: environment, working directory, files.
// Handed in, so that parsing stays a pure function of what it is given. Relies on nothing.

import type { Result } from "../../base/result.ts";

export interface ClientIo {
  lookupEnv(name: string): string | undefined;
  /** the working directory, absolute */
  readonly cwd: string;
  /** a file's bytes; the error is Go's text: `open x.env: no such file or directory` */
  readFile(path: string): Result<Uint8Array, string>;
  /** what the client's configuration says of proxies for containers: HTTP_PROXY and its kin, in upper case */
  readonly proxies?: ReadonlyMap<string, string>;
}

/** filepath.Abs */
export const absolutePath = (io: ClientIo, path: string): string =>
  cleanPath(path.startsWith("/") ? path : `${io.cwd}/${path}`);

/** Go's path.Clean: no `.`, no `..` that can be resolved, no doubled or trailing slash. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !rooted) parts.push(part);
  }
  return (rooted ? "/" : "") + parts.join("/") || ".";
}
