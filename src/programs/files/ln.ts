// ln: more names for files, and symbolic links. GNU looks first and says what is wrong; busybox tries and says
// what the kernel answered. Not here: hard links to directories (-d, -F), which no file system here allows.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { joinPath, lastComponent, parentOf } from "../libc/paths.ts";
import { Prompter } from "../libc/prompt.ts";
import { named, quoted } from "../libc/quote.ts";
import { BACKUP_OPTIONS, backupName, backupOf, type Backup } from "./backup.ts";
import { relativePath, resolvePath } from "./resolve-path.ts";
import { targetOf, targetsOf, type Targets } from "./targets.ts";

const LATE_REASONS: readonly Errno[] = ["EDQUOT", "EEXIST", "ENOSPC", "EROFS"];

class Linker {
  private readonly symbolic: boolean;
  private readonly prompter: Prompter;

  constructor(
    private readonly io: Io,
    private readonly backup: Backup | undefined,
  ) {
    this.symbolic = io.has("s");
    this.prompter = new Prompter(io);
  }

  // ---- GNU

  *gnu(operand: string, target: string): Task<boolean> {
    const { io } = this;
    const source = io.has("r") ? this.relativeTo(operand, target) : operand;
    if (!this.symbolic) {
      const node =
        io.has("L") && io.options.last("L", "P") === "L" ? io.sys.stat(source) : io.sys.lstat(source);
      if (failed(node))
        return yield* this.refuse(`failed to access ${quoted(io, source)}: ${strerror(node)}`);
      if (isDirectory(node))
        return yield* this.refuse(`${named(io, source)}: hard link not allowed for directory`);
    }
    const aside = yield* this.makeRoom(source, target);
    if (aside === undefined) return false;
    const refused = this.make(source, target);
    if (refused !== undefined) return yield* this.cannotLink(source, target, refused);
    yield* this.announce(source, target, aside);
    return true;
  }

  private make(source: string, target: string): Errno | undefined {
    const { sys, options } = this.io;
    if (this.symbolic) return sys.symlink(source, target);
    if (options.last("L", "P") !== "L") return sys.link(source, target);
    const real = resolvePath(sys, source, "existing");
    return failed(real) ? real : sys.link(real.path, target);
  }

  /** Takes away or renames what is there, if that is wanted: the backup's name, or nothing; undefined: no. */
  private *makeRoom(source: string, target: string): Task<string | undefined> {
    const { io } = this;
    const last = io.options.last("f", "i");
    const there = io.sys.lstat(target);
    if (failed(there) || (last === undefined && this.backup === undefined)) return "";
    if (isDirectory(there)) {
      yield* io.complain(`${named(io, target)}: cannot overwrite directory`);
      return undefined;
    }
    if (this.isSame(source, target, there)) {
      yield* io.complain(`${quoted(io, source)} and ${quoted(io, target)} are the same file`);
      return undefined;
    }
    if (last === "i" && !(yield* this.prompter.confirms(`replace ${quoted(io, target)}? `))) return undefined;
    if (this.backup === undefined) {
      void io.sys.unlink(target);
      return "";
    }
    const aside = backupName(io, target, this.backup);
    void io.sys.rename(target, aside);
    return aside;
  }

  private isSame(source: string, target: string, there: Stat): boolean {
    const { sys } = this.io;
    if (this.backup !== undefined && this.symbolic) return false;
    const node = this.symbolic ? sys.stat(source) : sys.lstat(source);
    if (failed(node) || node.ino !== there.ino || node.dev !== there.dev) return false;
    if (node.nlink === 1) return true;
    const [from, to] = [sys.stat(parentOf(source)), sys.stat(parentOf(target))];
    const sameDirectory = !failed(from) && !failed(to) && from.ino === to.ino;
    return sameDirectory && lastComponent(source) === lastComponent(target);
  }

  private relativeTo(source: string, target: string): string {
    const { sys } = this.io;
    const from = resolvePath(sys, parentOf(target), "missing");
    const to = resolvePath(sys, source, "missing");
    return failed(from) || failed(to) ? source : relativePath(to.path, from.path);
  }

