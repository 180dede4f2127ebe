// One line of a listing: a name, and as much about the file as the options need to know. Relies on lstat, stat
// and readlink; what cannot be looked at is said once, and stays in the listing without its facts.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isSymlink, S_IFMT } from "../libc/file-mode.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import type { LsOptions } from "./ls-options.ts";

export interface Entry {
  /** as it is listed */
  readonly name: string;
  readonly path: string;
  /** type bits, of the name itself unless links are followed; 0 if they are not known */
  readonly type: number;
  readonly node: Stat | undefined;
  /** of symbolic links, where it is shown */
  readonly target: string | undefined;
  /** what the link leads to: undefined if it was not asked for, an errno if there is nothing */
  readonly behind: Stat | Errno | undefined;
}

/** Whether a directory's names must be looked at one by one. */
export const needsNode = (o: LsOptions): boolean =>
  o.format === "long" ||
  o.inode ||
  o.blocks ||
  o.sort === "time" ||
  o.sort === "size" ||
  o.indicator === "classify" ||
  o.colors !== undefined ||
  o.follow === "always" ||
  o.context;

const showsTarget = (o: LsOptions): boolean => o.format === "long";
const looksBehind = (o: LsOptions): boolean =>
  o.colors !== undefined || (o.format === "long" && o.indicator !== "none");

function finish(io: Io, name: string, path: string, node: Stat, options: LsOptions): Entry {
  const type = node.mode & S_IFMT;
  if (!isSymlink(node)) return { name, path, type, node, target: undefined, behind: undefined };
  const link = showsTarget(options) ? io.sys.readlink(path) : "ENOENT";
  const behind = looksBehind(options) || options.directoriesFirst ? io.sys.stat(path) : undefined;
  return { name, path, type, node, target: failed(link) ? undefined : link.target, behind };
}

/** A name of a directory that is listed; undefined only if even busybox does not list it. */
export function* listedEntry(
  io: Io,
  directory: string,
  name: string,
  type: number,
  options: LsOptions,
): Task<Entry | undefined> {
  const path = directory === "" ? name : joinPath(directory, name);
  if (!needsNode(options) && io.family === "gnu")
    return {
      name,
      path,
      type,
      node: undefined,
      target: undefined,
      behind: behindOf(io, path, type, options),
    };
  let node = options.follow === "always" ? io.sys.stat(path) : io.sys.lstat(path);
  if (failed(node) && options.follow === "always" && io.family === "gnu" && node === "ENOENT") {
    const link = io.sys.lstat(path);
    if (!failed(link)) yield* io.complain(`cannot access ${quoted(io, path)}: ${strerror(node)}`);
    else node = link;
  }
  if (!failed(node)) return finish(io, name, path, node, options);
  if (io.family === "busybox") {
    yield* io.complain(`${path}: ${strerror(node)}`);
    return undefined;
  }
  if (options.follow !== "always") yield* io.complain(`cannot access ${quoted(io, path)}: ${strerror(node)}`);
  return { name, path, type, node: undefined, target: undefined, behind: undefined };
}

const behindOf = (io: Io, path: string, type: number, options: LsOptions): Stat | Errno | undefined =>
  options.directoriesFirst && isSymlink({ mode: type }) ? io.sys.stat(path) : undefined;

/** An operand; undefined after a complaint. */
export function* operandEntry(io: Io, path: string, options: LsOptions): Task<Entry | undefined> {
  const node = lookAtOperand(io, path, options);
  if (!failed(node)) return finish(io, path, path, node, options);
  const words = io.family === "busybox" ? path : `cannot access ${quoted(io, path)}`;
  yield* io.complain(`${words}: ${strerror(node)}`, io.family === "busybox" ? 1 : 2);
  return undefined;
}

function lookAtOperand(io: Io, path: string, { follow }: LsOptions): Stat | Errno {
  if (follow === "never") return io.sys.lstat(path);
  const behind = io.sys.stat(path);
  if (follow === "always" || follow === "command-line") {
    if (!failed(behind) || follow === "always") return behind;
    return io.sys.lstat(path);
  }
  if (!failed(behind) && (behind.mode & S_IFMT) === 0o040000) return behind;
  return io.sys.lstat(path);
}
