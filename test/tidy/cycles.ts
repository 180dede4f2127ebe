// Cycles among the things that lie side by side in one folder, files and folders alike. An import counts where
// the paths of its two ends part: src/cli/grammar/a.ts importing src/cli/flags.ts is `grammar` importing
// `flags.ts` within src/cli, and says nothing about src. Two files may know each other's types: what is judged
// there is what is loaded before what. Folders may not even do that, as one could not be read without the other.

import type { Import } from "./imports.ts";

/** From each thing in a folder to those beside it that it imports, with one import that proves it. */
type Graph = Map<string, Map<string, Import>>;

function graphOf(imports: readonly Import[]): Graph {
  const graph: Graph = new Map();
  for (const one of imports) {
    if (one.to === undefined) continue;
    const [from, to] = partingOf(one.from, one.to);
    if (from === to || (one.kind === "type" && from === one.from && to === one.to)) continue;
    const next = graph.get(from) ?? new Map<string, Import>();
    graph.set(from, next);
    if (!next.has(to)) next.set(to, one);
  }
  return graph;
}

/** The two paths, cut off behind the first component in which they differ. */
function partingOf(a: string, b: string): [string, string] {
  const [left, right] = [a.split("/"), b.split("/")];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  return [left.slice(0, same + 1).join("/"), right.slice(0, same + 1).join("/")];
}

/** One cycle, as the imports that make it, for every import that closes one in a walk through the graph. */
export function cyclesIn(imports: readonly Import[]): Import[][] {
  const graph = graphOf(imports);
  const cycles: Import[][] = [];
  const done = new Set<string>();
  const walk = (node: string, path: readonly { node: string; by: Import }[]): void => {
    for (const [next, by] of graph.get(node) ?? []) {
      const steps = [...path, { node, by }];
      const first = steps.findIndex((step) => step.node === next);
      if (first >= 0) cycles.push(steps.slice(first).map((step) => step.by));
      else if (!done.has(next)) walk(next, steps);
    }
    done.add(node);
  };
  for (const node of graph.keys()) if (!done.has(node)) walk(node, []);
  return cycles;
}
