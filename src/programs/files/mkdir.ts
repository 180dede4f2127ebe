// mkdir: makes directories, with -p those above as well. Which part of a path is to blame for a failure is
// told as each family tells it; busybox names directories above with the slashes that were typed.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { applyMode, isDirectory, mentionedBits, parseMode, type ModeChange } from "../libc/file-mode.ts";
import { quoted } from "../libc/quote.ts";

interface Wanted {
  /** undefined: as the umask leaves it */
  readonly mode: number | undefined;
  /** mode of directories that -p makes on the way */
  readonly above: number;
}

function* complainOf(io: Io, path: string, errno: Errno): Task<false> {
  const words = io.family === "busybox" ? "can't create directory" : "cannot create directory";
  yield* io.complain(`${words} ${quoted(io, path)}: ${strerror(errno)}`);
  return false;
}

function* announce(io: Io, path: string): Task<void> {
  if (!io.has("v")) return;
  const busybox = io.family === "busybox";
  yield* io.print(
    `${busybox ? "created directory:" : `${io.name}: created directory`} ${quoted(io, path)}\n`,
  );
}

/** The ways to a path: `a`, `a/b` of `a/b/c`; with their slashes for busybox. */
function prefixes(path: string, withSlash: boolean): string[] {
  const found: string[] = [];
  for (const { index, 0: slashes } of path.matchAll(/\/+/g))
    if (index > 0 && index + slashes.length < path.length)
      found.push(path.slice(0, withSlash ? index + slashes.length : index));
  return found;
}

function* makeAbove(io: Io, path: string, mode: number): Task<boolean> {
  for (const prefix of prefixes(path, io.family === "busybox")) {
    const refused = io.sys.mkdir(prefix, 0o777);
    if (refused === undefined) {
      void io.sys.chmod(prefix, mode);
      yield* announce(io, prefix);
      continue;
    }
    const node = io.sys.stat(prefix);
    if (!failed(node) && isDirectory(node)) continue;
    return yield* complainOf(io, prefix, blame(io, refused, node));
  }
  return true;
}

/** GNU would have stepped into what is there; busybox tells why it is no directory. */
function blame(io: Io, refused: Errno, node: object | Errno): Errno {
  if (io.family === "gnu") return failed(node) || refused !== "EEXIST" ? refused : "ENOTDIR";
  return failed(node) && refused === "EEXIST" ? node : refused;
}

function* makeOne(io: Io, path: string, { mode, above }: Wanted): Task<boolean> {
  const parents = io.has("p");
  const busybox = io.family === "busybox";
  if (busybox && (path === "/" || path === ".")) return true;
  if (parents && !(yield* makeAbove(io, path, above))) return false;
  const refused = io.sys.mkdir(path, 0o777);
  if (refused !== undefined) {
    const node = parents ? io.sys.stat(path) : undefined;
    if (node !== undefined && !failed(node) && isDirectory(node)) return true;
    return yield* complainOf(io, path, busybox && failed(node) && refused === "EEXIST" ? node : refused);
  }
  if (mode !== undefined) void io.sys.chmod(path, specialKept(io, path, mode));
  yield* announce(io, path);
  return true;
}

/** GNU leaves a directory the set-group-id bit that it got from the one above. */
function specialKept(io: Io, path: string, mode: number): number {
  const node = io.sys.stat(path);
  return io.family === "gnu" && !failed(node) ? mode | (node.mode & 0o2000) : mode;
}

/** What -m says is set exactly; what it does not mention goes through the umask (GNU). */
function modeOf(io: Io, change: ModeChange, umask: number): number {
  const mode = applyMode(change, 0o777, true, umask);
  if (io.family === "busybox") return mode;
  const said = mentionedBits(change, umask);
  return (mode & said) | (mode & ~umask & ~said);
}

export const mkdir = command(
  {
    name: "mkdir",
    gnu: "m/mode: p/parents v/verbose Z context?",
    busybox: "m/mode: p/parents v/verbose",
    usage: "[-m MODE] [-p] DIRECTORY...",
  },
  function* (io) {
    if (io.operands.length === 0) return yield* io.misuse("missing operand");
    const text = io.value("m");
    const change = text === undefined ? undefined : parseMode(text);
    if (text !== undefined && change === undefined)
      return yield* io.complain(`invalid mode ${quoted(io, text)}`);
    const umask = io.sys.umask(0);
    io.sys.umask(umask);
    const mode = change === undefined ? undefined : modeOf(io, change, umask);
    for (const path of io.operands) yield* makeOne(io, path, { mode, above: (0o777 & ~umask) | 0o300 });
    return io.status;
  },
);
