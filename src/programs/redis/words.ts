// Words of a line as Redis takes it apart: in redis-cli, in configuration files, and in requests that somebody types.
// Double quotes know escapes, single quotes only \'. And back: how redis-cli writes a string so that it can be read.

const ESCAPES = new Map([["n", "\n"], ["r", "\r"], ["t", "\t"], ["b", "\b"], ["a", "\x07"]]); // prettier-ignore
const SPACE = /[\s\0]/;

/** undefined: a quote is not closed, or is followed by something else than a blank. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let i = 0;
  for (;;) {
    while (i < line.length && SPACE.test(line[i] as string)) i++;
    if (i >= line.length) return words;
    let word = "";
    while (i < line.length && !SPACE.test(line[i] as string)) {
      const c = line[i] as string;
      if (c !== '"' && c !== "'") {
        word += c;
        i++;
        continue;
      }
      const quoted = c === '"' ? inDouble(line, i + 1) : inSingle(line, i + 1);
      if (quoted === undefined) return undefined;
      word += quoted.text;
      i = quoted.next;
      if (i < line.length && !SPACE.test(line[i] as string)) return undefined;
    }
    words.push(word);
  }
}

interface Quoted {
  readonly text: string;
  readonly next: number;
}

function inDouble(line: string, from: number): Quoted | undefined {
  let text = "";
  for (let i = from; i < line.length;) {
    const c = line[i] as string;
    if (c === '"') return { text, next: i + 1 };
    const hex = /^\\x([\da-fA-F]{2})/.exec(line.slice(i, i + 4));
    if (hex !== null) {
      text += String.fromCharCode(parseInt(hex[1] as string, 16));
      i += 4;
    } else if (c === "\\" && i + 1 < line.length) {
      text += ESCAPES.get(line[i + 1] as string) ?? line[i + 1];
      i += 2;
    } else {
      text += c;
      i++;
    }
  }
  return undefined;
}

function inSingle(line: string, from: number): Quoted | undefined {
  let text = "";
  for (let i = from; i < line.length; i++) {
    const c = line[i] as string;
    if (c === "'") return { text, next: i + 1 };
    if (c === "\\" && line[i + 1] === "'") i++;
    text += line[i];
  }
  return undefined;
}

const NAMES = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"], ["\b", "\\b"], ["\x07", "\\a"], ['"', '\\"'], ["\\", "\\\\"]]); // prettier-ignore

/** In double quotes, with everything escaped that is not printable ASCII. */
export const quoteWord = (text: string): string =>
  `"${text.replace(/[^ !#-[\]-~]/g, (c) => NAMES.get(c) ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}"`;
