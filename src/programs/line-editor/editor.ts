// The state of one line that is being edited, and the changes to it that all commands are made of: text that comes
// in or goes out, with what undoes it; killed text; numbers given before a command; what is on the screen.
// Relies on display.ts. Not here: the commands (movement.ts, killing.ts, …), reading keys (keys.ts).

import { encode } from "../../base/utf8.ts";
import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { Display } from "./display.ts";
import type { EditorHost } from "./host.ts";
import { layOut, type Layout } from "./layout.ts";
import { lineOf, type Line } from "./text.ts";
import { afterInsert, type Undo } from "./undo.ts";

export type Command = (ed: Editor, count: number, key: string) => Task<void> | void;

/** What keys do in one kind of editor. */
export interface Keymap {
  command(term: string, keys: string): Command | undefined;
  /** do longer sequences begin like this? */
  begins(term: string, keys: string): boolean;
  /** whose editor it is: readline has numbers for commands, marks pastes, pages lists; busybox's does not */
  readonly style: "readline" | "busybox";
  readonly abort: Command;
}

interface Entry {
  text: string;
  undo: Undo | undefined;
}

export type Finish = "accept" | "end" | "interrupted";

const MOST_KILLS = 10;

export class Editor {
  line: Line = [];
  point = 0;
  mark = 0;
  /** the region between mark and point is shown */
  regionShown = false;
  undo: Undo | undefined;
  overwrite = false;

  /** the number given before a command */
  argument = 1;
  sign = 1;
  explicit = false;

  last: Command | undefined;
  killRing: string[];
  killIndex: number;
  /** counts kills, so that one sees whether a command was one */
  kills = 0;

  readonly entries: Entry[];
  position: number;
  /** the line that was begun before one went up */
  saved: Entry | undefined;
  upNext: number | undefined;

  lastSearch: string;
  lastPrefix: string;
  macro: string | undefined;
  recording: string | undefined;
  /** keys that are taken before any that are typed */
  queued: string[] = [];
  bytes: number[] = [];
  /** keys of the command that runs */
  typed = "";
  /** the command was left: kills around it make one all the same */
  aborted = false;
  /** the last completion changed the line */
  completed = false;

  finish: Finish | undefined;
  /** in place of the last line of the prompt, while something is asked or searched */
  message: string | undefined;
  readonly display: Display;
  /** first lines of the prompt, which stand above */
  readonly head: string;
  readonly prompt: string;
  readonly edits = new Map<number, string>();
  /** what went before in the row of commands that complete or yank the last argument */
  yankSkip = 0;
  yankStep = 1;
  yankCount: number | undefined;
  yanked = false;
  prefixSearch: { readonly text: string; point: number } | undefined;

  constructor(
    readonly host: EditorHost,
    readonly keymap: Keymap,
  ) {
    const { memory, history, prompt } = host;
    this.killRing = [...memory.killRing];
    this.killIndex = this.killRing.length - 1;
    this.lastSearch = memory.lastSearch;
    this.lastPrefix = memory.lastPrefix;
    this.macro = memory.macro;
    this.entries = history.lines.map((text, i) => ({ text, undo: memory.undos.get(history.first + i) }));
    this.position = this.entries.length;
    this.display = new Display(...sizeOf(host));
    const cut = prompt.lastIndexOf("\n") + 1;
    this.head = prompt.slice(0, cut);
    this.prompt = prompt.slice(cut);
  }

  get text(): string {
    return this.line.join("");
  }

  ding(): void {
    this.display.output += "\x07";
  }

  // ---- changes

  insert(text: string | Line): void {
    const piece = typeof text === "string" ? lineOf(text) : text;
    if (piece.length === 0) return;
    this.undo = afterInsert(this.undo, this.point, piece);
    this.line = [...this.line.slice(0, this.point), ...piece, ...this.line.slice(this.point)];
    this.point += piece.length;
  }

  /** Takes a piece out; the cursor stays where it is, or goes to where the piece was. */
  delete(from: number, to: number): Line {
    const [start, end] = from < to ? [from, to] : [to, from];
    const text = this.line.slice(start, end);
    if (text.length === 0) return text;
    this.undo = { what: "delete", start, text, next: this.undo };
    this.line = [...this.line.slice(0, start), ...this.line.slice(end)];
    if (this.point > this.line.length) this.point = this.line.length;
    return text;
  }

  /** What `change` does is undone as one. */
  together(change: () => void): void {
    this.undo = { what: "begin", next: this.undo };
    change();
    this.undo = { what: "end", next: this.undo };
  }

  replaceLine(text: string): void {
    this.line = lineOf(text);
    this.point = this.line.length;
    if (this.mark > this.line.length) this.mark = this.line.length;
  }

  kill(from: number, to: number): void {
    if (from === to) {
      this.kills++;
      return;
    }
    const text = this.delete(from, to).join("");
    if (this.kills > 0 && this.killRing.length > 0) {
      const slot = this.killRing.length - 1;
      const before = this.killRing[slot] as string;
      this.killRing[slot] = from < to ? before + text : text + before;
    } else {
      this.killRing.push(text);
      if (this.killRing.length > MOST_KILLS) this.killRing.shift();
    }
    this.killIndex = this.killRing.length - 1;
    this.kills++;
  }

  /** False if there is nothing left to undo. */
  undoOne(): boolean {
    let open = 0;
    do {
      const { undo } = this;
      if (undo === undefined) return false;
      this.undo = undo.next;
      if (undo.what === "end") open++;
      if (undo.what === "begin") open = Math.max(0, open - 1);
      if (undo.what === "insert") {
        this.line = [...this.line.slice(0, undo.start), ...this.line.slice(undo.end)];
        this.point = undo.start;
      }
      if (undo.what === "delete") {
        this.line = [...this.line.slice(0, undo.start), ...undo.text, ...this.line.slice(undo.start)];
        this.point = undo.start + undo.text.length;
      }
    } while (open > 0);
    return true;
  }

  /** What a command begins with is no more: numbers, messages. */
  discardArgument(): void {
    this.argument = 1;
    this.sign = 1;
    this.explicit = false;
  }

  abort(): void {
    this.ding();
    this.aborted = true;
    this.recording = undefined;
    this.queued = [];
    this.last = undefined;
  }

  // ---- the screen

  layout(): Layout {
    const { line, point, mark, regionShown } = this;
    const region: [number, number] | undefined = regionShown
      ? [Math.min(mark, point), Math.max(mark, point)]
      : undefined;
    return layOut({ prompt: this.message ?? this.prompt, line, point, region }, this.display.columns);
  }

  redisplay(): void {
    this.display.draw(this.layout());
  }

  /** Anew, from the first line of the prompt on, where the cursor is. */
  showAgain(): void {
    this.display.reset();
    this.display.output += withoutMarks(this.head);
    this.redisplay();
  }

  *flush(): Task<void> {
    const { output } = this.display;
    if (output === "") return;
    this.display.output = "";
    yield* this.host.sys.write(this.host.output, encode(output));
  }

  /** The window has another size. */
  resize(): void {
    const [columns, rows] = sizeOf(this.host);
    if (columns === this.display.columns && rows === this.display.height) return;
    this.display.wipe();
    Object.assign(this.display, { columns, height: rows });
    this.redisplay();
  }
}

const withoutMarks = (text: string): string => text.replaceAll(/[\x01\x02]/g, "");

function sizeOf({ sys, output }: EditorHost): readonly [columns: number, rows: number] {
  const size = sys.windowSize(output);
  return failed(size) ? [80, 24] : [size.columns || 80, size.rows || 24];
}
