// Reads the table of commands and flags. Rows of commands are read once, when the grammar is first asked for
// anything; the flags of a command when they are first looked at.
//
// A row of FLAGS: `name[,shorthand] kind[:type][;mark...] [default]`. Marks: h hidden, d deprecated, vN.N API version,
// o=OS, e experimental daemon, s=role in the swarm, =flag whose variable it shares, ~other spelling, @default from
// outside. `type` is the word that help shows, where it is another than the kind.
//
// A row of COMMANDS, separated by tabs: names (full names separated by commas, the first being the command's id, each
// with its aliases after `+`); rule of arguments, then marks (as above, rN rank, i flags end at the first argument,
// x only with BUILDX_EXPERIMENTAL, E experimental); usage; rows of its flags in base 36, after `*` those that
// commands below inherit.

import { must } from "../../base/assert.ts";
import type { Command, Flag, FlagSet, Needs, Program } from "./command.ts";
import { COMMANDS, FLAGS } from "./table.ts";

const RADIX = 36;
const ESCAPED = new Map([["\\\\", "\\"], ["\\n", "\n"], ["\\t", "\t"], ["\\q", "`"], ["\\d", "$"]]);

/** A text of the table as it was before it was written there. */
export const unescapeText = (text: string): string =>
  text.includes("\\") ? text.replace(/\\[\\ntqd]/g, (code) => ESCAPED.get(code) as string) : text;

// ---- flags

let flagRows: string[] | undefined;
const flagsByRow = new Map<number, Flag>();

function flagAt(row: number): Flag {
  const known = flagsByRow.get(row);
  if (known !== undefined) return known;
  flagRows ??= FLAGS.split("\n");
  const flag = decodeFlag(must(flagRows[row], `flag row ${row}`), row);
  flagsByRow.set(row, flag);
  return flag;
}

function decodeFlag(text: string, row: number): Flag {
  const [names = "", column = "", ...rest] = text.split(" ");
  const [name = "", shorthand = ""] = names.split(",");
  const [kinds = "", ...marks] = column.split(";");
  const [kind = "", type = kind] = kinds.split(":");
  const tail = unescapeText(rest.join(" "));
  const deprecated = marks.includes("d");
  return {
    name,
    shorthand,
    kind,
    type,
    defaultText: deprecated ? "" : tail,
    defaultFrom: marked(marks, "@") ?? "",
    variable: marked(marks, "=") ?? name,
    spellings: marks.filter((mark) => mark.startsWith("~")).map((mark) => mark.slice(1)),
    hidden: marks.includes("h"),
    deprecated: deprecated ? tail : "",
    shorthandDeprecated: "",
    needs: needsOf(marks),
    row,
  };
}

const marked = (marks: readonly string[], sign: string): string | undefined =>
  marks.find((mark) => mark.startsWith(sign))?.slice(sign.length);

function needsOf(marks: readonly string[]): Needs {
  const version = marks.find((mark) => /^v\d/.test(mark))?.slice(1);
  const osType = marked(marks, "o=") as Needs["osType"];
  const swarm = marked(marks, "s=") as Needs["swarm"];
  return {
    ...(version !== undefined && { version }),
    ...(osType !== undefined && { osType }),
    ...(marks.includes("e") && { experimental: true as const }),
    ...(swarm !== undefined && { swarm }),
  };
}

function flagsIn(ranges: string): Flag[] {
  const flags: Flag[] = [];
  for (const range of ranges === "" ? [] : ranges.split(",")) {
    const [first = "", last = first] = range.split("-");
    for (let row = Number.parseInt(first, RADIX); row <= Number.parseInt(last, RADIX); row++) flags.push(flagAt(row));
  }
  return flags;
}

const HELP_FLAG: Flag = {
  name: "help",
  shorthand: "h",
  kind: "bool",
  type: "bool",
  defaultText: "",
  defaultFrom: "",
  variable: "help",
  spellings: [],
  hidden: true,
  deprecated: "",
  shorthandDeprecated: "use --help",
  needs: {},
  row: -1,
};

// ---- commands

/** A command while the tree is built. */
interface Node extends Command {
  parent: Node | undefined;
  readonly commands: Node[];
  twins: readonly Command[];
  readonly refs: string;
}

