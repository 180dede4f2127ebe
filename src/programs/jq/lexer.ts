// The words of a jq program. Strings are taken apart here, as filters stand within them; those are read by the parser
// from the pieces. Comments end with the line.

export interface Token {
  readonly kind: "name" | "field" | "variable" | "number" | "string" | "format" | "operator" | "end";
  readonly text: string;
  /** of strings: texts and, at odd places, programs */
  readonly parts?: readonly string[];
  readonly at: number;
}

export class LexError extends Error {
  constructor(
    readonly what: string,
    readonly at = 0,
  ) {
    super(what);
  }
}

const OPERATORS = ["?//=", "?//", "|=", "+=", "-=", "*=", "/=", "%=", "//=", "==", "!=", "<=", ">=", "//", "..", "|", ",", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ":", ";", "?", "."]; // prettier-ignore

const ESCAPES = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["b", "\b"], ["f", "\f"], ["/", "/"], ["\\", "\\"], ['"', '"']]); // prettier-ignore

/** A string from after its opening quote: its parts and where it ends. */
function stringAt(text: string, start: number): { parts: string[]; end: number } {
  const parts = [""];
  const add = (piece: string): void => void (parts[parts.length - 1] += piece);
  let at = start;
  for (;;) {
    const c = text[at];
    if (c === undefined) throw new LexError("unexpected end of file");
    if (c === '"') return { parts, end: at + 1 };
    if (c !== "\\") {
      add(c);
      at++;
      continue;
    }
    const escape = text[at + 1] ?? "";
    if (escape === "u") {
      add(String.fromCharCode(parseInt(text.slice(at + 2, at + 6), 16)));
      at += 6;
    } else if (escape === "(") {
      const end = closing(text, at + 2);
      parts.push(text.slice(at + 2, end), "");
      at = end + 1;
    } else {
      const found = ESCAPES.get(escape);
      if (found === undefined) throw new LexError("invalid escape");
      add(found);
      at += 2;
    }
  }
}

/** Where the parenthesis that was opened before `start` is closed. */
function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '"') at = stringAt(text, at + 1).end - 1;
    else if (c === "(") depth++;
    else if (c === ")" && --depth === 0) return at;
  }
  throw new LexError("unexpected end of file");
}

function tokenAt(text: string, at: number): Token & { readonly end: number } {
  const rest = text.slice(at);
  const match = (pattern: RegExp): string | undefined => pattern.exec(rest)?.[0];
  const plain = (kind: Token["kind"], word: string, shown = word) => ({ kind, text: shown, at, end: at + word.length }); // prettier-ignore
  if (rest.startsWith('"')) {
    const { parts, end } = stringAt(text, at + 1);
    return { kind: "string", text: text.slice(at, end), parts, at, end };
  }
  const field = match(/^\.[A-Za-z_]\w*/);
  if (field !== undefined) return plain("field", field, field.slice(1));
  const number = match(/^(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?/);
  if (number !== undefined) return plain("number", number);
  const name = match(/^[A-Za-z_]\w*(::[A-Za-z_]\w*)*/);
  if (name !== undefined) return plain("name", name);
  const variable = match(/^\$(__loc__|[A-Za-z_]\w*(::\w+)*)/);
  if (variable !== undefined) return plain("variable", variable, variable.slice(1));
  const format = match(/^@[A-Za-z0-9]+/);
  if (format !== undefined) return plain("format", format);
  const operator = OPERATORS.find((one) => rest.startsWith(one));
  if (operator === undefined) throw new LexError("unexpected INVALID_CHARACTER");
  return plain("operator", operator);
}

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += /^(\s|#[^\n]*)*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) {
      tokens.push({ kind: "end", text: "", at });
      return tokens;
    }
    const { end, ...token } = tokenAt(text, at);
    tokens.push(token);
    at = end;
  }
}
