// tree: draws directories as trees, or lists them as JSON. Options are read in tree-options.ts, lines made in
// tree-lines.ts. Not here: HTML and XML, .gitignore files, and reading trees from files.

import { failed, type Errno } from "../../base/errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Stat, type Task } from "../../kernel/sys.ts";
import { byteOrder } from "../libc/byte-order.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory, isSymlink } from "../libc/file-mode.ts";
import { Output } from "../libc/output.ts";
import { Accounts } from "../libc/passwd.ts";
import { joinPath } from "../libc/paths.ts";
import { localZone } from "../libc/timezone.ts";
import { versionOrder } from "../libc/version-order.ts";
import { LineMaker, type TreeNode } from "./tree-lines.ts";
import { treeOptionsOf, type TreeOptions } from "./tree-options.ts";

class Drawer {
  private directories = 0;
  private files = 0;
  private used = 0;

  constructor(
    private readonly io: Io,
    private readonly o: TreeOptions,
    private readonly lines: LineMaker,
    private readonly out: Output,
  ) {}

  // ---- looking

  private nodeAt(path: string, name: string): TreeNode | undefined {
    const { sys } = this.io;
    const node = sys.lstat(path);
    if (failed(node)) return undefined;
    const link = isSymlink(node) ? sys.readlink(path) : "EINVAL";
    const behind = isSymlink(node) ? sys.stat(path) : node;
    return { name, path, node, target: failed(link) ? undefined : link.target, behind };
  }

  /** Links to directories are directories only where they are followed (-l). */
  private isDirectory({ node, behind }: TreeNode): boolean {
    return isDirectory(node) || (this.o.followLinks && !failed(behind) && isDirectory(behind));
  }

  private isShown(child: TreeNode): boolean {
    const { o } = this;
    if (!o.all && child.name.startsWith(".")) return false;
    const directory = this.isDirectory(child);
    if (o.onlyDirectories && !directory && !(!failed(child.behind) && isDirectory(child.behind)))
      return false;
    if (o.ignored.some((pattern) => pattern.matches(child.name))) return false;
    return directory || o.patterns.length === 0 || o.patterns.some((pattern) => pattern.matches(child.name));
  }

  private children(path: string): TreeNode[] | Errno {
    const items = this.io.sys.list(path);
    if (failed(items)) return items;
    const found = items.flatMap(({ name }) => this.nodeAt(joinPath(path, name), name) ?? []);
    return this.sorted(found.filter((child) => this.isShown(child)));
  }

  private sorted(children: TreeNode[]): TreeNode[] {
    const { o } = this;
    const sign = o.reverse ? -1 : 1;
    const compare = (a: TreeNode, b: TreeNode): number => {
      const rank = o.first === "none" ? 0 : Number(this.isDirectory(b)) - Number(this.isDirectory(a));
      if (rank !== 0) return o.first === "directories" ? rank : -rank;
      return sign * orderOf(o, a, b);
    };
    return o.sort === "none" ? children : children.sort(compare);
  }

  /** Whether there is anything to show below (--prune). */
  private isEmpty(node: TreeNode, level: number): boolean {
    if (!this.isDirectory(node)) return false;
    if (level > this.o.depth) return true;
    const children = this.children(node.path);
    return failed(children) || children.every((child) => this.isEmpty(child, level + 1));
  }

  private sizeBelow(node: TreeNode): number {
    if (!this.isDirectory(node)) return node.node.size;
    const items = this.io.sys.list(node.path);
    let sum = node.node.size;
    for (const { name } of failed(items) ? [] : items) {
      const child = this.nodeAt(joinPath(node.path, name), name);
      if (child !== undefined && (this.o.all || !name.startsWith("."))) sum += this.sizeBelow(child);
    }
    return sum;
  }

  // ---- drawing

  *root(path: string): Task<void> {
    const { o, lines } = this;
    const there = this.io.sys.stat(path);
    if (failed(there) || !isDirectory(there)) {
      yield* this.out.write(`${path}  [error opening dir]\n`);
      this.io.status = 2;
      return;
    }
    const root: TreeNode = { name: path, path, node: there, target: undefined, behind: there };
    const size = o.sumSizes ? this.sizeBelow(root) : there.size;
    this.used += size;
    const note = this.noteOn(root, 0, []);
    yield* this.out.write(`${yield* lines.show(root, "", size, true)}${note}\n`);
    if (note !== "") {
      this.directories++;
      return;
    }
    const before = this.files + this.directories;
    const shown = yield* this.below(root, "", 1, [identity(there)]);
    if (shown || this.files + this.directories > before) this.directories++;
  }

  /** Answers whether there was anything. */
  private *below(parent: TreeNode, prefix: string, level: number, above: readonly string[]): Task<boolean> {
    const { o, lines } = this;
    let children = this.children(parent.path);
    if (failed(children)) return false;
    if (o.prune) children = children.filter((child) => !this.isEmpty(child, level + 1));
    for (const [i, child] of children.entries()) {
      const last = i === children.length - 1;
      const directory = this.isDirectory(child);
      if (directory || (!failed(child.behind) && isDirectory(child.behind))) this.directories++;
      else this.files++;
      const size = o.sumSizes && directory ? this.sizeBelow(child) : child.node.size;
      const note = directory ? this.noteOn(child, level, above) : "";
      const branch = o.indented ? prefix + lines.branch(last) : "";
      yield* this.out.write(`${yield* lines.show(child, branch, size, false)}${note}\n`);
      if (!directory || note !== "" || level >= o.depth) continue;
      yield* this.below(child, prefix + lines.stem(last), level + 1, [...above, identity(child.node)]);
    }
    return children.length > 0;
  }

