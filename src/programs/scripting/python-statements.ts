// Statements of small Python programs, by indented blocks: assignments, print, if, for, while, def without arguments that change
// names outside, time.sleep, sys.exit, try. One line is one statement. Relies on expressions.ts.

import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { Expressions, type Names } from "./expressions.ts";
import { beyond, ScriptError } from "./tokens.ts";
import { Float, isList, isMap, isTrue, numberIn, pythonText, type Value } from "./values.ts";

export interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** How a block ended, where it is not at its end. */
type Outcome = "next" | "break" | "continue" | { readonly exit: number } | { readonly returned: Value };

/** Lines with what continues them, without comments. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let held: { number: number; text: string } | undefined;
  const depth = (line: string): number => {
    const bare = line.replace(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
    return (bare.match(/[([{]/g)?.length ?? 0) - (bare.match(/[)\]}]/g)?.length ?? 0) + (/"""|'''|\\$/.test(bare) ? 1 : 0);
  };
  for (const [i, raw] of text.split("\n").entries()) {
    const joined = held === undefined ? raw : `${held.text.replace(/\\$/, "")}\n${raw}`;
    const number = held?.number ?? i + 1;
    if (depth(joined) > 0) {
      held = { number, text: joined };
      continue;
    }
    held = undefined;
    const bare = joined.replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|#.*/g, (_, string?: string) => string ?? "").trimEnd();
    for (const piece of bare.includes("\n") ? [bare] : bare.split(/;(?=(?:[^"']|"[^"]*"|'[^']*')*$)/))
      if (piece.trim() !== "") lines.push({ number, indent: /^[ \t]*/.exec(bare)?.[0].replaceAll("\t", "        ").length ?? 0, text: piece.trim() });
  }
  if (held !== undefined) throw new ScriptError("SyntaxError", "unexpected EOF while parsing");
  return lines;
} // prettier-ignore

export class PythonRun {
  readonly values: Expressions;
  /** the line that is being run, for messages */
  line = 0;

  constructor(
    private readonly io: Io,
    readonly names: Names,
    private readonly unbuffered: boolean,
  ) {
    this.values = new Expressions("python", names);
  }

  *block(lines: readonly Line[]): Task<Outcome> {
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] as Line;
      this.line = line.number;
      const end = blockEnd(lines, at);
      const body = lines.slice(at + 1, end);
      const outcome = yield* this.statement(line, body, lines, end);
      if (typeof outcome === "number") {
        at = outcome - 1;
        continue;
      }
      if (outcome !== "next") return outcome;
      at = end - 1;
    }
    return "next";
  }

  /** The outcome, or the index of the statement that comes next. */
  private *statement(line: Line, body: readonly Line[], lines: readonly Line[], end: number): Task<Outcome | number> {
    const { text } = line;
    if (/^(import|from)\s|^pass$|^global\s|^"""|^'''|^@/.test(text)) return "next";
    const unknown = /^(class|async|await|yield|raise|assert|del|nonlocal|match)\b/.exec(text);
    if (unknown !== null) return beyond(`'${unknown[1]}'`);
    const inline = /^((?:if|while|for|else|elif)\b.*?):\s*(\S.*)$/.exec(text);
    if (inline !== null && body.length === 0 && !/^(if|while|for)\b[^:]*\[/.test(text)) {
      const rest = { number: line.number, indent: line.indent + 4, text: inline[2] as string };
      return yield* this.compound({ ...line, text: `${inline[1]}:` }, [rest], lines, end);
    }
    if (text.endsWith(":")) return yield* this.compound(line, body, lines, end);
    if (text === "break" || text === "continue") return text;
    if (/^return\b/.test(text)) return { returned: text === "return" ? null : this.values.evaluate(text.slice(7)) };
    return yield* this.simple(text);
  } // prettier-ignore

  private *simple(text: string): Task<Outcome> {
    const call = /^([\w.]+)\(([^]*)\)$/.exec(text);
    if (call !== null) {
      const done = yield* this.effect(call[1] as string, call[2] as string);
      if (done !== undefined) return done;
    }
    const assigned = /^([A-Za-z_]\w*)\s*([-+*/]?)=(?!=)\s*([^]+)$/.exec(text);
    if (assigned !== null) {
      const [, name = "", operator = "", value = ""] = assigned;
      this.values.assign(name, operator === "" ? value : `${name} ${operator} (${value})`);
      return "next";
    }
    this.values.evaluate(text);
    return "next";
  }

  /** Calls that do something outside; undefined for all others. */
  private *effect(name: string, rest: string): Task<Outcome | undefined> {
    switch (name) {
      case "print":
        yield* this.print(rest);
        return "next";
      case "time.sleep":
      case "sleep":
        yield* this.io.sys.sleep(Math.round(numberIn(this.values.evaluate(rest)) * SECOND));
        return "next";
      case "sys.exit":
      case "exit":
      case "quit":
        return yield* this.exit(rest);
      case "sys.stdout.write":
        yield* this.io.print(pythonText(this.values.evaluate(rest)));
        return "next";
      case "sys.stdout.flush":
        yield* this.io.out.flush();
        return "next";
      default: {
        const body = this.functions.get(name);
        if (body === undefined) return undefined;
        return yield* this.called(body, rest);
      }
    }
  }

  private readonly functions = new Map<
    string,
    { readonly parameters: readonly string[]; readonly body: readonly Line[] }
  >();

  private *called({ parameters, body }: { parameters: readonly string[]; body: readonly Line[] }, rest: string): Task<Outcome> {
    const { args, named } = this.values.argumentsIn(rest);
    parameters.forEach((name, i) => this.names.set(name, args[i] ?? named.get(name) ?? null));
    const outcome = yield* this.block(body);
    return typeof outcome === "object" && "exit" in outcome ? outcome : "next";
  } // prettier-ignore

  private *print(rest: string): Task<void> {
    const { args, named } = this.values.argumentsIn(rest);
    const text = (name: string, otherwise: string): string => pythonText(named.get(name) ?? otherwise);
    yield* this.io.print(args.map((value) => pythonText(value)).join(text("sep", " ")) + text("end", "\n"));
    if (named.get("flush") === true || this.unbuffered) yield* this.io.out.flush();
  }

  private *exit(rest: string): Task<Outcome> {
    const value = rest.trim() === "" ? 0 : this.values.evaluate(rest);
    if (typeof value === "number") return { exit: value & 255 };
    if (value !== null) yield* this.io.tell(`${pythonText(value)}\n`);
    return { exit: value === null ? 0 : 1 };
  }

  private *compound(line: Line, body: readonly Line[], lines: readonly Line[], end: number): Task<Outcome | number> {
    const text = line.text.slice(0, -1);
    const [, word = "", rest = ""] = /^(\w+)\s*([^]*)$/.exec(text) ?? [];
    switch (word) {
      case "if":
      case "elif":
        return yield* this.choose(rest, body, lines, end, line.indent);
      case "else":
      case "finally":
      case "with":
        return yield* this.block(body);
      case "try":
        return yield* this.attempt(body, lines, end, line.indent);
      case "while":
        while (isTrue(this.values.evaluate(rest), "python")) {
          const outcome = yield* this.turn(body);
          if (outcome !== "next") return outcome === "break" ? "next" : outcome;
        }
        return "next";
      case "for":
        return yield* this.each(rest, body);
      case "def": {
        const [, name = "", parameters = ""] = /^(\w+)\((.*)\)/.exec(rest) ?? [];
        this.functions.set(name, { parameters: parameters.split(",").map((one) => one.trim().replace(/[=:].*/, "")).filter((one) => one !== ""), body });
        return "next";
      }
      default:
        return beyond(`'${word}'`);
    }
  } // prettier-ignore

  /** One turn of a loop; gives others their turn. */
  private *turn(body: readonly Line[]): Task<Outcome> {
    if (this.io.sys.tick(20)) yield* this.io.sys.giveWay();
    const outcome = yield* this.block(body);
    return outcome === "continue" ? "next" : outcome;
  }

  private *choose(condition: string, body: readonly Line[], lines: readonly Line[], end: number, indent: number): Task<Outcome | number> {
    const isMain = /^__name__\s*==/.test(condition);
    if (isMain || isTrue(this.values.evaluate(condition), "python")) {
      const outcome = yield* this.block(body);
      return outcome === "next" ? afterBranches(lines, end, indent, /^(elif|else)\b/) : outcome;
    }
    return end;
  } // prettier-ignore

  private *attempt(body: readonly Line[], lines: readonly Line[], end: number, indent: number): Task<Outcome | number> {
    try {
      const outcome = yield* this.block(body);
      return outcome === "next" ? afterBranches(lines, end, indent, /^(except|else)\b/) : outcome;
    } catch (error) {
      if (!(error instanceof ScriptError) || error.type === "") throw error;
      const handler = lines[end];
      if (handler === undefined || !/^except\b/.test(handler.text)) throw error;
      const name = /\bas (\w+)/.exec(handler.text)?.[1];
      if (name !== undefined) this.names.set(name, error.text);
      const after = blockEnd(lines, end);
      const outcome = yield* this.block(lines.slice(end + 1, after));
      return outcome === "next" ? afterBranches(lines, after, indent, /^(except|else)\b/) : outcome;
    }
  } // prettier-ignore

  private *each(rest: string, body: readonly Line[]): Task<Outcome> {
    const [, names = "", list = ""] = /^([\w, ]+?)\s+in\s+([^]+)$/.exec(rest) ?? [];
    const over = this.values.evaluate(list);
    const items: readonly Value[] = typeof over === "string" ? [...over] : isMap(over) ? [...over.keys()] : isList(over) ? over : beyond("such a loop");
    for (const item of items) {
      const targets = names.split(/\s*,\s*/);
      targets.forEach((name, i) => this.names.set(name, targets.length === 1 ? item : (item as readonly Value[])[i]));
      const outcome = yield* this.turn(body);
      if (outcome !== "next") return outcome === "break" ? "next" : outcome;
    }
    return "next";
  } // prettier-ignore
}

function blockEnd(lines: readonly Line[], at: number): number {
  const { indent } = lines[at] as Line;
  let end = at + 1;
  while (end < lines.length && (lines[end] as Line).indent > indent) end++;
  return end;
}

/** Past the branches that are not taken. */
function afterBranches(lines: readonly Line[], start: number, indent: number, branch: RegExp): number {
  let at = start;
  while (at < lines.length && (lines[at] as Line).indent === indent && branch.test((lines[at] as Line).text))
    at = blockEnd(lines, at);
  return at;
}

/** Names that every program finds. */
export function pythonNames(io: Io, argv: readonly string[]): Names {
  const environ = new Map<string, Value>(io.env);
  const getenv: Value = ([name, otherwise = null]) => environ.get(name as string) ?? otherwise;
  const uname = io.sys.uname();
  const os = new Map<string, Value>([["environ", environ], ["getenv", getenv], ["getpid", () => io.sys.pid], ["getcwd", () => { const cwd = io.sys.getcwd(); return typeof cwd === "object" ? cwd.path : "/"; }], ["name", "posix"], ["linesep", "\n"], ["uname", () => [uname.sysname, uname.nodename, uname.release, uname.version, uname.machine]], ["getuid", () => io.sys.credentials().uid]]);
  const sys = new Map<string, Value>([["argv", argv], ["version", "3.13.5 (main, Jun 25 2025, 18:55:22) [GCC 14.2.0]"], ["version_info", [3, 13, 5]], ["platform", "linux"], ["executable", "/usr/bin/python3"]]);
  const platform = new Map<string, Value>([["python_version", () => "3.13.5"], ["system", () => "Linux"], ["node", () => uname.nodename], ["machine", () => uname.machine], ["release", () => uname.release]]);
  const number = (text: Value): number => {
    const value = typeof text === "string" ? Number(text) : numberIn(text);
    if (Number.isNaN(value)) throw new ScriptError("ValueError", `invalid literal for int() with base 10: ${pythonText(text, true)}`);
    return value;
  };
  const range: Value = (args) => {
    const [from, to, step] = args.length === 1 ? [0, numberIn(args[0]), 1] : [numberIn(args[0]), numberIn(args[1]), numberIn(args[2] ?? 1)];
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
  };
  const sizeOf = (value: Value): number => (typeof value === "string" || isList(value) ? value.length : isMap(value) ? value.size : beyond("len"));
  return new Map<string, Value>([
    ["os", os], ["sys", sys], ["platform", platform], ["__name__", "__main__"], ["__file__", argv[0] ?? ""],
    ["socket", new Map<string, Value>([["gethostname", () => uname.nodename]])],
    ["time", new Map<string, Value>([["time", () => new Float(io.sys.now() / SECOND)]])],
    ["len", ([value]) => sizeOf(value)], ["str", ([value = ""]) => pythonText(value)], ["repr", ([value]) => pythonText(value, true)],
    ["int", ([value = 0]) => Math.trunc(number(value))], ["float", ([value = 0]) => new Float(number(value))], ["bool", ([value]) => isTrue(value, "python")],
    ["range", range], ["abs", ([value]) => Math.abs(numberIn(value))], ["list", ([value = []]) => (typeof value === "string" ? [...value] : value)],
    ["sum", ([list]) => (list as readonly Value[]).reduce((total: number, item) => total + numberIn(item), 0)],
    ["max", (args) => Math.max(...(isList(args[0]) ? args[0] : args).map(numberIn))], ["min", (args) => Math.min(...(isList(args[0]) ? args[0] : args).map(numberIn))],
    ["sorted", ([list]) => [...(list as readonly Value[])].sort((a, b) => (typeof a === "string" ? (a < (b as string) ? -1 : 1) : numberIn(a) - numberIn(b)))],
    ["enumerate", ([list]) => (list as readonly Value[]).map((item, i) => [i, item])],
    ["input", () => beyond("input()")],
  ]);
} // prettier-ignore
