// The tree against the simplest thing that could be a file system: nodes with maps, copied whole at every
// fork. Random operations on several trees, forks in between; every answer and in the end every tree must
// be the same, so no fork and its origin ever see each other.

import fc from "fast-check";
import { expect, test } from "vitest";
import { failed, type Errno } from "../../src/base/errno.ts";
import { applyLayer } from "../../src/fs/apply-layer.ts";
import { changesOf } from "../../src/fs/diff.ts";
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG } from "../../src/fs/file-system.ts";
import { decodeLayer, encodeLayer } from "../../src/fs/layer-tar.ts";
import { layerOf } from "../../src/fs/layer-walk.ts";
import { components } from "../../src/fs/path.ts";
import { walk } from "../../src/fs/tree-paths.ts";
import { Tree } from "../../src/fs/tree.ts";

interface Node {
  mode: number;
  uid: number;
  mtime: number;
  nlink: number;
  data: number[];
  names: Map<string, Node> | undefined;
  target: string;
  /** from below the fork: as long as it is so, a directory cannot be moved */
  below: boolean;
}

const newNode = (mode: number, mtime: number, target = ""): Node => {
  const isDir = (mode & S_IFMT) === S_IFDIR;
  return {
    mode,
    uid: 0,
    mtime,
    nlink: isDir ? 2 : 1,
    data: [],
    names: isDir ? new Map() : undefined,
    target,
    below: false,
  };
};

/** `parting` gives every name a node of its own, as an overlay does to what is below it. */
function copy(node: Node, parting: boolean, seen = new Map<Node, Node>()): Node {
  const known = parting ? undefined : seen.get(node);
  if (known) return known;
  const twin: Node = { ...node, data: node.data.slice(), below: parting || node.below };
  seen.set(node, twin);
  if (node.names)
    twin.names = new Map([...node.names].map(([name, child]) => [name, copy(child, parting, seen)]));
  return twin;
}

type Step = {
  readonly op:
    | "file"
    | "mkdir"
    | "symlink"
    | "fifo"
    | "link"
    | "unlink"
    | "rmdir"
    | "rename"
    | "write"
    | "truncate"
    | "chown";
  readonly tree: number;
  readonly a: string;
  readonly b: string;
  readonly n: number;
};

/** One side of every step: where it stands on the way, and what it answers. */
interface Side<N> {
  find(path: string): N | Errno;
  run(step: Step, directory: N, name: string, directory2: N, name2: string, now: number): Errno | undefined;
}

function runStep<N>(side: Side<N>, step: Step, now: number): Errno | undefined {
  const [dirA, nameA] = splitLast(step.a);
  const [dirB, nameB] = splitLast(step.b);
  const a = side.find(dirA);
  if (isErrno(a)) return a;
  const b = side.find(dirB);
  if (isErrno(b)) return b;
  return side.run(step, a, nameA, b, nameB, now);
}

const isErrno = (answer: unknown): answer is Errno => failed(answer);
const splitLast = (path: string): [string, string] => [
  `/${components(path).slice(0, -1).join("/")}`,
  components(path).at(-1) as string,
];

const modelSide = (root: Node): Side<Node> => ({
  find(path) {
    let node: Node | undefined = root;
    for (const name of components(path)) {
      if (!node.names) return "ENOTDIR";
      node = node.names.get(name);
      if (!node) return "ENOENT";
    }
    return node.names ? node : "ENOTDIR";
  },
  run: (step, dir, name, dir2, name2, now) => runOnModel(root, step, dir, name, dir2, name2, now),
});

