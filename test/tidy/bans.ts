// What may not be named below the edges, each ban with what to use instead. The law behind all of them: the
// world is a function of its seed and its journal, the same in Node and in every browser, and every call returns.

import type syntax from "typescript";
import { offence, visit, type Offence, type Source } from "./sources.ts";
import { ts } from "./typescript.ts";

export interface Ban {
  /** what is banned: a global name, `object.property` of a global, `.property` of anything, or a piece of syntax */
  readonly what: string;
  readonly instead: string;
  /** a line that must be caught */
  readonly example: string;
  /** the only files below the edges that may */
  readonly except?: readonly string[];
}

const CLOCK = "the world's virtual time (base/time.ts): take `now` as an argument, or ask sys.now()";
const TIMERS = "the scheduler: an entry in the agenda (base/agenda.ts), or sys.sleep() in a program";
const CHANCE = "a seeded stream (base/random.ts), handed in by who composes";
const PROMISES = "a plain function; what has to wait is a Task, a generator that yields system calls";
const HOST = "an argument that the edge (src/edge) fills in";
const PAGE = "the page (src/web); below it, return data that the page shows";
const LOCALE = "comparison with < and >, and texts of our own: locales differ from host to host";
const COPIES = "a copy of what is known to be there ({ ...record, list: list.slice() }), or fork()";
const GARBAGE = "an owner that lets go explicitly: when garbage is collected depends on the host";
const MODULES = "a static import";
const TRANSCENDENTAL = "integers, Math.clz32, a loop or a table: engines may round this differently";

const global = (instead: string, ...names: string[]): Ban[] =>
  names.map((what) => ({ what, instead, example: `const it = ${what};` }));
const ofGlobal = (instead: string, ...names: string[]): Ban[] =>
  names.map((what) => ({ what, instead, example: `const it = ${what}(1);` }));
const property = (instead: string, ...names: string[]): Ban[] =>
  names.map((what) => ({ what, instead, example: `const it = value${what}();` }));

export const BANS: readonly Ban[] = [
  ...global(CLOCK, "Date", "performance"),
  ...global(
    TIMERS,
    "setTimeout",
    "setInterval",
    "setImmediate",
    "clearTimeout",
    "clearInterval",
    "clearImmediate",
  ),
  ...global(TIMERS, "queueMicrotask", "requestAnimationFrame", "cancelAnimationFrame", "requestIdleCallback"),
  ...ofGlobal(CHANCE, "Math.random"),
  ...global(CHANCE, "crypto"),
  ...global(HOST, "process", "navigator", "fetch", "XMLHttpRequest", "WebSocket", "Worker", "MessageChannel"),
  ...global("Uint8Array with base/utf8.ts", "Buffer"),
  ...global("an event or a line of the trace", "console"),
  ...global(PAGE, "window", "document", "localStorage", "sessionStorage", "indexedDB", "alert"),
  ...global(LOCALE, "Intl"),
  ...property(LOCALE, ".localeCompare", ".toLocaleString", ".toLocaleDateString", ".toLocaleTimeString"),
  ...property(LOCALE, ".toLocaleLowerCase", ".toLocaleUpperCase"),
  ...global(PROMISES, "Promise"),
  { what: "async", instead: PROMISES, example: "const it = async () => 1;" },
  { what: "await", instead: PROMISES, example: "const it = await value;" },
  { what: "for await", instead: PROMISES, example: "for await (const it of value) break;" },
  ...global(COPIES, "structuredClone"),
  ...global(GARBAGE, "WeakRef", "FinalizationRegistry"),
  ...global("plain data: nothing runs beside us", "SharedArrayBuffer", "Atomics"),
  ...global("the name itself, which this test can see", "globalThis", "self", "global"),
  ...global("code that stands in the source", "eval", "Function"),
  { what: "import.meta", instead: HOST, example: "const it = import.meta.url;" },
  { what: "import()", instead: MODULES, example: `const it = import("./it.ts");` },
  ...global(MODULES, "require", "module", "exports", "__dirname", "__filename"),
  ...global("encode and decode of base/utf8.ts", "TextEncoder", "TextDecoder").map((ban) => ({
    ...ban,
    except: ["src/base/utf8.ts"],
  })),
  ...ofGlobal(TRANSCENDENTAL, "Math.exp", "Math.expm1", "Math.log", "Math.log10", "Math.log1p", "Math.log2"),
  ...ofGlobal(TRANSCENDENTAL, "Math.sin", "Math.cos", "Math.tan", "Math.asin", "Math.acos", "Math.atan"),
  ...ofGlobal(
    TRANSCENDENTAL,
    "Math.sinh",
    "Math.cosh",
    "Math.tanh",
    "Math.asinh",
    "Math.acosh",
    "Math.atanh",
  ),
  ...ofGlobal(TRANSCENDENTAL, "Math.atan2", "Math.cbrt", "Math.hypot", "Math.pow"),
];

