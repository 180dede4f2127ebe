// A file that find has come to: its path, and what is known of it, looked up when a test first asks.
// Whether symbolic links are followed (-L, -H) is settled here.

import { failed, type Errno } from "../../base/errno.ts";
import type { Stat, Sys } from "../../kernel/sys.ts";
import { isSymlink, S_IFMT } from "../libc/file-mode.ts";
import { lastComponent, stripSlashes } from "../libc/paths.ts";

export type FollowLinks = "never" | "command-line" | "always";

export class FoundFile {
  private looked: Stat | Errno | undefined;

  constructor(
    private readonly sys: Sys,
    readonly path: string,
    /** the operand that it was found below */
    readonly start: string,
    readonly depth: number,
    private readonly follow: FollowLinks,
    /** type bits, where the directory told them and no link can change them */
    private readonly listedType: number | undefined,
  ) {}

  get name(): string {
    return this.depth === 0 ? lastComponent(this.path) : this.path.slice(this.path.lastIndexOf("/") + 1);
  }

  /** The path below the start. */
  get relative(): string {
    if (this.depth === 0) return "";
    return this.path.slice(this.start.endsWith("/") ? this.start.length : this.start.length + 1);
  }

  get directory(): string {
    const path = stripSlashes(this.path);
    const slash = path.lastIndexOf("/");
    return slash < 0 ? "." : slash === 0 ? "" : path.slice(0, slash);
  }

  private get follows(): boolean {
    return this.follow === "always" || (this.follow === "command-line" && this.depth === 0);
  }

  /** What the tests look at; of a link that leads nowhere, the link. */
  look(): Stat | Errno {
    if (this.looked !== undefined) return this.looked;
    let node = this.follows ? this.sys.stat(this.path) : this.sys.lstat(this.path);
    if (failed(node) && this.follows && (node === "ENOENT" || node === "ENOTDIR"))
      node = this.sys.lstat(this.path);
    return (this.looked = node);
  }

  get node(): Stat | undefined {
    const node = this.look();
    return failed(node) ? undefined : node;
  }

  get type(): number {
    if (this.listedType !== undefined && !(this.follows && isSymlink({ mode: this.listedType })))
      return this.listedType;
    return (this.node?.mode ?? 0) & S_IFMT;
  }

  /** What -xtype and %Y ask: where links are not followed, what they lead to, and the reverse. */
  other(): Stat | Errno {
    return this.follows ? this.sys.lstat(this.path) : this.sys.stat(this.path);
  }
}
