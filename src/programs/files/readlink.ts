// readlink and realpath: where symbolic links lead, one step or all the way (resolve-path.ts).
// The families differ in what must exist and in what they say when it does not.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isSymlink } from "../libc/file-mode.ts";
import { missingOperand } from "../libc/operands.ts";
import { named, quoted } from "../libc/quote.ts";
import { relativePath, resolvePath, type MustExist } from "./resolve-path.ts";

const MUST: Record<string, MustExist> = { e: "existing", f: "all-but-last", m: "missing" };

function targetOf(io: Io, path: string, must: MustExist | undefined): { readonly path: string } | Errno {
  if (must !== undefined) return resolvePath(io.sys, path, must);
  const link = io.sys.readlink(path);
  return failed(link) ? link : { path: link.target };
}

function* refuse(io: Io, path: string, errno: Errno, canonical: boolean): Task<void> {
  io.status = 1;
  if (!io.has("v") || io.options.last("v", "q", "s") !== "v") return;
  const why =
    io.family === "busybox" && !canonical && errno === "EINVAL"
      ? "cannot read link: not a symlink"
      : strerror(errno);
  yield* io.complain(`${named(io, path)}: ${why}`);
}

export const readlink = command(
  {
    name: "readlink",
    gnu: "f/canonicalize e/canonicalize-existing m/canonicalize-missing n/no-newline q/quiet s/silent v/verbose z/zero",
    busybox: "n v f",
    usage: "[-fnv] FILE",
  },
  function* (io) {
    const { operands } = io;
    if (operands.length === 0) return yield* missingOperand(io);
    if (io.family === "busybox" && operands.length > 1) return yield* io.misuse("");
    const bare = io.has("n") && operands.length === 1;
    if (io.has("n") && !bare) yield* io.complain("ignoring --no-newline with multiple arguments", 0);
    const must = MUST[io.options.last("e", "f", "m") ?? ""];
    for (const path of operands) {
      const target = targetOf(io, path, must);
      if (failed(target)) yield* refuse(io, path, target, must !== undefined);
      else yield* io.print(target.path + (bare ? "" : io.has("z") ? "\0" : "\n"));
    }
    return io.status;
  },
);

/** busybox's wants everything to be there, but follows the last link to where nothing is. */
function busyboxRealpath(io: Io, path: string): { readonly path: string } | Errno {
  const node = io.sys.lstat(path);
  return resolvePath(io.sys, path, !failed(node) && isSymlink(node) ? "all-but-last" : "existing");
}

const isBelow = (path: string, base: string): boolean =>
  base === "/" || path === base || path.startsWith(`${base}/`);

export const realpath = command(
  {
    name: "realpath",
    gnu: `E/canonicalize e/canonicalize-existing m/canonicalize-missing L/logical P/physical q/quiet relative-to:
      relative-base: s/strip no-symlinks z/zero`,
    busybox: "",
    usage: "FILE...",
    prepare: (args, family) => (family === "busybox" ? ["--", ...args] : args),
  },
  function* (io) {
    const { sys } = io;
    if (io.operands.length === 0) return yield* missingOperand(io);
    const last = io.options.last("e", "m", "E");
    const must: MustExist = last === "e" ? "existing" : last === "m" ? "missing" : "all-but-last";
    const follow = !io.has("s") && !io.has("no-symlinks");
    const resolve = (path: string): { readonly path: string } | Errno =>
      io.family === "busybox" ? busyboxRealpath(io, path) : resolvePath(sys, path, must, follow);
    const [to, base] = [io.value("relative-to") ?? io.value("relative-base"), io.value("relative-base")].map(
      (text) => (text === undefined ? undefined : resolve(text)),
    );
    for (const path of io.operands) {
      const real = resolve(path);
      if (failed(real)) {
        io.status = 1;
        const name = path === "" ? quoted(io, path) : named(io, path);
        if (!io.has("q")) yield* io.complain(`${io.family === "gnu" ? name : path}: ${strerror(real)}`);
        continue;
      }
      const below = base === undefined || failed(base) || isBelow(real.path, base.path);
      const shown = to === undefined || failed(to) || !below ? real.path : relativePath(real.path, to.path);
      yield* io.print(shown + (io.has("z") ? "\0" : "\n"));
    }
    return io.status;
  },
);