  /** Why a directory is not entered. */
  private noteOn(child: TreeNode, level: number, above: readonly string[]): string {
    const { o } = this;
    if (level >= o.depth) return "";
    const behind = failed(child.behind) ? child.node : child.behind;
    if (above.includes(identity(behind))) return "  [recursive, not followed]";
    const items = this.io.sys.list(child.path);
    if (failed(items)) return "  [error opening dir]";
    const count = items.filter(({ name }) => o.all || !name.startsWith(".")).length;
    return count > o.fileLimit ? `  [${count} entries exceeds filelimit, not opening dir]` : "";
  }

  *report(): Task<void> {
    const { o } = this;
    if (!o.report) return;
    const directories = `${this.directories} director${this.directories === 1 ? "y" : "ies"}`;
    const files = `${this.files} file${this.files === 1 ? "" : "s"}`;
    const counts = o.onlyDirectories ? directories : `${directories}, ${files}`;
    const used = o.sumSizes ? `${this.lines.size(this.used)} used in ` : "";
    yield* this.out.write(`\n${used}${counts}\n`);
  }

  // ---- JSON

  *json(paths: readonly string[]): Task<void> {
    yield* this.out.write("[\n");
    for (const [i, path] of paths.entries()) {
      const node = this.io.sys.stat(path);
      if (failed(node)) continue;
      const root: TreeNode = { name: path, path, node, target: undefined, behind: node };
      yield* this.jsonNode(root, 1, i > 0, 1);
      this.directories++;
    }
    if (this.o.report)
      yield* this.out.write(
        `\n,    {"type":"report","directories":${this.directories},"files":${this.files}}\n`,
      );
    yield* this.out.write("]\n");
  }

  private *jsonNode(node: TreeNode, level: number, follows: boolean, depth: number): Task<void> {
    const { o } = this;
    const indent = "    ".repeat(level);
    const directory = this.isDirectory(node);
    const facts = yield* this.lines.jsonFacts(node);
    yield* this.out.write(`${follows ? ",\n" : ""}${indent}{${facts}`);
    if (!directory) {
      yield* this.out.write("}");
      return;
    }
    const children = depth <= o.depth ? this.children(node.path) : [];
    yield* this.out.write(`,"contents":[`);
    const shown = failed(children) ? [] : children;
    for (const [i, child] of shown.entries()) {
      if (i === 0) yield* this.out.write("\n");
      if (this.isDirectory(child)) this.directories++;
      else this.files++;
      yield* this.jsonNode(child, level + 1, i > 0, depth + 1);
    }
    yield* this.out.write(shown.length > 0 ? `\n${indent}]}` : `]}`);
  }
}

const identity = (node: Stat): string => `${node.dev}:${node.ino}`;

function orderOf(o: TreeOptions, a: TreeNode, b: TreeNode): number {
  switch (o.sort) {
    case "time":
      return a.node.mtime - b.node.mtime || byteOrder(a.name, b.name);
    case "change":
      return a.node.ctime - b.node.ctime || byteOrder(a.name, b.name);
    case "size":
      return b.node.size - a.node.size || byteOrder(a.name, b.name);
    case "version":
      return versionOrder(a.name, b.name);
    default:
      return byteOrder(a.name, b.name);
  }
}

function* outputOf(io: Io): Task<Output | undefined> {
  const path = io.value("o");
  if (path === undefined) return io.out;
  const fd = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (!failed(fd)) return new Output(io.sys, fd);
  yield* io.tell(`tree: invalid filename '${path}'\n`);
  return undefined;
}

const GNU = `a d l x L: R P: I: matchdirs metafirst ignore-case noreport charset: filelimit: q N Q p u g s h si D timefmt:
  F inodes device v t c U r dirsfirst filesfirst sort: i A S n C X J H: T: o: f prune du info gitignore nolinks`;

export const tree = command(
  {
    name: "tree",
    gnu: GNU,
    usage: "[OPTION]... [DIRECTORY]...",
    package: "tree v2.2.1",
    misuse: (name, message) =>
      `${name}: ${message.replace(/^invalid option -- '(.)'$/, "Invalid argument -`$1'.")}\n`,
  },
  function* (io) {
    const options = yield* treeOptionsOf(io);
    if (options === undefined) return 1;
    if (io.has("X") || io.has("H")) return yield* io.complain("HTML and XML are not modelled here; -J is");
    const out = yield* outputOf(io);
    if (out === undefined) return 1;
    const zone = yield* localZone(io.sys, io.env.get("TZ"), io.sys.now());
    const lines = new LineMaker(options, new Accounts(io.sys), zone);
    const drawer = new Drawer(io, options, lines, out);
    const paths = io.operandsOr(".");
    if (io.has("J")) yield* drawer.json(paths);
    else {
      for (const path of paths) yield* drawer.root(path);
      yield* drawer.report();
    }
    yield* out.flush();
    return io.status;
  },
);
