// Takes words apart: quotes, expansions, substitutions, tildes, patterns (POSIX shell, section 2.6). unbash
// reads the word; here its tree becomes a plan that the expander can follow without looking at text again.
// Plans are immutable. Brace expansion has been done before (braces.ts). What a dialect does not know is
// turned back into text or into a bad substitution here.

import { parse, type Word as Tree, type WordPart } from "unbash";
import { ANSI_BUSYBOX, ANSI_C, unescape, type EscapeFlavour } from "../libc/escapes.ts";
import type { Dialect } from "./dialect.ts";
import { badExpansion, expansionOf, parameterOf, type ParameterExpansion } from "./parameter-plan.ts";

export type Part =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly quoted: boolean;
      /** what it is where characters are bytes, if that is something else */
      readonly spelled?: string;
    }
  | { readonly kind: "parameter"; readonly name: string; readonly quoted: boolean }
  | { readonly kind: "expansion"; readonly expansion: ParameterExpansion; readonly quoted: boolean }
  | {
      readonly kind: "command";
      readonly source: string;
      readonly line: number;
      readonly quoted: boolean;
      readonly backquoted: boolean;
    }
  | { readonly kind: "arithmetic"; readonly expression: Plan; readonly quoted: boolean }
  | {
      readonly kind: "process";
      readonly direction: "<" | ">";
      readonly source: string;
      readonly line: number;
    }
  /** ~, ~user, ~+, ~- */
  | { readonly kind: "tilde"; readonly user: string };

export interface Plan {
  readonly parts: readonly Part[];
  /** the word, if it is nothing but unquoted or quoted text without wildcards */
  readonly literal: string | undefined;
  /** it holds a command substitution or another user's home: expanding it may have to wait */
  readonly blocking: boolean;
  /** some of it was quoted */
  readonly quoted: boolean;
}

/** What the text around a word makes of it. */
export interface Setting {
  readonly dialect: Dialect;
  /** line of the word's beginning */
  readonly line: number;
  /** tildes count after colons too */
  readonly assignment?: boolean;
  /** inside double quotes */
  readonly quoted?: boolean;
  /** backslashes stay, as they quote for the pattern */
  readonly pattern?: boolean;
}

