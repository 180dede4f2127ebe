// A description of files that becomes a layer: what an image's layer or a host's file system holds, said in
// few words. Directories on the way are made by themselves, as root's with mode 0755; whatever has no time of
// its own has the layout's. Not here: which files there are (software/, catalogue/, world/host-roots).

import { byteOrder } from "../base/byte-order.ts";
import { assert } from "../base/assert.ts";
import type { Instant } from "../base/time.ts";
import { encode } from "../base/utf8.ts";
import { Content } from "../fs/content.ts";
import { S_IFDIR, S_IFLNK, S_IFREG } from "../fs/file-system.ts";
import type { Layer, LayerEntry, NodeEntry } from "../fs/layer.ts";
import { components, utf8Length } from "../fs/path.ts";
import { executableHead } from "../kernel/executables.ts";

export interface NodeOptions {
  /** permission bits */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: Instant;
}

interface Node {
  /** undefined: what the layers below have under this name is gone */
  readonly entry: Omit<NodeEntry, "path" | "kind"> | undefined;
  readonly children: Map<string, Node> | undefined;
}

/** Which program an executable runs, where it is not called like its file. */
export type ProgramNames = ReadonlyMap<string, string>;

const NO_NAMES: ProgramNames = new Map();
const NOTHING = new Uint8Array(0);

export class Layout {
  private readonly root: Map<string, Node> = new Map();
  /** where the last path led: mostly the next one is beside it */
  private last = { directory: "", children: this.root };

  constructor(private readonly time: Instant) {}

  /** Makes it, or makes it like this if it is there already. */
  directory(path: string, options: NodeOptions = {}): this {
    const { parent, name } = this.place(path);
    const children = parent.get(name)?.children ?? new Map<string, Node>();
    parent.set(name, { entry: this.entry(S_IFDIR, 0o755, options), children });
    return this;
  }

  /** Several of them, between blanks. */
  directories(paths: string, options: NodeOptions = {}): this {
    for (const path of words(paths)) this.directory(path, options);
    return this;
  }

  file(path: string, content: string | Uint8Array, options: NodeOptions = {}): this {
    const bytes = typeof content === "string" ? encode(content) : content;
    return this.put(path, S_IFREG, 0o644, options, { content: paddedContent(bytes, bytes.length) });
  }

  /** A file whose bytes nobody looks at: zeros. */
  data(path: string, size: number, options: NodeOptions = {}): this {
    return this.put(path, S_IFREG, 0o644, options, { content: paddedContent(NOTHING, size) });
  }

  /** An executable of `size` bytes that runs a program. */
  program(path: string, program: string, size: number, options: NodeOptions = {}): this {
    return this.put(path, S_IFREG, 0o755, options, { content: paddedContent(executableHead(program), size) });
  }

  /**
   * Executables of one directory, between blanks: `NAME:SIZE`, with `:MODE` in octal where it is not 755, and
   * symbolic links `NAME>TARGET`.
   */
  programs(directory: string, listing: string, names: ProgramNames = NO_NAMES): this {
    return this.listed(directory, listing, 0o755, (name, size) =>
      paddedContent(executableHead(names.get(name) ?? name), size),
    );
  }

  /** The same of files that nobody looks into. */
  dataFiles(directory: string, listing: string): this {
    return this.listed(directory, listing, 0o644, (_, size) => paddedContent(NOTHING, size));
  }

  private listed(
    directory: string,
    listing: string,
    usualMode: number,
    contentOf: (name: string, size: number) => Content | undefined,
  ): this {
    for (const word of words(listing)) {
      const [name = "", size = "", mode] = word.split(":");
      const arrow = name.indexOf(">");
      if (arrow > 0) this.link(`${directory}/${name.slice(0, arrow)}`, name.slice(arrow + 1));
      else {
        const options = mode === undefined ? {} : { mode: parseInt(mode, 8) };
        const content = contentOf(name, Number(size));
        this.put(`${directory}/${name}`, S_IFREG, usualMode, options, { content });
      }
    }
    return this;
  }

  /** A symbolic link. */
  link(path: string, target: string, options: NodeOptions = {}): this {
    return this.put(path, S_IFLNK, 0o777, options, { target });
  }

  /** Symbolic links of one directory that lead to one place. */
  links(directory: string, names: string, target: string): this {
    for (const name of words(names)) this.link(`${directory}/${name}`, target);
    return this;
  }

