// cp: copies files and, with -r, trees. The copying is copier.ts; here are the options, the places where copies
// go, and --parents. Not here: --sparse and --reflink, which are read and change nothing that shows.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { isDots, joinPath, stripSlashes } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { BACKUP_OPTIONS } from "./backup.ts";
import { Copier } from "./copier.ts";
import { copyOptionsOf } from "./copy-options.ts";
import { targetOf, targetsOf, type Targets } from "./targets.ts";

const GNU = `a/archive attributes-only ${BACKUP_OPTIONS} copy-contents d debug f/force H i/interactive l/link
  L/dereference n/no-clobber P/no-dereference p preserve? no-preserve: parents R r/recursive reflink?
  remove-destination sparse: strip-trailing-slashes s/symbolic-link t/target-directory: T/no-target-directory
  u update? v/verbose x/one-file-system Z context? keep-directory-symlink`;

/** The directories of `a/b/c` below the target, with the modes of those that are copied. */
function* makeParents(io: Io, copier: Copier, directory: string, source: string): Task<boolean> {
  for (const { index } of stripSlashes(source).matchAll(/(?<=[^/])\/+(?=[^/])/g)) {
    const from = source.slice(0, index);
    const to = joinPath(directory, from.replace(/^\/+/, ""));
    const there = io.sys.stat(to);
    if (!failed(there)) continue;
    const node = io.sys.stat(from);
    if (failed(node)) {
      const verb = io.family === "gnu" ? "failed to get attributes of" : "can't stat";
      yield* io.complain(`${verb} ${quoted(io, from)}: ${strerror(node)}`);
      return false;
    }
    const refused = io.sys.mkdir(to, node.mode & 0o777);
    if (refused !== undefined) {
      const words = io.family === "gnu" ? "cannot make directory" : "can't create directory";
      yield* io.complain(`${words} ${quoted(io, to)}: ${strerror(refused)}`);
      return false;
    }
    if (copier.options.verbose && io.family === "gnu") yield* io.print(`${from} -> ${to}\n`);
  }
  return true;
}

function* withParents(io: Io, copier: Copier, targets: Targets): Task<number> {
  const { directory, sources } = targets;
  if (directory === undefined) {
    const message = "with --parents, the destination must be a directory";
    return io.family === "gnu" ? yield* io.misuse(message) : yield* io.complain(message);
  }
  for (const source of sources) {
    if (!(yield* makeParents(io, copier, directory, source))) io.status = 1;
    else if (!(yield* copier.copy(source, joinPath(directory, stripSlashes(source).replace(/^\/+/, "")))))
      io.status = 1;
  }
  return io.status;
}

/** `d/.` and `..` are copied into the directory itself, not under a name. */
const placeOf = (targets: Targets, source: string): string =>
  targets.directory !== undefined && isDots(source)
    ? joinPath(targets.directory, ".")
    : targetOf(targets, source);

/** Sources that are named twice are copied once. */
function* isRepeated(io: Io, seen: Set<string>, source: string, target: string): Task<boolean> {
  if (io.family === "busybox") return false;
  const node = io.sys.lstat(source);
  if (failed(node)) return false;
  const key = `${node.dev}:${node.ino} ${target}`;
  if (!seen.has(key)) {
    seen.add(key);
    return false;
  }
  const kind = isDirectory(node) ? "directory" : "file";
  yield* io.complain(`warning: source ${kind} ${quoted(io, source)} specified more than once`, 0);
  return true;
}

export const cp = command(
  {
    name: "cp",
    gnu: GNU,
    busybox: `a/archive R r/recursive d P/no-dereference L/dereference H p f/force i/interactive n/no-clobber l/link
      s/symbolic-link T/no-target-directory t/target-directory: u/update v/verbose parents remove-destination reflink?`,
    usage: "[-arPLHpfinlsTu] SOURCE DEST",
  },
  function* (io) {
    const options = yield* copyOptionsOf(io);
    if (options === undefined) return 1;
    const targets = yield* targetsOf(io);
    if (targets === undefined) return io.status;
    const copier = new Copier(io, options);
    if (io.has("parents")) return yield* withParents(io, copier, targets);
    if (io.family === "busybox") return yield* copyAsBusybox(io, copier, targets);
    const seen = new Set<string>();
    for (const operand of targets.sources) {
      const source = io.has("strip-trailing-slashes") ? stripSlashes(operand) : operand;
      const target = placeOf(targets, source);
      if (targets.sources.length > 1 && (yield* isRepeated(io, seen, source, target))) continue;
      if (!(yield* copier.copy(source, target))) io.status = 1;
    }
    return io.status;
  },
);

function* copyAsBusybox(io: Io, copier: Copier, targets: Targets): Task<number> {
  if (yield* intoAnything(io, targets)) return 1;
  const places = { ...targets, directory: directoryFor(io, targets) };
  for (const source of targets.sources)
    if (!(yield* copier.copy(source, placeOf(places, source)))) io.status = 1;
  return io.status;
}

/** A directory does not take the place of anything but nothing: it goes below what is there. */
function directoryFor(io: Io, { directory, destination, sources }: Targets): string | undefined {
  if (directory !== undefined || io.has("T")) return directory;
  const node = io.sys.stat(sources[0] as string);
  const there = io.sys.stat(destination);
  const below = !failed(node) && isDirectory(node) && (!failed(there) || !copiesTrees(io));
  return below ? destination : undefined;
}

const copiesTrees = (io: Io): boolean => io.has("r") || io.has("R") || io.has("a");

/** busybox's -T, and a destination that cannot be looked at. */
function* intoAnything(io: Io, { directory, destination, sources }: Targets): Task<boolean> {
  if (directory !== undefined || sources.length !== 1) return false;
  for (const path of [sources[0] as string, destination]) {
    const node = io.sys.stat(path);
    if (failed(node) && node !== "ENOENT") {
      const why = node === "ENOTDIR" ? "Path has non-directory component" : strerror(node);
      yield* io.complain(`can't stat '${path}': ${why}`);
      return true;
    }
    if (path === destination && io.has("T") && !failed(node) && isDirectory(node)) {
      const from = io.sys.stat(sources[0] as string);
      if (failed(from) || isDirectory(from)) continue;
      yield* io.complain(`'${path}' is a directory`);
      return true;
    }
  }
  return false;
}
