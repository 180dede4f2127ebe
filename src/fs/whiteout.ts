// How a layer's tar says that something from the layers below is gone (OCI image-spec layer.md, "Whiteouts"
// and "Opaque Whiteout"): an empty file `.wh.NAME` hides NAME, `.wh..wh..opq` hides all that was in its
// directory. In an unpacked layer, as on overlayfs, a whiteout is a character device 0:0 under the name
// itself, and opaque is a mark on the directory.

import { S_IFCHR, S_IFMT } from "./file-system.ts";

export const WHITEOUT_PREFIX = ".wh.";
export const OPAQUE_WHITEOUT = ".wh..wh..opq";

/** `a/b` becomes `a/.wh.b`. */
export function whiteoutPath(path: string): string {
  const slash = path.lastIndexOf("/") + 1;
  return path.slice(0, slash) + WHITEOUT_PREFIX + path.slice(slash);
}

export const isWhiteout = (node: { readonly mode: number; readonly rdev: number }): boolean =>
  (node.mode & S_IFMT) === S_IFCHR && node.rdev === 0;
