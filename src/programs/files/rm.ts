// rm: names are taken away, with -r whole trees. GNU refuses `/`, `.` and `..`; busybox only the last two.
// Not here: --one-file-system's second device (there it removes what is on the same one, as asked).

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { W_OK, type Stat, type Task } from "../../kernel/sys.ts";
import { choose } from "../libc/choices.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory, isSymlink } from "../libc/file-mode.ts";
import { isDots, joinPath, stripSlashes } from "../libc/paths.ts";
import { Prompter } from "../libc/prompt.ts";
import { quoted } from "../libc/quote.ts";
import { fileTypeName } from "./file-type-name.ts";

type Interactive = "never" | "once" | "always";

const INTERACTIVE = [["never", "no", "none"], ["once"], ["always", "yes"]];

/** Whether to ask, from whichever of -f, -i, -I and --interactive came last; undefined after a complaint. */
function* interactivity(io: Io): Task<{ readonly when: Interactive; readonly force: boolean } | undefined> {
  let when: Interactive | undefined;
  let force = false;
  for (const { key, value } of io.options.given) {
    if (key === "f") [when, force] = ["never", true];
    else if (key === "i") [when, force] = ["always", false];
    else if (key === "I") [when, force] = ["once", false];
    else if (key === "interactive") {
      const chosen = value === undefined ? "always" : yield* choose(io, "--interactive", value, INTERACTIVE);
      if (chosen === undefined) return undefined;
      when = chosen as Interactive;
      if (when === "always") force = false;
    }
  }
  return { when: when ?? "never", force };
}

/** What became of a name: an error has been reported, or the user said no. */
type Outcome = "removed" | "kept" | "failed";

class Remover {
  private readonly prompter: Prompter;
  private readonly recursive: boolean;
  private readonly verbose: boolean;
  private readonly asksOnTerminal: boolean;

  constructor(
    private readonly io: Io,
    private readonly always: boolean,
    private readonly force: boolean,
  ) {
    this.prompter = new Prompter(io);
    this.recursive = io.has("r") || io.has("R");
    this.verbose = io.has("v");
    this.asksOnTerminal = !force && io.sys.termios(0) !== undefined;
  }

  *operand(path: string): Task<void> {
    const { io } = this;
    const busybox = io.family === "busybox";
    if (isDots(path) && (this.recursive || busybox)) {
      const name = quoted(io, path);
      yield* io.complain(
        busybox ? "can't remove '.' or '..'" : `refusing to remove '.' or '..' directory: skipping ${name}`,
      );
      return;
    }
    yield* this.remove(busybox ? stripSlashes(path) : path);
  }

  private *remove(path: string): Task<Outcome> {
    const { io } = this;
    const node = io.sys.lstat(path);
    if (failed(node)) return yield* this.absent(path, node);
    if (!isDirectory(node)) return yield* this.removeFile(path, node);
    if (!this.recursive && !io.has("d")) return yield* this.refuse(path, "EISDIR");
    if (!io.has("no-preserve-root") && io.family === "gnu" && isRoot(io, node)) {
      yield* io.complain(`it is dangerous to operate recursively on ${quoted(io, path)}`);
      yield* io.complain("use --no-preserve-root to override this failsafe");
      return "failed";
    }
    return yield* this.removeDirectory(path, node);
  }

  private *absent(path: string, errno: Errno): Task<Outcome> {
    const { io } = this;
    const missing = errno === "ENOENT" || (errno === "ENOTDIR" && io.family === "gnu");
    if (missing && this.force) return "removed";
    if (missing || io.family === "gnu") return yield* this.refuse(path, errno);
    yield* io.complain(`can't stat '${path}': ${strerror(errno)}`);
    return "failed";
  }

  private *refuse(path: string, errno: Errno): Task<Outcome> {
    const { io } = this;
    const busybox = io.family === "busybox";
    if (busybox && errno === "EISDIR") yield* io.complain(`'${path}' is a directory`);
    else yield* io.complain(`${busybox ? "can't" : "cannot"} remove ${quoted(io, path)}: ${strerror(errno)}`);
    return "failed";
  }

