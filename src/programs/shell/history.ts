// The list of commands that were typed, and expansions of it: !!, !n, !-n, !text, !?text, !$, !^, !*, ^a^b
// (bash, "History Expansion"). Relies on nothing. Not here: reading and writing history files, and the rarer
// word designators and modifiers.

const MOST = 500;

export class History {
  private lines: readonly string[];
  /** number of the first line */
  first = 1;

  constructor(lines: readonly string[] = []) {
    this.lines = lines;
  }

  image(): readonly string[] {
    return this.lines;
  }

  get all(): readonly string[] {
    return this.lines;
  }

  get next(): number {
    return this.first + this.lines.length;
  }

  add(line: string): void {
    const lines = [...this.lines, line];
    const dropped = Math.max(0, lines.length - MOST);
    this.first += dropped;
    this.lines = lines.slice(dropped);
  }

  /** A line that was edited stays as it was edited. */
  replace(number: number, text: string): void {
    this.lines = this.lines.map((line, i) => (i === number - this.first ? text : line));
  }

  clear(): void {
    this.lines = [];
    this.first = 1;
  }

  /** By number; undefined if there is none. */
  at(number: number): string | undefined {
    return this.lines[number - this.first];
  }

  remove(number: number): boolean {
    if (this.at(number) === undefined) return false;
    this.lines = this.lines.filter((_, i) => i !== number - this.first);
    return true;
  }

  find(matches: (line: string) => boolean): string | undefined {
    return this.lines.findLast(matches);
  }
}

export type Expanded =
  | { readonly line: string; readonly changed: boolean; readonly missing: undefined }
  | { readonly line: undefined; readonly changed: false; readonly missing: string };

/** A typed line with its references to earlier lines replaced. */
export function expandHistory(history: History, line: string): Expanded {
  if (line.startsWith("^")) return quickSubstitution(history, line);
  let text = "";
  let changed = false;
  let quote = "";
  for (let i = 0; i < line.length;) {
    const c = line[i] as string;
    if (c === "\\" && quote !== "'") {
      text += line.slice(i, i + 2);
      i += 2;
      continue;
    }
    if (quote === "" ? c === "'" || c === '"' : c === quote) quote = quote === "" ? c : "";
    const found = c === "!" && quote !== "'" ? reference(history, line, i) : undefined;
    if (found === undefined) {
      text += c;
      i++;
      continue;
    }
    if (found.text === undefined) return { line: undefined, changed: false, missing: found.event };
    text += found.text;
    changed = true;
    i = found.end;
  }
  return { line: text, changed, missing: undefined };
}

function quickSubstitution(history: History, line: string): Expanded {
  const [, from = "", to = ""] = line.split("^");
  const last = history.at(history.next - 1);
  if (last === undefined || from === "" || !last.includes(from))
    return { line: undefined, changed: false, missing: `:s${line}` };
  return { line: last.replace(from, () => to), changed: true, missing: undefined };
}

interface Reference {
  readonly event: string;
  readonly text: string | undefined;
  readonly end: number;
}

const EVENT = /!(?:(!)|(-?\d+)|\?([^?\n]+)\??|([$^*])|([A-Za-z0-9_./~-][^\s:;&|()<>"'$^*!]*))/y;
const DESIGNATOR = /:?([$^*])|:(\d+)/y;

function reference(history: History, line: string, at: number): Reference | undefined {
  EVENT.lastIndex = at;
  const match = EVENT.exec(line);
  if (match === null) return undefined;
  const [whole, twice, number, within, word, prefix] = match;
  let end = at + whole.length;
  let event: string | undefined;
  if (twice !== undefined || word !== undefined) event = history.at(history.next - 1);
  else if (number !== undefined)
    event = history.at(Number(number) < 0 ? history.next + Number(number) : Number(number));
  else if (within !== undefined) event = history.find((one) => one.includes(within));
  else event = history.find((one) => one.startsWith(prefix as string));
  if (event === undefined) return { event: whole, text: undefined, end };
  if (word !== undefined) return { event: whole, text: designated(event, word), end };
  DESIGNATOR.lastIndex = end;
  const designator = DESIGNATOR.exec(line);
  if (designator === null) return { event: whole, text: event, end };
  end += designator[0].length;
  return { event: whole, text: designated(event, (designator[1] ?? designator[2]) as string), end };
}

function designated(event: string, word: string): string | undefined {
  const words = event.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  if (word === "$") return words[words.length - 1] ?? "";
  if (word === "*") return words.slice(1).join(" ");
  return words[word === "^" ? 1 : Number(word)];
}
