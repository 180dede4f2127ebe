// What runs when a file is executed (execve(2)): `#!` lines are followed, rights and set-user-ID are looked at.
// A binary from the real world runs the program of its name, if there is one. The process's side of exec is in
// process-births.ts.

import { failed, type Errno } from "../base/errno.ts";
import { MAX_INTERPRETERS } from "../base/limits.ts";
import { S_IFMT, S_IFREG, S_ISGID, S_ISUID } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import { EXECUTE, mayAccess } from "../fs/permissions.ts";
import { HEAD_LENGTH, recogniseExecutable } from "./executables.ts";
import type { Kernel } from "./kernel.ts";
import type { Process } from "./process.ts";
import type { ProgramEntry } from "./programs.ts";

/** What a file turned out to be when it was to be executed. */
export interface Image {
  readonly program: ProgramEntry;
  readonly argv: readonly string[];
  /** for ps: the name that it was called by */
  readonly name: string;
  readonly place: Place;
  readonly setUid: number | undefined;
  readonly setGid: number | undefined;
}

/** What would run, or why nothing can (execve(2)): walks `#!` lines, checks rights and set-user-ID. */
export function loadImage(
  kernel: Kernel,
  process: Process,
  path: string,
  argv: readonly string[],
): Image | Errno {
  let file = path;
  let args = argv;
  for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
    const found = executableAt(kernel, process, file);
    if (failed(found)) return found;
    const { place, mode, uid, gid } = found;
    const kind = recogniseExecutable(kernel.readAt(process, place, 0, HEAD_LENGTH));
    if (kind.kind === "script") {
      args = [
        kind.interpreter,
        ...(kind.argument === undefined ? [] : [kind.argument]),
        file,
        ...args.slice(1),
      ];
      file = kind.interpreter;
      continue;
    }
    if (kind.kind === "text") return "ENOEXEC";
    const base = file.slice(file.lastIndexOf("/") + 1);
    const program =
      kernel.machine.programs.get(kind.kind === "program" ? kind.name : base) ??
      kernel.machine.programs.get("unmodelled");
    if (program === undefined) return "ENOEXEC";
    const called = path.slice(path.lastIndexOf("/") + 1);
    return {
      program,
      argv: args,
      name: called.slice(0, 15),
      place,
      setUid: (mode & S_ISUID) !== 0 && depth === 0 ? uid : undefined,
      setGid: (mode & S_ISGID) !== 0 && depth === 0 ? gid : undefined,
    };
  }
  return "ELOOP";
}

function executableAt(
  kernel: Kernel,
  process: Process,
  path: string,
): { place: Place; mode: number; uid: number; gid: number } | Errno {
  const view = kernel.viewOf(process);
  const place = kernel.vfs.find(view, path);
  if (failed(place)) return place;
  const node = kernel.vfs.attributes(view, place);
  if (failed(node)) return node;
  if ((node.mode & S_IFMT) !== S_IFREG || !mayAccess(view.who, node, EXECUTE)) return "EACCES";
  if (kernel.vfs.mountOf(view, place).options.split(",").includes("noexec")) return "EACCES";
  return { place, mode: node.mode, uid: node.uid, gid: node.gid };
}
