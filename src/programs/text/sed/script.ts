// What a sed script is once it is read: a flat list of commands with addresses, blocks and branches turned into
// jumps. The parser (parse.ts, commands.ts) makes it, the machine (machine.ts) carries it out.

import type { Regex } from "../../libc/regex.ts";

/** undefined stands for the last regular expression that was used. */
export type Pattern = Regex | undefined;

export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "last" }
  | { readonly kind: "regex"; readonly regex: Pattern }
  | { readonly kind: "step"; readonly first: number; readonly step: number };

export type RangeEnd =
  | Address
  | { readonly kind: "plus"; readonly lines: number }
  | { readonly kind: "multiple"; readonly of: number };

export interface Selection {
  readonly from: Address | undefined;
  readonly to: RangeEnd | undefined;
  readonly negated: boolean;
}

export type CaseChange = "U" | "L" | "E" | "u" | "l";

export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "case"; readonly change: CaseChange };

export interface Substitution {
  readonly regex: Pattern;
  readonly replacement: readonly ReplacementPart[];
  /** from which match on; all from there if `global` */
  readonly number: number;
  readonly global: boolean;
  readonly print: boolean;
  readonly evaluate: boolean;
  readonly file: string | undefined;
}

export type Action =
  | { readonly name: "s"; readonly substitution: Substitution }
  | { readonly name: "y"; readonly map: ReadonlyMap<string, string> }
  | { readonly name: "a" | "i" | "c"; text: string }
  | { readonly name: "r" | "R" | "w" | "W"; readonly file: string }
  | { readonly name: "e"; readonly command: string }
  | { readonly name: "q" | "Q"; readonly status: number }
  | { readonly name: "l"; readonly width: number | undefined }
  /** to the command of that index; only after (or without) a substitution for t (or T) */
  | { readonly name: "b" | "t" | "T"; readonly label: string; target: number }
  /** not selected: jumps behind the block */
  | { readonly name: "{"; end: number }
  | { readonly name: "=" | "d" | "D" | "F" | "g" | "G" | "h" | "H" | "n" | "N" | "p" | "P" | "x" | "z" };

export interface Command {
  readonly selection: Selection | undefined;
  readonly action: Action;
}

export interface Script {
  readonly commands: readonly Command[];
  /** begins with #n */
  readonly quiet: boolean;
  /** files that w commands write, made empty before anything else */
  readonly written: readonly string[];
}

/** A piece of the script: the nth -e expression, or a file. */
export interface Piece {
  readonly text: string;
  /** `-e expression #1`, or the file's name */
  readonly name: string;
  readonly isFile: boolean;
}