const WILD = /[*?]|[@+!]\(/;
/** A text that stands for itself: nothing in it is special to any reader of words. */
const PLAIN = /^[A-Za-z0-9_%+,./:=@^-]*$/;

const EMPTY: Plan = { parts: [], literal: "", blocking: false, quoted: false };

export function planOf(parts: readonly Part[]): Plan {
  if (parts.length === 0) return EMPTY;
  const blocking = parts.some(
    (part) =>
      part.kind === "command" ||
      (part.kind === "tilde" && /^[^+-]/.test(part.user)) ||
      (part.kind === "arithmetic" && part.expression.blocking) ||
      (part.kind === "expansion" && part.expansion.blocking),
  );
  const quoted = parts.some((part) => "quoted" in part && part.quoted);
  const plain = parts.every((part) => part.kind === "text" && part.spelled === undefined) && !isWild(parts);
  const literal = plain ? parts.map((part) => (part as { text: string }).text).join("") : undefined;
  return { parts, literal, blocking, quoted };
}

/** Something that is not quoted may match files: a bracket does only if it is closed. */
function isWild(parts: readonly Part[]): boolean {
  let open = false;
  for (const part of parts) {
    if (part.kind !== "text" || part.quoted) continue;
    const { text } = part;
    if (WILD.test(text) || (open && text.includes("]"))) return true;
    const bracket = text.indexOf("[");
    if (bracket < 0) continue;
    if (text.includes("]", bracket)) return true;
    open = true;
  }
  return false;
}

/** The plan of a word as it stands in a script, without braces that expand. */
export function planWord(text: string, setting: Setting): Plan {
  if (PLAIN.test(text))
    return { parts: [{ kind: "text", text, quoted: false }], literal: text, blocking: false, quoted: false };
  const tree = readTree(text);
  return tree === undefined ? plainPlan(text) : planOf(convertWord(tree, setting));
}

const plainPlan = (text: string): Plan => planOf([{ kind: "text", text, quoted: true }]);

/** A word that begins with # would be a comment: an empty quotation before it changes nothing else. */
function readTree(text: string): Tree | undefined {
  const script = parse(text.startsWith("#") ? `: ""${text}` : `: ${text}`);
  const command = script.commands[0]?.command;
  if (script.errors !== undefined && script.errors.length > 0) return undefined;
  if (script.commands.length !== 1 || command?.type !== "Command") return undefined;
  const [word, ...rest] = command.suffix;
  return word?.type === "Word" && rest.length === 0 ? word : undefined;
}

/** The right side of =~, which may hold bare parentheses and bars. */
export function planRegex(text: string, setting: Setting): Plan {
  const [statement] = parse(`[[ x =~ ${text} ]]`).commands;
  const command = statement?.command;
  if (command?.type !== "TestCommand" || command.expression.type !== "TestBinary")
    return planWord(text, setting);
  return planOf(convertWord(command.expression.right, { ...setting, pattern: true }));
}

/** Text in which only expansions count: here-documents, arithmetic, prompts. */
export function planDocument(given: string, setting: Setting): Plan {
  const text = setting.dialect.oldDollars ? given : given.replace(/(?<!\\)((?:\\\\)*)\$\[/g, "$1\\$[");
  if (!/[$`\\]/.test(text)) return planOf(text === "" ? [] : [{ kind: "text", text, quoted: true }]);
  let delimiter = "_";
  while (text.includes(delimiter)) delimiter += "_";
  const ended = text.endsWith("\n") && !/(?<!\\)(?:\\\\)*\\\n$/.test(text);
  const script = parse(`: <<${delimiter}\n${text}${ended ? "" : "\n"}${delimiter}\n`);
  const command = script.commands[0]?.command;
  const document = command?.type === "Command" ? command.suffix[0] : undefined;
  if (document?.type !== "HereDoc") return plainPlan(text);
  const within = { ...setting, quoted: true };
  const parts = (document.body.parts ?? []).flatMap((part) => convertPart(part, within));
  if (document.body.parts === undefined)
    parts.push({ kind: "text", text: unescapeDocument(document.body.text), quoted: true });
  return planOf(ended ? parts : withoutLastNewline(parts));
}

const unescapeDocument = (text: string): string =>
  text.replace(/\\([\\$`\n])/g, (_, c: string) => (c === "\n" ? "" : c));

function withoutLastNewline(parts: Part[]): Part[] {
  const last = parts[parts.length - 1];
  if (last?.kind !== "text" || !last.text.endsWith("\n")) return parts;
  return [...parts.slice(0, -1), { ...last, text: last.text.slice(0, -1) }];
}

// ---- from unbash's tree

export function convertWord(word: Tree, setting: Setting): Part[] {
  const trees = word.parts;
  if (trees === undefined) return convertText(word.text, setting, true);
  const parts: Part[] = [];
  let line = setting.line;
  trees.forEach((tree, i) => {
    const within = line === setting.line ? setting : { ...setting, line };
    if (tree.type === "Literal" && !(setting.quoted && !setting.pattern))
      parts.push(...convertText(tree.text, within, i === 0));
    else parts.push(...convertPart(tree, within));
    line += newlinesIn(tree.text);
  });
  return parts;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function convertPart(tree: WordPart, setting: Setting): Part[] {
  const quoted = setting.quoted === true;
  switch (tree.type) {
    case "Literal":
      return [{ kind: "text", text: tree.value, quoted }];
    case "Glob":
      return convertGlob(tree, setting);
    case "SingleQuoted":
      return [{ kind: "text", text: tree.value, quoted: true }];
    case "AnsiCQuoted":
      return [ansiPart(tree.text.slice(2, -1), setting.dialect)];
    case "DoubleQuoted":
    case "LocaleString":
      return convertQuoted(tree.parts, setting);
    case "SimpleExpansion":
      return [parameterOf(tree.text.slice(1), quoted)];
    case "ParameterExpansion":
      return expansionOf(tree, setting, convertWord, planOf);
    case "CommandExpansion":
      return convertCommand(tree.text, setting);
    case "ArithmeticExpansion":
      return [convertArithmetic(tree.text, setting)];
    case "ProcessSubstitution":
      return [
        { kind: "process", direction: tree.operator, source: tree.text.slice(2, -1), line: setting.line },
      ];
    case "ExtendedGlob":
      return convertExtended(tree.text, tree.parts, setting);
    case "BraceExpansion": {
      const rest = planWord(tree.text.slice(1), setting);
      return [{ kind: "text", text: "{", quoted }, ...rest.parts];
    }
  }
}

function ansiPart(source: string, dialect: Dialect): Part {
  const text = ansiText(source, dialect.name === "bash" ? ANSI_C : ANSI_BUSYBOX);
  if (dialect.name !== "bash" || !/\\[uU]/.test(source)) return { kind: "text", text, quoted: true };
  const spelled = ansiText(source, { ...ANSI_C, unicode: "spelled" });
  return spelled === text
    ? { kind: "text", text, quoted: true }
    : { kind: "text", text, quoted: true, spelled };
}

/** NUL ends the text, as it would in C. */
function ansiText(source: string, flavour: EscapeFlavour): string {
  const { text } = unescape(flavour, source);
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

function convertQuoted(trees: readonly WordPart[], setting: Setting): Part[] {
  const within = { ...setting, quoted: true, pattern: false };
  const parts = trees.flatMap((tree) => convertPart(tree, within));
  return parts.length > 0 ? parts : [{ kind: "text", text: "", quoted: true }];
}

function convertGlob(tree: Extract<WordPart, { type: "Glob" }>, setting: Setting): Part[] {
  const quoted = setting.quoted === true && setting.pattern !== true;
  if (tree.kind !== "bracket") return [{ kind: "text", text: tree.text, quoted }];
  const inner = tree.parts.flatMap((part) =>
    part.type === "Literal" && !quoted ? convertText(part.text, setting, false) : convertPart(part, setting),
  );
  return [{ kind: "text", text: "[", quoted }, ...inner, { kind: "text", text: "]", quoted }];
}

function convertExtended(text: string, trees: readonly WordPart[] | undefined, setting: Setting): Part[] {
  if (trees === undefined) return [{ kind: "text", text, quoted: false }];
  const inner = trees.flatMap((part) =>
    part.type === "Literal" ? convertText(part.text, setting, false) : convertPart(part, setting),
  );
  return [
    { kind: "text", text: text.slice(0, 2), quoted: false },
    ...inner,
    { kind: "text", text: ")", quoted: false },
  ];
}

function convertCommand(text: string, setting: Setting): Part[] {
  const { line } = setting;
  const quoted = setting.quoted === true;
  if (text.startsWith("${")) return [{ kind: "expansion", expansion: badExpansion(text), quoted }];
  if (!text.startsWith("`"))
    return [{ kind: "command", source: text.slice(2, -1), line, quoted, backquoted: false }];
  const escapes = quoted ? /\\([\\$`"])/g : /\\([\\$`])/g;
  const source = text.slice(1, -1).replace(escapes, "$1");
  return [{ kind: "command", source, line, quoted, backquoted: true }];
}

function convertArithmetic(text: string, setting: Setting): Part {
  const inner = text.startsWith("$[") ? text.slice(2, -1) : text.slice(3, -2);
  const expression = planDocument(inner, { dialect: setting.dialect, line: setting.line });
  return { kind: "arithmetic", expression, quoted: setting.quoted === true };
}

// ---- unquoted text

/** Backslashes quote what follows; tildes at the beginning, and after colons in assignments, are found. */
export function convertText(text: string, setting: Setting, atStart: boolean): Part[] {
  const parts: Part[] = [];
  const literal = setting.quoted === true && setting.pattern !== true;
  if (literal) return [{ kind: "text", text: unescapeQuoted(text), quoted: true }];
  let rest = text;
  let start = atStart;
  for (;;) {
    if (start && rest.startsWith("~") && !setting.quoted) {
      const end = rest.search(setting.assignment ? /[/:]/ : /\//);
      const user = rest.slice(1, end < 0 ? rest.length : end);
      if (/^[\w.+-]*$/.test(user)) {
        parts.push({ kind: "tilde", user });
        rest = end < 0 ? "" : rest.slice(end);
      }
    }
    const colon = setting.assignment ? rest.indexOf(":~") : -1;
    pushEscaped(parts, colon < 0 ? rest : rest.slice(0, colon + 1));
    if (colon < 0) return parts;
    rest = rest.slice(colon + 1);
    start = true;
  }
}

const unescapeQuoted = (text: string): string =>
  text.replace(/\\([\\$`"}\n])/g, (_, c: string) => (c === "\n" ? "" : c));

function pushEscaped(parts: Part[], text: string): void {
  let from = 0;
  for (let at = text.indexOf("\\"); at >= 0 && at + 1 < text.length; at = text.indexOf("\\", from)) {
    if (at > from) parts.push({ kind: "text", text: text.slice(from, at), quoted: false });
    const c = String.fromCodePoint(text.codePointAt(at + 1) as number);
    if (c !== "\n") parts.push({ kind: "text", text: c, quoted: true });
    from = at + 1 + c.length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from), quoted: false });
}
