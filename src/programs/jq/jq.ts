// jq 1.7: its options, what it reads, and how it says what is wrong. The language is in the files beside: parser.ts,
// evaluate.ts. Not here: --stream, --seq, modules.

import { failed, strerror } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { Evaluator } from "./evaluate.ts";
import { JsonReader, quote, toJson, type Style } from "./json-text.ts";
import { undefinedIn } from "./names.ts";
import { jqOptions, type JqOptions } from "./options.ts";
import { parseProgram } from "./program.ts";
import type { Filter } from "./syntax.ts";
import { isTruthy, JqError, type JqValue } from "./value.ts";

const USAGE_ERROR = 2;
const COMPILE_ERROR = 3;
const NO_OUTPUT = 4;
const RUNTIME_ERROR = 5;

interface Source {
  readonly name: string;
  readonly text: string;
}

/** The files, or standard input; says what cannot be opened. */
function* sourcesOf(io: Io, files: readonly string[]): Task<Source[]> {
  const sources: Source[] = [];
  for (const path of files.length === 0 ? ["-"] : files) {
    const fd = path === "-" ? 0 : yield* io.sys.open(path, 0);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (!failed(fd) && fd !== 0) void io.sys.close(fd);
    if (failed(bytes))
      yield* io.complain(`error: Could not open file ${path}: ${strerror(bytes)}`, USAGE_ERROR);
    else sources.push({ name: path === "-" ? "<stdin>" : path, text: decode(bytes) });
  }
  return sources;
}

/** Values one after another, as the program asks for them. */
class Inputs {
  private at = 0;
  private reader: JsonReader | undefined;
  /** why reading stopped */
  error: string | undefined;

  constructor(
    private readonly sources: readonly Source[],
    private readonly raw: boolean,
    private readonly slurp: boolean,
  ) {}

  /** `<stdin>:3`, for what is wrong */
  get place(): string {
    const source = this.sources[Math.min(this.at, this.sources.length - 1)];
    if (source === undefined) return "<unknown>";
    const lines = this.reader?.line ?? source.text.split("\n").length - 1;
    return `${source.name}:${lines}`;
  }

  *all(): Generator<JqValue, void> {
    for (let value = this.next(); value !== undefined; value = this.next()) yield value;
  }

  private slurped = false;

  next(): JqValue | undefined {
    if (!this.slurp) return this.raw ? this.nextLine() : this.nextValue();
    if (this.slurped) return undefined;
    this.slurped = true;
    if (this.raw) return this.sources.map(({ text }) => text).join("");
    const values: JqValue[] = [];
    for (let value = this.nextValue(); value !== undefined; value = this.nextValue()) values.push(value);
    return this.error === undefined ? values : undefined;
  }

  private nextValue(): JqValue | undefined {
    while (this.at < this.sources.length && this.error === undefined) {
      this.reader ??= new JsonReader((this.sources[this.at] as Source).text);
      const value = this.reader.next();
      if (value !== undefined) return value;
      this.error = this.reader.error;
      if (this.error === undefined) {
        this.at++;
        this.reader = undefined;
      }
    }
    return undefined;
  }

  private lines: string[] | undefined;

  private nextLine(): JqValue | undefined {
    this.lines ??= this.sources.map(({ text }) => text).join("").replace(/\n$/, "").split("\n"); // prettier-ignore
    if (this.lines.length === 1 && this.lines[0] === "" && this.sources.every(({ text }) => text === "")) return undefined; // prettier-ignore
    return this.lines.shift();
  }
}

function styleOf(io: Io, { flags, indent }: JqOptions): Style {
  const colours = flags.has("C") || (!flags.has("M") && io.sys.termios(1) !== undefined && !io.env.has("NO_COLOR"));
  return {
    indent: flags.has("c") ? undefined : indent,
    sortKeys: flags.has("S"),
    ascii: flags.has("a"),
    colours,
  };
} // prettier-ignore

class Run {
  last: JqValue | undefined;
  some = false;
  status = 0;

