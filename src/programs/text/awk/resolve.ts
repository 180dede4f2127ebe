// The second look at a program: every name gets its place, parameters that are arrays are found by how they are used and
// passed on, and functions that may have to wait are told from those that never do.

import type { Expr, Func, Name, Place, ProgramTree, Special, Stmt } from "./syntax.ts";

const SPECIALS: ReadonlySet<string> = new Set<Special>([
  "NF", "NR", "FNR", "FS", "OFS", "ORS", "RS", "FILENAME", "SUBSEP", "CONVFMT", "OFMT", "RSTART", "RLENGTH",
]); // prettier-ignore
const GAWK_SPECIALS: ReadonlySet<string> = new Set<Special>(["IGNORECASE", "RT"]);

export interface Resolved {
  readonly globals: ReadonlyMap<string, number>;
  /** globals that are used as arrays */
  readonly arrays: ReadonlySet<string>;
  /** functions that may wait */
  readonly waiting: ReadonlySet<string>;
  /** a global that is used as both, and as what first */
  readonly conflict:
    { readonly name: string; readonly first: "scalar" | "array"; readonly line: number } | undefined;
  /** called, but not defined */
  readonly missing: readonly { readonly name: string; readonly line: number }[];
}

/** Functions whose calls take time of others: they read, write or run something. */
const WAITING_BUILTINS = new Set(["close", "system", "fflush"]);
/** Positions of arguments that are arrays. */
const ARRAY_ARGUMENTS = new Map<string, readonly number[]>([
  ["split", [1, 3]],
  ["patsplit", [1, 3]],
  ["asort", [0, 1]],
  ["asorti", [0, 1]],
  ["match", [2]],
  ["isarray", [0]],
]);

export function resolve(tree: ProgramTree, extended: boolean): Resolved {
  const resolver = new Resolver(tree, extended);
  resolver.run();
  return resolver;
}

class Resolver implements Resolved {
  readonly globals = new Map<string, number>();
  readonly arrays = new Set<string>(["ENVIRON", "ARGV"]);
  readonly waiting = new Set<string>();
  readonly missing: { name: string; line: number }[] = [];
  conflict: Resolved["conflict"];
  private readonly uses = new Map<string, "scalar" | "array">();
  private readonly calls: {
    readonly name: string;
    readonly args: readonly Expr[];
    readonly inside: Func | undefined;
  }[] = [];
  private inside: Func | undefined;

  constructor(
    private readonly tree: ProgramTree,
    private readonly extended: boolean,
  ) {
    for (const name of ["ENVIRON", "ARGV", "ARGC"]) this.globalOf(name);
  }

  run(): void {
    const { rules, functions } = this.tree;
    for (const func of functions.values()) {
      this.inside = func;
      this.statement(func.body);
    }
    this.inside = undefined;
    for (const { from, to, body } of rules) {
      if (from !== undefined) this.expression(from);
      if (to !== undefined) this.expression(to);
      if (body !== undefined) this.statement(body);
    }
    this.spreadArrays();
    this.spreadWaiting();
  }

  private globalOf(name: string): number {
    let index = this.globals.get(name);
    if (index === undefined) this.globals.set(name, (index = this.globals.size));
    return index;
  }

  private place(name: Name, as: "scalar" | "array" | "either" = "scalar"): void {
    name.place = this.placeOf(name.name);
    if (name.place.kind !== "global" || as === "either") return;
    const before = this.uses.get(name.name) ?? as;
    this.uses.set(name.name, before);
    if (before !== as) this.conflict ??= { name: name.name, first: before, line: name.line };
  }

  private placeOf(name: string): Place {
    const local = this.inside?.params.indexOf(name) ?? -1;
    if (local >= 0) return { kind: "local", index: local, name };
    if (SPECIALS.has(name) || (this.extended && GAWK_SPECIALS.has(name)))
      return { kind: "special", name: name as Special };
    return { kind: "global", index: this.globalOf(name), name };
  }

  private useArray(name: Name): void {
    this.place(name, "array");
    this.markArray(name, this.inside);
  }

  /** True if that was news. */
  private markArray(name: Name, inside: Func | undefined): boolean {
    const local = inside?.params.indexOf(name.name) ?? -1;
    if (local >= 0 && inside !== undefined) {
      const known = inside.arrays[local];
      inside.arrays[local] = true;
      return known !== true;
    }
    const known = this.arrays.has(name.name);
    this.arrays.add(name.name);
    return !known;
  }

  /** An argument is an array where the parameter is, and the other way round. */
  private spreadArrays(): void {
    for (let again = true; again;) {
      again = false;
      for (const { name, args, inside } of this.calls) {
        const callee = this.tree.functions.get(name);
        if (callee === undefined) continue;
        for (const [i, arg] of args.entries()) {
          if (arg.kind !== "name") continue;
          const isArray =
            arg.place?.kind === "local"
              ? inside?.arrays[arg.place.index] === true
              : this.arrays.has(arg.name);
          if (callee.arrays[i] === true && !isArray) again = this.markArray(arg, inside) || again;
          else if (isArray && callee.arrays[i] === false) {
            callee.arrays[i] = true;
            again = true;
          }
        }
      }
    }
  }

