// Going through a tree the way Docker packs one: a directory before what is in it, names in byte order, a
// second name of a file as a link to the first (moby's archive.Tarballer over overlay2's directories).

import { byteOrder } from "../base/byte-order.ts";
import { must } from "../base/assert.ts";
import type { Directory } from "./directory.ts";
import type { Ino } from "./file-system.ts";
import { isDirectory, type Inode } from "./inode.ts";
import type { Layer, LayerEntry, NodeEntry, WhiteoutEntry } from "./layer.ts";
import type { Tree } from "./tree.ts";
import { isWhiteout } from "./whiteout.ts";

/** What a tree made by `forkAbove` has above what it was forked from. Later writes do not show in it. */
export function layerOf(tree: Tree): Layer {
  return { entries: [...entriesAbove(tree)].map(keep) };
}

/** The same without the promise: only good until the tree is written. */
export function* entriesAbove(tree: Tree): Generator<LayerEntry> {
  const lower = must(tree.store.lower, "only what was forked above something has a layer");
  yield* new Walk(tree, (directory) => lower.get(directory)?.entries).below(tree.root, "");
}

/** What an unpacked layer holds: all of it, with devices 0:0 as whiteouts. */
export function layerOfUnpacked(tree: Tree): Layer {
  return { entries: [...new Walk(tree, () => undefined).below(tree.root, "")].map(keep) };
}

/**
 * All of a tree at and below an inode, as `docker export` and `docker cp` pack it. `name` is what the inode
 * itself is called, "" for nothing. Only good until the tree is written.
 */
export function* entriesOf(tree: Tree, ino: Ino = tree.root, name = ""): Generator<NodeEntry> {
  const walk = new Walk(tree, undefined);
  const inode = must(tree.store.get(ino), "packed nothing");
  if (name !== "") yield walk.node(ino, inode, name);
  if (!isDirectory(inode)) return;
  for (const entry of walk.below(ino, name)) if (entry.kind === "node") yield entry;
}

function keep(entry: LayerEntry): LayerEntry {
  return entry.kind === "node" && entry.content ? { ...entry, content: entry.content.fork() } : entry;
}

type Below = (directory: Ino) => Directory | undefined;

/** Goes through a tree in Docker's order and remembers the first name of files that have several. */
class Walk {
  private readonly firstNames = new Map<Ino, string>();
  private firstWhiteout: string | undefined;

  /** `namesBelow` tells what the layers below have in a directory; undefined to take all as it is. */
  constructor(
    private readonly tree: Tree,
    private readonly namesBelow: Below | undefined,
  ) {}

  *below(directory: Ino, path: string): Generator<LayerEntry> {
    for (const [name, ino] of this.children(directory)) {
      const childPath = path === "" ? name : `${path}/${name}`;
      if (ino === undefined) {
        yield this.whiteout(childPath);
        continue;
      }
      const inode = must(this.tree.store.get(ino), "a name leads nowhere");
      if (this.namesBelow !== undefined && isWhiteout(inode)) {
        yield { kind: "whiteout", path: childPath, mtime: inode.mtime };
        continue;
      }
      yield this.node(ino, inode, childPath);
      if (isDirectory(inode)) yield* this.below(ino, childPath);
    }
  }

  /** Names with their inodes, or with none where something below is hidden. */
  private children(directory: Ino): (readonly [string, Ino | undefined])[] {
    const { tree, namesBelow } = this;
    const entries = must(tree.store.get(directory)?.entries, "walked into no directory");
    const children: (readonly [string, Ino | undefined])[] = [];
    entries.forEach((name, ino) => {
      if (namesBelow === undefined || tree.store.isUpper(ino)) children.push([name, ino]);
    });
    const below = namesBelow?.(directory);
    const added = below === undefined ? 0 : children.filter(([name]) => !below.has(name)).length;
    if (below !== undefined && below.size > entries.size - added) {
      below.forEach((name) => {
        if (!entries.has(name)) children.push([name, undefined]);
      });
    }
    return children.sort((a, b) => byteOrder(a[0], b[0]));
  }

  private whiteout(path: string): WhiteoutEntry {
    const link = this.firstWhiteout;
    this.firstWhiteout ??= path;
    return { kind: "whiteout", path, mtime: this.tree.store.whiteoutTime ?? 0, link };
  }

  node(ino: Ino, inode: Inode, path: string): NodeEntry {
    const { mode, uid, gid, rdev, mtime, target, xattrs } = inode;
    const number = inode.peers?.ino ?? ino;
    const several = !isDirectory(inode) && (inode.peers?.nlink ?? inode.nlink) > 1;
    const link = several ? this.firstNames.get(number) : undefined;
    if (several && link === undefined) this.firstNames.set(number, path);
    const content = link === undefined && inode.content?.size ? inode.content : undefined;
    const opaque = this.namesBelow !== undefined && inode.opaque;
    return { kind: "node", path, mode, uid, gid, rdev, mtime, content, target, link, opaque, xattrs };
  }
}
