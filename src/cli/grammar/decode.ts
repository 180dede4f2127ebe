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
const ESCAPED = new Map([
  ["\\\\", "\\"],
  ["\\n", "\n"],
  ["\\t", "\t"],
  ["\\q", "`"],
  ["\\d", "$"],
]);

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

/** Most flags have no marks, and are read without looking for any: this is most of what a first use costs. */
function decodeFlag(text: string, row: number): Flag {
  const [names = "", column = "", ...rest] = text.split(" ");
  const [name = "", shorthand = ""] = names.split(",");
  const [kinds = "", ...marks] = column.includes(";") ? column.split(";") : [column];
  const [kind = "", type = kind] = kinds.includes(":") ? kinds.split(":") : [kinds];
  const tail = rest.length === 0 ? "" : unescapeText(rest.join(" "));
  const plain: Flag = {
    name,
    shorthand,
    kind,
    type,
    defaultText: tail,
    defaultFrom: "",
    variable: name,
    spellings: NO_WORDS,
    hidden: false,
    deprecated: "",
    shorthandDeprecated: "",
    needs: NO_NEEDS,
    row,
  };
  return marks.length === 0 ? plain : withMarks(plain, marks);
}

const NO_WORDS: readonly string[] = [];
const NO_NEEDS: Needs = {};

function withMarks(flag: Flag, marks: readonly string[]): Flag {
  const deprecated = marks.includes("d");
  return {
    ...flag,
    defaultText: deprecated ? "" : flag.defaultText,
    defaultFrom: marked(marks, "@") ?? "",
    variable: marked(marks, "=") ?? flag.name,
    spellings: marks.filter((mark) => mark.startsWith("~")).map((mark) => mark.slice(1)),
    hidden: marks.includes("h"),
    deprecated: deprecated ? flag.defaultText : "",
    needs: needsOf(marks),
  };
}

const marked = (marks: readonly string[], sign: string): string | undefined =>
  marks.find((mark) => mark.startsWith(sign))?.slice(sign.length);

function needsOf(marks: readonly string[]): Needs {
  const needs: { -readonly [K in keyof Needs]: Needs[K] } = {};
  for (const mark of marks) {
    if (mark.startsWith("v1.")) needs.version = mark.slice(1);
    else if (mark === "e") needs.experimental = true;
    else if (mark.startsWith("o=")) needs.osType = mark.slice(2) as NonNullable<Needs["osType"]>;
    else if (mark.startsWith("s=")) needs.swarm = mark.slice(2) as NonNullable<Needs["swarm"]>;
  }
  return needs;
}

