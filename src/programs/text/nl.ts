// nl: lines with numbers before them. GNU's knows logical pages (header, body, footer, each numbered in its
// own way); busybox's numbers all lines, those that are not empty, or none.

import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { compileRegex, regexFaultText, type Matcher } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import { parseInteger } from "./counts.ts";
import { eachInputLine } from "./inputs.ts";

type Part = "header" | "body" | "footer";
type Style = "all" | "nonblank" | "none" | Matcher;

interface Settings {
  readonly styles: Readonly<Record<Part, Style>>;
  /** what a line is that begins a part; none in busybox's */
  readonly marks: ReadonlyMap<string, Part>;
  readonly start: number;
  readonly step: number;
  readonly width: number;
  readonly separator: string;
  readonly format: "ln" | "rn" | "rz";
  readonly renumber: boolean;
  /** so many empty lines count as one */
  readonly join: number;
}

export const nl = command(
  {
    name: "nl",
    gnu:
      "h:/header-numbering: b:/body-numbering: f:/footer-numbering: v:/starting-line-number: i:/line-increment: " +
      "p/no-renumber l:/join-blank-lines: s:/number-separator: w:/number-width: n:/number-format: d:/section-delimiter:",
    busybox: "b: i: p s: v: w:",
    usage: "[OPTION]... [FILE]...",
  },
  function* (io) {
    io.out.decoding = "bytes";
    const settings = yield* settingsOf(io);
    if (settings === undefined) return 1;
    const numbering = new Numbering(settings);
    yield* eachInputLine(io, (line) => io.out.put(numbering.line(line)));
    return 0;
  },
);

const PARTS: readonly (readonly [Part, string, string])[] = [
  ["header", "h", "n"],
  ["body", "b", "t"],
  ["footer", "f", "n"],
];

function* settingsOf(io: Io): Task<Settings | undefined> {
  const styles: Record<Part, Style> = { header: "none", body: "nonblank", footer: "none" };
  for (const [part, key, otherwise] of PARTS) {
    const style = yield* styleOf(io, part, io.value(key) ?? otherwise);
    if (style === undefined) return undefined;
    styles[part] = style;
  }
  const start = yield* integer(io, "v", 1, "starting line number");
  const step = yield* integer(io, "i", 1, "line number increment");
  const width = yield* integer(io, "w", 6, "line number field width", io.family === "gnu" ? 1 : 0);
  const join = yield* integer(io, "l", 1, "line number of blank lines", 1);
  if (start === undefined || step === undefined || width === undefined || join === undefined)
    return undefined;
  const format = io.value("n") ?? "rn";
  if (format !== "ln" && format !== "rn" && format !== "rz") {
    yield* io.misuse(`invalid line numbering format: ${quoted(io, format)}`);
    return undefined;
  }
  const separator = bytesOf(io.value("s") ?? "\t");
  return { styles, marks: marksOf(io), start, step, width, separator, format, renumber: !io.has("p"), join };
}

function* integer(
  io: Io,
  key: string,
  otherwise: number,
  what: string,
  least = -Infinity,
): Task<number | undefined> {
  const text = io.value(key);
  const value = text === undefined ? otherwise : parseInteger(text);
  if (value !== undefined && value >= least) return value;
  const range = value === undefined ? "" : `: ${strerror("ERANGE")}`;
  yield* io.complain(
    io.family === "busybox"
      ? `invalid number '${text}'`
      : `invalid ${what}: ${quoted(io, text as string)}${range}`,
  );
  return undefined;
}

function* styleOf(io: Io, part: Part, text: string): Task<Style | undefined> {
  if (text === "a") return "all";
  if (text === "t") return "nonblank";
  if (text === "n" || io.family === "busybox") return "none";
  if (text.startsWith("p")) {
    const regex = compileRegex(bytesOf(text.slice(1)), { extended: false, bytes: true });
    if (!isFault(regex)) return regex;
    yield* io.complain(regexFaultText(regex));
    return undefined;
  }
  yield* io.misuse(`invalid ${part} numbering style: ${quoted(io, text)}`);
  return undefined;
}

function marksOf(io: Io): ReadonlyMap<string, Part> {
  if (io.family === "busybox") return new Map();
  const given = bytesOf(io.value("d") ?? "\\:");
  const mark = given.length === 1 ? `${given}:` : given;
  if (mark === "") return new Map();
  return new Map([
    [mark.repeat(3), "header"],
    [mark.repeat(2), "body"],
    [mark, "footer"],
  ]);
}

class Numbering {
  private part: Part = "body";
  private next: number;
  private blanks = 0;

  constructor(private readonly settings: Settings) {
    this.next = settings.start;
  }

  line(line: string): string {
    const { settings } = this;
    const part = settings.marks.get(line);
    if (part === undefined) return `${this.prefix(line)}${line}\n`;
    this.part = part;
    if (settings.renumber) this.next = settings.start;
    return "\n";
  }

  private prefix(line: string): string {
    const { width, separator, format, step } = this.settings;
    if (!this.counts(line)) return " ".repeat(width + separator.length);
    const digits = String(Math.abs(this.next));
    const sign = this.next < 0 ? "-" : "";
    this.next += step;
    if (format === "ln") return (sign + digits).padEnd(width) + separator;
    if (format === "rz") return sign + digits.padStart(width - sign.length, "0") + separator;
    return (sign + digits).padStart(width) + separator;
  }

  private counts(line: string): boolean {
    const style = this.settings.styles[this.part];
    if (style === "none") return false;
    if (style === "nonblank") return line !== "";
    if (style !== "all") return style.test(line);
    if (line !== "") {
      this.blanks = 0;
      return true;
    }
    this.blanks = (this.blanks + 1) % this.settings.join;
    return this.blanks === 0;
  }
}
