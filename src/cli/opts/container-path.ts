// The arguments of `docker cp`: `container:path`, a local path, or `-` (docker/cli container/cp.go splitCpArg).
// A local path with a colon in it is told apart by how it begins: `/` or `.`.

import { cut } from "./key-value.ts";

export interface CopyPath {
  /** empty for a local path */
  readonly container: string;
  readonly path: string;
}

export function parseCopyPath(argument: string): CopyPath {
  const [container, path, found] = cut(argument, ":");
  const local = argument.startsWith("/") || !found || container.startsWith(".");
  return local ? { container: "", path: argument } : { container, path };
}
