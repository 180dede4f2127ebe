// awk: Debian's (mawk), gawk, and busybox's. Options, the program's text, and the course of a program are here: BEGIN, a
// record after the other through all rules, END. What the rules do was compiled before (compile-*.ts).

import { failed, strerror } from "../../../base/errno.ts";
import { CPU_STEP } from "../../../base/costs.ts";
import { decode } from "../../../base/utf8.ts";
import type { Task } from "../../../kernel/sys.ts";
import { bytesOf } from "../../libc/byte-text.ts";
import { command, type Command, type Io } from "../../libc/command.ts";
import { readAll, readFile } from "../../libc/input.ts";
import { isUtf8 } from "../../libc/quote.ts";
import { run, type Code } from "./code.ts";
import { StatementCompiler } from "./compile-statements.ts";
import { BUSYBOX, GAWK, MAWK, type Flavour } from "./flavour.ts";
import { unescapeString } from "./lexer.ts";
import { MainInput } from "./main-input.ts";
import { isParseFault, parseProgram, type ParseFault } from "./parser.ts";
import { RandomNumbers } from "./random.ts";
import { resolve, type Resolved } from "./resolve.ts";
import { DONE, EXIT, NEXT, NEXT_FILE, Runtime, type Ending, type Frame } from "./runtime.ts";
import { specialVariable } from "./special-variables.ts";
import { Streams } from "./streams.ts";
import type { ProgramTree, Rule, Special } from "./syntax.ts";
import { Input, type Value } from "./values.ts";

const GAWK_OPTIONS =
  "+ f:/file: F:/field-separator: v:/assign: e:/source: b/characters-as-bytes c/traditional P/posix r/re-interval s/no-optimize " +
  "O/optimize n/non-decimal-data S/sandbox t/lint-old N/use-lc-numeric d?/dump-variables i:/include: l:/load: E:/exec:";

export const awk: Command = command(
  {
    name: "awk",
    gnu: "+ f: F: v: W:",
    busybox: "+ f: F: v: e:",
    usage: "[Options] 'program' [file ...]",
    usageStatus: { gnu: 2 },
    misuse: mawkMisuse,
  },
  (io) => interpret(io, io.family === "gnu" ? MAWK : BUSYBOX),
);

export const mawk: Command = command(
  {
    name: "mawk",
    gnu: "+ f: F: v: W:",
    usage: "[Options] 'program' [file ...]",
    usageStatus: 2,
    misuse: mawkMisuse,
  },
  (io) => interpret(io, MAWK),
);

export const gawk: Command = command(
  {
    name: "gawk",
    gnu: GAWK_OPTIONS,
    usage: "[POSIX or GNU style options] -f progfile [--] file ...",
    usageStatus: 2,
    package: "GNU Awk 5.2.1",
  },
  (io) => interpret(io, GAWK),
);

/** mawk has an option parser of its own. */
function mawkMisuse(name: string, message: string): string {
  const lacks = /requires an argument -- '(.)'/.exec(message);
  if (lacks !== null) return `${name}: option -${lacks[1]} lacks argument\n`;
  const unknown = /'(.*)'$/.exec(message)?.[1] ?? "";
  return `${name}: not an option: -${unknown}\n`;
}

function* interpret(io: Io, flavour: Flavour): Task<number> {
  const utf8 = flavour === GAWK && isUtf8(io.env) && !io.has("b");
  io.out.decoding = utf8 ? "utf8" : "bytes";
  const source = yield* sourceOf(io, flavour);
  if (typeof source === "number") return source;
  const tree = parseProgram(utf8 ? source.text : bytesOf(source.text), flavour);
  if (isParseFault(tree)) return yield* complainOfProgram(io, flavour, source.text, tree);
  const resolved = resolve(tree, flavour.extended);
  const [missing] = resolved.missing;
  if (missing !== undefined) return yield* complain(io, flavour, undefinedFunction(flavour, missing));
  if (resolved.conflict !== undefined && flavour !== BUSYBOX)
    return yield* complain(io, flavour, conflictText(flavour, resolved.conflict));
  return yield* new Course(io, flavour, utf8, tree, resolved).run(source.operands);
}