function runOnModel(
  root: Node,
  step: Step,
  dir: Node,
  name: string,
  dir2: Node,
  name2: string,
  now: number,
): Errno | undefined {
  const names = dir.names as Map<string, Node>;
  const node = names.get(name);
  const put = (mode: number, target = ""): Errno | undefined => {
    if (node) return "EEXIST";
    names.set(name, newNode(mode, now, target));
    if ((mode & S_IFMT) === S_IFDIR) dir.nlink++;
    dir.mtime = now;
    return undefined;
  };
  switch (step.op) {
    case "file":
      return put(S_IFREG | 0o644);
    case "mkdir":
      return put(S_IFDIR | 0o755);
    case "fifo":
      return put(S_IFIFO | 0o600);
    case "symlink":
      return put(S_IFLNK | 0o777, step.b);
    case "link": {
      if (!node) return "ENOENT";
      if (dir2.names?.has(name2)) return "EEXIST";
      if (node.names) return "EPERM";
      touch(node);
      node.nlink++;
      dir2.names?.set(name2, node);
      dir2.mtime = now;
      return undefined;
    }
    case "unlink":
    case "rmdir": {
      if (!node) return "ENOENT";
      if (step.op === "unlink" && node.names) return "EISDIR";
      if (step.op === "rmdir" && !node.names) return "ENOTDIR";
      if (step.op === "rmdir" && node.names?.size) return "ENOTEMPTY";
      drop(dir, name, now);
      return undefined;
    }
    case "rename":
      return renameOnModel(root, dir, name, dir2, name2, now);
    case "write":
    case "truncate":
      return changeBytes(node, step, now);
    case "chown":
      if (!node) return "ENOENT";
      touch(node);
      node.uid = step.n;
      return undefined;
  }
}

/** What is copied up has no other names any more. */
function touch(node: Node): void {
  if (node.below && !node.names) node.nlink = 1;
  node.below &&= node.names !== undefined;
}

function drop(dir: Node, name: string, now: number): void {
  const node = dir.names?.get(name) as Node;
  dir.names?.delete(name);
  if (node.names) dir.nlink--;
  else if (!node.below) node.nlink--;
  dir.mtime = now;
}

function changeBytes(node: Node | undefined, step: Step, now: number): Errno | undefined {
  if (!node) return "ENOENT";
  if (node.names) return "EISDIR";
  if ((node.mode & S_IFMT) !== S_IFREG) return "EINVAL";
  touch(node);
  const text = String(now);
  const end = step.op === "write" ? step.n + text.length : step.n;
  if (step.op === "truncate") node.data.length = Math.min(node.data.length, end);
  while (node.data.length < end) node.data.push(0);
  if (step.op === "write") for (let i = 0; i < text.length; i++) node.data[step.n + i] = text.charCodeAt(i);
  node.mtime = now;
  return undefined;
}

function renameOnModel(
  root: Node,
  dir: Node,
  name: string,
  dir2: Node,
  name2: string,
  now: number,
): Errno | undefined {
  const node = dir.names?.get(name);
  if (!node) return "ENOENT";
  const old = dir2.names?.get(name2);
  if (old === node) return undefined;
  if (node.names && contains(node, dir2)) return "EINVAL";
  if (node.names && old && !old.names) return "ENOTDIR";
  if (!node.names && old?.names) return "EISDIR";
  if (node.names && node.below) return "EXDEV";
  if (old?.names?.size) return "ENOTEMPTY";
  touch(node);
  if (old) drop(dir2, name2, now);
  dir.names?.delete(name);
  dir2.names?.set(name2, node);
  if (node.names) {
    dir.nlink--;
    dir2.nlink++;
  }
  dir.mtime = dir2.mtime = now;
  void root;
  return undefined;
}

const contains = (node: Node, wanted: Node): boolean =>
  node === wanted || [...(node.names?.values() ?? [])].some((child) => contains(child, wanted));

const treeSide = (tree: Tree): Side<number> => ({
  find(path) {
    let ino = tree.root;
    for (const name of components(path)) {
      const next = tree.lookup(ino, name);
      if (isErrno(next)) return next;
      ino = next;
    }
    return ((tree.attributes(ino)?.mode ?? 0) & S_IFMT) === S_IFDIR ? ino : "ENOTDIR";
  },
  run(step, dir, name, dir2, name2, now) {
    const ino = tree.lookup(dir, name);
    const put = (mode: number, target?: string): Errno | undefined => {
      const made = tree.create(
        dir,
        name,
        { mode, uid: 0, gid: 0, ...(target === undefined ? {} : { target }) },
        now,
      );
      return isErrno(made) ? made : undefined;
    };
    if (step.op === "file") return put(S_IFREG | 0o644);
    if (step.op === "mkdir") return put(S_IFDIR | 0o755);
    if (step.op === "fifo") return put(S_IFIFO | 0o600);
    if (step.op === "symlink") return put(S_IFLNK | 0o777, step.b);
    if (step.op === "unlink") return tree.unlink(dir, name, now);
    if (step.op === "rmdir") return tree.rmdir(dir, name, now);
    if (step.op === "rename") return tree.rename(dir, name, dir2, name2, now);
    if (isErrno(ino)) return ino;
    if (step.op === "link") return tree.link(dir2, name2, ino, now);
    if (step.op === "truncate") return tree.truncate(ino, step.n, now);
    if (step.op === "chown") return tree.change(ino, { uid: step.n }, now);
    return tree.write(ino, step.n, new TextEncoder().encode(String(now)), now);
  },
});

