// tar -d: what in the archive differs from the files. Each difference is a line on standard output; the status is 1.
// Not here: which members are compared.

import { DIRECTORY, HARD_LINK, REGULAR, SYMBOLIC_LINK } from "../../../base/formats/tar-header.ts";
import { failed, strerror } from "../../../base/errno.ts";
import { SECOND } from "../../../base/time.ts";
import type { Task } from "../../../kernel/sys.ts";
import { isDirectory, isRegular, isSymlink } from "../../libc/file-mode.ts";
import { readFile } from "../../libc/input.ts";
import type { Member } from "./members.ts";
import type { Speech } from "./speech.ts";

export function* compareMember(speech: Speech, path: string, { header, data }: Member): Task<void> {
  const { io } = speech;
  const node = io.sys.lstat(path);
  const tell = function* (what: string): Task<void> {
    yield* io.print(`${speech.quote(path)}: ${what}\n`);
    io.status = Math.max(io.status, 1);
  };
  if (failed(node)) {
    yield* speech.warn(`${speech.quote(path)}: Warning: Cannot stat: ${strerror(node)}`);
    io.status = Math.max(io.status, 1);
    return;
  }
  if (header.type === HARD_LINK) {
    const target = io.sys.lstat(header.linkname);
    if (failed(target) || target.ino !== node.ino) yield* tell(`Not linked to ${header.linkname}`);
    return;
  }
  const sameKind = header.type === DIRECTORY ? isDirectory(node) : header.type === SYMBOLIC_LINK ? isSymlink(node) : header.type !== REGULAR || isRegular(node); // prettier-ignore
  if (!sameKind) {
    yield* tell("File type differs");
    return;
  }
  if (header.type === SYMBOLIC_LINK) {
    const link = io.sys.readlink(path);
    if (failed(link) || link.target !== header.linkname) yield* tell("Symlink differs");
    return;
  }
  if (((node.mode ^ header.mode) & 0o7777) !== 0) yield* tell("Mode differs");
  if (node.uid !== header.uid) yield* tell("Uid differs");
  if (node.gid !== header.gid) yield* tell("Gid differs");
  if (header.type !== REGULAR) return;
  if (Math.floor(node.mtime / SECOND) !== Math.floor(header.mtime / SECOND)) yield* tell("Mod time differs");
  if (node.size !== data.length) {
    yield* tell("Size differs");
    return;
  }
  const bytes = yield* readFile(io.sys, path);
  if (failed(bytes)) yield* speech.refused("open", path, bytes);
  else if (!bytes.every((byte, i) => byte === data[i])) yield* tell("Contents differ");
}