const lineOf = (flavour: Flavour, line: number): string =>
  flavour.name === "mawk" ? `line ${line}: ` : `cmd. line:${line}: `;

function undefinedFunction(flavour: Flavour, { name, line }: { name: string; line: number }): string {
  if (flavour.name === "busybox") return "cmd. line:1: Call to undefined function";
  if (flavour.name === "mawk") return `line ${line + 1}: function ${name} never defined`;
  return `cmd. line:${line}: fatal: function \`${name}' not defined`;
}

function conflictText(flavour: Flavour, { name, first, line }: NonNullable<Resolved["conflict"]>): string {
  if (flavour.name === "mawk")
    return `line ${line}: illegal reference to ${first === "scalar" ? "variable" : "array"} ${name}`;
  const use = first === "scalar" ? `scalar \`${name}' as an array` : `array \`${name}' in a scalar context`;
  return `cmd. line:${line}: fatal: attempt to use ${use}`;
}

const statusOf = (flavour: Flavour): number => (flavour.name === "busybox" ? 1 : 2);

/** Output that was made so far comes first, except mawk's, which is still in its buffer. */
function* complain(io: Io, flavour: Flavour, message: string): Task<number> {
  return yield* io.complain(message, statusOf(flavour));
}

/** gawk shows the line, and what it is about beneath it. */
function* complainOfProgram(io: Io, flavour: Flavour, source: string, fault: ParseFault): Task<number> {
  const where = lineOf(flavour, fault.line);
  if (flavour.name !== "gawk") return yield* complain(io, flavour, `${where}${fault.message}`);
  if (fault.place === undefined) return yield* io.complain(`${where}${fault.message}`, 1);
  const start = source.lastIndexOf("\n", fault.place - 1) + 1;
  const end = source.indexOf("\n", start);
  yield* io.complain(`${where}${source.slice(start, end < 0 ? source.length : end)}`, 1);
  return yield* io.complain(`${where}${" ".repeat(fault.place - start)}^ ${fault.message}`, 1);
}

interface Source {
  readonly text: string;
  readonly operands: readonly string[];
}

function* sourceOf(io: Io, flavour: Flavour): Task<Source | number> {
  const texts: string[] = [];
  for (const { key, value = "" } of io.options.given) {
    if (key === "e") texts.push(value);
    if (key !== "f") continue;
    const bytes = value === "-" ? yield* readAll(io.sys, 0) : yield* readFile(io.sys, value);
    if (failed(bytes)) {
      const why = strerror(bytes);
      if (flavour.name === "mawk") return yield* complain(io, flavour, `cannot open "${value}" (${why})`);
      if (flavour.name === "gawk")
        return yield* complain(io, flavour, `fatal: cannot open source file \`${value}' for reading: ${why}`);
      return yield* complain(io, flavour, `can't open '${value}': ${why}`);
    }
    texts.push(decode(bytes));
  }
  if (texts.length > 0) return { text: texts.join("\n"), operands: io.operands };
  const [first, ...rest] = io.operands;
  if (first !== undefined) return { text: first, operands: rest };
  if (flavour.name === "busybox") return yield* io.misuse("");
  const usage =
    flavour.name === "mawk" ? `Usage: ${io.name} ${io.spec.usage}` : `Usage: ${io.name} ${io.spec.usage}`;
  yield* io.sys.write(
    2,
    Uint8Array.from(`${usage}\n\n`, (char) => char.charCodeAt(0)),
  );
  return flavour.name === "mawk" ? 0 : 2;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly from: Code<boolean> | undefined;
  readonly to: Code<boolean> | undefined;
  readonly body: Code<Ending>;
  open: boolean;
}

