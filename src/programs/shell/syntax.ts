// The tree of a shell script, as the parser makes it and the evaluator walks it. It is immutable data that
// is shared by all processes that run it. Words are kept as they stand in the source and are taken apart when
// they are first expanded (words.ts). Lines count from 0 at the beginning of the text that was parsed.

import type { WordPlans } from "./word-plans.ts";

/** A word as it stands in the source; in dialects without a construct, with that construct quoted away. */
export interface Word {
  readonly text: string;
  readonly line: number;
  /** what the expander has made of it: nothing but the text, so it may be kept here (word-plans.ts) */
  plans: WordPlans | undefined;
}

export const wordOf = (text: string, line: number): Word => ({ text, line, plans: undefined });

export interface Assignment {
  readonly name: string;
  /** what stands between the brackets of `name[…]=` */
  readonly index: string | undefined;
  readonly append: boolean;
  readonly value: Word;
  /** `name=(…)` */
  readonly elements: readonly Word[] | undefined;
  /** the whole, as it stands in the source */
  readonly word: Word;
}

/** An argument; of declare and its like it may be an assignment. */
export interface Argument extends Word {
  readonly assignment: Assignment | undefined;
}

export type RedirectOperator =
  "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "&>" | "&>>" | "<<<" | "<<" | "<<-";

export interface HereDocument {
  readonly text: string;
  /** the delimiter was quoted: nothing is expanded */
  readonly quoted: boolean;
  readonly delimiter: string;
  readonly line: number;
}

export interface Redirection {
  readonly operator: RedirectOperator;
  /** number before the operator */
  readonly fd: number | undefined;
  /** {name} before the operator */
  readonly variable: string | undefined;
  readonly target: Word;
  /** filled in when the line ends */
  document: HereDocument | undefined;
}

interface Node {
  readonly line: number;
}

interface Redirected extends Node {
  readonly redirections: readonly Redirection[];
}

export interface SimpleCommand extends Redirected {
  readonly kind: "simple";
  readonly assignments: readonly Assignment[];
  readonly words: readonly Argument[];
  /** some of the words are assignments, as declare takes them */
  readonly declares: boolean;
}

export interface Pipeline extends Node {
  readonly kind: "pipeline";
  readonly commands: readonly Command[];
  readonly negated: boolean;
  readonly timed: "time" | "time -p" | undefined;
}

export interface AndOr extends Node {
  readonly kind: "and-or";
  readonly operator: "&&" | "||";
  readonly left: Command;
  readonly right: Command;
}

export interface ListItem {
  readonly command: Command;
  readonly background: boolean;
}

export interface List extends Node {
  readonly kind: "list";
  readonly items: readonly ListItem[];
}

export interface Subshell extends Redirected {
  readonly kind: "subshell";
  readonly body: List;
}

export interface Group extends Redirected {
  readonly kind: "group";
  readonly body: List;
}

export interface If extends Redirected {
  readonly kind: "if";
  readonly clauses: readonly { readonly condition: List; readonly body: List }[];
  readonly otherwise: List | undefined;
}

export interface While extends Redirected {
  readonly kind: "while";
  readonly until: boolean;
  readonly condition: List;
  readonly body: List;
}

export interface For extends Redirected {
  readonly kind: "for" | "select";
  readonly variable: string;
  /** undefined: the positional parameters */
  readonly words: readonly Word[] | undefined;
  readonly body: List;
}

export interface ArithmeticFor extends Redirected {
  readonly kind: "arithmetic-for";
  /** nothing in its expressions is expanded first */
  readonly plain: boolean;
  readonly initialise: string;
  readonly test: string;
  readonly update: string;
  readonly body: List;
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: List;
  readonly terminator: ";;" | ";&" | ";;&";
}

export interface Case extends Redirected {
  readonly kind: "case";
  readonly word: Word;
  readonly items: readonly CaseItem[];
}

export interface FunctionDefinition extends Node {
  readonly kind: "function";
  readonly name: string;
  readonly body: Command;
  /** written with the keyword: bash prints it so */
  readonly keyword: boolean;
}

export type TestExpression =
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Word }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: "and" | "or"; readonly left: TestExpression; readonly right: TestExpression }
  | { readonly kind: "not" | "group"; readonly operand: TestExpression };

export interface Test extends Redirected {
  readonly kind: "test";
  readonly expression: TestExpression;
}

export interface Arithmetic extends Redirected {
  readonly kind: "arithmetic";
  /** nothing in it is expanded first */
  readonly plain: boolean;
  readonly text: string;
}

export interface Coprocess extends Node {
  readonly kind: "coprocess";
  readonly name: string;
  readonly body: Command;
}

export type Command =
  | SimpleCommand | Pipeline | AndOr | List | Subshell | Group | If | While | For | ArithmeticFor | Case
  | FunctionDefinition | Test | Arithmetic | Coprocess; // prettier-ignore
