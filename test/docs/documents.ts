// What the documents show is what comes out. A fenced block of the language `console` is typed into a simulated
// host, line by line: `$ ` begins a command, `> ` continues it, and what stands below is what it prints, first
// to stdout, then to stderr. A line `...` stands for any number of lines. All blocks of a document are typed in
// one world, made from one seed, so that ids and times are exact. Blocks of the language `sh` are for the
// reader's own machine; they are run only where they are marked: ```sh run.

import { createPatch } from "./patch.ts";

export const SEED = 1;
export const HOST = "paper";

/** The part of the library that documents need. */
export interface Host {
  run(line: string): { readonly stdout: string; readonly stderr: string };
}

interface Command {
  /** number of its first line, from 1 */
  readonly line: number;
  readonly text: string;
  /** index of the line behind it, where what it prints begins, and of the line behind that */
  readonly from: number;
  readonly to: number;
}

export interface Block {
  readonly line: number;
  readonly language: string;
  /** what stands behind the language */
  readonly mark: string;
  readonly body: readonly string[];
  readonly indent: string;
}

/** All fenced blocks of a document; those in lists are indented. */
export function blocksOf(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, indent = "", fence, language = "", mark = ""] =
      /^( *)(`{3,})(\w*) *(.*)$/.exec(lines[i] ?? "") ?? [];
    if (fence === undefined) continue;
    const end = lines.findIndex((line, at) => at > i && line.trim() === fence);
    if (end < 0) throw new Error(`line ${i + 1}: a block that nothing ends`);
    const body = lines
      .slice(i + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ line: i + 1, language, mark, body, indent });
    i = end;
  }
  return blocks;
}

/** The commands of a console block. */
export function commandsOf({ line, body }: Block): Command[] {
  const commands: Command[] = [];
  const isCommand = (at: number): boolean => body[at]?.startsWith("$ ") === true;
  for (let i = 0; i < body.length;) {
    if (!isCommand(i)) throw new Error(`line ${line + 1 + i}: a console block begins with a command ("$ ")`);
    let from = i + 1;
    while (/^>( |$)/.test(body[from] ?? "")) from++;
    let to = from;
    while (to < body.length && !isCommand(to)) to++;
    const text = body
      .slice(i, from)
      .map((part) => part.slice(2))
      .join("\n");
    commands.push({ line: line + 1 + i, text, from, to });
    i = to;
  }
  return commands;
}

export interface Difference {
  readonly line: number;
  readonly command: string;
  /** `-` as shown, `+` as it comes out */
  readonly patch: string;
}

export interface Checked {
  readonly differences: readonly Difference[];
  /** the document with what comes out */
  readonly text: string;
}

/** Types all console blocks of a document into a host. */
export function check(text: string, host: Host): Checked {
  const lines = text.split("\n");
  const differences: Difference[] = [];
  const edits: { readonly from: number; readonly to: number; readonly lines: readonly string[] }[] = [];
  for (const block of blocksOf(text).filter(({ language }) => language === "console")) {
    for (const { line, text: command, from, to } of commandsOf(block)) {
      const { stdout, stderr } = host.run(command);
      const actual = printedLines(stdout + stderr);
      const shown = block.body.slice(from, to);
      if (isShown(shown, actual)) continue;
      differences.push({ line, command, patch: createPatch(shown, actual) });
      const indented = actual.map((one) => (one === "" ? "" : block.indent + one));
      edits.push({ from: block.line + from, to: block.line + to, lines: indented });
    }
  }
  for (const { from, to, lines: actual } of edits.reverse()) lines.splice(from, to - from, ...actual);
  return { differences, text: lines.join("\n") };
}

const printedLines = (text: string): string[] =>
  text === ""
    ? []
    : text
        .replace(/\n$/, "")
        .split("\n")
        .map((line) => line.trimEnd());

/** Whether lines are what is shown, where `...` stands for any lines. */
function isShown(shown: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first !== "...") return first === actual[0] && isShown(rest, actual.slice(1));
  return actual.some((_, i) => isShown(rest, actual.slice(i))) || isShown(rest, []);
}
