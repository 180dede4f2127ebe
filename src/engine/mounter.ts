// Puts mounts into a container's new namespace, as runc does it (rootfs_linux.go): what is missing to mount on is
// made first, in the container's own tree. What is mounted, and in which order, is container-mounts.ts.

import { failed, strerror, type Errno } from "../base/errno.ts";
import { S_IFDIR, S_IFMT, S_IFREG } from "../fs/file-system.ts";
import type { MountNamespace, Place } from "../fs/mounts.ts";
import type { View } from "../fs/vfs.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Container } from "../model/container.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";

const ROOT_IDENTITY = { uid: 0, gid: 0, groups: [0], capabilities: ALL_CAPABILITIES };

export type Kind = "directory" | "file";

export interface Mounting {
  readonly source: string;
  readonly options: string;
  readonly readOnly?: boolean;
  /** the inode that shows, if not the file system's root */
  readonly root?: number;
}

export class Mounter {
  private readonly namespace: MountNamespace;
  readonly root: Place;
  readonly fileSystems: number[] = [];

  constructor(
    readonly engine: Engine,
    effects: Effects,
    readonly container: Container,
    options: string,
  ) {
    const { kernel } = engine;
    this.namespace = kernel.mountNamespaces.create();
    effects.done(this.namespace.id, (id) => {
      for (const fs of this.fileSystems) kernel.fileSystems.remove(fs);
      kernel.mountNamespaces.remove(id);
    });
    const mount = kernel.mountNamespaces.mount(this.namespace.id, container.tree, undefined, {
      target: "/",
      readOnly: false,
      source: "overlay",
      options,
    });
    this.root = { mount: mount.id, ino: mount.root };
  }

  get id(): number {
    return this.namespace.id;
  }

  private get kernel(): Kernel {
    return this.engine.kernel;
  }

  get view(): View {
    return { namespace: this.namespace, root: this.root, cwd: this.root, who: ROOT_IDENTITY };
  }

  find(path: string): Place | Errno {
    return this.kernel.vfs.find(this.view, path);
  }

  /** A name in a directory that nothing is mounted on; undefined if it is not there. */
  child(parent: Place, name: string): Place | undefined {
    const { fs } = this.kernel.vfs.mountOf(this.view, parent);
    const ino = this.kernel.fileSystems.get(fs).lookup(parent.ino, name);
    return failed(ino) ? undefined : { mount: parent.mount, ino };
  }

  isDirectory(place: Place): boolean {
    const node = this.kernel.vfs.attributes(this.view, place);
    return !failed(node) && (node.mode & S_IFMT) === S_IFDIR;
  }

  /** The place to mount on, made if it is missing; ENOTDIR if what is there is of the other kind. */
  target(path: string, kind: Kind): Place | Errno {
    const there = this.find(path);
    if (there === "ENOENT") return this.make(path, kind);
    if (failed(there)) return there;
    return this.isDirectory(there) === (kind === "directory") ? there : "ENOTDIR";
  }

  private make(path: string, kind: Kind): Place | Errno {
    const slash = path.lastIndexOf("/");
    const above = slash > 0 ? this.target(path.slice(0, slash), "directory") : this.root;
    if (failed(above)) return above;
    const mode = kind === "directory" ? S_IFDIR | 0o755 : S_IFREG | 0o755;
    return this.kernel.vfs.create(this.view, path, mode, {}, this.engine.now) ?? this.find(path);
  }

  /** A file system of this container's own, mounted on a place or a path. The place of its root. */
  put(on: Place | string, target: string, fs: number, mounting: Mounting): Place | Errno {
    this.fileSystems.push(fs);
    return this.cover(on, target, fs, mounting, "directory");
  }

  /** Something that is elsewhere as well. */
  cover(on: Place | string, target: string, fs: number, mounting: Mounting, kind: Kind): Place | Errno {
    const place = typeof on === "string" ? this.target(on, kind) : on;
    if (failed(place)) return place;
    const { source, options, readOnly = false, root } = mounting;
    const mount = this.kernel.mountNamespaces.mount(this.id, fs, place, {
      target,
      readOnly,
      source,
      options,
      ...(root === undefined ? {} : { root }),
    });
    return { mount: mount.id, ino: mount.root };
  }

  /** --read-only, for the root or for a mount. */
  setReadOnly({ mount }: Place): void {
    const ns = this.kernel.mountNamespaces.own(this.id);
    const own = ns.mounts.get(mount);
    if (own !== undefined) ns.mounts.set(mount, { ...own, readOnly: true });
  }
}

/** Go's text of a failed call. */
export const lowerCase = (errno: Errno): string => strerror(errno).toLowerCase();