const TICKS = 32;

class Course {
  private readonly rt: Runtime;
  private readonly input: MainInput;
  private readonly frame: Frame = { scalars: [], arrays: [], result: undefined };

  constructor(
    private readonly io: Io,
    private readonly flavour: Flavour,
    utf8: boolean,
    private readonly tree: ProgramTree,
    private readonly resolved: Resolved,
  ) {
    const watched = io.sys.termios(1) === undefined ? undefined : io.out;
    const streams = new Streams(io, utf8, flavour.name, () => this.environment(), watched);
    const seed = flavour.name === "mawk" ? new DataView(io.sys.random(4).slice().buffer).getUint32(0) : flavour.name === "busybox" ? 1 : 0; // prettier-ignore
    this.rt = new Runtime(io, flavour, utf8, streams, new RandomNumbers(seed));
    this.rt.seed = seed;
    this.rt.arrayNames = resolved.arrays;
    this.input = new MainInput(io, this.rt);
  }

  /** gawk's children see what the program put into ENVIRON. */
  private environment(): string[] {
    if (this.flavour.name !== "gawk") return [...this.io.env].map(([name, value]) => `${name}=${value}`);
    const { rt } = this;
    return [...(rt.arrays[this.resolved.globals.get("ENVIRON") ?? 0] ?? [])].map(
      ([name, value]) => `${name}=${rt.text(value)}`,
    );
  }

  private fromOutside(text: string): Input {
    return new Input(this.rt.utf8 ? text : bytesOf(text));
  }

  private setUp(operands: readonly string[]): void {
    const { rt, io, resolved } = this;
    const at = (name: string): number => resolved.globals.get(name) as number;
    const name = this.flavour.name === "busybox" ? "awk" : io.name;
    rt.arrays[at("ARGV")] = new Map(
      [name, ...operands].map((word, i) => [String(i), this.fromOutside(word)]),
    );
    rt.scalars[at("ARGC")] = operands.length + 1;
    rt.arrays[at("ENVIRON")] = new Map([...io.env].map(([key, value]) => [key, this.fromOutside(value)]));
    this.input.assign = (variable, value) => this.assign(variable, value);
    this.input.argumentCount = () => rt.number(rt.scalars[at("ARGC")]);
    this.input.arguments = () => rt.arrays[at("ARGV")] ?? new Map<string, Value>();
    for (const { key, value = "" } of io.options.given) {
      if (key === "F") rt.setFS(separatorOption(rt.utf8 ? value : bytesOf(value), this.flavour));
      const assignment = key === "v" ? /^([A-Za-z_]\w*)=([^]*)$/.exec(value) : null;
      if (assignment === null) continue;
      const text = unescapeString(assignment[2] as string, this.flavour);
      this.assign(assignment[1] as string, this.fromOutside(text));
    }
  }

  private assign(name: string, value: Value): void {
    const index = this.resolved.globals.get(name);
    if (index !== undefined) this.rt.scalars[index] = value;
    else if (SPECIAL_NAMES.has(name)) specialVariable(this.rt, name as Special).set(value);
  }

  *run(operands: readonly string[]): Task<number> {
    const { rt, tree, resolved } = this;
    this.setUp(operands);
    const compiler = new StatementCompiler(rt, this.input);
    for (const func of tree.functions.values())
      compiler.callees.set(func.name, { func, waits: resolved.waiting.has(func.name), body: undefined });
    for (const callee of compiler.callees.values()) callee.body = compiler.statement(callee.func.body);
    const rules = tree.rules.map((rule) => this.compileRule(compiler, rule));
    if (rt.fault !== undefined) return yield* complain(this.io, this.flavour, this.atCompilation(rt.fault));
    return yield* this.perform(rules);
  }

  private atCompilation(fault: string): string {
    return this.flavour.name === "mawk" ? `line 1: ${fault}` : fault;
  }

