// The columns of flags in `--help`, as pflag lays them out (FlagUsagesWrapped): what is too long goes on below in the
// column of descriptions, or in column 16 where that would be too narrow, or is not wrapped at all.

import { quote } from "../../base/go/quote.ts";
import type { Flag } from "../grammar/command.ts";

export interface FlagUsage {
  readonly flag: Flag;
  readonly description: string;
  /** as pflag would show it; "" for none */
  readonly defaultText: string;
}

/** At least so much room for text, or it is not wrapped there. */
const MIN_TEXT = 24;
const NARROW_INDENT = 16;
/** By so much a last line may be too long, lest a word stand alone. */
const SLOP = 5;

/** One text, a line end after each line. `columns` 0: no wrapping. */
export function formatFlagUsages(usages: readonly FlagUsage[], columns: number): string {
  const names = usages.map(({ flag }) => flagName(flag));
  const widest = Math.max(0, ...names.map((name) => name.length)) + 1;
  return usages
    .map((usage, i) => {
      const name = names[i] as string;
      return `${name} ${" ".repeat(widest - name.length)} ${wrap(widest + 2, columns, usageText(usage))}\n`;
    })
    .join("");
}

function flagName(flag: Flag): string {
  const short =
    flag.shorthand !== "" && flag.shorthandDeprecated === "" ? `  -${flag.shorthand}, ` : "      ";
  return `${short}--${flag.name}${flag.type === "bool" ? "" : ` ${flag.type}`}`;
}

function usageText({ flag, description, defaultText }: FlagUsage): string {
  if (defaultText === "") return description;
  return `${description} (default ${flag.type === "string" ? quote(defaultText) : defaultText})`;
}

function wrap(indent: number, width: number, text: string): string {
  const before = (column: number): string => `\n${" ".repeat(column)}`;
  if (width === 0) return text.replaceAll("\n", before(indent));
  const narrow = width - indent < MIN_TEXT;
  const column = narrow ? NARROW_INDENT : indent;
  const start = narrow ? before(column) : "";
  if (width - column < MIN_TEXT) return text.replaceAll("\n", start);
  const lines = splitLines(text, width - column - SLOP);
  return start + lines.map((line) => line.replaceAll("\n", before(column))).join(before(column));
}

function splitLines(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = text; ;) {
    const [line, next] = splitLine(rest, width);
    lines.push(line);
    if (next === "") return lines;
    rest = next;
  }
}

function splitLine(text: string, width: number): readonly [line: string, rest: string] {
  if (width + SLOP > text.length) return [text, ""];
  const head = text.slice(0, width);
  const space = Math.max(head.lastIndexOf(" "), head.lastIndexOf("\t"), head.lastIndexOf("\n"));
  if (space <= 0) return [text, ""];
  const newline = head.lastIndexOf("\n");
  const at = newline > 0 && newline < space ? newline : space;
  return [text.slice(0, at), text.slice(at + 1)];
}
