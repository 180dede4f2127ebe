// Words of small Python and JavaScript programs: names, numbers, strings with what stands within them, and operators. One
// list for both languages, as what is modelled of them is nearly the same.

export interface Token {
  readonly kind: "name" | "number" | "string" | "operator" | "end";
  readonly text: string;
  /** of strings with values in them: texts and, at odd places, expressions */
  readonly parts?: readonly string[];
}

/** A program goes beyond what is modelled, or is wrong. */
export class ScriptError extends Error {
  constructor(
    /** `NameError`; empty where the program is beyond what is modelled */
    readonly type: string,
    readonly text: string,
  ) {
    super(text);
  }
}

export const beyond = (what: string): never => {
  throw new ScriptError("", what);
};

const OPERATORS = ["===", "!==", "**", "//", "==", "!=", "<=", ">=", "&&", "||", "??", "=>", "+=", "-=", "*=", "->", "...", "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "?", "!", "@", "|", "&"]; // prettier-ignore

const ESCAPES = new Map([["n", "\n"], ["t", "\t"], ["r", "\r"], ["\\", "\\"], ["'", "'"], ['"', '"'], ["`", "`"], ["0", "\0"], ["\n", ""], ["e", "\u001b"], ["$", "$"]]); // prettier-ignore

const unescaped = (text: string): string =>
  text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^])/g, (whole, escape: string) =>
    escape.length > 1 ? String.fromCharCode(parseInt(escape.slice(1), 16)) : (ESCAPES.get(escape) ?? whole),
  );

/** `a{b}c` or `a${b}c`: texts and expressions in turn. */
function partsOf(text: string, open: "{" | "${"): string[] {
  const parts = [""];
  const add = (piece: string): void => void parts.push((parts.pop() ?? "") + piece);
  let at = 0;
  while (at < text.length) {
    if (open === "{" && (text.startsWith("{{", at) || text.startsWith("}}", at))) {
      add(text[at] ?? "");
      at += 2;
    } else if (text.startsWith(open, at)) {
      let depth = 1;
      const start = at + open.length;
      let end = start;
      for (; end < text.length && depth > 0; end++) depth += text[end] === "{" ? 1 : text[end] === "}" ? -1 : 0;
      parts.push(text.slice(start, end - 1), "");
      at = end;
    } else add(text[at++] ?? "");
  }
  return parts.map((part, i) => (i % 2 === 0 ? unescaped(part) : part));
} // prettier-ignore

const STRING =
  /^([rbfRBF]{0,2})("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|`(?:[^`\\]|\\[^])*`)/;

function stringAt(rest: string): { token: Token; length: number } | undefined {
  const [whole, prefix = "", quoted = ""] = STRING.exec(rest) ?? [];
  if (whole === undefined) return undefined;
  const size = /^("""|''')/.test(quoted) ? 3 : 1;
  const body = quoted.slice(size, -size);
  const open = quoted.startsWith("`") ? "${" : /f/i.test(prefix) ? "{" : undefined;
  if (open !== undefined) return { token: { kind: "string", text: body, parts: partsOf(body, open) }, length: whole.length };
  return { token: { kind: "string", text: /r/i.test(prefix) ? body : unescaped(body) }, length: whole.length };
} // prettier-ignore

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text;
  for (;;) {
    rest = rest.replace(/^\s+/, "");
    if (rest === "") {
      tokens.push({ kind: "end", text: "" });
      return tokens;
    }
    const string = stringAt(rest);
    const number = /^(0[xX][\da-fA-F]+|\d+(\.\d*)?([eE][+-]?\d+)?|\.\d+)/.exec(rest)?.[0];
    const name = /^[A-Za-z_$][\w$]*/.exec(rest)?.[0];
    const operator = OPERATORS.find((one) => rest.startsWith(one));
    let length: number;
    if (string !== undefined) {
      tokens.push(string.token);
      length = string.length;
    } else if (number !== undefined) {
      tokens.push({ kind: "number", text: number });
      length = number.length;
    } else if (name !== undefined) {
      tokens.push({ kind: "name", text: name });
      length = name.length;
    } else if (operator !== undefined) {
      tokens.push({ kind: "operator", text: operator });
      length = operator.length;
    } else return beyond(`${rest.slice(0, 10)}`);
    rest = rest.slice(length);
  }
}
