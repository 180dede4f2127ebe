// fmt: paragraphs filled to a width. Where lines break is what coreutils weighs: lines near the goal, of
// even length, ending with sentences, without single words left over. The weights are its own.

import { failed, strerror } from "../../base/errno.ts";
import { O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { closeInput, eachLine } from "./inputs.ts";

interface Settings {
  readonly width: number;
  readonly goal: number;
  readonly crown: boolean;
  readonly tagged: boolean;
  readonly split: boolean;
  readonly uniform: boolean;
  readonly prefix: string;
}

export const fmt = command(
  {
    name: "fmt",
    gnu: "c/crown-margin p:/prefix: s/split-only t/tagged-paragraph u/uniform-spacing w:/width: g:/goal:",
    usage: "[-WIDTH] [OPTION]... [FILE]...",
    prepare: (args) => args.map((arg, i) => (i === 0 && /^-\d+$/.test(arg) ? `-w${arg.slice(1)}` : arg)),
  },
  function* (io) {
    io.out.decoding = "bytes";
    const settings = yield* settingsOf(io);
    if (settings === undefined) return 1;
    for (const path of io.operandsOr("-")) {
      const fd = yield* open(io, path);
      if (fd === undefined) continue;
      const filler = new Filler(settings);
      const lines = io.lines(fd, "bytes");
      yield* eachLine(io, lines, (line) => io.out.put(filler.line(line)));
      io.out.put(filler.finish());
      if (lines.error !== undefined) yield* io.complain("read error");
      closeInput(io, fd);
    }
    return 0;
  },
);

function* open(io: Io, path: string): Task<Fd | undefined> {
  if (path === "-") return 0;
  const fd = yield* io.sys.open(path, O_RDONLY);
  if (!failed(fd)) return fd;
  yield* io.complain(`cannot open ${quoted(io, path)} for reading: ${strerror(fd)}`);
  return undefined;
}

/** Part of the width that lines fall short of on purpose, in percent. */
const LEEWAY = 7;

function* settingsOf(io: Io): Task<Settings | undefined> {
  for (const [key, least] of [
    ["w", 0],
    ["g", 0],
  ] as const) {
    const text = io.value(key);
    if (text === undefined || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= 2500)) continue;
    const range = /^\d+$/.test(text) ? `: ${strerror("ERANGE")}` : "";
    yield* io.complain(`invalid width: ${quoted(io, text)}${range}`);
    return undefined;
  }
  const given = io.value("g");
  const width = Number(io.value("w") ?? (given === undefined ? 75 : Number(given) + 10));
  const goal = given === undefined ? Math.floor((width * (2 * (100 - LEEWAY) + 1)) / 200) : Number(given);
  const prefix = bytesOf(io.value("p") ?? "").trim();
  return {
    width,
    goal,
    crown: io.has("c"),
    tagged: io.has("t"),
    split: io.has("s"),
    uniform: io.has("u"),
    prefix,
  };
}

interface Word {
  readonly text: string;
  /** spaces behind it */
  space: number;
  readonly opens: boolean;
  readonly punctuation: boolean;
  readonly period: boolean;
  /** ends a sentence */
  final: boolean;
}

interface Line {
  readonly indent: number;
  readonly words: readonly Word[];
}

const columnsOf = (blanks: string): number => {
  let column = 0;
  for (const char of blanks) column = char === "\t" ? column + 8 - (column % 8) : column + 1;
  return column;
};