  constructor(
    private readonly io: Io,
    private readonly options: JqOptions,
    private readonly inputs: Inputs,
    private readonly evaluator: Evaluator,
    private readonly program: Filter,
    private readonly messages: string[],
  ) {}

  *one(input: JqValue, place: () => string): Task<void> {
    const style = styleOf(this.io, this.options);
    const outputs = this.evaluator.run(this.program, input, this.options.variables);
    try {
      for (const value of outputs) {
        yield* this.sayMessages();
        this.last = value;
        this.some = true;
        yield* this.print(value, style);
      }
    } catch (error) {
      if (error instanceof RangeError) yield* this.fail("jq: error: stack overflow\n");
      else if (error instanceof JqError) yield* this.fail(this.errorText(error.value, place()));
      else throw error;
    }
    yield* this.sayMessages();
  }

  private *sayMessages(): Task<void> {
    if (this.messages.length > 0) yield* this.io.tell(this.messages.splice(0).join(""));
  }

  private *fail(text: string): Task<void> {
    this.status = RUNTIME_ERROR;
    yield* this.io.tell(text);
  }

  private errorText(value: JqValue, place: string): string {
    if (typeof value === "string") return `jq: error (at ${place}): ${value}\n`;
    return `jq: error (at ${place}) (not a string): ${toJson(value)}\n`;
  }

  private *print(value: JqValue, style: Style): Task<void> {
    const { flags } = this.options;
    const isRaw = typeof value === "string" && (flags.has("r") || flags.has("j") || flags.has("raw-output0"));
    const text = isRaw ? (flags.has("a") ? quote(value, true).slice(1, -1) : value) : toJson(value, style);
    yield* this.io.print(`${text}${flags.has("j") ? "" : flags.has("raw-output0") ? "\0" : "\n"}`);
  } // prettier-ignore

  *all(): Task<void> {
    if (this.options.flags.has("n")) yield* this.one(null, () => "<unknown>");
    else for (const value of this.inputs.all()) yield* this.one(value, () => this.inputs.place);
    const { error } = this.inputs;
    if (error === undefined) return;
    yield* this.io.tell(`jq: error (at ${this.inputs.place}): ${error}\n`.replace(/error \(at [^)]*\)/, "parse error")); // prettier-ignore
    this.status = RUNTIME_ERROR;
  }
}

function* evaluate(io: Io, options: JqOptions, program: Filter): Task<number> {
  const wantsInput = !options.flags.has("n") || /\binputs?\b/.test(options.program);
  const sources = wantsInput ? yield* sourcesOf(io, options.files) : [];
  const inputs = new Inputs(sources, options.flags.has("R"), options.flags.has("s"));
  const messages: string[] = [];
  const evaluator = new Evaluator({
    env: new Map(io.env),
    input: () => inputs.next(),
    now: () => io.sys.now(),
    debug: (value) => void messages.push(`${toJson(value)}\n`),
  });
  const run = new Run(io, options, inputs, evaluator, program, messages);
  yield* run.all();
  if (run.status !== 0 || io.status !== 0) return Math.max(run.status, io.status);
  if (!options.flags.has("e")) return 0;
  return !run.some ? NO_OUTPUT : isTruthy(run.last ?? null) ? 0 : 1;
}

/** What is wrong with a program, as jq shows it: the program, and blanks up to the place. */
const compileError = (what: string, program: string, at: number): string =>
  `jq: error: ${what} at <top-level>, line 1:\n${program}${" ".repeat(at)}\njq: 1 compile error\n`;

export const jq = command({ name: "jq", gnu: "", raw: true }, function* (io) {
  const options = yield* jqOptions(io);
  if (typeof options === "number") return options;
  const program = parseProgram(options.program);
  const wrong =
    "error" in program
      ? { text: `syntax error, ${program.error} (Unix shell quoting issues?)`, at: program.at }
      : undefinedIn(program, options);
  if (wrong !== undefined) {
    yield* io.tell(compileError(wrong.text, options.program, wrong.at));
    return COMPILE_ERROR;
  }
  return yield* evaluate(io, options, program as Filter);
});
