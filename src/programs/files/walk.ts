// Goes through trees for chmod, chown and the like: each name before what is in it, symbolic links followed
// never, on the command line only, or always. A directory that is met again within itself is not entered.

import { failed, type Errno } from "../../base/errno.ts";
import type { Stat, Sys, Task } from "../../kernel/sys.ts";
import { isDirectory, isSymlink } from "../libc/file-mode.ts";
import { joinPath } from "../libc/paths.ts";

export type Follow = "never" | "command-line" | "always";

export interface Visit {
  readonly path: string;
  /** of what the path leads to if links are followed here, else of the name itself */
  readonly node: Stat;
  readonly top: boolean;
  /** the name is a symbolic link that was not followed */
  readonly link: boolean;
}

export interface Visitor {
  readonly follow: Follow;
  readonly recursive: boolean;
  visit(visit: Visit): Task<void>;
  /** a name that cannot be looked at, or a directory that cannot be read */
  failed(path: string, errno: Errno, reading: boolean): Task<void>;
}

export function* walk(sys: Sys, path: string, visitor: Visitor): Task<void> {
  yield* step(sys, path, visitor, true, new Set());
}

function* step(sys: Sys, path: string, visitor: Visitor, top: boolean, above: Set<string>): Task<void> {
  const follows = visitor.follow === "always" || (visitor.follow === "command-line" && top);
  const node = follows ? sys.stat(path) : sys.lstat(path);
  if (failed(node)) {
    yield* visitor.failed(path, node, false);
    return;
  }
  yield* visitor.visit({ path, node, top, link: isSymlink(node) });
  if (!visitor.recursive || !isDirectory(node)) return;
  const key = `${node.dev}:${node.ino}`;
  if (above.has(key)) return;
  const items = sys.list(path);
  if (failed(items)) {
    yield* visitor.failed(path, items, true);
    return;
  }
  above.add(key);
  for (const { name } of items) yield* step(sys, joinPath(path, name), visitor, false, above);
  above.delete(key);
}
