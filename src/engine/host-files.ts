// The daemon's own files on its host, below the data root: written with dockerd's view and rights.
// What is in them is said by whoever writes: network-files.ts, log-files.ts, volumes.ts.

import { must } from "../base/assert.ts";
import { failed, type Errno } from "../base/errno.ts";
import { encode } from "../base/utf8.ts";
import { S_IFDIR, S_IFMT, S_IFREG, type Attributes } from "../fs/file-system.ts";
import type { Mount, Place } from "../fs/mounts.ts";
import type { View } from "../fs/vfs.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { INIT } from "../kernel/process-store.ts";

export class HostFiles {
  constructor(private readonly kernel: Kernel) {}

  get view(): View {
    return this.kernel.viewOf(this.kernel.processes.get(INIT));
  }

  find(path: string): Place | Errno {
    return this.kernel.vfs.find(this.view, path);
  }

  attributes(path: string): Attributes | Errno {
    const place = this.find(path);
    return failed(place) ? place : this.kernel.vfs.attributes(this.view, place);
  }

  isDirectory(path: string): boolean {
    const node = this.attributes(path);
    return !failed(node) && (node.mode & S_IFMT) === S_IFDIR;
  }

  mountOf(place: Place): Mount {
    return this.kernel.vfs.mountOf(this.view, place);
  }

  /** mkdir -p, for root, with this mode for what is new. */
  makeDirectories(path: string, mode = 0o755): Errno | undefined {
    if (!failed(this.find(path))) return this.isDirectory(path) ? undefined : "ENOTDIR";
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (parent !== "") {
      const refused = this.makeDirectories(parent, mode);
      if (refused !== undefined) return refused;
    }
    return this.kernel.vfs.create(this.view, path, S_IFDIR | mode, {}, this.kernel.now);
  }

  /** The place of a file with just this content. */
  write(path: string, content: string | Uint8Array, mode = 0o644): Place | Errno {
    const { kernel, view } = this;
    const found = kernel.vfs.walk(view, path, true);
    if (failed(found)) return found;
    const place = found.place ?? kernel.vfs.make(view, found, S_IFREG | mode, {}, kernel.now);
    if (failed(place)) return place;
    const fs = kernel.fileSystems.own(this.mountOf(place).fs);
    const refused =
      fs.truncate(place.ino, 0, kernel.now) ??
      fs.write(place.ino, 0, typeof content === "string" ? encode(content) : content, kernel.now);
    return refused ?? place;
  }

  append(path: string, bytes: Uint8Array): Errno | undefined {
    const place = this.find(path);
    if (failed(place)) return place;
    const fs = this.kernel.fileSystems.own(this.mountOf(place).fs);
    const size = must(fs.attributes(place.ino), "just found").size;
    return fs.write(place.ino, size, bytes, this.kernel.now);
  }

  read(path: string, from = 0): Uint8Array | Errno {
    const place = this.find(path);
    if (failed(place)) return place;
    return this.kernel.fileSystems.get(this.mountOf(place).fs).read(place.ino, from, Infinity);
  }

  /** rm -rf; what is not there is no error. */
  remove(path: string): void {
    const { kernel, view } = this;
    const place = kernel.vfs.find(view, path, false);
    if (failed(place)) return;
    const fs = kernel.vfs.fsAt(view, place);
    const node = fs.attributes(place.ino);
    const isDirectory = node !== undefined && (node.mode & S_IFMT) === S_IFDIR;
    if (isDirectory) for (const { name } of fs.list(place.ino)) this.remove(`${path}/${name}`);
    void kernel.vfs.remove(view, path, isDirectory, kernel.now);
  }
}
