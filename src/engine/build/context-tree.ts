// A build context as a tree: what a client sent of a folder, all root's, or an archive as it is (BuildKit's
// source/local, source/http). What is left out of it the client has decided (.dockerignore).

import { failed } from "../../base/errno.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG } from "../../fs/file-system.ts";
import { readArchive } from "../../fs/tar-reader.ts";
import { locate, makeDirectories, resolve } from "../../fs/tree-paths.ts";
import { Tree } from "../../fs/tree.ts";
import { unpack } from "../../fs/unpack.ts";
import type { BuildContext, ContextEntry } from "../../model/build.ts";
import type { Engine } from "../engine.ts";

export type LoadedContext = Tree;

/** Nobody writes to it any more. */
export function loadContext({ now }: Engine, context: BuildContext | undefined): Result<Tree, string> {
  const tree = new Tree({ type: "overlay", now });
  if (context?.kind === "broken") return fail(context.message);
  if (context?.kind === "local") for (const entry of context.entries) put(tree, entry, now);
  if (context?.kind === "archive") {
    const { entries, error } = readArchive(context.bytes);
    const refused = unpack(tree, entries, { now })?.message ?? error;
    if (refused !== undefined) return fail(refused);
  }
  tree.store.readOnly = true;
  return ok(tree);
}

function put(tree: Tree, entry: ContextEntry, now: number): void {
  const { path, mode, mtime, content, target, link } = entry;
  const slash = path.lastIndexOf("/");
  const way = makeDirectories(tree, slash < 0 ? "/" : path.slice(0, slash), { now });
  const place = failed(way) ? way : locate(tree, path, false);
  if (failed(place)) return;
  const first = link === undefined ? undefined : resolve(tree, link, false);
  if (first !== undefined && !failed(first)) {
    void tree.link(place.directory, place.name, first, now);
    return;
  }
  const isDirectory = (mode & S_IFMT) === S_IFDIR;
  const node = { mode, uid: 0, gid: 0, ...(target !== undefined && { target }) };
  const ino =
    isDirectory && place.ino !== undefined ? place.ino : tree.create(place.directory, place.name, node, now);
  if (failed(ino)) return;
  if ((mode & S_IFMT) === S_IFREG && content !== undefined) void tree.write(ino, 0, content, now);
  // what a directory above would hand down does not count
  if ((mode & S_IFMT) !== S_IFLNK) void tree.change(ino, { mode: mode & 0o7777, gid: 0 }, now);
  void tree.change(ino, { atime: mtime, mtime }, now);
}
