// The lines of tree: branches in the terminal's characters, facts in brackets, names.
// Relies on what tree.ts has found out about each file.

import { failed, type Errno } from "../../base/errno.ts";
import type { Stat, Task } from "../../kernel/sys.ts";
import { isDirectory, modeLetters, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK } from "../libc/file-mode.ts";
import type { Accounts } from "../libc/passwd.ts";
import { escapeName, questionMarks } from "../libc/quote.ts";
import { strftime, type Zone } from "../libc/strftime.ts";
import { colored } from "./ls-colors.ts";
import type { TreeOptions } from "./tree-options.ts";

export interface TreeNode {
  readonly name: string;
  readonly path: string;
  readonly node: Stat;
  /** of symbolic links */
  readonly target: string | undefined;
  /** what a link leads to; the node itself otherwise */
  readonly behind: Stat | Errno;
}

const BRANCHES = {
  unicode: ["├── ", "└── ", "│\u00a0\u00a0 ", "    "],
  ascii: ["|-- ", "`-- ", "|   ", "    "],
  vt100: ["\x1b(0tqq\x1b(B ", "\x1b(0mqq\x1b(B ", "\x1b(0x\x1b(B   ", "    "],
} as const;

/** One decimal below ten. */
function humanSize(bytes: number, base: number): string {
  if (bytes < base) return String(bytes);
  let power = 0;
  let scaled = bytes;
  while (scaled >= base) {
    scaled /= base;
    power++;
  }
  const letter = "kMGTPE".charAt(power - 1);
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)}${base === 1000 ? letter : letter.toUpperCase()}`;
}

export class LineMaker {
  private readonly used = { any: false };

  constructor(
    private readonly o: TreeOptions,
    private readonly accounts: Accounts,
    private readonly zone: Zone,
  ) {}

  branch(last: boolean): string {
    return BRANCHES[this.o.lines][last ? 1 : 0];
  }

  /** What stands below a branch, before the branches of its children. */
  stem(last: boolean): string {
    return BRANCHES[this.o.lines][last ? 3 : 2];
  }

  size(bytes: number): string {
    const { sizes } = this.o;
    if (sizes === "human" || sizes === "si")
      return humanSize(bytes, sizes === "si" ? 1000 : 1024).padStart(5);
    return String(bytes).padStart(12);
  }

  /** The line without its newline. */
  *show(item: TreeNode, branch: string, size: number, root: boolean): Task<string> {
    const { o } = this;
    const facts = yield* this.facts(item, size);
    const brackets = facts === "" ? "" : `[${facts}]  `;
    const name = this.nameOf(root || !o.fullPaths ? item.name : item.path);
    const text = this.color(item, name, false);
    const arrow = item.target === undefined ? "" : ` -> ${this.color(item, this.nameOf(item.target), true)}`;
    const mark = o.classify ? markOf(item, root) : "";
    return (
      branch +
      brackets +
      text +
      (item.target === undefined ? mark : "") +
      arrow +
      (item.target === undefined ? "" : markBehind(item, o))
    );
  }

  private color(item: TreeNode, text: string, behind: boolean): string {
    const { colors } = this.o;
    if (colors === undefined) return text;
    const entry = {
      name: item.name,
      path: item.path,
      type: item.node.mode & S_IFMT,
      node: item.node,
      target: item.target,
      behind: item.behind,
    };
    return colored(colors, entry, text, behind, this.used).replace(/^\x1b\[0m(?=\x1b)/, "");
  }

  private nameOf(name: string): string {
    const { o } = this;
    const shown =
      o.names === "raw" || o.quotes
        ? name
        : o.names === "question"
          ? questionMarks(name, o.utf8)
          : escapeName(name, o.utf8);
    return o.quotes ? `"${shown.replace(/["\\]/g, "\\$&")}"` : shown;
  }

  private *facts({ node }: TreeNode, size: number): Task<string> {
    const { o, accounts } = this;
    const parts: string[] = [];
    if (o.inodes) parts.push(String(node.ino).padStart(7));
    if (o.devices) parts.push(String(node.dev).padStart(3));
    if (o.mode) parts.push(modeLetters(node.mode));
    if (o.user) parts.push((yield* accounts.userLabel(node.uid)).padEnd(8));
    if (o.group) parts.push((yield* accounts.groupLabel(node.gid)).padEnd(8));
    if (o.sizes !== "none") parts.push(this.size(size));
    if (o.date !== undefined) parts.push(strftime(o.date, node.mtime, this.zone));
    return parts.join(" ");
  }

  *jsonFacts(item: TreeNode): Task<string> {
    const { o, accounts } = this;
    const { node, target } = item;
    const name = o.fullPaths ? item.path : item.name;
    const facts: string[] = [`"type":"${jsonType(node.mode)}"`, `"name":${JSON.stringify(name)}`];
    if (target !== undefined) facts.push(`"target":${JSON.stringify(target)}`);
    if (o.inodes) facts.push(`"inode":${node.ino}`);
    if (o.mode)
      facts.push(
        `"mode":"${(node.mode & 0o7777).toString(8).padStart(4, "0")}","prot":"${modeLetters(node.mode)}"`,
      );
    if (o.user) facts.push(`"user":${JSON.stringify(yield* accounts.userLabel(node.uid))}`);
    if (o.group) facts.push(`"group":${JSON.stringify(yield* accounts.groupLabel(node.gid))}`);
    if (o.sizes !== "none") facts.push(`"size":${node.size}`);
    if (o.date !== undefined) facts.push(`"time":"${strftime(o.date, node.mtime, this.zone)}"`);
    return facts.join(",");
  }
}

const jsonType = (mode: number): string => {
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return "directory";
    case S_IFLNK:
      return "link";
    case S_IFIFO:
      return "fifo";
    case S_IFSOCK:
      return "socket";
    default:
      return "file";
  }
};

function markOf({ name, node }: TreeNode, root: boolean): string {
  if (isDirectory(node)) return root && name.endsWith("/") ? "" : "/";
  return markFor(node.mode);
}

function markFor(mode: number): string {
  switch (mode & S_IFMT) {
    case S_IFDIR:
      return "/";
    case S_IFIFO:
      return "|";
    case S_IFSOCK:
      return "=";
    default:
      return (mode & 0o111) !== 0 && (mode & S_IFMT) !== S_IFLNK ? "*" : "";
  }
}

const markBehind = ({ behind }: TreeNode, { classify }: TreeOptions): string =>
  classify && !failed(behind) ? markFor(behind.mode) : "";