  /** Further names of a file. */
  hardLinks(directory: string, names: string, path: string): this {
    const { parent, name } = this.place(path);
    const node = parent.get(name);
    assert(node?.children === undefined && node?.entry !== undefined, `${path} is no file`);
    for (const other of words(names)) {
      const at = this.place(`${directory}/${other}`);
      at.parent.set(at.name, node);
    }
    return this;
  }

  /** Hides what the layers below have under this name. */
  remove(path: string): this {
    const { parent, name } = this.place(path);
    parent.set(name, { entry: undefined, children: undefined });
    return this;
  }

  /** Puts in, or over what is here, everything that another one says. */
  add(other: (layout: this) => void): this {
    other(this);
    return this;
  }

  /** Makes the whole `total` bytes large with files that nobody looks into, all of about one size. */
  fill(total: number, paths: readonly string[]): this {
    let left = total - this.size();
    assert(left >= paths.length, `cannot be filled up to ${total} bytes, of which ${left} are left`);
    paths.forEach((path, i) => {
      const size = Math.floor(left / (paths.length - i));
      this.data(path, size);
      left -= size;
    });
    return this;
  }

  /** Bytes of all files so far, as Docker counts them. */
  size(): number {
    return [...new Set(nodesIn(this.root))].reduce((sum, { entry }) => sum + sizeOf(entry), 0);
  }

  layer(): Layer {
    return { entries: [...this.walk(this.root, "", new Map())] };
  }

  private *walk(
    children: ReadonlyMap<string, Node>,
    path: string,
    first: Map<Node, string>,
  ): Generator<LayerEntry> {
    for (const [name, node] of [...children].sort((a, b) => byteOrder(a[0], b[0]))) {
      const below = path === "" ? name : `${path}/${name}`;
      if (node.entry === undefined) {
        yield { kind: "whiteout", path: below, mtime: this.time };
        continue;
      }
      const link = node.children === undefined ? first.get(node) : undefined;
      if (link === undefined) first.set(node, below);
      yield {
        kind: "node",
        path: below,
        ...node.entry,
        link,
        content: link ? undefined : node.entry.content,
      };
      if (node.children !== undefined) yield* this.walk(node.children, below, first);
    }
  }

  private put(
    path: string,
    type: number,
    mode: number,
    options: NodeOptions,
    what: { readonly content?: Content | undefined; readonly target?: string },
  ): this {
    const { parent, name } = this.place(path);
    const entry = { ...this.entry(type, mode, options), content: what.content, target: what.target };
    parent.set(name, { entry, children: undefined });
    return this;
  }

  private entry(type: number, usual: number, options: NodeOptions): Omit<NodeEntry, "path" | "kind"> {
    const { mode = usual, uid = 0, gid = 0, mtime = this.time } = options;
    return { mode: type | mode, uid, gid, rdev: 0, mtime };
  }

  /** The directory that a path's last name is in, made if it is not there. */
  private place(path: string): { parent: Map<string, Node>; name: string } {
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    assert(name !== "", "the root is in no layout");
    return { parent: this.childrenOf(path.slice(0, Math.max(slash, 0))), name };
  }

  private childrenOf(directory: string): Map<string, Node> {
    if (directory === this.last.directory) return this.last.children;
    let children = this.root;
    for (const step of components(directory)) {
      let node = children.get(step);
      if (node === undefined)
        children.set(step, (node = { entry: this.entry(S_IFDIR, 0o755, {}), children: new Map() }));
      assert(node.children !== undefined, `${directory}: ${step} is no directory`);
      children = node.children;
    }
    this.last = { directory, children };
    return children;
  }
}

function* nodesIn(children: ReadonlyMap<string, Node>): Generator<Node> {
  for (const node of children.values()) {
    yield node;
    if (node.children !== undefined) yield* nodesIn(node.children);
  }
}

const sizeOf = (entry: Node["entry"]): number => entry?.content?.size ?? utf8Length(entry?.target ?? "");

export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** `head` and zeros up to `size` bytes. */
function paddedContent(head: Uint8Array, size: number): Content | undefined {
  assert(head.length <= size, `${head.length} bytes do not fit into ${size}`);
  return size === 0 ? undefined : Content.padded(head, size);
}
