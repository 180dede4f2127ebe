// What one side, the real one or ours, tells about itself over a whole scenario: which ids there are, which
// names the engine picked, and what stands literally in the commands and so must be the same on both sides.

import { HEX12, HEX64, isShortId, re } from "./patterns.ts";
import type { Step } from "./recording.ts";

export class Side {
  /** first 6 hex digits -> the longest known forms of the ids that begin so */
  private readonly long = new Map<string, string[]>();
  /** names of containers that are not of Docker's lists, known by where they stand */
  readonly names = new Set<string>();
  /** id -> its place among the ids in the order in which they came up */
  readonly seen = new Map<string, number>();

  constructor(
    steps: readonly Step[],
    private readonly commands: string,
  ) {
    const text = steps.map(({ stdout, stderr }) => `${stdout}\n${stderr}`).join("\n");
    for (const [id] of text.matchAll(HEX64)) if (!this.isFixed(id)) this.learn(id);
    for (const [id] of text.matchAll(HEX12)) if (!this.isFixed(id) && isShortId(id)) this.learn(id);
    for (const name of namesIn(text))
      if (RANDOM_SHAPE.test(name) && !this.isFixed(name)) this.names.add(name);
  }

  private learn(id: string): void {
    const start = id.slice(0, 6);
    const known = this.long.get(start) ?? [];
    this.long.set(start, known);
    if (!known.some((longer) => longer.startsWith(id))) known.push(id);
  }

  /** Whether it stands as a word of its own in a command. */
  isFixed(word: string): boolean {
    const isEdge = (at: number): boolean => !/[0-9A-Za-z]/.test(this.commands[at] ?? " ");
    for (let at = this.commands.indexOf(word); at >= 0; at = this.commands.indexOf(word, at + 1))
      if (isEdge(at - 1) && isEdge(at + word.length)) return true;
    return false;
  }

  isFixedNumber(digits: string): boolean {
    return re(`(?<!\\d)${digits}(?!\\d)`, "").test(this.commands);
  }

  /** The id that a few digits abbreviate, if there is exactly one. */
  idOf(hex: string): string | undefined {
    const found = (this.long.get(hex.slice(0, 6)) ?? []).filter((id) => id.startsWith(hex));
    return found.length === 1 ? found[0] : undefined;
  }

  see(text: string): void {
    for (const [id] of text.matchAll(HEX64)) if (!this.seen.has(id)) this.seen.set(id, this.seen.size);
  }
}

const RANDOM_SHAPE = /^[a-z]{2,}_[a-z]{2,}\d?$/;

const NAME_PLACES = [
  /"Names?": ?"\/([^"]+)"/g,
  /"Names": ?"([^"]+)"/g,
  /image=[^,()]*, name=([^,()]+)/g,
  /^\/(\S+)$/gm,
];

function* namesIn(text: string): Generator<string> {
  for (const place of NAME_PLACES) for (const [, name = ""] of text.matchAll(place)) yield name;
  // the column of names in a table of containers, counted from the end, as cells before it may be empty
  let column: number | undefined;
  for (const line of text.split("\n")) {
    const cells = line.trimEnd().split(/ {2,}/);
    if (cells[0] === "CONTAINER ID") column = columnOfNames(cells);
    else if (line === "") column = undefined;
    else if (column !== undefined && cells.length > 1) yield cells.at(column) ?? "";
  }
}

function columnOfNames(head: readonly string[]): number | undefined {
  if (head.includes("NAMES")) return head.indexOf("NAMES") - head.length;
  return head[1] === "NAME" ? 1 : undefined;
}
