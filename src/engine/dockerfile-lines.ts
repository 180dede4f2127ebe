// Lines of a Dockerfile as far as `docker commit --change` needs them: comments, continuations, the name of the
// instruction, its flags and the rest (BuildKit's frontend/dockerfile/parser). The builder's own parser comes
// with the builder.

import { parseJson } from "../base/go/json-decode.ts";
import { fail, ok, type Result } from "../base/result.ts";

export interface Line {
  /** as it was written */
  readonly name: string;
  /** `--interval=5s`, in order */
  readonly flags: readonly string[];
  readonly rest: string;
  /** the whole of it, continuations joined */
  readonly text: string;
}

export function parseLines(text: string): Result<readonly Line[], string> {
  const lines: Line[] = [];
  let open = "";
  for (const raw of text.split("\n")) {
    if (/^\s*#/.test(raw)) continue;
    const trimmed = open === "" ? raw.replace(/^\s+/, "") : raw;
    if (trimmed.trim() === "") continue;
    const continued = /\\[ \t]*$/.exec(trimmed);
    open += continued === null ? trimmed : trimmed.slice(0, continued.index);
    if (continued !== null) continue;
    lines.push(parseLine(open));
    open = "";
  }
  if (open.trim() !== "") lines.push(parseLine(open));
  return lines.length === 0 ? fail("file with no instructions") : ok(lines);
}

function parseLine(text: string): Line {
  const [, name = "", after = ""] = /^(\S*)\s*([\s\S]*?)\s*$/.exec(text.trim()) ?? [];
  const flags: string[] = [];
  let rest = after;
  for (;;) {
    const flag = /^(--\S*)\s*/.exec(rest);
    if (flag === null || flag[1] === "--") break;
    flags.push(flag[1] as string);
    rest = rest.slice(flag[0].length);
  }
  return { name, flags, rest, text: text.trim() };
}

/** A JSON list of strings, or undefined for what is a command line of a shell. */
export function parseJsonList(rest: string): readonly string[] | undefined {
  if (!/^\s*\[/.test(rest)) return undefined;
  const parsed = parseJson(rest);
  if (!parsed.ok || !Array.isArray(parsed.value)) return undefined;
  return parsed.value.every((item) => typeof item === "string") ? parsed.value : undefined;
}
