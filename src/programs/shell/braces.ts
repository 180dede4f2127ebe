// Brace expansion: {a,b}, {1..9..2}, {a..e} (bash, "Brace Expansion"). It works on the text of a word, before
// anything else, and knows quotes only to pass over them; so the words of one word are known for good.
// Not here: what is done with the words (expand.ts).

const INTEGERS = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/;
/** More words than this are not made: the text stays as it is. */
const MOST_WORDS = 1_000_000;
const MAX_DEPTH = 100;

/** The words that a word stands for; the word itself where it holds no braces that expand. */
export function expandBraces(text: string, depth = 0): readonly string[] {
  if (!text.includes("{") || depth > MAX_DEPTH) return [text];
  for (let open = nextBrace(text, 0); open >= 0; open = nextBrace(text, open + 1)) {
    const group = readGroup(text, open);
    if (group === undefined) continue;
    const choices = group.choices ?? sequence(group.inner);
    if (choices === undefined) continue;
    const before = text.slice(0, open);
    const middles =
      group.choices === undefined ? choices : choices.flatMap((choice) => expandBraces(choice, depth + 1));
    const ends = expandBraces(text.slice(group.end), depth + 1);
    if (middles.length * ends.length > MOST_WORDS) return [text];
    return middles.flatMap((middle) => ends.map((end) => before + middle + end));
  }
  return [text];
}

/** Index of the next unquoted `{` that is no part of `${`; -1 without one. */
function nextBrace(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    if (text[i] === "{") return i;
    i = pass(text, i);
  }
  return -1;
}

/** The index after a character, or after a quoted or substituted part as a whole. */
function pass(text: string, i: number): number {
  switch (text[i]) {
    case "\\":
      return i + 2;
    case "'":
      return after(text.indexOf("'", i + 1), text);
    case '"':
      return passQuotes(text, i);
    case "`":
      return after(text.indexOf("`", i + 1), text);
    case "$":
      if (text[i + 1] === "{") return passNested(text, i + 1, "{", "}");
      return text[i + 1] === "(" ? passNested(text, i + 1, "(", ")") : i + 1;
    default:
      return i + 1;
  }
}

const after = (close: number, text: string): number => (close < 0 ? text.length : close + 1);

function passQuotes(text: string, from: number): number {
  let i = from + 1;
  while (i < text.length && text[i] !== '"') i = text[i] === "'" ? i + 1 : pass(text, i);
  return i + 1;
}

function passNested(text: string, open: number, opener: string, closer: string): number {
  let depth = 0;
  let i = open;
  while (i < text.length) {
    if (text[i] === opener) depth++;
    if (text[i] === closer && --depth === 0) return i + 1;
    i = text[i] === opener || text[i] === closer ? i + 1 : pass(text, i);
  }
  return text.length;
}

interface Group {
  readonly inner: string;
  /** undefined: no comma stood in it */
  readonly choices: readonly string[] | undefined;
  readonly end: number;
}

function readGroup(text: string, open: number): Group | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  let i = open + 1;
  while (i < text.length) {
    const c = text[i];
    if (c === "}" && depth === 0) {
      const inner = text.slice(open + 1, i);
      if (choices.length === 0) return { inner, choices: undefined, end: i + 1 };
      return { inner, choices: [...choices, text.slice(from, i)], end: i + 1 };
    }
    if (c === "{") depth++;
    else if (c === "}") depth--;
    else if (c === "," && depth === 0) {
      choices.push(text.slice(from, i));
      from = i + 1;
    }
    i = c === "{" || c === "}" || c === "," ? i + 1 : pass(text, i);
  }
  return undefined;
}

function sequence(inner: string): readonly string[] | undefined {
  const numbers = INTEGERS.exec(inner);
  if (numbers !== null) {
    const [, first = "", last = "", step] = numbers;
    const padded = /^-?0\d/.test(first) || /^-?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
    return count(Number(first), Number(last), step).map((n) => pad(n, padded));
  }
  const letters = LETTERS.exec(inner);
  if (letters === null) return undefined;
  const [, first = "", last = "", step] = letters;
  return count(first.charCodeAt(0), last.charCodeAt(0), step).map((code) => {
    const letter = String.fromCharCode(code);
    return letter === "\\" ? "''" : letter === "`" ? "\\`" : letter;
  });
}

function count(first: number, last: number, step: string | undefined): number[] {
  const by = Math.max(1, Math.abs(Number(step ?? "1")));
  const all: number[] = [];
  if (Math.abs(last - first) / by > MOST_WORDS) return all;
  for (let n = first; first <= last ? n <= last : n >= last; n += first <= last ? by : -by) all.push(n);
  return all;
}

function pad(n: number, width: number): string {
  const digits = String(Math.abs(n));
  return n < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
}
