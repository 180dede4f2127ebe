// What differs between the three shells in what they read: bash 5.3, dash 0.5.12 and busybox ash 1.38. A
// dialect is a table of facts; code asks for the fact, not for the name, wherever a fact is what it wants.
// Not here: what builtins there are (builtins/table.ts) and how errors are worded (messages.ts).

export type DialectName = "bash" | "dash" | "ash";

export interface Dialect {
  readonly name: DialectName;
  /** a=(1 2), a[1]=x, declare -A */
  readonly arrays: boolean;
  /** {a,b} and {1..3} */
  readonly braces: boolean;
  /** $'…' */
  readonly ansiQuotes: boolean;
  /** $"…" and $[…] */
  readonly oldDollars: boolean;
  /** <(…) and >(…) */
  readonly processSubstitution: boolean;
  /** ${x/a/b} and ${x:1:2} */
  readonly slices: boolean;
  /** ${!x}, ${x^}, ${x@Q} */
  readonly transformations: boolean;
  /** `function f` */
  readonly functionKeyword: boolean;
  /** [[ … ]], (( … )), select, time, coproc, for ((…)), ;&, |&, {fd}> */
  readonly extensions: boolean;
  /** &> file */
  readonly bothRedirect: boolean;
  /** <<< word */
  readonly hereString: boolean;
  /** the body of a function may be any command */
  readonly anyFunctionBody: boolean;
  /** aliases count in scripts as well */
  readonly aliasesAlways: boolean;
  /** the last line gets a newline where it has none */
  readonly completesLines: boolean;
  /** an error in a special builtin or an expansion ends a script with status 2 */
  readonly strictErrors: boolean;
  /** lines of a text are counted from */
  readonly firstLine: number;
}

const BASH: Dialect = {
  name: "bash",
  arrays: true,
  braces: true,
  ansiQuotes: true,
  oldDollars: true,
  processSubstitution: true,
  slices: true,
  transformations: true,
  functionKeyword: true,
  extensions: true,
  bothRedirect: true,
  hereString: true,
  anyFunctionBody: false,
  aliasesAlways: false,
  completesLines: true,
  strictErrors: false,
  firstLine: 1,
};

const DASH: Dialect = {
  name: "dash",
  arrays: false,
  braces: false,
  ansiQuotes: false,
  oldDollars: false,
  processSubstitution: false,
  slices: false,
  transformations: false,
  functionKeyword: false,
  extensions: false,
  bothRedirect: false,
  hereString: false,
  anyFunctionBody: true,
  aliasesAlways: true,
  completesLines: false,
  strictErrors: true,
  firstLine: 1,
};

const ASH: Dialect = {
  ...DASH,
  name: "ash",
  ansiQuotes: true,
  processSubstitution: true,
  slices: true,
  functionKeyword: true,
  bothRedirect: true,
  hereString: true,
  firstLine: 0,
};

export const DIALECTS: Record<DialectName, Dialect> = { bash: BASH, dash: DASH, ash: ASH };
