// Where the trees of images and the beginnings of containers come from, in containerd's words (prepare, view,
// commit, remove; kinds active, view and committed). A committed snapshot is a layer together with the
// flattened tree up to it, so that nothing is looked up through layers; an active one is a fork above its
// parent, which whoever prepared it keeps and hands in to commit.

import { sha256Hex, type Digest } from "../base/digest.ts";
import { dockerError, ok, type DockerError, type Fail, type Result } from "../base/result.ts";
import type { Instant } from "../base/time.ts";
import { applyLayer } from "./apply-layer.ts";
import { Disk, NO_LIMIT } from "./disk.ts";
import { layerOf } from "./layer-walk.ts";
import { layerSize, type Layer } from "./layer.ts";
import { Tree } from "./tree.ts";

/** Names a stack of layers (OCI image-spec, config.md "Layer ChainID"). */
export type ChainId = Digest;

export const chainIdOf = (parent: ChainId | undefined, diffId: Digest): ChainId =>
  parent === undefined ? diffId : `sha256:${sha256Hex(`${parent} ${diffId}`)}`;

export interface Snapshot {
  readonly parent: ChainId | undefined;
  readonly layer: Layer;
  /** all layers up to this one; read-only */
  readonly tree: Tree;
  /** bytes of this layer alone */
  readonly size: number;
}

export interface ActiveSnapshot {
  readonly kind: "active" | "view";
  readonly parent: ChainId | undefined;
}

export interface PrepareOptions {
  readonly now?: Instant;
  /** what is written takes space from here */
  readonly disk?: Disk;
}

export class Snapshotter {
  private committed: ReadonlyMap<ChainId, Snapshot> = new Map();
  private active: ReadonlyMap<string, ActiveSnapshot> = new Map();
  /** the maps are also those of a fork, so they are copied before they are written */
  private shared = false;

  fork(): Snapshotter {
    const twin = new Snapshotter();
    twin.committed = this.committed;
    twin.active = this.active;
    twin.shared = this.shared = true;
    return twin;
  }

  get(name: ChainId): Snapshot | undefined {
    return this.committed.get(name);
  }

  stat(key: string): ActiveSnapshot | undefined {
    return this.active.get(key);
  }

  /** A tree to write to, above a committed one or above nothing. */
  prepare(key: string, parent: ChainId | undefined, options: PrepareOptions = {}): Result<Tree> {
    const below = this.admit(key, parent, "active");
    return below.ok ? ok(below.value.forkAbove(options)) : below;
  }

  /** The committed tree itself, which cannot be written. */
  view(key: string, parent: ChainId | undefined): Result<Tree> {
    return this.admit(key, parent, "view");
  }

  private admit(key: string, parent: ChainId | undefined, kind: "active" | "view"): Result<Tree> {
    if (this.active.has(key)) return alreadyExists(key);
    const below = parent === undefined ? EMPTY : this.committed.get(parent)?.tree;
    if (below === undefined) return noParent(parent);
    this.own();
    (this.active as Map<string, ActiveSnapshot>).set(key, { kind, parent });
    return ok(below);
  }

  /** Makes what `tree` has above the parent of `key` a layer with a name; `key` is free again. */
  commit(name: ChainId, key: string, tree: Tree, now: Instant): Result<Snapshot> {
    const active = this.active.get(key);
    if (active?.kind !== "active")
      return dockerError("not-found", `snapshot ${key} is not active: not found`);
    const snapshot = this.apply(name, active.parent, layerOf(tree), now);
    if (snapshot.ok) (this.active as Map<string, ActiveSnapshot>).delete(key);
    return snapshot;
  }

  /** Commits a layer that came from elsewhere. Nothing changes if there is one of this name. */
  apply(name: ChainId, parent: ChainId | undefined, layer: Layer, now: Instant): Result<Snapshot> {
    if (this.committed.has(name)) return alreadyExists(name);
    const below = parent === undefined ? EMPTY : this.committed.get(parent)?.tree;
    if (below === undefined) return noParent(parent);
    const tree = stackLayer(below, layer, now);
    return this.keep(name, { parent, layer, tree, size: layerSize(layer.entries) });
  }

  /** Commits a snapshot that was made elsewhere and may belong to many; see `sharedSnapshot`. */
  adopt(name: ChainId, snapshot: Snapshot): Result<Snapshot> {
    const { parent } = snapshot;
    if (this.committed.has(name)) return alreadyExists(name);
    if (parent !== undefined && !this.committed.has(parent)) return noParent(parent);
    return this.keep(name, snapshot);
  }

  private keep(name: ChainId, snapshot: Snapshot): Result<Snapshot> {
    this.own();
    (this.committed as Map<ChainId, Snapshot>).set(name, snapshot);
    return ok(snapshot);
  }

  /** An active one, or a committed one that nothing stands on. */
  remove(key: string): Result<undefined> {
    if (!this.active.has(key) && !this.committed.has(key)) {
      return dockerError("not-found", `snapshot ${key} does not exist: not found`);
    }
    if (this.isParent(key))
      return dockerError("conflict", "cannot remove snapshot with child: failed precondition");
    this.own();
    (this.active as Map<string, ActiveSnapshot>).delete(key);
    (this.committed as Map<ChainId, Snapshot>).delete(key);
    return ok(undefined);
  }

  private isParent(name: string): boolean {
    for (const { parent } of this.committed.values()) if (parent === name) return true;
    for (const { parent } of this.active.values()) if (parent === name) return true;
    return false;
  }

  private own(): void {
    if (!this.shared) return;
    this.committed = new Map(this.committed);
    this.active = new Map(this.active);
    this.shared = false;
  }
}

/** What a layer is and stands on, before anybody needs its tree. */
export interface SharedLayer {
  readonly below: Snapshot | undefined;
  /** the name of `below` */
  readonly parent: ChainId | undefined;
  readonly size: number;
  readonly layer: () => Layer;
  /** when it is unpacked */
  readonly now: Instant;
}

/** A snapshot for any number of hosts, whose layer and tree are made when they are first looked at. */
export function sharedSnapshot({ below, parent, size, layer, now }: SharedLayer): Snapshot {
  let tree: Tree | undefined;
  return {
    parent,
    size,
    get layer() {
      return layer();
    },
    get tree() {
      return (tree ??= stackLayer(below?.tree ?? EMPTY, layer(), now));
    },
  };
}

function stackLayer(below: Tree, layer: Layer, now: Instant): Tree {
  const tree = below.fork();
  tree.store.readOnly = false;
  applyLayer(tree, layer, now);
  tree.store.readOnly = true;
  return tree;
}

const noParent = (parent: ChainId | undefined): Fail<DockerError> =>
  dockerError("not-found", `parent snapshot ${parent} does not exist: not found`);

const alreadyExists = (key: string): Fail<DockerError> =>
  dockerError("conflict", `snapshot ${key}: already exists`);

const EMPTY = new Tree({ type: "overlay", disk: new Disk(NO_LIMIT) });
EMPTY.store.readOnly = true;