function flagsIn(ranges: string): Flag[] {
  const flags: Flag[] = [];
  for (const range of ranges === "" ? [] : ranges.split(",")) {
    const [first = "", last = first] = range.split("-");
    for (let row = Number.parseInt(first, RADIX); row <= Number.parseInt(last, RADIX); row++)
      flags.push(flagAt(row));
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

/** Where the table speaks of a command: under which name, and in which row. */
interface Place {
  /** `docker container ls` */
  readonly path: string;
  readonly aliases: readonly string[];
  readonly row: number;
}

interface Index {
  readonly rows: readonly string[];
  readonly places: ReadonlyMap<string, Place>;
  /** names and aliases of what is below a path */
  readonly below: ReadonlyMap<string, ReadonlyMap<string, Place>>;
}

let index: Index | undefined;

/** Only names are read of each row here: this is what every start pays for. */
function tableIndex(): Index {
  if (index !== undefined) return index;
  const rows = COMMANDS.split("\n");
  const places = new Map<string, Place>();
  const below = new Map<string, Map<string, Place>>();
  for (let row = 0; row < rows.length; row++)
    for (const place of placesOf(rows[row] as string, row)) {
      places.set(place.path, place);
      const space = place.path.lastIndexOf(" ");
      const parent = space < 0 ? "" : place.path.slice(0, space);
      const words = below.get(parent) ?? new Map<string, Place>();
      if (words.size === 0) below.set(parent, words);
      words.set(place.path.slice(space + 1), place);
      for (const alias of place.aliases) if (!words.has(alias)) words.set(alias, place);
    }
  return (index = { rows, places, below });
}

function placesOf(line: string, row: number): Place[] {
  const tab = line.indexOf("\t");
  return line
    .slice(0, tab)
    .split(",")
    .map((names) => {
      const [words = "", ...aliases] = names.split("+");
      return { path: words === ROOT ? ROOT : `${ROOT} ${words}`, aliases, row };
    });
}

const ROOT = "docker";
/** `help` is below every root. */
const HELP = "docker help";
const PLUGINS: ReadonlySet<string> = new Set(["compose", "buildx"]);

/** A command of the table. What is dear to find out is found out when it is first asked for. */
class TableCommand implements Command {
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly row: number;
  readonly id: string;
  readonly use: string;
  readonly args: string;
  readonly interspersed: boolean;
  readonly hidden: boolean;
  readonly experimentalOnly: boolean;
  readonly experimental: boolean;
  readonly rank: number;
  readonly needs: Needs;
  readonly refs: string;
  private knownFlags: FlagSet | undefined;
  private knownCommands: readonly Command[] | undefined;
  private knownPlaces: ReadonlyMap<string, Place> | undefined;

  constructor(
    readonly program: Program,
    { path, aliases, row }: Place,
    line: string,
  ) {
    const [names = "", column = "", use = "", refs = ""] = line.split("\t");
    const [args = "", ...marks] = column.split(";");
    this.path = path;
    this.name = path.slice(path.lastIndexOf(" ") + 1);
    this.aliases = aliases;
    this.row = row;
    this.id = path === ROOT ? "" : names.slice(0, names.search(/[,+]|$/));
    this.use = unescapeText(use);
    this.args = args;
    this.interspersed = !marks.includes("i");
    this.hidden = marks.includes("h");
    this.experimentalOnly = marks.includes("x");
    this.experimental = marks.includes("E");
    this.rank = path.lastIndexOf(" ") === ROOT.length ? Number(marked(marks, "r") ?? 0) : 0;
    this.needs = needsOf(marks);
    this.refs = refs;
  }

  get parent(): TableCommand | undefined {
    const space = this.path.lastIndexOf(" ");
    return space < 0 ? undefined : commandAt(this.program, this.path.slice(0, space));
  }

  get flags(): FlagSet {
    return (this.knownFlags ??= flagSet(this));
  }

  get commands(): readonly Command[] {
    return (this.knownCommands ??= [...new Set(this.places().values())]
      .map((place) => commandAt(this.program, place.path))
      .sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  get twins(): readonly Command[] {
    const line = tableIndex().rows[this.row] as string;
    return placesOf(line, this.row).map((place) => commandAt(this.program, place.path));
  }

  child(word: string): Command | undefined {
    const place = this.places().get(word);
    return place && commandAt(this.program, place.path);
  }

  private places(): ReadonlyMap<string, Place> {
    if (this.knownPlaces !== undefined) return this.knownPlaces;
    const places = tableIndex().below.get(this.path) ?? NO_PLACES;
    // of docker's own commands a plugin has none, nor docker a plugin's
    const isOwn = ({ path }: Place): boolean => path === HELP || programAt(path) === this.program;
    const own = this.path === ROOT ? new Map([...places].filter(([, place]) => isOwn(place))) : places;
    return (this.knownPlaces = own);
  }
}

const NO_PLACES: ReadonlyMap<string, Place> = new Map();

function programAt(path: string): Program {
  const word = path.split(" ")[1] ?? "";
  return PLUGINS.has(word) ? (word as Program) : ROOT;
}

const known = new Map<string, TableCommand>();

/** The one object for a command. The roots of programs, and their `help`, are different commands at one path. */
function commandAt(program: Program, path: string): TableCommand {
  const key = path === ROOT || path === HELP ? `${program} ${path}` : path;
  const made = known.get(key);
  if (made !== undefined) return made;
  const { places, rows } = tableIndex();
  const place = must(places.get(path), path);
  const line = rows[place.row] as string;
  const command = new TableCommand(
    program,
    place,
    path === ROOT && program !== ROOT ? pluginRoot(line, program) : line,
  );
  known.set(key, command);
  return command;
}

/** A plugin is below a `docker` of its own, which knows the global flags but nothing of what docker does. */
function pluginRoot(line: string, program: Program): string {
  const refs = line.split("\t")[3] ?? "";
  return [ROOT, "help", `[OPTIONS] ${program} [ARG...]`, refs].join("\t");
}

/** Own flags, then those of the parents that they hand down, then `--help`; the first of a name counts. */
function flagSet(command: TableCommand): FlagSet {
  const byName = new Map<string, Flag>();
  const byShorthand = new Map<string, Flag>();
  const [own = "", handedDown = ""] = command.refs.split("*");
  const flags = [...flagsIn(own), ...flagsIn(handedDown)];
  for (let above = command.parent; above !== undefined; above = above.parent)
    flags.push(...flagsIn(above.refs.split("*")[1] ?? ""));
  const isPluginRoot = command.path === ROOT && command.program !== ROOT;
  for (const flag of [...flags, HELP_FLAG]) {
    if (byName.has(flag.name) || (isPluginRoot && flag.name === "version")) continue;
    for (const name of [flag.name, ...flag.spellings]) byName.set(name, flag);
    if (flag.shorthand !== "" && !byShorthand.has(flag.shorthand)) byShorthand.set(flag.shorthand, flag);
  }
  let sorted: readonly Flag[] | undefined;
  return {
    byName,
    byShorthand,
    get sorted() {
      return (sorted ??= [...new Set(byName.values())].sort((a, b) => (a.name < b.name ? -1 : 1)));
    },
  };
}

/** `docker` alone, or for a plugin a `docker` that knows nothing but the plugin. */
export const rootOf = (program: Program): Command => commandAt(program, ROOT);

/** The command of that name or alias below `command`. Names are exact: no prefixes, no other case. */
export const childCommand = (command: Command, name: string): Command | undefined =>
  (command as TableCommand).child(name);