  /** Whoever calls a function that waits, waits. */
  private spreadWaiting(): void {
    for (let again = true; again;) {
      again = false;
      for (const { name, inside } of this.calls) {
        if (inside === undefined || !this.waiting.has(name) || this.waiting.has(inside.name)) continue;
        this.waiting.add(inside.name);
        again = true;
      }
    }
  }

  private waits(): void {
    if (this.inside !== undefined) this.waiting.add(this.inside.name);
  }

  // ---- the walk

  private statements(body: readonly Stmt[]): void {
    for (const stmt of body) this.statement(stmt);
  }

  private statement(stmt: Stmt): void {
    switch (stmt.kind) {
      case "expr":
        return this.expression(stmt.expr);
      case "print":
      case "printf":
        this.expressions(stmt.items);
        if (stmt.to === undefined) return;
        this.waits();
        return this.expression(stmt.to.to);
      case "block":
        return this.statements(stmt.body);
      case "if":
        this.expression(stmt.test);
        this.statement(stmt.yes);
        return stmt.no === undefined ? undefined : this.statement(stmt.no);
      case "while":
      case "do":
        // loops give others their turn
        this.waits();
        this.expression(stmt.test);
        return this.statement(stmt.body);
      case "switch":
        this.expression(stmt.of);
        for (const { test, body } of stmt.cases) {
          if (test !== undefined) this.expression(test);
          this.statements(body);
        }
        return undefined;
      default:
        return this.otherStatement(stmt);
    }
  }

  private otherStatement(stmt: Stmt): void {
    switch (stmt.kind) {
      case "for":
        this.waits();
        for (const part of [stmt.first, stmt.step, stmt.body]) if (part !== undefined) this.statement(part);
        return stmt.test === undefined ? undefined : this.expression(stmt.test);
      case "forin":
        this.waits();
        this.useArray(stmt.array);
        this.expression(stmt.key);
        return this.statement(stmt.body);
      case "delete":
        this.useArray(stmt.array);
        return stmt.subscripts === undefined ? undefined : this.expressions(stmt.subscripts);
      case "exit":
      case "return":
        return stmt.value === undefined ? undefined : this.expression(stmt.value);
      default:
        return undefined;
    }
  }

  private expressions(items: readonly Expr[]): void {
    for (const item of items) this.expression(item);
  }

  private expression(expr: Expr): void {
    switch (expr.kind) {
      case "name":
        return this.place(expr);
      case "element":
        this.useArray(expr.array);
        return this.expressions(expr.subscripts);
      case "in":
        this.useArray(expr.array);
        return this.expressions(expr.subscripts);
      case "field":
        return this.expression(expr.index);
      case "group":
      case "concat":
        return this.expressions(expr.items);
      case "binary":
      case "compare":
      case "and":
      case "or":
      case "match":
        this.expression(expr.left);
        return this.expression(expr.right);
      case "choose":
        this.expression(expr.test);
        this.expression(expr.yes);
        return this.expression(expr.no);
      default:
        return this.otherExpression(expr);
    }
  }

  private otherExpression(expr: Expr): void {
    switch (expr.kind) {
      case "paren":
      case "not":
      case "minus":
      case "plus":
      case "step":
        return this.expression(expr.of);
      case "assign":
        this.expression(expr.to);
        return this.expression(expr.value);
      case "call":
        if (!this.tree.functions.has(expr.name)) this.missing.push({ name: expr.name, line: expr.line });
        this.calls.push({ name: expr.name, args: expr.args, inside: this.inside });
        return this.arguments(expr.args);
      case "builtin":
        return this.builtin(expr.name, expr.args);
      case "getline":
        this.waits();
        if (expr.from !== "input") this.expression(expr.source);
        return expr.to === undefined ? undefined : this.expression(expr.to);
      default:
        return undefined;
    }
  }

  /** Names that are passed on may be either. */
  private arguments(args: readonly Expr[]): void {
    for (const arg of args) {
      if (arg.kind === "name") this.place(arg, "either");
      else this.expression(arg);
    }
  }

  private builtin(name: string, args: readonly Expr[]): void {
    if (WAITING_BUILTINS.has(name)) this.waits();
    const arrays = ARRAY_ARGUMENTS.get(name) ?? [];
    for (const [i, arg] of args.entries()) {
      if (arg.kind === "name" && arrays.includes(i)) this.useArray(arg);
      else if (arg.kind === "name" && name === "length") this.place(arg, "either");
      else this.expression(arg);
    }
  }
}