function showModel(root: Node, path = ""): string[] {
  return [...(root.names ?? [])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, node]) => {
      const own = show(`${path}/${name}`, node, node.data, node.target);
      return node.names ? [own, ...showModel(node, `${path}/${name}`)] : [own];
    });
}

const show = (
  path: string,
  a: { mode: number; uid: number; mtime: number; nlink: number },
  data: Iterable<number>,
  target: string,
): string => `${path} ${a.mode.toString(8)} ${a.uid} ${a.mtime} ${a.nlink} ${[...data].join()} ${target}`;

/** nlink of directories is another thing in overlays: the caller says whether to look at it. */
function showTree(tree: Tree, dirLinks: boolean): string[] {
  return [...walk(tree)].map(({ path, ino, attributes: a }) => {
    const isDir = (a.mode & S_IFMT) === S_IFDIR;
    const nlink = isDir && !dirLinks ? 0 : a.nlink;
    return show(path, { ...a, nlink }, isDir ? [] : tree.read(ino, 0, a.size), tree.readlink(ino));
  });
}

const hideLinks = (root: Node): Node => {
  if (root.names) root.nlink = 0;
  root.names?.forEach(hideLinks);
  return root;
};

const NAMES = ["a", "b", "__proto__", "10", "é"];
const OPS = ["file", "file", "mkdir", "mkdir", "symlink", "fifo", "link", "link", "unlink", "unlink", "rmdir", "rename", "rename", "rename", "write", "write", "write", "truncate", "chown"] as const; // prettier-ignore

/** Half of the paths lead to what is there, half to a name in a directory that is there. */
interface Choice {
  readonly there: boolean;
  readonly n: number;
  readonly name: string;
}
const choice = fc.record({ there: fc.boolean(), n: fc.nat(999), name: fc.constantFrom(...NAMES) });
const choose = (root: Node, { there, n, name }: Choice): string => {
  const directories = [""];
  const all: string[] = [];
  const list = (node: Node, path: string): void =>
    node.names?.forEach((child, key) => {
      all.push(`${path}/${key}`);
      if (child.names) directories.push(`${path}/${key}`);
      list(child, `${path}/${key}`);
    });
  list(root, "");
  if (there && all.length > 0) return all[n % all.length] as string;
  return `${directories[n % directories.length]}/${name}`;
};

type Plan = Omit<Step, "a" | "b"> & { readonly a: Choice; readonly b: Choice };
const step: fc.Arbitrary<Plan> = fc.record({
  op: fc.constantFrom(...OPS),
  tree: fc.nat(3),
  a: choice,
  b: choice,
  n: fc.nat(9),
});
const fork = fc.record({ op: fc.constant("fork" as const), tree: fc.nat(3) });
const steps = fc.array(fc.oneof({ weight: 12, arbitrary: step }, { weight: 1, arbitrary: fork }), { minLength: 20, maxLength: 120, size: "max" }); // prettier-ignore

interface Pair {
  readonly tree: Tree;
  readonly root: Node;
}
const newPair = (): Pair => ({ tree: new Tree(), root: newNode(S_IFDIR | 0o755, 0) });

/** The same step on both sides, which must answer the same. */
function play({ tree, root }: Pair, plan: Plan, now: number): void {
  const todo: Step = { ...plan, a: choose(root, plan.a), b: choose(root, plan.b) };
  const answer = runStep(treeSide(tree), todo, now);
  const expected = runStep(modelSide(root), todo, now);
  if (answer !== expected) expect([now, todo, answer]).toEqual([now, todo, expected]);
}

