// Paths that an archive names, within what it was unpacked to: symbolic links are followed as if that were the root,
// whether or not there is something at the end (moby/sys/symlink FollowSymlinkInScope).

import { failed } from "../base/errno.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { S_IFLNK, S_IFMT } from "../fs/file-system.ts";
import { components } from "../fs/path.ts";
import { locate } from "../fs/tree-paths.ts";
import type { Tree } from "../fs/tree.ts";

const MAX_LINKS = 255;

/** From the tree's root, without links. `folder` is what the root is called on the host. */
export function safePath(tree: Tree, folder: string, path: string): Result<string, string> {
  const host = joined(folder, path);
  if (host !== folder && !host.startsWith(`${folder}/`))
    return fail(`evalSymlinksInScope: ${host} is not in ${folder}`);
  let rest = components(host.slice(folder.length));
  let done: string[] = [];
  let links = 0;
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === "..") done.pop();
    else {
      const target = linkAt(tree, `/${[...done, name].join("/")}`);
      if (target === undefined) done.push(name);
      else {
        if (++links > MAX_LINKS) return fail(`evalSymlinksInScope: too many links in ${host}`);
        if (target.startsWith("/")) done = [];
        rest = [...target.split("/").filter((part) => part !== "" && part !== "."), ...rest];
      }
    }
  }
  return ok(`/${done.join("/")}`);
}

/** Go's filepath.Join. */
const joined = (folder: string, path: string): string => `/${components(`${folder}/${path}`).join("/")}`;

function linkAt(tree: Tree, path: string): string | undefined {
  const place = locate(tree, path, false);
  if (failed(place) || place.ino === undefined) return undefined;
  const isLink = ((tree.attributes(place.ino)?.mode ?? 0) & S_IFMT) === S_IFLNK;
  return isLink ? tree.readlink(place.ino) : undefined;
}
