// Random scripts, and recorded snippets that something was done to, for the three shells: nothing may throw, go on
// beyond its time, or say anything that no shell says. Everything follows from a number.
// Not here: running many of them (fuzz-main.ts), and what real shells answer (replay.ts).

import { playSnippet, recordings, type ShellName } from "./replay.ts";

/** Microseconds of the machine's time: what runs longer is left running. */
const TIME = 100_000;
const SHELLS: readonly ShellName[] = ["bash", "dash", "ash"];
/** Words of JavaScript, not of shells. */
const FOREIGN = /\bundefined\b|\[object |\b(?:Type|Range|Reference|Syntax|Invariant)Error\b|\bNaN\b|\.ts:\d+/;

/** mulberry32 */
class Chance {
  constructor(private state: number) {}

  below(count: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * count);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  one(among: number): boolean {
    return this.below(among) === 0;
  }
}

// ---- scripts by a grammar

const NAMES = [
  "x",
  "y",
  "a",
  "f",
  "PATH",
  "IFS",
  "1",
  "@",
  "*",
  "#",
  "?",
  "-",
  "!",
  "$",
  "a[1]",
  "a[@]",
  "RANDOM",
];
const PLAIN = ["a", "b c", "*", "?", "[a-z]", "~", "-n", "1", "0", "{a,b}", "{1..3}", "x=1", "#", "\\", "é", "", "/", "a=(1 2)"]; // prettier-ignore
const OPERATORS = ["-", ":-", "=", ":=", "+", ":+", "#", "##", "%", "%%", "/", "//", "/#", "^", "^^", ",", ",,", ":1", ":1:2", "@Q", "?"]; // prettier-ignore
const COMMANDS = ["echo", "printf '%s %d\\n'", "true", "false", ":", "cat", "[", "test", "read x", "set --", "shift", "eval", "export", "unset", "local", "trap", "cd", "wait", "kill", "exit", "return", "break", "exec", "getopts ab: o", "umask", "alias", "type", "command -v", "declare -p", "let", "mapfile", "f", "nosuch", "seq 3", "sort", "grep a", "jobs", "ulimit", "hash", "shopt", "times", "source", ".", "pushd", "history", "fc", "complete", "select"]; // prettier-ignore
const REDIRECTIONS = ["> f", ">> f", "< f", "2>&1", "2> /dev/null", "< /dev/null", "<&-", "> /nope/x", "&> f", "<<< w", "3>&1", "<<E\ntext $x\nE\n", "{v}> f", "<> f", ">| f"]; // prettier-ignore

class Writer {
  constructor(private readonly chance: Chance) {}

  script(): string {
    const lines = Array.from({ length: 1 + this.chance.below(4) }, () => this.command(3));
    return lines.join(this.chance.of(["\n", "; ", " & ", "\n"]));
  }

  private command(depth: number): string {
    const { chance } = this;
    const inner = (): string => (depth > 0 ? this.command(depth - 1) : "echo x");
    switch (chance.below(depth > 0 ? 18 : 4)) {
      case 0:
        return `${chance.of(NAMES)}=${this.word(depth)}`;
      case 4:
        return `if ${inner()}; then ${inner()}; ${chance.one(2) ? `else ${inner()}; ` : ""}fi`;
      case 5:
        return `${chance.of(["while", "until"])} ${inner()}; do ${inner()}; break; done`;
      case 6:
        return `for ${chance.of(NAMES)} in ${this.word(depth)} ${this.word(depth)}; do ${inner()}; done`;
      case 7:
        return `case ${this.word(depth)} in ${this.word(0)}) ${inner()};; *) ${inner()};; esac`;
      case 8:
        return `{ ${inner()}; } ${chance.of(REDIRECTIONS)}`;
      case 9:
        return `(${inner()}; ${inner()})`;
      case 10:
        return `f() { ${inner()}; }; f ${this.word(depth)}`;
      case 11:
        return `${inner()} ${chance.of(["|", "&&", "||", "|&", ";", "&"])} ${inner()}`;
      case 12:
        return `[[ ${this.word(depth)} ${chance.of(["==", "=~", "-eq", "<", "-nt", "&&"])} ${this.word(depth)} ]]`;
      case 13:
        return `((${this.arithmetic(depth)}))`;
      case 14:
        return `for ((${this.arithmetic(1)}; ${this.arithmetic(1)} && i++ < 3; ${this.arithmetic(1)})); do ${inner()}; done`;
      case 15:
        return `! ${inner()}`;
      default:
        return this.simple(depth);
    }
  }

  private simple(depth: number): string {
    const { chance } = this;
    const words = Array.from({ length: chance.below(4) }, () => this.word(depth));
    const redirection = chance.one(4) ? ` ${chance.of(REDIRECTIONS)}` : "";
    return `${chance.of(COMMANDS)} ${words.join(" ")}${redirection}`;
  }

  private word(depth: number): string {
    const { chance } = this;
    const name = chance.of(NAMES);
    switch (chance.below(11)) {
      case 0:
        return `$${name}`;
      case 1:
        return `"\${${name}${chance.of(OPERATORS)}${chance.of(PLAIN)}}"`;
      case 2:
        return `\${${chance.of(["", "#", "!"])}${name}${chance.of(OPERATORS)}${depth > 0 ? this.word(depth - 1) : "w"}}`;
      case 3:
        return depth > 0 ? `$(${this.command(depth - 1)})` : "$(echo s)";
      case 4:
        return `"${chance.of(PLAIN)} $${name} $(echo q)"`;
      case 5:
        return `'${chance.of(PLAIN)}'`;
      case 6:
        return `$((${this.arithmetic(depth)}))`;
      case 7:
        return chance.of(["<(echo p)", ">(cat)", "`echo b`", "$'a\\tb'", '$"l"', "$[1+1]", "@(a|b)"]);
      default:
        return chance.of(PLAIN);
    }
  }

  private arithmetic(depth: number): string {
    const { chance } = this;
    if (depth <= 0 || chance.one(3)) return chance.of(["x", "1", "0", "x++", "--y", "08", "16#ff", "a[0]", "", "$x", "9223372036854775807"]); // prettier-ignore
    const operator = chance.of(["+", "-", "*", "/", "%", "**", "<<", "&&", "||", "==", "=", "+=", ",", "?", "~", "("]); // prettier-ignore
    return `${this.arithmetic(depth - 1)} ${operator} ${this.arithmetic(depth - 1)}`;
  }
}

// ---- snippets that something was done to

const TOKENS = ["$", "${", "}", "$(", ")", "((", "))", "`", "'", '"', "\\", "\n", ";", ";;", "&", "|", "<<E", "<", ">", "&&", "[[", "]]", "{", "fi", "done", "esac", "do", "then", "in", "if", "while", "case", "for", "function", "#", "*", "[", "]", "=", "+=", "!", "~", "$'", "<(", "\t", "é", "\u{1f600}", "\x01"]; // prettier-ignore

/** The scripts that are changed: all that are recorded. */
export const scriptsIn = (folder?: URL): readonly string[] =>
  recordings(folder).flatMap(([, snippets]) => snippets.map(({ script }) => script));

function mutated(chance: Chance, scripts: readonly string[]): string {
  let text = chance.of(scripts);
  for (let times = 1 + chance.below(3); times > 0; times--) {
    const at = chance.below(text.length + 1);
    const end = Math.min(text.length, at + 1 + chance.below(8));
    switch (chance.below(6)) {
      case 0:
        text = text.slice(0, at) + text.slice(end);
        break;
      case 1:
        text = text.slice(0, at) + chance.of(TOKENS) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + chance.of(TOKENS) + text.slice(end);
        break;
      case 3:
        text = text.slice(0, end) + text.slice(at);
        break;
      case 4:
        text = text.slice(0, at);
        break;
      default:
        text += chance.of(["\n", ";", "|", "&", " "]) + chance.of(scripts);
    }
  }
  return text;
}

// ---- one of them

export interface Trial {
  readonly shell: ShellName;
  readonly script: string;
}

export function trialOf(seed: number, scripts: readonly string[]): Trial {
  const chance = new Chance(seed);
  const shell = chance.of(SHELLS);
  return { shell, script: chance.one(2) ? new Writer(chance).script() : mutated(chance, scripts) };
}

/** What is wrong with how the shell takes it; undefined if nothing is. */
export function problemOf({ shell, script }: Trial): string | undefined {
  const mode = script.length % 3 === 0 ? "file" : script.length % 3 === 1 ? "stdin" : "command";
  try {
    const { stderr } = playSnippet({ title: "", mode, args: [], script, answers: {} }, shell, TIME);
    const foreign = FOREIGN.exec(stderr);
    return foreign === null ? undefined : `says ${JSON.stringify(stderr.slice(0, 400))}`;
  } catch (error) {
    return `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
