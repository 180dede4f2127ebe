// Root file systems of hosts, made once and forked for every world: a fork costs nothing, and neither sees what
// the other writes. Only what differs between hosts of a kind, their name, is written into the fork.

import type { Instant } from "../../base/time.ts";
import { applyLayer } from "../../fs/apply-layer.ts";
import { writeFile } from "../../fs/tree-paths.ts";
import { Tree } from "../../fs/tree.ts";
import type { Layout } from "../../registry/layout.ts";

/** A function of pure data to trees, each made when it is first asked for. */
export function rootTrees(describe: (kind: string) => Layout, installed: Instant): (kind: string) => Tree {
  const trees = new Map<string, Tree>();
  return (kind) => {
    let tree = trees.get(kind);
    if (tree === undefined) {
      tree = new Tree({ now: installed });
      applyLayer(tree, describe(kind).layer(), installed);
      trees.set(kind, tree);
    }
    return tree.fork();
  };
}

/** /etc/hostname and what /etc/hosts says of it. */
export function nameHost(tree: Tree, name: string, hosts: string, now: Instant): Tree {
  void writeFile(tree, "/etc/hostname", `${name}\n`, { now });
  void writeFile(tree, "/etc/hosts", hosts, { now });
  return tree;
}
