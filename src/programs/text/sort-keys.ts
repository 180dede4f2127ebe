// The keys of sort: `-k 2.3b,4n` read into positions and orders, and what of a line a key covers. Fields
// are parted by one character, or begin where blanks begin. What orders mean is in sort-orders.ts.

export type Order = "bytes" | "numeric" | "general" | "human" | "month" | "version" | "random";

export interface KeyOptions {
  readonly order: Order;
  readonly reverse: boolean;
  readonly fold: boolean;
  readonly dictionary: boolean;
  readonly printable: boolean;
  /** blanks before the start, before the end, do not count */
  readonly skipStart: boolean;
  readonly skipEnd: boolean;
}

export interface Key extends KeyOptions {
  /** fields to skip, and characters after them */
  readonly startField: number;
  readonly startChar: number;
  /** fields that belong to the key: Infinity for all; characters of the last one, 0 for all */
  readonly endField: number;
  readonly endChar: number;
}

export const ORDER_LETTERS = new Map<string, Order>([
  ["g", "general"],
  ["h", "human"],
  ["M", "month"],
  ["n", "numeric"],
  ["R", "random"],
  ["V", "version"],
]);

export const PLAIN: KeyOptions = {
  order: "bytes",
  reverse: false,
  fold: false,
  dictionary: false,
  printable: false,
  skipStart: false,
  skipEnd: false,
};

/** Letters such as "nr" added to options; `at` tells which position the b is for. */
export function withLetters(options: KeyOptions, letters: string, at: "start" | "end" | "both"): KeyOptions {
  let made = options;
  for (const letter of letters) {
    const order = ORDER_LETTERS.get(letter);
    if (order !== undefined) made = { ...made, order };
    else if (letter === "r") made = { ...made, reverse: true };
    else if (letter === "f") made = { ...made, fold: true };
    else if (letter === "d") made = { ...made, dictionary: true };
    else if (letter === "i") made = { ...made, printable: true };
    else if (letter === "b")
      made = { ...made, skipStart: made.skipStart || at !== "end", skipEnd: made.skipEnd || at !== "start" };
  }
  return made;
}

export interface KeyFault {
  readonly fault: string;
}

export const isKeyFault = (answer: object): answer is KeyFault => "fault" in answer;

const KEY_LETTERS = "bdfghiMnRrV";

/** `F[.C][OPTS][,F[.C][OPTS]]`; a key without options of its own has those that hold for all. */
export function parseKey(text: string, common: KeyOptions): Key | KeyFault {
  const start = /^(\d*)(?:(\.)(\d*))?([a-zA-Z]*)/.exec(text) as unknown as string[];
  const [startText = "", field = "", dot, char = "", letters = ""] = start;
  const invalid = (what: string): KeyFault => ({ fault: `${what}: invalid field specification '${text}'` });
  if (field === "") return { fault: `invalid number at field start: invalid count at start of '${text}'` };
  if (Number(field) === 0) return invalid("field number is zero");
  if (dot !== undefined && char === "")
    return { fault: `invalid number after '.': invalid count at start of '${text.slice(startText.length)}'` };
  if (dot !== undefined && Number(char) === 0) return invalid("character offset is zero");
  if ([...letters].some((letter) => !KEY_LETTERS.includes(letter)))
    return invalid("stray character in field spec");
  const rest = text.slice(startText.length);
  if (rest !== "" && !rest.startsWith(",")) return invalid("stray character in field spec");
  const end = rest === "" ? undefined : parseEnd(rest.slice(1), text);
  if (end !== undefined && isKeyFault(end)) return end;
  const own = letters + (end?.letters ?? "") !== "";
  const options = own ? withLetters(withLetters(PLAIN, letters, "start"), end?.letters ?? "", "end") : common;
  return {
    ...options,
    startField: Number(field) - 1,
    startChar: char === "" ? 0 : Number(char) - 1,
    endField: end?.field ?? Infinity,
    endChar: end?.char ?? 0,
  };
}

interface KeyEnd {
  readonly field: number;
  readonly char: number;
  readonly letters: string;
}

function parseEnd(rest: string, text: string): KeyEnd | KeyFault {
  const [all = "", field = "", dot, char = "", letters = ""] = /^(\d*)(?:(\.)(\d*))?([a-zA-Z]*)/.exec(rest) as unknown as string[]; // prettier-ignore
  if (field === "") return { fault: `invalid number after ',': invalid count at start of '${rest}'` };
  if (Number(field) === 0) return { fault: `field number is zero: invalid field specification '${text}'` };
  if (dot !== undefined && char === "")
    return { fault: `invalid number after '.': invalid count at start of ''` };
  const stray = all.length < rest.length || [...letters].some((letter) => !KEY_LETTERS.includes(letter));
  if (stray) return { fault: `stray character in field spec: invalid field specification '${text}'` };
  return { field: Number(field), char: Number(char === "" ? "0" : char), letters };
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10;

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlank(line.charCodeAt(at))) at++;
  return at;
}

function skipField(line: string, from: number): number {
  let at = skipBlanks(line, from);
  while (at < line.length && !isBlank(line.charCodeAt(at))) at++;
  return at;
}

function startOf(line: string, key: Key, tab: string | undefined): number {
  let at = 0;
  for (let left = key.startField; left > 0 && at < line.length; left--) {
    if (tab === undefined) at = skipField(line, at);
    else {
      const next = line.indexOf(tab, at);
      at = next < 0 ? line.length : next + 1;
    }
  }
  if (key.skipStart) at = skipBlanks(line, at);
  return Math.min(line.length, at + key.startChar);
}

function endOf(line: string, key: Key, tab: string | undefined): number {
  if (key.endField === Infinity) return line.length;
  const whole = key.endChar === 0;
  let left = whole ? key.endField : key.endField - 1;
  let at = 0;
  for (; left > 0 && at < line.length; left--) {
    if (tab === undefined) at = skipField(line, at);
    else {
      const next = line.indexOf(tab, at);
      if (next < 0) return line.length;
      at = left > 1 || !whole ? next + 1 : next;
    }
  }
  if (whole) return at;
  if (key.skipEnd) at = skipBlanks(line, at);
  return Math.min(line.length, at + key.endChar);
}

/** What of a line a key covers. */
export function keyText(line: string, key: Key, tab: string | undefined): string {
  const start = startOf(line, key, tab);
  return key.endField === Infinity
    ? line.slice(start)
    : line.slice(start, Math.max(start, endOf(line, key, tab)));
}
