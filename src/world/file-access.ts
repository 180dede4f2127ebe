// Files of a host or a container from outside: for tests and pages that lay something out or look at what came
// of it. Acts as root, through the same mounts as the processes there. What changes something goes into the
// world's journal, so that a replay has it as well.

import { failed, type Errno } from "../base/errno.ts";
import { decode, encode } from "../base/utf8.ts";
import { S_IFDIR, S_IFMT, S_IFREG, type Attributes } from "../fs/file-system.ts";
import { entriesOf } from "../fs/layer-walk.ts";
import { tarEntriesOf } from "../fs/layer-tar.ts";
import { giveVolume, takeVolume, type ReadableVolume, type WritableVolume } from "../fs/memfs-volume.ts";
import type { Place } from "../fs/mounts.ts";
import { tarOf } from "../fs/tar-writer.ts";
import { decodeTar } from "../fs/tar-reader.ts";
import { Tree } from "../fs/tree.ts";
import { unpack } from "../fs/unpack.ts";
import type { View } from "../fs/vfs.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Entry, Whose } from "./journal.ts";

/** Where to look: through which mounts, from which root; asked anew each time, as mounts come and go. */
export type Looking = () => { readonly kernel: Kernel; readonly view: View };

export class FileAccess {
  constructor(
    private readonly looking: Looking,
    private readonly whose: Whose,
    private readonly note: (entry: Entry) => void,
  ) {}

  private place(path: string): Place | Errno {
    const { kernel, view } = this.looking();
    return kernel.vfs.find(view, path);
  }

  // ---- looking

  stat(path: string): Attributes | undefined {
    const { kernel, view } = this.looking();
    const place = this.place(path);
    const node = failed(place) ? place : kernel.vfs.attributes(view, place);
    return failed(node) ? undefined : node;
  }

  exists(path: string): boolean {
    return this.stat(path) !== undefined;
  }

  /** undefined if there is no such file */
  readBytes(path: string): Uint8Array | undefined {
    const { kernel, view } = this.looking();
    const place = this.place(path);
    return failed(place) ? undefined : kernel.vfs.fsAt(view, place).read(place.ino, 0, Infinity);
  }

  readText(path: string): string | undefined {
    const bytes = this.readBytes(path);
    return bytes === undefined ? undefined : decode(bytes);
  }

  /** Names in a directory, in its own order. */
  list(path: string): string[] | undefined {
    const { kernel, view } = this.looking();
    const place = this.place(path);
    return failed(place)
      ? undefined
      : kernel.vfs
          .fsAt(view, place)
          .list(place.ino)
          .map((entry) => entry.name);
  }

  /** Gives what is below a path out to a memfs (or other node:fs-like) volume. */
  giveOut(volume: WritableVolume, from = "/", to = "/"): void {
    const { kernel, view } = this.looking();
    const place = this.place(from);
    if (failed(place)) return;
    const copy = new Tree();
    const tree = kernel.fileSystems.tree(kernel.vfs.mountOf(view, place).fs);
    void unpack(copy, tarEntriesOf(entriesOf(tree, place.ino)), { now: kernel.now });
    giveVolume(copy, volume, "/", to);
  }

  // ---- changing

  /** Makes directories on the way; answers with what went wrong, if anything did. */
  write(path: string, content: string | Uint8Array, mode = 0o644): Errno | undefined {
    const bytes = typeof content === "string" ? encode(content) : content.slice();
    this.note({ kind: "write-file", at: this.whose, path, content: bytes, mode });
    const slash = path.lastIndexOf("/");
    const refused = slash > 0 ? this.makeAll(path.slice(0, slash)) : undefined;
    return refused ?? this.put(path, bytes, mode);
  }

  private put(path: string, bytes: Uint8Array, mode: number): Errno | undefined {
    const { kernel, view } = this.looking();
    const found = kernel.vfs.walk(view, path, true);
    if (failed(found)) return found;
    const place = found.place ?? kernel.vfs.make(view, found, S_IFREG | mode, {}, kernel.now);
    if (failed(place)) return place;
    const fs = kernel.vfs.writable(kernel.vfs.mountOf(view, place));
    if (failed(fs)) return fs;
    return fs.truncate(place.ino, 0, kernel.now) ?? fs.write(place.ino, 0, bytes, kernel.now);
  }

  makeDirectories(path: string): Errno | undefined {
    this.note({ kind: "make-directories", at: this.whose, path });
    return this.makeAll(path);
  }

  private makeAll(path: string): Errno | undefined {
    const { kernel, view } = this.looking();
    const node = this.stat(path);
    if (node !== undefined) return (node.mode & S_IFMT) === S_IFDIR ? undefined : "ENOTDIR";
    const slash = path.lastIndexOf("/");
    const refused = slash > 0 ? this.makeAll(path.slice(0, slash)) : undefined;
    return refused ?? kernel.vfs.create(view, path, S_IFDIR | 0o755, {}, kernel.now);
  }

  /** Takes in what a memfs (or other node:fs-like) volume has, below a path. */
  takeIn(volume: ReadableVolume, from = "/", to = "/"): Errno | undefined {
    const scratch = new Tree();
    takeVolume(volume, scratch, this.looking().kernel.now, from, "/");
    return this.unpack(to, tarOf(tarEntriesOf(entriesOf(scratch))));
  }

  /** Unpacks a tar below a path, which is made if it is missing. */
  unpack(path: string, tar: Uint8Array): Errno | undefined {
    this.note({ kind: "unpack", at: this.whose, path, tar });
    const refused = this.makeAll(path);
    if (refused !== undefined) return refused;
    const { kernel, view } = this.looking();
    const place = this.place(path);
    if (failed(place)) return place;
    const tree = kernel.fileSystems.tree(kernel.vfs.mountOf(view, place).fs);
    return unpack(tree, decodeTar(tar).entries, { into: place.ino, now: kernel.now })?.errno;
  }
}