  private *cannotLink(source: string, target: string, errno: Errno): Task<false> {
    const { io } = this;
    const [from, to] = [quoted(io, source), quoted(io, target)];
    const kind = this.symbolic ? "symbolic link" : "hard link";
    const both = this.symbolic ? source === "" || errno === "ENAMETOOLONG" : !LATE_REASONS.includes(errno);
    const names = both ? `${to} ${this.symbolic ? "->" : "=>"} ${from}` : to;
    return yield* this.refuse(`failed to create ${kind} ${names}: ${strerror(errno)}`);
  }

  private *announce(source: string, target: string, aside: string): Task<void> {
    const { io } = this;
    if (!io.has("v")) return;
    const arrow = this.symbolic || io.family === "busybox" ? "->" : "=>";
    const before = aside === "" ? "" : `${quoted(io, aside)} ~ `;
    yield* io.print(`${before}${quoted(io, target)} ${arrow} ${quoted(io, source)}\n`);
  }

  // ---- busybox

  *busybox(source: string, target: string): Task<boolean> {
    const { io, backup } = this;
    if (!this.symbolic) {
      const node = io.sys.lstat(source);
      if (failed(node)) return yield* this.refuse(`${source}: ${strerror(node)}`);
    }
    if (backup !== undefined) {
      const refused = io.sys.rename(target, target + backup.suffix);
      if (refused !== undefined && refused !== "ENOENT")
        return yield* this.refuse(`${target}: ${strerror(refused)}`);
      void io.sys.unlink(target);
    } else if (io.has("f")) void io.sys.unlink(target);
    yield* this.announce(source, target, "");
    const refused = this.symbolic ? io.sys.symlink(source, target) : io.sys.link(source, target);
    return refused === undefined ? true : yield* this.refuse(`${target}: ${strerror(refused)}`);
  }

  private *refuse(text: string): Task<false> {
    yield* this.io.complain(text);
    return false;
  }
}

/** One operand is linked into the working directory. */
function* placesOf(io: Io): Task<Targets | undefined> {
  const only = io.operands.length === 1 && io.value("t") === undefined && !io.has("T");
  if (!only) return yield* targetsOf(io, !io.has("n"), "missing file operand");
  const sources = io.operands;
  if (io.family === "gnu") return { sources, directory: ".", destination: "." };
  return { sources, directory: undefined, destination: lastComponent(sources[0] as string) };
}

export const ln = command(
  {
    name: "ln",
    gnu: `${BACKUP_OPTIONS} d/directory F f/force i/interactive L/logical n/no-dereference P/physical r/relative
      s/symbolic t/target-directory: T/no-target-directory v/verbose`,
    busybox: "s f n b v T S:",
    usage: "[-sfnbtv] [-S SUF] TARGET... LINK|DIR",
  },
  function* (io) {
    const backup = yield* backupOf(io);
    if (backup === "wrong") return 1;
    const targets = yield* placesOf(io);
    if (targets === undefined) return io.status;
    if (io.has("r") && !io.has("s")) return yield* io.complain("cannot do --relative without --symbolic");
    if (io.family === "busybox" && io.has("T")) {
      const there = io.sys.stat(targets.destination);
      if (!failed(there) && isDirectory(there))
        return yield* io.complain(`'${targets.destination}' is a directory`);
    }
    const linker = new Linker(io, backup);
    const busyboxAt = (source: string): string => {
      const node = io.sys.stat(targets.destination);
      const into = targets.directory !== undefined && !failed(node) && isDirectory(node);
      return into ? joinPath(targets.destination, lastComponent(source)) : targets.destination;
    };
    for (const source of targets.sources) {
      const good =
        io.family === "busybox"
          ? yield* linker.busybox(source, busyboxAt(source))
          : yield* linker.gnu(source, targetOf(targets, source));
      if (!good) io.status = 1;
    }
    return io.status;
  },
);
