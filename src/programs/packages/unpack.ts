// Files of packages, put into the tree and taken away again. A directory that is left empty goes as well, as dpkg has it.
// Executables carry the name of the program that they run; what nobody looks into is as long as it should be.

import { failed, type Errno } from "../../base/errno.ts";
import type { DebianPackage } from "../../base/packages/debian.ts";
import { filesOf, type PackageFile } from "../../base/packages/installed-files.ts";
import { encode } from "../../base/utf8.ts";
import { executableHead } from "../../kernel/executables.ts";
import { O_CREAT, O_EXCL, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";

export function makeDirectories(sys: Sys, path: string): void {
  const parts = path.split("/").filter((part) => part !== "");
  let at = "";
  for (const part of parts.slice(0, -1)) {
    at += `/${part}`;
    if (failed(sys.stat(at))) void sys.mkdir(at, 0o755);
  }
}

/** Over what is there, under a name of its own until it is whole, as running programs are replaced. */
export function* placeFile(
  sys: Sys,
  path: string,
  bytes: Uint8Array,
  size: number,
  mode: number,
): Task<Errno | undefined> {
  makeDirectories(sys, path);
  const fresh = `${path}.dpkg-new`;
  void sys.unlink(fresh);
  const fd = yield* sys.open(fresh, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  if (failed(fd)) return fd;
  const written = yield* sys.write(fd, bytes);
  const refused = size > bytes.length ? sys.truncateFd(fd, size) : undefined;
  void sys.close(fd);
  if (failed(written)) return written;
  void sys.chown(fresh, 0, 0);
  void sys.chmod(fresh, mode);
  return refused ?? sys.rename(fresh, path);
}

const NOTHING = new Uint8Array(0);

function* place(sys: Sys, file: PackageFile): Task<Errno | undefined> {
  const path = `/${file.path}`;
  switch (file.kind) {
    case "program":
      return yield* placeFile(sys, path, executableHead(file.program), file.size, file.mode);
    case "data":
      return yield* placeFile(sys, path, NOTHING, file.size, file.mode);
    case "text":
      return failed(sys.lstat(path)) || !path.startsWith("/etc/")
        ? yield* placeFile(sys, path, encode(file.text), 0, file.mode)
        : undefined;
    case "link":
      makeDirectories(sys, path);
      void sys.unlink(path);
      return sys.symlink(file.target, path);
  }
}

export function* unpack(sys: Sys, one: DebianPackage): Task<Errno | undefined> {
  for (const file of filesOf(one)) {
    const refused = yield* place(sys, file);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** Settings stay unless they are purged. */
export function removeFiles(sys: Sys, paths: readonly string[], purge: boolean): void {
  for (const path of [...paths].reverse()) {
    if (path === "/." || (path.startsWith("/etc/") && !purge)) continue;
    const node = sys.lstat(path);
    if (failed(node)) continue;
    if ((node.mode & 0o170000) === 0o040000) {
      if (!SHARED.has(path)) void sys.rmdir(path);
    } else void sys.unlink(path);
  }
}

/** Directories that are nobody's alone. */
const SHARED = new Set("/usr /usr/bin /usr/sbin /usr/lib /usr/lib/x86_64-linux-gnu /usr/share /usr/share/doc /usr/games /etc /etc/alternatives /var /var/log /var/www".split(" ")); // prettier-ignore

/** Names that update-alternatives gave to what is gone. */
export function removeAlternatives(sys: Sys, one: DebianPackage): void {
  for (const file of filesOf(one)) {
    if (file.kind !== "link" || !file.target.startsWith("/etc/alternatives/")) continue;
    if (!failed(sys.stat(`/${file.path}`))) continue;
    void sys.unlink(`/${file.path}`);
    void sys.unlink(file.target);
  }
}
