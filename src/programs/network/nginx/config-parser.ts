// nginx's configuration language: words, quotes, blocks, comments, `include` with patterns, and the directives
// with their places. What is wrong is said in nginx's words (ngx_conf_file.c). What directives mean is site.ts.

import { errnoNumber, failed, strerror, type Errno } from "../../../base/errno.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { readText } from "../../libc/input.ts";
import { checkDirective, type Context } from "./directives.ts";

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** `unknown directive "x" in /etc/nginx/nginx.conf:3` */
export interface ConfigError {
  readonly error: string;
}

export const isConfigError = <T extends object>(answer: T | ConfigError): answer is ConfigError =>
  "error" in answer;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", r: "\r", n: "\n" };

/** Words, and `;` `{` `}` as words that are not quoted. */
function tokenize(text: string): Token[] | { readonly line: number } {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === "\n") line++;
    if (/\s/.test(char)) at++;
    else if (char === "#") while (at < text.length && text[at] !== "\n") at++;
    else if (/[;{}]/.test(char)) {
      tokens.push({ text: char, quoted: false, line });
      at++;
    } else {
      const word = readWord(text, at);
      if (word === undefined) return { line: line + (text.slice(at).split("\n").length - 1) };
      line += text.slice(at, word.end).split("\n").length - 1;
      tokens.push({ text: word.text, quoted: true, line });
      at = word.end;
    }
  }
  return tokens;
}

function readWord(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  const quote = /["']/.test(text[from] as string) ? text[from] : undefined;
  let out = "";
  let at = quote === undefined ? from : from + 1;
  for (; at < text.length; at++) {
    const char = text[at] as string;
    if (char === "\\") {
      const next = text[++at] ?? "";
      out += ESCAPES[next] ?? (/["'\\]/.test(next) ? next : `\\${next}`);
    } else if (char === "$" && text[at + 1] === "{" && quote === undefined) {
      const end = text.indexOf("}", at);
      out += text.slice(at, end + 1);
      at = end;
    } else if (quote === undefined ? /[\s;{]/.test(char) : char === quote)
      return { text: out, end: quote === undefined ? at : at + 1 };
    else out += char;
  }
  return quote === undefined ? { text: out, end: at } : undefined;
}

export class ConfigParser {
  private depth = 0;

  constructor(
    private readonly sys: Sys,
    /** directory that relative names start from */
    private readonly prefix: string,
  ) {}

  /** The directives of a file, those of included files in their place. */
  *file(path: string, context: Context, text?: string): Task<Directive[] | ConfigError> {
    const content = text === undefined ? yield* readText(this.sys, path) : { text };
    if (failed(content)) return { error: openFailure(path, content) };
    const tokens = tokenize(content.text);
    const place = (line: number): string => `in ${path}:${line}`;
    if (!Array.isArray(tokens))
      return { error: `unexpected end of file, expecting ";" or "}" ${place(tokens.line)}` };
    const lines = content.text.split("\n").length - (content.text.endsWith("\n") ? 0 : 0);
    const reading = new Reading(path, tokens, lines);
    const found = yield* this.block(reading, context, false);
    return found;
  }

  private *block(reading: Reading, context: Context, nested: boolean): Task<Directive[] | ConfigError> {
    const found: Directive[] = [];
    for (;;) {
      const words = reading.statement();
      if ("error" in words) return words;
      if (words.end === "eof" || words.end === "}") {
        if (words.words.length > 0)
          return reading.fail(
            words.end === "eof" ? 'unexpected end of file, expecting ";" or "}"' : 'unexpected "}"',
          );
        if (words.end === "eof" && nested) return reading.fail('unexpected end of file, expecting "}"');
        if (words.end === "}" && !nested) return reading.fail('unexpected "}"');
        return found;
      }
      const more = yield* this.directive(reading, context, words.words, words.end === "{");
      if (isConfigError(more)) return more;
      found.push(...more);
    }
  }

  private *directive(
    reading: Reading,
    context: Context,
    words: readonly string[],
    opens: boolean,
  ): Task<Directive[] | ConfigError> {
    const [name, ...args] = words;
    const line = reading.line;
    if (name === undefined) return reading.fail(`unexpected "${opens ? "{" : ";"}"`);
    const wrong = checkDirective(name, args, context, opens);
    if (wrong.kind === "wrong") return reading.fail(wrong.message);
    if (name === "include") return yield* this.include(reading, context, args[0] as string);
    const raw = wrong.raw ? reading.rawBlock() : undefined;
    if (raw !== undefined) return [{ name, args, block: raw, file: reading.path, line }];
    const block = opens ? yield* this.block(reading, wrong.inner, true) : undefined;
    if (block !== undefined && isConfigError(block)) return block;
    return [{ name, args, block, file: reading.path, line }];
  }

  private *include(reading: Reading, context: Context, pattern: string): Task<Directive[] | ConfigError> {
    const path = pattern.startsWith("/") ? pattern : `${this.prefix}/${pattern}`;
    const files = /[*?[]/.test(path) ? this.matching(path) : [path];
    if (++this.depth > 16) return reading.fail("too many levels of include");
    const found: Directive[] = [];
    for (const file of files) {
      const content = yield* readText(this.sys, file);
      if (failed(content)) return reading.fail(openFailure(file, content));
      const more = yield* this.file(file, context, content.text);
      if (isConfigError(more)) return more;
      found.push(...more);
    }
    this.depth--;
    return found;
  }

  private matching(path: string): string[] {
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, slash);
    const items = this.sys.list(directory);
    if (failed(items)) return [];
    const source = path.slice(slash + 1).replace(/[.+^${}()|\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", "."); // prettier-ignore
    const matcher = new RegExp(`^${source}$`);
    return items
      .map(({ name }) => name)
      .filter((name) => matcher.test(name) && !name.startsWith("."))
      .sort()
      .map((name) => `${directory}/${name}`);
  }
}

export const openFailure = (path: string, errno: Errno): string =>
  `open() "${path}" failed (${errnoNumber(errno)}: ${strerror(errno)})`;

class Reading {
  private at = 0;
  line = 1;

  constructor(
    readonly path: string,
    private readonly tokens: readonly Token[],
    private readonly lines: number,
  ) {}

  fail(message: string): ConfigError {
    return { error: `${message} in ${this.path}:${this.line}` };
  }

  /** Words up to what ends them. */
  statement(): { readonly words: readonly string[]; readonly end: ";" | "{" | "}" | "eof" } | ConfigError {
    const words: string[] = [];
    for (;;) {
      const token = this.tokens[this.at++];
      if (token === undefined) {
        this.line = this.lines;
        return { words, end: "eof" };
      }
      this.line = token.line;
      if (!token.quoted) return { words, end: token.text as ";" | "{" | "}" };
      words.push(token.text);
    }
  }

  /** The lines of a block that holds no directives, such as `types`. */
  rawBlock(): Directive[] {
    const found: Directive[] = [];
    for (;;) {
      const words = this.statement();
      if ("error" in words || words.end === "}" || words.end === "eof") return found;
      const [name = "", ...args] = words.words;
      found.push({ name, args, block: undefined, file: this.path, line: this.line });
    }
  }
}
