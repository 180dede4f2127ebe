// An awk program as a tree. Names are resolved to places by the parser's second pass (resolve.ts); everything that
// can be decided once is decided there or while the tree is turned into functions (compile-*.ts).

/** Where a variable lives. */
export type Place =
  | { readonly kind: "global"; readonly index: number; readonly name: string }
  | { readonly kind: "local"; readonly index: number; readonly name: string }
  | { readonly kind: "special"; readonly name: Special };

export type Special =
  | "NF" | "NR" | "FNR" | "FS" | "OFS" | "ORS" | "RS" | "FILENAME" | "SUBSEP" | "CONVFMT" | "OFMT" | "RSTART" | "RLENGTH"
  | "IGNORECASE" | "RT"; // prettier-ignore

export interface Name {
  readonly kind: "name";
  readonly name: string;
  readonly line: number;
  /** filled in when all functions are known */
  place: Place | undefined;
}

export type Lvalue =
  | Name
  | { readonly kind: "element"; readonly array: Name; readonly subscripts: readonly Expr[] }
  | { readonly kind: "field"; readonly index: Expr };

export type Binary = "+" | "-" | "*" | "/" | "%" | "^";
export type Comparison = "<" | "<=" | "==" | "!=" | ">" | ">=";

export type Expr =
  | Lvalue
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "paren"; readonly of: Expr }
  /** `(a, b)`: only before `in`, and as print's list */
  | { readonly kind: "group"; readonly items: readonly Expr[] }
  | { readonly kind: "binary"; readonly op: Binary; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "compare"; readonly op: Comparison; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "concat"; readonly items: readonly Expr[] }
  | { readonly kind: "and" | "or"; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "choose"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: "not" | "minus" | "plus"; readonly of: Expr }
  | { readonly kind: "match"; readonly negated: boolean; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "in"; readonly subscripts: readonly Expr[]; readonly array: Name }
  | { readonly kind: "assign"; readonly op: Binary | undefined; readonly to: Lvalue; readonly value: Expr }
  | { readonly kind: "step"; readonly by: 1 | -1; readonly before: boolean; readonly of: Lvalue }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expr[]; readonly line: number }
  | { readonly kind: "builtin"; readonly name: string; readonly args: readonly Expr[]; readonly line: number }
  | { readonly kind: "getline"; readonly from: "input"; readonly to: Lvalue | undefined }
  | { readonly kind: "getline"; readonly from: "file" | "command"; readonly source: Expr; readonly to: Lvalue | undefined }; // prettier-ignore

export interface Redirect {
  readonly kind: ">" | ">>" | "|";
  readonly to: Expr;
}

export type Stmt =
  | { readonly kind: "expr"; readonly expr: Expr }
  | { readonly kind: "print"; readonly items: readonly Expr[]; readonly to: Redirect | undefined }
  | { readonly kind: "printf"; readonly items: readonly Expr[]; readonly to: Redirect | undefined }
  | { readonly kind: "block"; readonly body: readonly Stmt[] }
  | { readonly kind: "if"; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | undefined }
  | { readonly kind: "while"; readonly test: Expr; readonly body: Stmt }
  | { readonly kind: "do"; readonly body: Stmt; readonly test: Expr }
  | { readonly kind: "for"; readonly first: Stmt | undefined; readonly test: Expr | undefined; readonly step: Stmt | undefined; readonly body: Stmt } // prettier-ignore
  | { readonly kind: "forin"; readonly key: Lvalue; readonly array: Name; readonly body: Stmt }
  | { readonly kind: "switch"; readonly of: Expr; readonly cases: readonly Case[] }
  | { readonly kind: "delete"; readonly array: Name; readonly subscripts: readonly Expr[] | undefined }
  | { readonly kind: "break" | "continue" | "next" | "nextfile" }
  | { readonly kind: "exit" | "return"; readonly value: Expr | undefined };

export interface Case {
  /** undefined for default */
  readonly test: Expr | undefined;
  readonly body: readonly Stmt[];
}

export interface Rule {
  readonly when: "BEGIN" | "END" | "BEGINFILE" | "ENDFILE" | "record";
  readonly from: Expr | undefined;
  readonly to: Expr | undefined;
  /** undefined prints the record */
  readonly body: Stmt | undefined;
}

export interface Func {
  readonly name: string;
  readonly params: readonly string[];
  body: Stmt;
  /** which parameters are arrays; found out by how they are used */
  arrays: boolean[];
}

export interface ProgramTree {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, Func>;
}
