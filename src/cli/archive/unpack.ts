// Unpacking an archive among the client's own files, with its rights (moby's go-archive, archive.go Unpack, with the
// options of CopyTo): owners are not kept, directories are merged, and neither a file takes a directory's place nor
// the other way round. What came before an error stays.

import { failed, type Errno } from "../../base/errno.ts";
import {
  BLOCK_DEVICE, CHARACTER_DEVICE, DIRECTORY, FIFO, HARD_LINK, REGULAR, SYMBOLIC_LINK,
} from "../../base/formats/tar-header.ts"; // prettier-ignore
import { pathError } from "../../base/go/errno-text.ts";
import { quote } from "../../base/go/quote.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { makedev, S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, typeOf } from "../file-types.ts";
import { cleanPath } from "../opts/client-io.ts";
import { directoryName } from "./copy-paths.ts";
import type { ClientTarEntry } from "./tar-entries.ts";

/** Why it could not be done, in Go's words. */
export function* unpack(
  sys: Sys,
  entries: readonly ClientTarEntry[],
  directory: string,
): Task<string | undefined> {
  const directories: (readonly [string, ClientTarEntry])[] = [];
  for (const entry of entries) {
    const path = cleanPath(`${directory}/${entry.name}`);
    const error =
      obstacle(sys, entry, path, directory) ??
      makeWay(sys, path) ??
      (yield* make(sys, entry, path, directory));
    if (error !== undefined) return error;
    if (entry.type === DIRECTORY) directories.push([path, entry]);
  }
  for (const [path, { mtime }] of directories) void sys.utimes(path, mtime, mtime);
  return undefined;
}

/** What has the name already goes, but for a directory that the archive has a directory for. */
function obstacle(sys: Sys, entry: ClientTarEntry, path: string, directory: string): string | undefined {
  const node = sys.lstat(path);
  if (failed(node)) return undefined;
  const wasDirectory = typeOf(node.mode) === S_IFDIR;
  const isDirectory = entry.type === DIRECTORY;
  if (wasDirectory && isDirectory) return undefined;
  if (wasDirectory || isDirectory) {
    const [was, is] = wasDirectory ? ["directory", "non-directory"] : ["non-directory", "directory"];
    return `cannot overwrite ${was} ${quote(cleanPath(entry.name))} with ${is} ${quote(directory)}`;
  }
  const refused = sys.unlink(path);
  return refused && pathError("unlinkat", path, refused);
}

/** Directories that the archive does not name but needs. */
function makeWay(sys: Sys, path: string): string | undefined {
  const parent = directoryName(path);
  if (!failed(sys.lstat(parent))) return undefined;
  const above = makeWay(sys, parent);
  if (above !== undefined) return above;
  const refused = sys.mkdir(parent, 0o777);
  return refused && pathError("mkdir", parent, refused);
}

function* make(sys: Sys, entry: ClientTarEntry, path: string, directory: string): Task<string | undefined> {
  const { type, linkname = "", mtime } = entry;
  const permissions = entry.mode & 0o7777;
  const error = type === REGULAR ? yield* writeFile(sys, path, entry) : makeNode(sys, entry, path, directory);
  if (error !== undefined) return error;
  if (type === SYMBOLIC_LINK) {
    void sys.utimes(path, mtime, mtime, false);
    return undefined;
  }
  const target = type === HARD_LINK ? sys.lstat(cleanPath(`${directory}/${linkname}`)) : "ENOENT";
  const isLinkedLink = !failed(target) && typeOf(target.mode) === S_IFLNK;
  const refused = isLinkedLink ? undefined : sys.chmod(path, permissions);
  if (refused !== undefined) return pathError("chmod", path, refused);
  if (type !== DIRECTORY) void sys.utimes(path, mtime, mtime, false);
  return undefined;
}

function* writeFile(sys: Sys, path: string, { bytes, mode }: ClientTarEntry): Task<string | undefined> {
  const fd = yield* sys.open(path, O_CREAT | O_WRONLY | O_TRUNC, mode & 0o7777);
  if (failed(fd)) return pathError("open", path, fd);
  for (let done = 0; done < bytes.length;) {
    const written = yield* sys.write(fd, bytes.subarray(done));
    if (written === "EINTR") continue;
    if (failed(written)) {
      void sys.close(fd);
      return pathError("write", path, written);
    }
    done += written;
  }
  void sys.close(fd);
  return undefined;
}

function makeNode(sys: Sys, entry: ClientTarEntry, path: string, directory: string): string | undefined {
  const { type, linkname = "", mode, devmajor = 0, devminor = 0 } = entry;
  const said = (call: string, refused: Errno | undefined): string | undefined =>
    refused && pathError(call, path, refused);
  // os.LinkError
  const linkError = (call: string, target: string, refused: Errno | undefined): string | undefined =>
    refused && pathError(call, `${target} ${path}`, refused);
  const device = (kind: number): string | undefined =>
    said("mknod", sys.mknod(path, kind | (mode & 0o7777), makedev(devmajor, devminor)));
  switch (type) {
    case DIRECTORY: {
      const node = sys.lstat(path);
      return failed(node) ? said("mkdir", sys.mkdir(path, mode & 0o7777)) : undefined;
    }
    case CHARACTER_DEVICE:
      return device(S_IFCHR);
    case BLOCK_DEVICE:
      return device(S_IFBLK);
    case FIFO:
      return device(S_IFIFO);
    case HARD_LINK:
      return linkError(
        "link",
        cleanPath(`${directory}/${linkname}`),
        sys.link(cleanPath(`${directory}/${linkname}`), path),
      );
    case SYMBOLIC_LINK:
      return linkError("symlink", linkname, sys.symlink(linkname, path));
    default:
      return `unhandled tar header type ${type.charCodeAt(0)}`;
  }
}
