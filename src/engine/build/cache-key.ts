// What the result of a step depends on, as one digest: the step before, what is done, and the very content of the files
// that it takes from elsewhere, but not their times (BuildKit's solver/cachekey.go, cache/contenthash).

import { Digester, sha256Hex } from "../../base/digest.ts";
import { encode } from "../../base/utf8.ts";
import { failed } from "../../base/errno.ts";
import { S_IFMT, S_IFREG } from "../../fs/file-system.ts";
import { resolve, stat, walk } from "../../fs/tree-paths.ts";
import type { Tree } from "../../fs/tree.ts";
import { expand, type Downloads } from "./copy-files.ts";
import type { CopyOp, RunOp } from "./vertex.ts";

/** Of a file or a directory with all below. */
function contentOf(tree: Tree, path: string): string {
  const digester = new Digester();
  const add = (name: string, at: string): void => {
    const attributes = stat(tree, at, false);
    if (attributes === undefined) return;
    const { mode, uid, gid, rdev } = attributes;
    const isFile = (mode & S_IFMT) === S_IFREG;
    digester.update(encode(`${name}\0${mode} ${uid} ${gid} ${rdev} ${isFile ? attributes.size : 0}\0`));
    const ino = resolve(tree, at, false);
    if (failed(ino)) return;
    if (isFile) digester.update(tree.read(ino, 0, attributes.size));
    else digester.update(encode(tree.readlink(ino)));
  };
  const real = resolve(tree, path);
  if (failed(real)) return "";
  add("", path);
  for (const { path: below } of walk(tree, path)) add(below.slice(path.length), below);
  return digester.digest();
}

export const imageKey = (diffIds: readonly string[]): string => sha256Hex(JSON.stringify(["image", diffIds]));

export function copyKey(base: string, op: CopyOp, from: Tree | undefined, downloads: Downloads): string {
  const { kind, adds, unpacks, destination, chown, chmod, exclude, documents } = op;
  const paths =
    from === undefined
      ? []
      : op.sources.flatMap((source) => (downloads.has(source) ? [] : expand(from, source)));
  const fetched = [...downloads].map(([url, bytes]) => [url, sha256Hex(bytes)]);
  const contents = paths.map((path) => [
    path.split("/").at(-1),
    from === undefined ? "" : contentOf(from, path),
  ]);
  return sha256Hex(
    JSON.stringify([
      base,
      kind,
      adds,
      unpacks,
      destination,
      chown,
      chmod,
      exclude,
      documents,
      fetched,
      contents,
    ]),
  );
}

export function runKey(base: string, op: RunOp, sources: ReadonlyMap<number, Tree>): string {
  const { kind, args, env, cwd, user, network, script, mounts } = op;
  const mounted = mounts.map(({ mount }, i) => {
    const tree = sources.get(i);
    return [mount, tree === undefined ? "" : contentOf(tree, mount.source || "/")];
  });
  return sha256Hex(JSON.stringify([base, kind, args, env, cwd, user, network, script, mounted]));
}

export const workdirKey = (base: string, path: string, user: string): string =>
  sha256Hex(JSON.stringify([base, "workdir", path, user]));