const wordOf = (text: string, space: number): Word => {
  const bare = text.replace(/[)\]'"]+$/, "");
  const period = /[.?!]$/.test(bare);
  return {
    text,
    space,
    opens: /^[(['`"]/.test(text),
    punctuation: /[!-/:-@[-`{-~]$/.test(text),
    period,
    final: false,
  };
};

class Filler {
  private lines: Line[] = [];
  private indents: readonly [number, number] = [0, 0];

  constructor(private readonly settings: Settings) {}

  line(raw: string): string {
    const read = this.read(raw);
    if (read === undefined) return `${this.finish()}${raw}\n`;
    if (read.words.length === 0) return `${this.finish()}${this.blank(raw)}\n`;
    const out = this.belongs(read) ? "" : this.finish();
    this.lines.push(read);
    return out;
  }

  finish(): string {
    if (this.lines.length === 0) return "";
    const [first, second] = this.lines as [Line, Line | undefined];
    this.indents = [first.indent, second === undefined ? (this.settings.tagged ? (first.indent === 0 ? 3 : 0) : first.indent) : second.indent]; // prettier-ignore
    const words = this.lines.flatMap(({ words }) => words);
    this.lines = [];
    return this.fill(words);
  }

  private blank(raw: string): string {
    return this.settings.prefix === "" ? "" : raw.trimEnd();
  }

  /** undefined for a line without the prefix, which is left as it is. */
  private read(raw: string): Line | undefined {
    const { prefix } = this.settings;
    const lead = /^[ \t]*/.exec(raw)?.[0] as string;
    if (!raw.startsWith(prefix, lead.length)) return undefined;
    const rest = raw.slice(lead.length + prefix.length);
    const inner = /^[ \t]*/.exec(rest)?.[0] as string;
    const indent = columnsOf(lead + " ".repeat(prefix.length) + inner);
    return { indent, words: this.wordsIn(rest.slice(inner.length)) };
  }

  private wordsIn(text: string): Word[] {
    const words: Word[] = [];
    for (const [, word = "", blanks = ""] of text.matchAll(/([^ \t]+)([ \t]*)/g)) {
      const made = wordOf(word, columnsOf(blanks));
      made.final = made.period && made.space > 1;
      if (this.settings.uniform) made.space = made.final ? 2 : 1;
      words.push(made);
    }
    const last = words[words.length - 1];
    if (last !== undefined) {
      last.final = last.period;
      last.space = last.final ? 2 : 1;
    }
    return words;
  }

  private belongs(line: Line): boolean {
    const { split, crown, tagged } = this.settings;
    const [first, second] = this.lines;
    if (first === undefined) return true;
    if (split) return false;
    if (second !== undefined) return line.indent === second.indent;
    if (crown) return true;
    return tagged ? line.indent !== first.indent : line.indent === first.indent;
  }

  private fill(words: readonly Word[]): string {
    const breaks = new Breaks(words, this.settings, this.indents).best();
    const { prefix } = this.settings;
    let out = "";
    for (let start = 0, row = 0; start < words.length; row++) {
      const end = breaks[start] as number;
      const indent = this.indents[row === 0 ? 0 : 1];
      const lead =
        prefix === "" ? " ".repeat(indent) : prefix + " ".repeat(Math.max(0, indent - prefix.length));
      out += lead;
      for (let i = start; i < end; i++) {
        const word = words[i] as Word;
        out += word.text + (i === end - 1 ? "\n" : " ".repeat(word.space));
      }
      start = end;
    }
    return out;
  }
}

const squared = (n: number): number => n * n;
const short = (n: number): number => squared(n * 10);
const ragged = (n: number): number => short(n) / 2;
const LINE = squared(70);
const widow = (length: number): number => Math.trunc(squared(200) / (length + 2));
const orphan = (length: number): number => Math.trunc(squared(150) / (length + 2));
const SENTENCE = squared(50);
const NO_BREAK = squared(600);
const PAREN = squared(40);
const PUNCTUATION = squared(40);

/** For each word that begins a line, the word that best begins the next one. */
class Breaks {
  private readonly next: number[];
  private readonly cost: number[];
  private readonly length: number[];

  constructor(
    private readonly words: readonly Word[],
    private readonly settings: Settings,
    private readonly indents: readonly [number, number],
  ) {
    const n = words.length;
    this.next = new Array<number>(n + 1).fill(n);
    this.cost = new Array<number>(n + 1).fill(0);
    this.length = new Array<number>(n + 1).fill(0);
  }

  best(): readonly number[] {
    for (let start = this.words.length - 1; start >= 0; start--) this.choose(start);
    return this.next;
  }

  private choose(start: number): void {
    const { words, settings } = this;
    let best = Infinity;
    let length = this.indents[start === 0 ? 0 : 1] + this.word(start).text.length;
    for (let end = start + 1; ; end++) {
      const cost = this.lineCost(end, length) + (this.cost[end] as number);
      if (cost < best) {
        best = cost;
        this.next[start] = end;
        this.length[start] = length;
      }
      if (end === words.length) break;
      length += this.word(end - 1).space + this.word(end).text.length;
      if (length >= settings.width) break;
    }
    this.cost[start] = best + this.breakCost(start);
  }

  private word(index: number): Word {
    return this.words[index] as Word;
  }

  private lineCost(end: number, length: number): number {
    if (end === this.words.length) return 0;
    const evenness = this.next[end] === this.words.length ? 0 : ragged(length - (this.length[end] as number));
    return short(this.settings.goal - length) + evenness;
  }

  /** What it costs to begin a line with a word. */
  private breakCost(start: number): number {
    let cost = LINE;
    const word = this.word(start);
    if (start > 0) {
      const before = this.word(start - 1);
      if (before.period) cost += before.final ? -SENTENCE : NO_BREAK;
      else if (before.punctuation) cost -= PUNCTUATION;
      else if (start > 1 && this.word(start - 2).final) cost += widow(before.text.length);
    }
    if (word.opens) cost -= PAREN;
    else if (word.final) cost += orphan(word.text.length);
    return cost;
  }
}