  private *removeFile(path: string, node: Stat): Task<Outcome> {
    const { io } = this;
    const shut = this.isProtected(path, node);
    if (shut || this.always) {
      const what = io.family === "busybox" ? "" : `${shut ? "write-protected " : ""}${fileTypeName(node)} `;
      if (!(yield* this.prompter.confirms(`remove ${what}${quoted(io, path)}? `))) return "kept";
    }
    const refused = io.sys.unlink(path);
    if (refused !== undefined) return yield* this.refuse(path, refused);
    if (this.verbose) yield* io.print(`removed ${quoted(io, path)}\n`);
    return "removed";
  }

  private *removeDirectory(path: string, node: Stat): Task<Outcome> {
    const { io } = this;
    const busybox = io.family === "busybox";
    const items = io.sys.list(path);
    const empty = !failed(items) && items.length === 0;
    const shut = this.isProtected(path, node) ? "write-protected " : "";
    const asks = this.always || shut !== "";
    const name = quoted(io, path);
    if (asks && this.recursive && (busybox || !empty)) {
      const question = `descend into ${busybox ? "" : shut}directory ${name}? `;
      if (!(yield* this.prompter.confirms(question))) return "kept";
    }
    if (this.recursive) {
      if (failed(items)) return yield* this.unreadable(path, items);
      for (const item of items) {
        if ((yield* this.remove(joinPath(path, item.name))) === "failed")
          return yield* this.rest(items, item, path);
      }
    }
    if (asks && !(yield* this.prompter.confirms(`remove ${busybox ? "" : shut}directory ${name}? `)))
      return "kept";
    return yield* this.removeEmpty(path);
  }

  /** After a failure the other names go all the same, and the directory stays. */
  private *rest(items: readonly { readonly name: string }[], after: object, path: string): Task<Outcome> {
    const from = items.findIndex((item) => item === after) + 1;
    for (const item of items.slice(from)) yield* this.remove(joinPath(path, item.name));
    return "failed";
  }

  private *unreadable(path: string, errno: Errno): Task<Outcome> {
    const { io } = this;
    if (io.sys.rmdir(path) === undefined) return "removed";
    if (io.family === "gnu") return yield* this.refuse(path, errno);
    io.status = 1;
    return "failed";
  }

  private *removeEmpty(path: string): Task<Outcome> {
    const { io } = this;
    const refused = io.sys.rmdir(path);
    if (refused !== undefined) return yield* this.refuse(path, refused);
    if (!this.verbose) return "removed";
    const colon = io.family === "busybox" ? ":" : "";
    yield* io.print(`removed directory${colon} ${quoted(io, path)}\n`);
    return "removed";
  }

  /** Only asked where somebody can answer. */
  private isProtected(path: string, node: Stat): boolean {
    if (!this.asksOnTerminal || isSymlink(node)) return false;
    return this.io.sys.access(path, W_OK) !== undefined;
  }
}

function isRoot(io: Io, node: Stat): boolean {
  const root = io.sys.lstat("/");
  return !failed(root) && root.ino === node.ino && root.dev === node.dev;
}

/** -I asks once, before many or before whole trees. */
function* goesOn(io: Io): Task<boolean> {
  const count = io.operands.length;
  const recursive = io.has("r") || io.has("R");
  if (!recursive && count <= 3) return true;
  const what = `${count} argument${count === 1 ? "" : "s"}${recursive ? " recursively" : ""}`;
  return yield* new Prompter(io).confirms(`remove ${what}? `);
}

const GNU =
  "f/force i I interactive? one-file-system no-preserve-root preserve-root? r/recursive R d/dir v/verbose";

export const rm = command(
  { name: "rm", gnu: GNU, busybox: "f i R r v", usage: "[-irf] FILE..." },
  function* (io) {
    const how = yield* interactivity(io);
    if (how === undefined) return 1;
    if (io.operands.length === 0) return how.force || io.has("f") ? 0 : yield* io.misuse("missing operand");
    if (how.when === "once" && !(yield* goesOn(io))) return 0;
    const remover = new Remover(io, how.when === "always", how.force);
    for (const path of io.operands) yield* remover.operand(path);
    return 0;
  },
);
