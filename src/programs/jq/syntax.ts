// What a jq program is once it is read: filters as a tree.
// Made by parser.ts, run by evaluate.ts.

export type Filter =
  | { readonly kind: "identity" }
  | { readonly kind: "recurse" }
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "string"; readonly parts: readonly (string | Filter)[]; readonly format: string | undefined }
  | { readonly kind: "format"; readonly name: string }
  | { readonly kind: "index"; readonly of: Filter; readonly by: Filter; readonly optional?: true }
  | { readonly kind: "slice"; readonly of: Filter; readonly from: Filter | undefined; readonly to: Filter | undefined; readonly optional?: true }
  | { readonly kind: "iterate"; readonly of: Filter; readonly optional?: true }
  | { readonly kind: "pipe"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "comma"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "alternative"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "assign"; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "negate"; readonly of: Filter }
  | { readonly kind: "array"; readonly of: Filter | undefined }
  | { readonly kind: "object"; readonly members: readonly (readonly [Filter, Filter])[] }
  | { readonly kind: "if"; readonly condition: Filter; readonly yes: Filter; readonly no: Filter | undefined }
  | { readonly kind: "try"; readonly of: Filter; readonly otherwise: Filter | undefined }
  | { readonly kind: "reduce"; readonly over: Filter; readonly pattern: Pattern; readonly from: Filter; readonly update: Filter }
  | { readonly kind: "foreach"; readonly over: Filter; readonly pattern: Pattern; readonly from: Filter; readonly update: Filter; readonly extract: Filter | undefined }
  | { readonly kind: "bind"; readonly of: Filter; readonly patterns: readonly Pattern[]; readonly body: Filter }
  | { readonly kind: "variable"; readonly name: string; readonly at?: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Filter[]; readonly at: number }
  | { readonly kind: "define"; readonly definition: Definition; readonly body: Filter }
  | { readonly kind: "label"; readonly name: string; readonly body: Filter }
  | { readonly kind: "break"; readonly name: string }; // prettier-ignore

/** What `as` takes apart. */
export type Pattern =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "array"; readonly items: readonly Pattern[] }
  | { readonly kind: "object"; readonly members: readonly (readonly [key: Filter, variable: string | undefined, pattern: Pattern | undefined])[] }; // prettier-ignore

export interface Definition {
  readonly name: string;
  /** `$name` for those that are values */
  readonly parameters: readonly string[];
  readonly body: Filter;
}
