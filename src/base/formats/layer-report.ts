// What the layers of an image do, each by itself: what it adds, changes and deletes, and how many of its bytes a later
// layer hides, so that nobody ever sees them (as dive shows it). Pure: made of the tars that images consist of.

import type { Instant } from "../time.ts";
import { DIRECTORY } from "./tar-header.ts";

/** An entry of a layer's tar, as far as it counts here. */
export interface LayerFile {
  /** without slashes at its ends */
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: Instant;
  readonly size: number;
}

export interface LayerSource {
  readonly digest: string;
  /** history's word for how it came to be */
  readonly createdBy: string;
  readonly files: readonly LayerFile[];
}

export type ChangeKind = "added" | "changed" | "deleted";

export interface LayerChange {
  readonly kind: ChangeKind;
  readonly path: string;
  /** of what is there now; of what was deleted */
  readonly size: number;
}

export interface LayerReport {
  readonly digest: string;
  readonly createdBy: string;
  /** bytes of its files */
  readonly size: number;
  /** bytes of its files that a later layer replaces or deletes */
  readonly wasted: number;
  readonly changes: readonly LayerChange[];
}

export interface ImageReport {
  readonly size: number;
  readonly wasted: number;
  /** from 0 to 1: the share of its bytes that can be seen */
  readonly efficiency: number;
  /** lowest first */
  readonly layers: readonly LayerReport[];
}

/** What is seen at a path, and which layer it comes from. */
interface Seen {
  readonly file: LayerFile;
  readonly layer: number;
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

class Reporter {
  private readonly seen = new Map<string, Seen>();
  readonly wasted: number[] = [];

  /** The changes of the next layer. */
  add({ files }: LayerSource, layer: number): readonly LayerChange[] {
    this.wasted.push(0);
    const changes: LayerChange[] = [];
    for (const file of files) {
      const slash = file.path.lastIndexOf("/") + 1;
      const name = file.path.slice(slash);
      const directory = file.path.slice(0, Math.max(0, slash - 1));
      if (name === OPAQUE) changes.push(...this.hideBelow(directory, layer));
      else if (name.startsWith(WHITEOUT))
        changes.push(...this.hide(file.path.slice(0, slash) + name.slice(WHITEOUT.length), layer));
      else changes.push(...this.put(file, layer));
    }
    return changes;
  }

  private put(file: LayerFile, layer: number): readonly LayerChange[] {
    const { path, size } = file;
    const before = this.seen.get(path);
    this.seen.set(path, { file, layer });
    if (before === undefined) return [{ kind: "added", path, size }];
    const stays = file.type === DIRECTORY && before.file.type === DIRECTORY;
    const gone = before.file.type === DIRECTORY && !stays ? this.hideBelow(path, layer) : [];
    if (!stays) this.waste(before, layer);
    return stays && sameLooks(file, before.file) ? gone : [{ kind: "changed", path, size }, ...gone];
  }

  private hide(path: string, layer: number): readonly LayerChange[] {
    const before = this.seen.get(path);
    if (before === undefined || before.layer === layer) return [];
    this.seen.delete(path);
    this.waste(before, layer);
    return [{ kind: "deleted", path, size: before.file.size }, ...this.hideBelow(path, layer)];
  }

  /** What earlier layers have in a directory. */
  private hideBelow(directory: string, layer: number): readonly LayerChange[] {
    const changes: LayerChange[] = [];
    for (const [path, before] of this.seen) {
      if (!path.startsWith(`${directory}/`) || before.layer === layer) continue;
      this.seen.delete(path);
      this.waste(before, layer);
      changes.push({ kind: "deleted", path, size: before.file.size });
    }
    return changes;
  }

  private waste(before: Seen, layer: number): void {
    if (before.layer < layer) this.wasted[before.layer] = (this.wasted[before.layer] ?? 0) + before.file.size;
  }
}

const sameLooks = (a: LayerFile, b: LayerFile): boolean =>
  a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;

export function reportLayers(sources: readonly LayerSource[]): ImageReport {
  const reporter = new Reporter();
  const changes = sources.map((source, layer) => reporter.add(source, layer));
  const layers = sources.map(({ digest, createdBy, files }, layer) => ({
    digest,
    createdBy,
    size: files.reduce((sum, { size }) => sum + size, 0),
    wasted: reporter.wasted[layer] ?? 0,
    changes: changes[layer] ?? [],
  }));
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  const wasted = layers.reduce((sum, layer) => sum + layer.wasted, 0);
  return { size, wasted, efficiency: size === 0 ? 1 : (size - wasted) / size, layers };
}
