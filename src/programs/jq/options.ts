// How jq is called: its options, the program, the files, and the variables that options make.
// What they do is jq.ts's. Not here: --stream, --seq.

import { failed, strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { JsonReader, parseJson } from "./json-text.ts";
import type { JqValue } from "./value.ts";

export interface JqOptions {
  /** by letter, or by name where there is none */
  readonly flags: ReadonlySet<string>;
  readonly indent: string | undefined;
  readonly program: string;
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, JqValue>;
}

const NAMES = new Map([
  ["raw-output", "r"], ["join-output", "j"], ["ascii-output", "a"], ["compact-output", "c"], ["slurp", "s"], ["null-input", "n"],
  ["raw-input", "R"], ["sort-keys", "S"], ["color-output", "C"], ["colour-output", "C"], ["monochrome-output", "M"], ["exit-status", "e"], ["from-file", "f"],
  ["help", "h"], ["version", "V"], ["tab", "tab"], ["unbuffered", "u"], ["raw-output0", "raw-output0"],
]); // prettier-ignore

const LETTERS = "rjacsnRSCMefhV";

const USAGE = `Usage:\tjq [OPTIONS] FILTER [FILES...]
\tjq [OPTIONS] -f FILE [FILES...]
\tjq [OPTIONS] --args FILTER [ARGUMENTS...]
\tjq [OPTIONS] --jsonargs FILTER [JSON_VALUES...]
`;

class Words {
  readonly flags = new Set<string>();
  readonly plain: string[] = [];
  readonly variables = new Map<string, JqValue>();
  readonly named = new Map<string, JqValue>();
  readonly positional: JqValue[] = [];
  indent: string | undefined = "  ";
  private mode: "files" | "args" | "json" = "files";

  constructor(
    private readonly io: Io,
    private readonly args: readonly string[],
  ) {}

  /** A status after a complaint. */
  *read(): Task<number | undefined> {
    for (let i = 0; i < this.args.length; i++) {
      const word = this.args[i] as string;
      if (!word.startsWith("-") || word === "-") {
        const wrong = yield* this.word(word);
        if (wrong !== undefined) return wrong;
        continue;
      }
      if (word === "--") {
        for (const rest of this.args.slice(i + 1)) yield* this.word(rest);
        return undefined;
      }
      const used = word.startsWith("--")
        ? yield* this.long(word.slice(2), this.args.slice(i + 1))
        : yield* this.letters(word);
      if (used < 0) return 2;
      i += used;
    }
    return undefined;
  }

  private *word(word: string): Task<number | undefined> {
    if (this.plain.length === 0 && !this.flags.has("f")) this.plain.push(word);
    else if (this.mode === "files") this.plain.push(word);
    else if (this.mode === "args") this.positional.push(word);
    else {
      const value = parseJson(word);
      if (value === undefined) return yield* this.io.complain(`Invalid JSON text passed to --jsonargs`, 2);
      this.positional.push(value);
    }
    return undefined;
  }

  private *letters(word: string): Task<number> {
    for (const letter of word.slice(1)) {
      if (!LETTERS.includes(letter)) return yield* this.unknown(word);
      this.flags.add(letter);
    }
    return 0;
  }

  private *unknown(word: string): Task<number> {
    yield* this.io.tell(`jq: Unknown option ${word}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n`);
    return -1;
  } // prettier-ignore

  private set(name: string, value: JqValue): void {
    if (!this.variables.has(name)) this.variables.set(name, value);
    this.named.set(name, value);
  }

  /** How many words it takes; -1 after a complaint. */
  private *long(name: string, rest: readonly string[]): Task<number> {
    const flag = NAMES.get(name);
    if (flag !== undefined) {
      this.flags.add(flag);
      if (flag === "tab") this.indent = "\t";
      return 0;
    }
    if (name === "args" || name === "jsonargs") {
      this.mode = name === "args" ? "args" : "json";
      return 0;
    }
    const [first = "", second = ""] = rest;
    if (name === "indent") {
      const width = Number(first);
      if (width > 7) return yield* this.refuse("Cannot indent more than 7 characters");
      this.indent = width === 0 ? undefined : " ".repeat(width);
      return 1;
    }
    if (!["arg", "argjson", "slurpfile", "rawfile"].includes(name)) return yield* this.unknown(`--${name}`);
    if (rest.length < 2) return yield* this.refuse(`--${name} takes two parameters (e.g. --${name} varname ${name === "argjson" ? "text" : name === "arg" ? "value" : "filename"})`); // prettier-ignore
    if (name === "arg") this.set(first, second);
    else if (name === "argjson") {
      const value = parseJson(second);
      if (value === undefined) return yield* this.refuse(`Invalid JSON text passed to --argjson`);
      this.set(first, value);
    } else if (!(yield* this.file(name, first, second))) return -1;
    return 2;
  }

  private *refuse(text: string): Task<number> {
    yield* this.io.tell(`jq: ${text}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n`);
    return -1;
  } // prettier-ignore

  private *file(kind: string, name: string, path: string): Task<boolean> {
    const file = yield* readText(this.io.sys, path);
    if (failed(file)) {
      yield* this.refuse(`Bad JSON in --${kind} ${name} ${path}: Could not open ${path}: ${strerror(file)}`);
      return false;
    }
    if (kind === "rawfile") this.set(name, file.text);
    else {
      const reader = new JsonReader(file.text);
      const values: JqValue[] = [];
      for (let value = reader.next(); value !== undefined; value = reader.next()) values.push(value);
      this.set(name, values);
    }
    return true;
  }
}

/** A status where there is nothing to run. */
export function* jqOptions(io: Io): Task<JqOptions | number> {
  const words = new Words(io, io.argv.slice(1));
  const wrong = yield* words.read();
  if (wrong !== undefined) return wrong;
  if (words.flags.has("V") || words.flags.has("h")) {
    yield* io.print(words.flags.has("V") ? "jq-1.7.1\n" : USAGE);
    return 0;
  }
  let [program, ...files] = words.plain;
  if (program === undefined && (io.sys.termios(0) !== undefined || io.sys.termios(1) !== undefined)) {
    yield* io.tell(USAGE);
    return 2;
  }
  program ??= ".";
  if (words.flags.has("f")) {
    const file = yield* readText(io.sys, program);
    if (failed(file)) return yield* io.complain(`error: Could not open ${program}: ${strerror(file)}`, 2);
    program = file.text;
  }
  const args = new Map<string, JqValue>([["positional", words.positional], ["named", words.named]]); // prettier-ignore
  files = [...files];
  return {
    flags: words.flags,
    indent: words.indent,
    program,
    files,
    variables: new Map([...words.variables, ["ARGS", args]]),
  };
}