/** Own flags, then those of the parents that they hand down, then `--help`; the first of a name counts. */
function flagSet(node: Node): FlagSet {
  const byName = new Map<string, Flag>();
  const byShorthand = new Map<string, Flag>();
  const [own = "", handedDown = ""] = node.refs.split("*");
  const flags = [...flagsIn(own), ...flagsIn(handedDown)];
  for (let above = node.parent; above !== undefined; above = above.parent) flags.push(...flagsIn(above.refs.split("*")[1] ?? ""));
  for (const flag of [...flags, HELP_FLAG]) {
    if (byName.has(flag.name) || (flag.name === "version" && isPluginRoot(node))) continue;
    for (const name of [flag.name, ...flag.spellings]) byName.set(name, flag);
    if (flag.shorthand !== "" && !byShorthand.has(flag.shorthand)) byShorthand.set(flag.shorthand, flag);
  }
  return { byName, byShorthand, sorted: [...new Set(byName.values())].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

const isPluginRoot = (node: Command): boolean => node.parent === undefined && node.program !== "docker";

/** Roots by program: `docker` alone, and for a plugin a `docker` that knows nothing but the plugin. */
export type Trees = ReadonlyMap<Program, Command>;

let trees: Trees | undefined;

export const commandTrees = (): Trees => (trees ??= decodeCommands());

function decodeCommands(): Trees {
  const nodes = COMMANDS.split("\n").flatMap(decodeRow);
  const root = must(nodes[0], "a root");
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const roots = new Map<Program, Node>([["docker", root]]);
  for (const program of ["compose", "buildx"] as const) roots.set(program, pluginRoot(root, program));
  for (const node of nodes) {
    if (node === root) continue;
    const above = node.path.slice(0, node.path.lastIndexOf(" "));
    const parent = above === root.path ? roots.get(node.program) : byPath.get(above);
    node.parent = must(parent, `parent of ${node.path}`);
    node.parent.commands.push(node);
  }
  for (const node of [...nodes, ...roots.values()]) node.commands.sort((a, b) => (a.name < b.name ? -1 : 1));
  return roots;
}

function decodeRow(line: string, row: number): Node[] {
  const [names = "", column = "", use = "", refs = ""] = line.split("\t");
  const [args = "", ...marks] = column.split(";");
  const nodes = names.split(",").map((full) => {
    const [words = "", ...aliases] = full.split("+");
    return makeNode({ path: words === "docker" ? words : `docker ${words}`, aliases, use: unescapeText(use), args, marks, refs, row });
  });
  const id = (nodes[0] as Node).id;
  return nodes.map((node) => Object.assign(node, { id, twins: nodes }));
}

interface Row {
  readonly path: string;
  readonly aliases: readonly string[];
  readonly use: string;
  readonly args: string;
  readonly marks: readonly string[];
  readonly refs: string;
  readonly row: number;
}

function makeNode({ path, aliases, use, args, marks, refs, row }: Row): Node {
  let flags: FlagSet | undefined;
  const program = /^docker (compose|buildx)\b/.exec(path)?.[1] as Program | undefined;
  return {
    path,
    name: path.slice(path.lastIndexOf(" ") + 1),
    aliases,
    id: path.slice("docker ".length),
    program: program ?? "docker",
    use,
    args,
    interspersed: !marks.includes("i"),
    hidden: marks.includes("h"),
    experimentalOnly: marks.includes("x"),
    experimental: marks.includes("E"),
    needs: needsOf(marks),
    rank: path.split(" ").length === 2 ? Number(marks.find((mark) => /^r\d/.test(mark))?.slice(1) ?? 0) : 0,
    parent: undefined,
    commands: [],
    twins: [],
    row,
    refs,
    get flags() {
      return (flags ??= flagSet(this));
    },
  };
}

function pluginRoot(root: Node, program: Program): Node {
  const { path, refs, row } = root;
  const node = makeNode({ path, aliases: [], use: `[OPTIONS] ${program} [ARG...]`, args: "help", marks: ["i"], refs, row });
  return Object.assign(node, { program, id: "" });
}