const BY_NAME = new Map(BANS.map((ban) => [ban.what, ban]));

/** Words of which one must stand in a text that any ban applies to: most files need not be parsed. */
const SUSPICIOUS = new RegExp(
  `\\b(?:${[...new Set(BANS.flatMap((ban) => ban.what.match(/\w+/g) ?? []))].join("|")})\\b`,
);

export function bannedIn(source: Source): Offence[] {
  if (!SUSPICIOUS.test(source.text)) return [];
  const found: Offence[] = [];
  visit(source.tree, (node) => {
    const what = nameOf(node);
    const ban = what === undefined ? undefined : BY_NAME.get(what);
    if (ban === undefined || ban.except?.includes(source.path)) return;
    found.push(offence(source, node, `${ban.what} is banned below the edges; use ${ban.instead}`));
  });
  return found;
}

/** What a node stands for in the list of bans, if it may be in it. */
function nameOf(node: syntax.Node): string | undefined {
  if (ts.isIdentifier(node)) return nameOfIdentifier(node);
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return "async";
  if (ts.isAwaitExpression(node)) return "await";
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return "for await";
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return "import.meta";
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  return undefined;
}

function nameOfIdentifier(node: syntax.Identifier): string | undefined {
  const { parent, text } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const { expression } = parent;
    const whole = ts.isIdentifier(expression) && !isDeclared(expression) ? `${expression.text}.${text}` : "";
    return BY_NAME.has(whole) ? whole : `.${text}`;
  }
  if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node)
    return nameOfTaken(parent, text);
  return isReference(node) && !isDeclared(node) ? text : undefined;
}

/** `const { random } = Math` takes Math.random as well as writing it out does. */
function nameOfTaken(element: syntax.BindingElement, property: string): string | undefined {
  const { initializer } = element.parent.parent as syntax.VariableDeclaration;
  const isOfGlobal = initializer !== undefined && ts.isIdentifier(initializer) && !isDeclared(initializer);
  return isOfGlobal ? `${initializer.text}.${property}` : undefined;
}

/** Whether an identifier refers to something, as opposed to naming a property, a label or what it declares. */
function isReference(node: syntax.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.name !== node;
  return (parent as { name?: syntax.Node }).name !== node;
}

/** Whether a name is declared in the file, in a scope that the reference stands in. */
function isDeclared(reference: syntax.Identifier): boolean {
  for (let at: syntax.Node | undefined = reference.parent; at !== undefined; at = at.parent)
    if (declaredIn(at).has(reference.text)) return true;
  return false;
}

const declared = new WeakMap<syntax.Node, ReadonlySet<string>>();

/** The names that a node declares for everything inside it. */
function declaredIn(scope: syntax.Node): ReadonlySet<string> {
  const known = declared.get(scope);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const add = (name: syntax.Node | undefined): void => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) names.add(name.text);
    else if (ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name))
      for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const declaration of declarationsOf(scope)) add(declaration);
  declared.set(scope, names);
  return names;
}

function declarationsOf(scope: syntax.Node): (syntax.Node | undefined)[] {
  if (
    ts.isSourceFile(scope) ||
    ts.isBlock(scope) ||
    ts.isModuleBlock(scope) ||
    ts.isCaseOrDefaultClause(scope)
  )
    return scope.statements.flatMap(declarationsOfStatement);
  if (ts.isCaseBlock(scope)) return scope.clauses.flatMap((clause) => declarationsOf(clause));
  if (ts.isFunctionLike(scope))
    return [...namesOf(scope.parameters), ...namesOf(scope.typeParameters ?? []), scope.name];
  if (ts.isClassLike(scope) || ts.isInterfaceDeclaration(scope) || ts.isTypeAliasDeclaration(scope))
    return [scope.name, ...namesOf(scope.typeParameters ?? [])];
  if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    const { initializer } = scope;
    return initializer && ts.isVariableDeclarationList(initializer) ? namesOf(initializer.declarations) : [];
  }
  if (ts.isCatchClause(scope)) return [scope.variableDeclaration?.name];
  return ts.isMappedTypeNode(scope) ? [scope.typeParameter.name] : [];
}

/** A `declare` declares nothing: it only promises that the host has something of that name. */
function declarationsOfStatement(statement: syntax.Statement): (syntax.Node | undefined)[] {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword)) return [];
  if (ts.isVariableStatement(statement)) return namesOf(statement.declarationList.declarations);
  if (ts.isImportDeclaration(statement)) return namesOfImport(statement.importClause);
  return [(statement as { name?: syntax.Node }).name];
}

function namesOfImport(clause: syntax.ImportClause | undefined): (syntax.Node | undefined)[] {
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return [clause?.name];
  return ts.isNamespaceImport(bindings)
    ? [clause?.name, bindings.name]
    : [clause?.name, ...namesOf(bindings.elements)];
}

const namesOf = (nodes: readonly { readonly name?: syntax.Node }[]): (syntax.Node | undefined)[] =>
  nodes.map((node) => node.name);
