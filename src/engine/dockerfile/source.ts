// A Dockerfile's text as nodes: directives, comments, continued lines, flags and here-documents (BuildKit's
// frontend/dockerfile/parser). What the words of a node mean is instruction.ts.

import { parseJson } from "../../base/go/json-decode.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { processWord, splitWords } from "../dockerfile-words.ts";
import { readDirectives, type Directives } from "./directives.ts";

/** Lines, the first is 1; both belong to it. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

export interface HereDocument {
  readonly name: string;
  readonly content: string;
  /** variables are replaced, as the word was not quoted */
  readonly expands: boolean;
}

export interface Node extends Lines {
  /** as it was written */
  readonly name: string;
  readonly flags: readonly string[];
  /** everything after the flags */
  readonly rest: string;
  /** `rest`, if it is a JSON list of texts */
  readonly json: readonly string[] | undefined;
  readonly hereDocuments: readonly HereDocument[];
  /** the whole line, continuations joined */
  readonly text: string;
}

export interface Source {
  readonly nodes: readonly Node[];
  /** the character that continues lines */
  readonly escape: string;
  /** lines, joined, that are continued over empty ones */
  readonly emptyContinuations: readonly EmptyContinuation[];
  readonly directives: Directives;
}

export interface EmptyContinuation {
  readonly text: string;
  /** the last of them */
  readonly lines: Lines;
}

export interface SourceError {
  readonly message: string;
  /** undefined: it is about the file as such */
  readonly lines: Lines | undefined;
}

const refuse = (message: string, lines?: Lines): Result<never, SourceError> => fail({ message, lines });

export function parseSource(text: string): Result<Source, SourceError> {
  if (text === "") return refuse("the Dockerfile cannot be empty");
  const reader = new Reader(text);
  const directives = readDirectives(text);
  if (!directives.ok) return fail(directives.error);
  const escape = directives.value.get("escape")?.value ?? "\\";
  if (escape !== "\\" && escape !== "`")
    return refuse(`invalid escape token '${escape}' does not match \` or \\`);
  const nodes: Node[] = [];
  for (;;) {
    const node = nextNode(reader, escape);
    if (node === undefined) break;
    if (!node.ok) return node;
    nodes.push(node.value);
  }
  return nodes.length === 0
    ? refuse("file with no instructions")
    : ok({ nodes, escape, emptyContinuations: reader.emptyContinuations, directives: directives.value });
}

class Reader {
  private readonly lines: readonly string[];
  /** lines that were read */
  at = 0;
  readonly emptyContinuations: EmptyContinuation[] = [];

  constructor(text: string) {
    const all = text
      .replace(/^\ufeff/, "")
      .split("\n")
      .map((line) => line.replace(/\r$/, ""));
    this.lines = all.at(-1) === "" ? all.slice(0, -1) : all;
  }

  next(): string | undefined {
    return this.at < this.lines.length ? this.lines[this.at++] : undefined;
  }
}

const isComment = (line: string): boolean => /^\s*#/.test(line);

function nextNode(reader: Reader, escape: string): Result<Node, SourceError> | undefined {
  for (let line = reader.next(); line !== undefined; line = reader.next()) {
    if (isComment(line)) continue;
    const start = reader.at;
    const whole = joined(reader, line.trimStart(), escape);
    if (whole.trim() !== "") return nodeOf(reader, whole, start, escape);
  }
  return undefined;
}

/** The line with those that it is continued on; comments and empty lines among them do not count. */
function joined(reader: Reader, first: string, escape: string): string {
  const token = escape === "\\" ? "\\\\" : "`";
  const continued = new RegExp(`^(.*?[^${token}]|)${token}[ \\t]*$`, "s");
  let whole = "";
  let skipsEmpty = false;
  for (let line: string | undefined = first; line !== undefined;) {
    const cut = continued.exec(line);
    whole += cut === null ? line : (cut[1] as string);
    if (cut === null) break;
    for (line = reader.next(); line !== undefined && isSkipped(line); line = reader.next())
      skipsEmpty ||= line.trim() === "";
  }
  const lines = { start: reader.at, end: reader.at };
  if (skipsEmpty) reader.emptyContinuations.push({ text: whole, lines });
  return whole;
}

const isSkipped = (line: string): boolean => isComment(line) || line.trim() === "";

// ---- one line

