// rmdir: takes empty directories away, with -p the ones above as well.
// Not here: looking at what is in them; that they are not empty is the kernel's answer.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isSymlink } from "../libc/file-mode.ts";
import { parentOf, stripSlashes } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";

const NOT_EMPTY: readonly (Errno | undefined)[] = ["ENOTEMPTY", "EEXIST"];

function* removeOne(io: Io, path: string, above: boolean): Task<boolean> {
  const name = quoted(io, path);
  if (io.has("v")) yield* io.print(`rmdir: removing directory, ${name}\n`);
  const refused = io.sys.rmdir(path);
  if (refused === undefined) return true;
  if (io.has("ignore-fail-on-non-empty") && NOT_EMPTY.includes(refused)) return false;
  const reason = throughLink(io, path, refused) ? "Symbolic link not followed" : strerror(refused);
  if (io.family === "busybox") yield* io.complain(`${name}: ${reason}`);
  else yield* io.complain(`failed to remove ${above ? "directory " : ""}${name}: ${reason}`);
  return false;
}

function throughLink(io: Io, path: string, errno: Errno): boolean {
  if (io.family !== "gnu" || errno !== "ENOTDIR" || !path.endsWith("/")) return false;
  const node = io.sys.lstat(stripSlashes(path));
  return !failed(node) && isSymlink(node);
}

export const rmdir = command(
  {
    name: "rmdir",
    gnu: "ignore-fail-on-non-empty p/parents v/verbose",
    busybox: "p/parents ignore-fail-on-non-empty v/verbose",
    usage: "[-p] DIRECTORY...",
  },
  function* (io) {
    if (io.operands.length === 0) return yield* io.misuse("missing operand");
    for (const operand of io.operands) {
      let path = operand;
      let goesOn = yield* removeOne(io, path, false);
      while (goesOn && io.has("p") && stripSlashes(path).includes("/") && parentOf(path) !== "/") {
        path = parentOf(path);
        goesOn = yield* removeOne(io, path, true);
      }
    }
    return 0;
  },
);
