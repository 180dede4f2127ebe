// json.Indent and json.Compact on JSON text; MarshalIndent is Marshal (json-encode.ts), then Indent. The text
// has to be JSON: nothing is checked here.

/** The white space between tokens goes; strings stay as they are. */
export const compactJson = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|[ \t\r\n]+/g, (token) => (token[0] === '"' ? token : ""));

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:\s]+/g;

/** json.Indent(dst, src, prefix, indent): an empty object or array stays on its line. */
export function indentJson(json: string, indent: string, prefix = ""): string {
  const tokens = json.match(TOKEN) ?? [];
  const line = (depth: number): string => `\n${prefix}${indent.repeat(depth)}`;
  let depth = 0;
  let out = "";
  tokens.forEach((token, i) => {
    const opensEmpty = /^[{[]$/.test(token) && /^[}\]]$/.test(tokens[i + 1] ?? "");
    const closesEmpty = /^[}\]]$/.test(token) && /^[{[]$/.test(tokens[i - 1] ?? "");
    if (token === "{" || token === "[") out += opensEmpty ? token : token + line(++depth);
    else if (token === "}" || token === "]") out += closesEmpty ? token : line(--depth) + token;
    else out += token === "," ? token + line(depth) : token === ":" ? ": " : token;
  });
  return out;
}