function nodeOf(reader: Reader, whole: string, start: number, escape: string): Result<Node, SourceError> {
  const [, name = "", after = ""] = /^(\S+)\s*([\s\S]*?)$/.exec(whole.trim()) ?? [];
  const { flags, rest } = takeFlags(after, escape);
  const json = parseList(rest);
  if (json === "mixed" && TAKES_JSON.has(name.toLowerCase()))
    return refuse("when using JSON array syntax, arrays must be comprised of strings only", {
      start,
      end: reader.at,
    });
  const hereDocuments = readHereDocuments(reader, name, whole, rest);
  const lines = { start, end: reader.at };
  if (hereDocuments === undefined) return refuse("unterminated heredoc", lines);
  const node: Node = {
    ...lines,
    name,
    flags,
    rest,
    json: Array.isArray(json) ? (json as readonly string[]) : undefined,
    hereDocuments,
    text: whole.trim(),
  };
  const complaint = wordComplaint(node);
  return complaint === undefined ? ok(node) : refuse(complaint, lines);
}

const TAKES_JSON: ReadonlySet<string> = new Set([
  "add",
  "cmd",
  "copy",
  "entrypoint",
  "run",
  "shell",
  "volume",
]);

function parseList(rest: string): readonly string[] | "mixed" | undefined {
  if (!rest.startsWith("[")) return undefined;
  const parsed = parseJson(rest);
  if (!parsed.ok || !Array.isArray(parsed.value)) return undefined;
  return parsed.value.every((item) => typeof item === "string") ? parsed.value : "mixed";
}

/** `--name=value` words at the beginning, without their quotes. */
function takeFlags(text: string, escape: string): { readonly flags: string[]; readonly rest: string } {
  const flags: string[] = [];
  let rest = text.trim();
  while (rest.startsWith("--")) {
    const { word, length } = flagWord(rest, escape);
    if (word === "--") return { flags, rest: rest.slice(length).trim() };
    flags.push(word);
    rest = rest.slice(length).trim();
  }
  return { flags, rest };
}

function flagWord(text: string, escape: string): { readonly word: string; readonly length: number } {
  let word = "";
  let quoted: string | undefined;
  let at = 0;
  for (; at < text.length; at++) {
    const char = text[at] as string;
    if (quoted === undefined && /\s/.test(char)) break;
    if (char === quoted) quoted = undefined;
    else if (quoted === undefined && (char === '"' || char === "'")) quoted = char;
    else if (char === escape && quoted !== "'" && at + 1 < text.length) word += text[++at] as string;
    else word += char;
  }
  return { word, length: at };
}

/** ENV and LABEL fall into names and values while the file is read, so that their faults come first. */
function wordComplaint({ name, rest }: Node): string | undefined {
  const upper = name.toUpperCase();
  if ((upper !== "ENV" && upper !== "LABEL") || rest === "") return undefined;
  const words = splitWords(rest);
  const [first = ""] = words;
  if (!first.includes("=")) return /\s/.test(rest) ? undefined : `${upper} must have two arguments`;
  const bare = words.find((word) => !word.includes("="));
  return bare === undefined
    ? undefined
    : `Syntax error - can't find = in ${quote(bare)}. Must be of the form: name=value`;
}

// ---- here-documents

/** A word that stands for a here-document. */
export const HERE = /^\d*<<(-?)([^<\s]+)$/;
const WITH_DOCUMENTS: ReadonlySet<string> = new Set(["add", "copy", "run"]);

/** undefined if one of them has no end. */
function readHereDocuments(
  reader: Reader,
  name: string,
  whole: string,
  rest: string,
): HereDocument[] | undefined {
  const command = name.toLowerCase() === "onbuild" ? (rest.split(/\s/)[0] ?? "") : name;
  if (!WITH_DOCUMENTS.has(command.toLowerCase()) || !whole.includes("<<")) return [];
  const documents: HereDocument[] = [];
  for (const word of splitWords(rest)) {
    const found = HERE.exec(word);
    if (found === null) continue;
    const plain = processWord(found[2] as string, new Map());
    if (!plain.ok) continue;
    const content = readUntil(reader, plain.value, found[1] === "-");
    if (content === undefined) return undefined;
    documents.push({ name: plain.value, content, expands: plain.value === found[2] });
  }
  return documents;
}

function readUntil(reader: Reader, end: string, chomps: boolean): string | undefined {
  let content = "";
  for (let line = reader.next(); line !== undefined; line = reader.next()) {
    const shown = chomps ? line.replace(/^\t+/, "") : line;
    if (shown === end) return content;
    content += `${shown}\n`;
  }
  return undefined;
}
