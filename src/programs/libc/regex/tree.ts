// What a regular expression is once it is read: a tree, and the ways in which programs differ in reading
// one. The parser (parse.ts) makes it; translate.ts, ambiguity.ts and longest.ts work on it.

import type { CharSet } from "./charset.ts";

export type Assertion =
  | "line-start" | "line-end" | "text-start" | "text-end" | "word-edge" | "no-word-edge" | "word-start" | "word-end"
  | "after-no-word" | "before-no-word"; // prettier-ignore

export type Node =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly items: readonly Node[] }
  | { readonly kind: "repeat"; readonly item: Node; readonly least: number; readonly most: number }
  | { readonly kind: "group"; readonly item: Node; readonly index: number }
  | { readonly kind: "assertion"; readonly what: Assertion }
  | { readonly kind: "reference"; readonly index: number };

/** regcomp(3)'s errors, and one that GNU grep and sed add. */
export type RegexFault =
  | "REG_BADPAT" | "REG_ECOLLATE" | "REG_ECTYPE" | "REG_EESCAPE" | "REG_ESUBREG" | "REG_EBRACK" | "REG_EPAREN"
  | "REG_ERPAREN" | "REG_EBRACE" | "REG_BADBR" | "REG_ERANGE" | "REG_BADRPT" | "REG_ESIZE" | "CLASS_SYNTAX"; // prettier-ignore

/** A character that a program writes with a backslash: how many chars of the source it takes up. */
export interface Escaped {
  readonly code: number;
  readonly length: number;
}

export interface RegexSyntax {
  readonly extended: boolean;
  /** grep and egrep: operators with nothing before them mean nothing, an interval that is none is text */
  readonly lenient?: boolean;
  /** a lone closing parenthesis is GNU's error: always in basic ones, in extended ones GNU sed's */
  readonly closing?: "text" | "error";
  /** GNU's dfa parser comes first and has words of its own */
  readonly gnu?: boolean;
  readonly ignoreCase?: boolean;
  /** one char is one byte: the C locale */
  readonly bytes?: boolean;
  /** `^` and `$` match at newlines inside the text as well */
  readonly multiline?: boolean;
  /** the text is many lines: nothing matches a newline */
  readonly byLine?: boolean;
  /** reads an escape of sed's or awk's own at `source[at]`, which is a backslash */
  readonly escape?: (source: string, at: number, inBracket: boolean) => Escaped | undefined;
  /** none of GNU's backslash operators: \w, \<, \b and so on are the characters themselves */
  readonly plain?: boolean;
  /** awk: no back-references, intervals as usual, no \< */
  readonly references?: boolean;
}

export interface Parsed {
  readonly root: Node;
  readonly groups: number;
  readonly hasReferences: boolean;
}
