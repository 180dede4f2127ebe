// A layer: what one step of an image adds, changes and hides, in the order in which Docker packs it. Made
// from trees by layer-walk.ts or from a tar by layer-tar.ts; put onto trees by apply-layer.ts.
// Vocabulary of OCI's image-spec, layer.md.

import type { Instant } from "../base/time.ts";
import type { Content } from "./content.ts";
import { utf8Length } from "./path.ts";

export interface NodeEntry {
  readonly kind: "node";
  /** without a slash at either end: "etc/passwd" */
  readonly path: string;
  /** type and permission bits */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly mtime: Instant;
  /** of a regular file that is not empty; never written to */
  readonly content?: Content | undefined;
  /** of a symbolic link */
  readonly target?: string | undefined;
  /** an earlier path for the same file: this is another name for it */
  readonly link?: string | undefined;
  /** hides what the layers below have in this directory */
  readonly opaque?: boolean;
  readonly xattrs?: ReadonlyMap<string, Uint8Array> | undefined;
}

export interface WhiteoutEntry {
  readonly kind: "whiteout";
  /** what is hidden, without the prefix */
  readonly path: string;
  readonly mtime: Instant;
  /** an earlier whiteout that is the same inode, as overlayfs makes them */
  readonly link?: string | undefined;
}

export type LayerEntry = NodeEntry | WhiteoutEntry;

/** Directories come before what is in them, names in byte order. The root itself is in no layer. */
export interface Layer {
  readonly entries: readonly LayerEntry[];
  /** the tar that it came as, whose digest is the layer's: packed again here it could be another */
  readonly tar?: Uint8Array;
}

/** Bytes of its files and symbolic links, each once: what `docker history` and `docker ps -s` show. */
export function layerSize(entries: Iterable<LayerEntry>): number {
  let size = 0;
  for (const entry of entries) {
    if (entry.kind === "whiteout" || entry.link !== undefined) continue;
    size += entry.target === undefined ? (entry.content?.size ?? 0) : utf8Length(entry.target);
  }
  return size;
}