test("trees that are forked now and then are like as many separate ones", () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (script, above) => {
      const pairs = [newPair()];
      for (const [i, todo] of script.entries()) {
        const pair = pairs[todo.tree % pairs.length] as Pair;
        if (todo.op !== "fork") play(pair, todo, i + 1);
        else if (pairs.length < 4) {
          pairs.push({
            tree: above ? pair.tree.forkAbove() : pair.tree.fork(),
            root: copy(pair.root, above),
          });
        }
      }
      for (const { tree, root } of pairs) {
        expect(showTree(tree, !above)).toEqual(showModel(above ? hideLinks(root) : root));
      }
    }),
    { seed: 1, numRuns: 130 },
  );
});

/** What a layer carries; times in whole seconds, so that the tar has them too. */
const carried = (tree: Tree): string[] =>
  [...walk(tree)].map(({ path, ino, attributes: a }) =>
    show(
      path,
      { ...a, nlink: 0 },
      (a.mode & S_IFMT) === S_IFREG ? tree.read(ino, 0, a.size) : [],
      tree.readlink(ino),
    ),
  );

const script = fc.array(step, { minLength: 10, maxLength: 40, size: "max" });
const playAll = (pair: Pair, plans: readonly Plan[], from: number): Pair => {
  for (const [i, plan] of plans.entries()) play(pair, plan, (from + i) * 1_000_000);
  return pair;
};
const raise = ({ tree, root }: Pair): Pair => ({ tree: tree.forkAbove(), root: copy(root, true) });

test("a layer put onto the image gives the container, straight and by way of its tar", () => {
  fc.assert(
    fc.property(script, script, script, (image, first, second) => {
      const bottom = playAll(newPair(), image, 1);
      const container = playAll(raise(bottom), first, 100);
      const [below, above] = [bottom.tree, container.tree];
      const layer = layerOf(above);
      const flat = below.fork();
      applyLayer(flat, layer, 0);
      expect(carried(flat)).toEqual(carried(above));
      const packed = Buffer.concat([...encodeLayer(layer)]);
      const read = decodeLayer(packed, 0);
      if (!read.ok) throw new Error(read.error.message);
      const again = below.fork();
      applyLayer(again, read.value, 0);
      expect(carried(again)).toEqual(carried(above));
      // and a second layer on that
      const top = playAll(raise({ tree: flat, root: container.root }), second, 200).tree;
      applyLayer(flat, layerOf(top), 0);
      expect(carried(flat)).toEqual(carried(top));
      expect(Buffer.concat([...encodeLayer(layerOf(above))]).equals(packed)).toBe(true);
    }),
    { seed: 2, numRuns: 60 },
  );
});

/** archive.ChangesDirs the long way: both sides listed whole. */
function compareWhole(now: Tree, before: Tree): string[] {
  const list = (tree: Tree): Map<string, string> =>
    new Map(
      [...walk(tree)].map(({ path, attributes: a }) => [
        path,
        (a.mode & S_IFMT) === S_IFDIR ? `${a.mode} ${a.uid}` : `${a.mode} ${a.uid} ${a.size} ${a.mtime}`,
      ]),
    );
  const [is, was] = [list(now), list(before)];
  const lines = new Set<string>();
  const add = (path: string, kind: string): void => {
    lines.add(`${path} ${kind}`);
    const parent = components(path).slice(0, -1);
    for (let n = parent.length; n > 0; n--) {
      const up = `/${parent.slice(0, n).join("/")}`;
      if (was.has(up) && is.has(up)) lines.add(`${up} modify`);
    }
  };
  for (const [path, text] of is) {
    if (!was.has(path)) add(path, "add");
    else if (was.get(path) !== text) add(path, "modify");
  }
  const isDir = (tree: Map<string, string>, path: string): boolean =>
    (Number(tree.get(path)?.split(" ")[0]) & S_IFMT) === S_IFDIR;
  for (const path of was.keys()) {
    const parent = `/${components(path).slice(0, -1).join("/")}`;
    if (!is.has(path) && (parent === "/" || (isDir(is, parent) && is.has(parent)))) add(path, "delete");
  }
  return [...lines].sort();
}

test("changes are those that comparing everything finds", () => {
  fc.assert(
    fc.property(script, script, (image, changes) => {
      const bottom = playAll(newPair(), image, 1);
      const below = bottom.tree;
      const above = playAll(raise(bottom), changes, 100).tree;
      expect(
        changesOf(above)
          .map(({ path, kind }) => `${path} ${kind}`)
          .sort(),
      ).toEqual(compareWhole(above, below));
    }),
    { seed: 3, numRuns: 120 },
  );
});
