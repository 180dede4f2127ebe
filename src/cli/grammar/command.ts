// What the grammar says of commands and flags. Everything here is data that the table (table.ts) gives and that
// never changes; values of flags are flags/flag-values.ts, descriptions are help/. Relies on nothing.

/** The programs behind the one word `docker`: the client, and the two plugins that it runs. */
export type Program = "docker" | "compose" | "buildx";

/** What the daemon must be for a command or flag to be shown and accepted. */
export interface Needs {
  /** the API version that brought it: "1.25" */
  readonly version?: string;
  readonly osType?: "linux" | "windows";
  readonly experimental?: true;
  /** swarm: "" is shown everywhere, "active" on nodes, "manager" on managers */
  readonly swarm?: "" | "active" | "manager";
}

export interface Flag {
  readonly name: string;
  /** one letter, or "" */
  readonly shorthand: string;
  /** how a value is read: a key of flags/value-kinds.ts */
  readonly kind: string;
  /** the word that help shows after the flag; "bool" shows none */
  readonly type: string;
  /** the default as help shows it; "" stands for the zero value, which help does not show */
  readonly defaultText: string;
  /** where a default from outside comes from: a key of flags/outside-default.ts */
  readonly defaultFrom: string;
  /** two flags with one variable are two names for the same thing: --net and --network */
  readonly variable: string;
  /** other spellings that are taken for this one */
  readonly spellings: readonly string[];
  readonly hidden: boolean;
  /** what to use instead; "" for a flag that is not deprecated */
  readonly deprecated: string;
  readonly shorthandDeprecated: string;
  readonly needs: Needs;
  /** the row of the table, which help/ needs to find the description */
  readonly row: number;
}

export interface Command {
  /** `docker container ls` */
  readonly path: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /**
   * The same for all names of a command: `docker ps` and `docker container ls` are "container ls". What a
   * command does hangs on this.
   */
  readonly id: string;
  readonly program: Program;
  /** the usage line after the name */
  readonly use: string;
  /** how arguments are counted: see flags/args-rule.ts */
  readonly args: string;
  /** false: flags end at the first argument */
  readonly interspersed: boolean;
  readonly hidden: boolean;
  /** not there at all without BUILDX_EXPERIMENTAL */
  readonly experimentalOnly: boolean;
  /** help says so, of it and of what is below it */
  readonly experimental: boolean;
  readonly needs: Needs;
  /** place among the common commands, or 0 */
  readonly rank: number;
  readonly parent: Command | undefined;
  /** in the order of their names */
  readonly commands: readonly Command[];
  /** other full names of the same command, in the order in which help lists them, and its aliases */
  readonly twins: readonly Command[];
  readonly row: number;
  readonly flags: FlagSet;
}

/** The flags that a command knows, its own and those that it inherits. */
export interface FlagSet {
  readonly byName: ReadonlyMap<string, Flag>;
  readonly byShorthand: ReadonlyMap<string, Flag>;
  /** in the order of their names */
  readonly sorted: readonly Flag[];
}