  private compileRule(compiler: StatementCompiler, rule: Rule): CompiledRule {
    return {
      rule,
      from: rule.from === undefined ? undefined : compiler.truth(rule.from),
      to: rule.to === undefined ? undefined : compiler.truth(rule.to),
      body: compiler.statement(rule.body ?? { kind: "print", items: [], to: undefined }),
      open: false,
    };
  }

  private *perform(rules: readonly CompiledRule[]): Task<number> {
    const { rt } = this;
    const begin = rules.filter(({ rule }) => rule.when === "BEGIN");
    const end = rules.filter(({ rule }) => rule.when === "END");
    const each = rules.filter(({ rule }) => rule.when === "record");
    let leaving = yield* this.all(begin);
    if (!leaving && (each.length > 0 || end.length > 0)) leaving = yield* this.records(each);
    if (rt.fault === undefined) yield* this.all(end);
    if (rt.fault !== undefined) {
      const status = rt.exitStatus ?? statusOf(this.flavour);
      yield* rt.streams.flush();
      yield* this.io.complain(rt.fault, 0);
      return this.flavour.name === "busybox" ? 1 : status;
    }
    yield* rt.streams.closeAll();
    return rt.exitStatus ?? 0;
  }

  /** True if the program is to end. */
  private *all(rules: readonly CompiledRule[]): Task<boolean> {
    const { rt } = this;
    for (const { body } of rules) {
      const ending = yield* run(body, this.frame);
      rt.pending = DONE;
      if (ending === EXIT || rt.fault !== undefined) return true;
    }
    return false;
  }

  private *records(rules: readonly CompiledRule[]): Task<boolean> {
    const { rt, input, io } = this;
    for (let count = 1; ; count++) {
      const record = input.ready() ?? (yield* input.record());
      if (record === undefined) return rt.fault !== undefined;
      rt.NR++;
      rt.FNR++;
      rt.record.set(record);
      for (const rule of rules) {
        const ending = this.isQuick(rule) ? this.quickly(rule) : yield* this.rule(rule);
        if (ending === DONE) continue;
        rt.pending = DONE;
        if (ending === EXIT) return true;
        if (ending === NEXT_FILE) input.skipFile();
        if (ending === NEXT || ending === NEXT_FILE) break;
      }
      if (count % TICKS !== 0) continue;
      if (io.out.full) yield* io.out.flush();
      if (io.out.error !== undefined) return true;
      if (io.sys.tick(CPU_STEP * 4)) yield* io.sys.giveWay();
    }
  }

  /** A rule that neither waits nor spans records. */
  private isQuick({ from, rule, body }: CompiledRule): boolean {
    return rule.to === undefined && from?.waits !== true && !body.waits;
  }

  private quickly({ from, body }: CompiledRule): Ending {
    if (from !== undefined && !from.waits && !from.run(this.frame)) return this.rt.pending;
    return body.waits ? DONE : body.run(this.frame);
  }

  private *rule(rule: CompiledRule): Task<Ending> {
    const { rt, frame } = this;
    const { from, to, body } = rule;
    if (from !== undefined && !rule.open && !(yield* run(from, frame))) return rt.pending;
    if (rt.pending !== DONE) return rt.pending;
    if (to !== undefined) rule.open = !(yield* run(to, frame));
    return yield* run(body, frame);
  }
}

const SPECIAL_NAMES = new Set(["NF", "NR", "FNR", "FS", "OFS", "ORS", "RS", "FILENAME", "SUBSEP", "CONVFMT", "OFMT", "RSTART", "RLENGTH", "IGNORECASE", "RT"]); // prettier-ignore

/** -Ft is a tab in gawk and busybox's tradition of one letter; escapes are undone. */
function separatorOption(text: string, flavour: Flavour): string {
  return text === "t" && flavour.name === "gawk" ? "\t" : unescapeString(text, flavour);
}
