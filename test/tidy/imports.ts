// Which file imports what, read from the syntax trees: static and dynamic imports, re-exports, and imports in
// types, which are gone when the program runs but tie two files together all the same.

import { posix } from "node:path";
import type syntax from "typescript";
import { ts } from "./typescript.ts";
import { lineAt, visit, type Source } from "./sources.ts";

export interface Import {
  /** path of the file that imports */
  readonly from: string;
  readonly line: number;
  /** as it is written: "./time.ts", "zod/mini", "node:fs" */
  readonly specifier: string;
  /** path of the file that is imported, where the specifier is relative */
  readonly to: string | undefined;
  readonly kind: "value" | "type" | "re-export";
}

export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (specifier: syntax.Node | undefined, kind: Import["kind"]): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    const to = text.startsWith(".") ? posix.join(posix.dirname(source.path), text) : undefined;
    found.push({
      from: source.path,
      line: lineAt(source, specifier.getStart(source.tree)),
      specifier: text,
      to,
      kind,
    });
  };
  visit(source.tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node) ? "type" : "value");
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, "re-export");
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, "type");
    else if (isDynamicImport(node)) add(node.arguments[0], "value");
  });
  return found;
}

const isTypeOnly = (node: syntax.ImportDeclaration): boolean =>
  node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

const isDynamicImport = (node: syntax.Node): node is syntax.CallExpression =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;

/** "zod" for "zod/mini", "@noble/hashes" for "@noble/hashes/sha2.js" */
export const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
