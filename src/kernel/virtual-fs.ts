// A file system whose files are made when they are looked at: /proc, /sys, /dev/pts. One function says what
// stands at a path. Inode numbers are hashes of paths, so that they are the same in every fork; the way back
// from a number to its path is a cache that only ever grows and that all forks share.

import type { Errno } from "../base/errno.ts";
import { hash32 } from "../base/random.ts";
import type { Instant } from "../base/time.ts";
import { decode, encode } from "../base/utf8.ts";
import {
  S_IFCHR, S_IFDIR, S_IFLNK, S_IFREG, type Attributes, type DirectoryEntry, type Done, type FileSystem, type Ino, type Rights, type Usage,
} from "../fs/file-system.ts"; // prettier-ignore
import type { Place } from "../fs/mounts.ts";

interface Common {
  /** permission bits; 555 for directories, 444 for files, 777 for links unless said */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** what stat shows: 0 in /proc, a page in /sys, the count of open files in /proc/PID/fd */
  readonly size?: number;
}

export interface VirtualDirectory extends Common {
  readonly kind: "directory";
  /** 2 unless said; asked for by stat only */
  readonly links?: () => number;
  names(): readonly string[];
}

export interface VirtualFile extends Common {
  readonly kind: "file";
  text(): string | Uint8Array;
  /** what was written, as one piece */
  write?(text: string): Done;
}

export interface VirtualLink extends Common {
  readonly kind: "link";
  target(): string;
  /** a magic link: where it leads whatever its text says */
  jump?(): Place | undefined;
  /** …or to an open file that is no inode, by its number */
  readonly openFile?: number;
}

export interface VirtualDevice extends Common {
  readonly kind: "device";
  readonly rdev: number;
}

export type VirtualNode = VirtualDirectory | VirtualFile | VirtualLink | VirtualDevice;

/** What stands at a path, given as its components; none for the root, which must be a directory. */
export type Resolve = (path: readonly string[]) => VirtualNode | undefined;

/** Shared by all forks of one mounted file system. */
export type InodePaths = Map<Ino, readonly string[]>;

const ROOT = 1;
const TYPES = { directory: S_IFDIR, file: S_IFREG, link: S_IFLNK, device: S_IFCHR } as const;
const MODES = { directory: 0o555, file: 0o444, link: 0o777, device: 0o620 } as const;

export class VirtualFileSystem implements FileSystem {
  readonly root = ROOT;

  constructor(
    readonly type: string,
    private readonly resolve: Resolve,
    private readonly paths: InodePaths,
    private readonly now: () => Instant,
  ) {
    paths.set(ROOT, []);
  }

  private node(ino: Ino): VirtualNode | undefined {
    const path = this.paths.get(ino);
    return path === undefined ? undefined : this.resolve(path);
  }

  private numberOf(path: readonly string[]): Ino {
    if (path.length === 0) return ROOT;
    let ino = hash32(path.join("/")) || 2;
    for (;;) {
      const known = this.paths.get(ino);
      if (known === undefined) this.paths.set(ino, path);
      else if (known.join("/") !== path.join("/")) {
        ino = (ino + 1) >>> 0;
        continue;
      }
      return ino;
    }
  }

  attributes(ino: Ino): Attributes | undefined {
    const node = this.node(ino);
    if (node === undefined) return undefined;
    const now = this.now();
    return {
      ino,
      mode: TYPES[node.kind] | (node.mode ?? MODES[node.kind]),
      nlink: node.kind === "directory" ? (node.links?.() ?? 2) : 1,
      uid: node.uid ?? 0,
      gid: node.gid ?? 0,
      rdev: node.kind === "device" ? node.rdev : 0,
      size: node.size ?? 0,
      blocks: 0,
      atime: now,
      mtime: now,
      ctime: now,
    };
  }

  rights(ino: Ino): Rights | undefined {
    const node = this.node(ino);
    if (node === undefined) return undefined;
    const { kind, mode = MODES[kind], uid = 0, gid = 0 } = node;
    return { mode: TYPES[kind] | mode, uid, gid };
  }

  lookup(directory: Ino, name: string): Ino | Errno {
    const path = this.paths.get(directory);
    if (path === undefined) return "ENOENT";
    const child = [...path, name];
    return this.resolve(child) === undefined ? "ENOENT" : this.numberOf(child);
  }

  parentOf(directory: Ino): Ino {
    return this.numberOf((this.paths.get(directory) ?? []).slice(0, -1));
  }

  list(directory: Ino): DirectoryEntry[] {
    const node = this.node(directory);
    const path = this.paths.get(directory) ?? [];
    if (node?.kind !== "directory") return [];
    return node.names().map((name) => ({ name, ino: this.numberOf([...path, name]) }));
  }

  readlink(ino: Ino): string {
    const node = this.node(ino);
    return node?.kind === "link" ? node.target() : "";
  }

  jump(ino: Ino): Place | undefined {
    const node = this.node(ino);
    return node?.kind === "link" ? node.jump?.() : undefined;
  }

  openFile(ino: Ino): number | undefined {
    const node = this.node(ino);
    return node?.kind === "link" ? node.openFile : undefined;
  }

  read(ino: Ino, offset: number, length: number): Uint8Array {
    const node = this.node(ino);
    if (node?.kind !== "file") return new Uint8Array(0);
    const text = node.text();
    const bytes = typeof text === "string" ? encode(text) : text;
    return bytes.slice(offset, offset + length);
  }

  write(ino: Ino, _offset: number, bytes: Uint8Array): Done {
    const node = this.node(ino);
    if (node?.kind !== "file" || node.write === undefined) return "EIO";
    return node.write(decode(bytes));
  }

  /** `> file` empties first, which means nothing here. */
  truncate(): Done {
    return undefined;
  }

  create(): Errno {
    return "EPERM";
  }

  link(): Done {
    return "EPERM";
  }

  unlink(): Done {
    return "EPERM";
  }

  rmdir(): Done {
    return "EPERM";
  }

  rename(): Done {
    return "EPERM";
  }

  change(): Done {
    return "EPERM";
  }

  usage(): Usage {
    return { blockSize: 4096, total: 0, free: 0, files: 0, filesFree: 0 };
  }

  hold(): void {}
  release(): void {}
}

export const textFile = (text: () => string, more: Common = {}): VirtualFile => ({
  kind: "file",
  text,
  ...more,
});

/** A link whose text leads where it says. */
export const linkTo = (target: string): VirtualLink => ({ kind: "link", target: () => target });

/** Nested maps by name; what is no map says what stands there. */
export type VirtualTree = ReadonlyMap<string, VirtualTree | (() => VirtualNode)>;

export function resolveIn(tree: VirtualTree, path: readonly string[]): VirtualNode | undefined {
  let at: VirtualTree | (() => VirtualNode) = tree;
  for (const name of path) {
    if (typeof at === "function") return undefined;
    const next: VirtualTree | (() => VirtualNode) | undefined = at.get(name);
    if (next === undefined) return undefined;
    at = next;
  }
  if (typeof at === "function") return at();
  return directoryOf(at);
}

const directories = new WeakMap<VirtualTree, VirtualDirectory>();

function directoryOf(tree: VirtualTree): VirtualDirectory {
  const known = directories.get(tree);
  if (known !== undefined) return known;
  const links = (): number => 2 + [...tree.values()].filter((entry) => typeof entry !== "function").length;
  const made: VirtualDirectory = { kind: "directory", links, names: () => [...tree.keys()] };
  directories.set(tree, made);
  return made;
}
