// An archive of images that is being loaded: unpacked to a tree of its own, in which links lead nowhere else, with
// what is told of it. Errors are moby's, with the names of the files that it would have on the host.

import { must } from "../base/assert.ts";
import { failed, strerror, type Errno } from "../base/errno.ts";
import { decompress } from "../base/formats/compression.ts";
import { MAX_ARCHIVE_BYTES, MAX_ARCHIVE_ENTRIES } from "../base/limits.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { Disk, NO_LIMIT } from "../fs/disk.ts";
import { S_IFDIR, S_IFMT } from "../fs/file-system.ts";
import { decodeLayer } from "../fs/layer-tar.ts";
import type { Layer } from "../fs/layer.ts";
import type { ChainId } from "../fs/snapshotter.ts";
import { byteOrder } from "../base/byte-order.ts";
import { decodeTar } from "../fs/tar-reader.ts";
import { readFile, stat } from "../fs/tree-paths.ts";
import { Tree } from "../fs/tree.ts";
import { unpack } from "../fs/unpack.ts";
import { hexOf } from "../model/users.ts";
import type { Engine } from "./engine.ts";
import type { Told } from "./load-images.ts";
import { safePath } from "./safe-path.ts";
import { unpackingError } from "./unpacking-error.ts";

/** A file's bytes, or why there are none; `missing` where nothing has its name. */
export type Read = Result<Uint8Array, string> & { readonly missing?: boolean };

export class Loading {
  readonly told: Told[] = [];
  private readonly tree: Tree;
  private knownFolder: string | undefined;

  constructor(
    readonly engine: Engine,
    private readonly quiet: boolean,
  ) {
    this.tree = new Tree({ now: engine.now, disk: new Disk(NO_LIMIT) });
  }

  say(text: string): void {
    this.told.push({ text });
  }

  /** Where the host would have it all; the name is chosen when somebody asks. */
  get folder(): string {
    const { settings, random } = this.engine;
    return (this.knownFolder ??= `${settings.dataRoot}/tmp/docker-import-${random.next()}`);
  }

  unpack(archive: Uint8Array): Result<undefined, string> {
    const { bytes, error: broken } = decompress(archive, MAX_ARCHIVE_BYTES);
    const { entries, error } = decodeTar(bytes, broken);
    if (entries.length > MAX_ARCHIVE_ENTRIES)
      return fail(`archive has more than ${MAX_ARCHIVE_ENTRIES} entries, which paperwhale does not load`);
    const refused = unpack(this.tree, entries, { now: this.engine.now });
    const message = refused?.message ?? error;
    return message === undefined ? ok(undefined) : fail(unpackingError(this.engine, message));
  }

  /** Names of the directories at the top, in order. */
  directories(): string[] {
    const isDirectory = (path: string): boolean =>
      ((stat(this.tree, path, false)?.mode ?? 0) & S_IFMT) === S_IFDIR;
    return this.tree
      .list(this.tree.root)
      .map(({ name }) => name)
      .filter(isDirectory)
      .sort(byteOrder);
  }

  read(path: string): Read {
    const safe = safePath(this.tree, this.folder, path);
    if (!safe.ok) return safe;
    const size = stat(this.tree, safe.value)?.size ?? 0;
    if (size > MAX_ARCHIVE_BYTES)
      return fail(`${path} has more than ${MAX_ARCHIVE_BYTES} bytes, which paperwhale does not load`);
    const bytes = readFile(this.tree, safe.value);
    if (!failed(bytes)) return ok(bytes);
    const call = bytes === "EISDIR" ? "read" : "open";
    const message = `${call} ${this.folder}${safe.value === "/" ? "" : safe.value}: ${lower(bytes)}`;
    return { ...fail(message), missing: bytes === "ENOENT" };
  }

  /** The layer that a file of the archive is, with the tar that it came as. */
  layer(path: string, id: string): Result<Layer, string> {
    const bytes = this.read(path);
    if (!bytes.ok) return bytes;
    if (!this.quiet) this.told.push({ layer: hexOf(id).slice(0, 12), size: bytes.value.length });
    const layer = decodeLayer(bytes.value, this.engine.now, MAX_ARCHIVE_BYTES);
    return layer.ok ? layer : fail(unpackingError(this.engine, layer.error.message));
  }

  put(chainId: ChainId, parent: ChainId | undefined, layer: Layer): void {
    const { engine } = this;
    must(engine.snapshots.apply(chainId, parent, layer, engine.now).ok || undefined, "layers do not fit");
  }
}

const lower = (errno: Errno): string => strerror(errno).toLowerCase();
