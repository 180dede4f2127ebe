// How a shell was called: its options, then -c text, a script, or standard input (POSIX shell, "sh"; bash,
// "Invoking Bash"). Each shell words wrong calls in its own way. Nothing is done here but reading.
// Not here: startup files and what is run (session.ts).

import type { DialectName } from "./dialect.ts";
import { OPTION_LETTERS, OPTION_NAMES, type OptionName } from "./options.ts";

export interface Invocation {
  /** $0 */
  readonly name: string;
  /** argv[0] */
  readonly called: string;
  readonly positional: readonly string[];
  /** the text of -c */
  readonly command: string | undefined;
  /** path of a script */
  readonly script: string | undefined;
  readonly interactive: boolean;
  readonly login: boolean;
  /** -s, or nothing else to read from */
  readonly input: boolean;
  readonly options: readonly (readonly [OptionName, boolean])[];
  readonly shopts: readonly (readonly [string, boolean])[];
  readonly profile: boolean;
  readonly rc: boolean;
  readonly rcFile: string | undefined;
}

/** A call that is answered at once: with a text on standard output or standard error. */
export interface Refusal {
  readonly status: number;
  readonly output: string;
  readonly error: string;
}

export const isRefusal = (invocation: Invocation | Refusal): invocation is Refusal => "status" in invocation;

const LONG_WITH_VALUE = new Set(["rcfile", "init-file"]);
const LONG = new Set([
  "debug", "debugger", "dump-po-strings", "dump-strings", "help", "init-file", "login", "noediting", "noprofile", "norc", "posix",
  "pretty-print", "rcfile", "restricted", "verbose", "version",
]); // prettier-ignore

class Reader {
  command = false;
  input = false;
  interactive = false;
  login = false;
  profile = true;
  rc = true;
  rcFile: string | undefined;
  readonly options: (readonly [OptionName, boolean])[] = [];
  readonly shopts: (readonly [string, boolean])[] = [];
  at = 1;

  constructor(
    readonly dialect: DialectName,
    readonly argv: readonly string[],
  ) {}

  private get shown(): string {
    return this.argv[0] ?? this.dialect;
  }

  refuse(words: string): Refusal {
    const { dialect, shown } = this;
    const error = dialect === "dash" ? `${shown}: 0: ${words}\n` : `${shown}: ${words}\n`;
    return { status: 2, output: "", error };
  }

  /** Options up to the first word that is none; a refusal if one is wrong. */
  read(): Refusal | undefined {
    for (; this.at < this.argv.length; this.at++) {
      const word = this.argv[this.at] as string;
      if (word === "-" || word === "--") {
        this.at++;
        return undefined;
      }
      if (!/^[-+]./.test(word)) return undefined;
      const refused =
        word.startsWith("--") && this.dialect !== "dash" ? this.readLong(word) : this.readLetters(word);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private readLong(word: string): Refusal | undefined {
    const name = word.slice(2);
    if (this.dialect === "ash") {
      if (name !== "login") return this.refuse(`bad option '${word}'`);
      this.login = true;
      return undefined;
    }
    if (!LONG.has(name))
      return {
        status: 2,
        output: "",
        error: `${this.shown}: ${word}: invalid option\n${bashUsage(this.shown)}`,
      };
    if (LONG_WITH_VALUE.has(name)) this.rcFile = this.argv[++this.at];
    else if (name === "login") this.login = true;
    else if (name === "noprofile") this.profile = false;
    else if (name === "norc") this.rc = false;
    else if (name === "posix") this.options.push(["posix", true]);
    else if (name === "verbose") this.options.push(["verbose", true]);
    else if (name === "version") return { status: 0, output: BASH_VERSION_TEXT, error: "" };
    else if (name === "help")
      return {
        status: 0,
        output: `GNU bash, version 5.3.15(1)-release-(x86_64-pc-linux-gnu)\n${bashUsage(this.shown)}`,
        error: "",
      };
    return undefined;
  }

  private readLetters(word: string): Refusal | undefined {
    const on = word.startsWith("-");
    for (const letter of word.slice(1)) {
      const refused = this.readLetter(letter, on);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  private readLetter(letter: string, on: boolean): Refusal | undefined {
    if (letter === "c" && on) this.command = true;
    else if (letter === "s" && on) this.input = true;
    else if (letter === "i" && on) this.interactive = true;
    else if (letter === "l" && on) this.login = true;
    else if (letter === "o") return this.readNamed(on);
    else if (letter === "O" && this.dialect === "bash") this.shopts.push([this.argv[++this.at] ?? "", on]);
    else if ((letter === "r" || letter === "D") && this.dialect === "bash") return undefined;
    else {
      const option = OPTION_LETTERS[this.dialect].get(letter);
      if (option === undefined) return this.wrongLetter(`${on ? "-" : "+"}${letter}`);
      this.options.push([option, on]);
    }
    return undefined;
  }

  private wrongLetter(option: string): Refusal {
    if (this.dialect === "bash")
      return {
        status: 2,
        output: "",
        error: `${this.shown}: ${option}: invalid option\n${bashUsage(this.shown)}`,
      };
    return this.refuse(`${this.dialect === "dash" ? "Illegal" : "illegal"} option ${option}`);
  }

  private readNamed(on: boolean): Refusal | undefined {
    const name = this.argv[++this.at] ?? "";
    const option = OPTION_NAMES[this.dialect].find((one) => one === name);
    if (option !== undefined) this.options.push([option, on]);
    else if (this.dialect === "bash")
      return {
        status: 2,
        output: "",
        error: `${this.shown}: line 0: ${this.shown}: ${name}: invalid option name\n`,
      };
    else if (this.dialect === "dash") return this.refuse(`Illegal option -o ${name}`);
    else return { ...this.refuse(`illegal option -o ${name}`), status: 0 };
    return undefined;
  }
}

export function readInvocation(dialect: DialectName, argv: readonly string[]): Invocation | Refusal {
  const reader = new Reader(dialect, argv);
  const refused = reader.read();
  if (refused !== undefined) return refused;
  const rest = argv.slice(reader.at);
  const called = argv[0] ?? dialect;
  const { interactive, options, shopts, profile, rc, rcFile } = reader;
  const login = reader.login || called.startsWith("-");
  const common = { called, interactive, login, options, shopts, profile, rc, rcFile };
  if (reader.command) {
    const [command, name = called, ...positional] = rest;
    if (command === undefined) {
      const words = dialect === "bash" ? "-c: option requires an argument" : "-c requires an argument";
      return reader.refuse(words);
    }
    return { ...common, name, positional, command, script: undefined, input: false };
  }
  const [script, ...positional] = rest;
  if (script === undefined || reader.input)
    return { ...common, name: called, positional: rest, command: undefined, script: undefined, input: true };
  return { ...common, name: script, positional, command: undefined, script, input: false };
}

const bashUsage = (name: string): string =>
  `Usage:\t${name} [GNU long option] [option] ...\n\t${name} [GNU long option] [option] script-file ...\nGNU long options:\n` +
  `${[...LONG].map((long) => `\t--${long}\n`).join("")}Shell options:\n` +
  `\t-ilrsD or -c command or -O shopt_option\t\t(invocation only)\n\t-abefhkmnptuvxBCEHPT or -o option\n`;

const BASH_VERSION_TEXT =
  "GNU bash, version 5.3.15(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2025 Free Software Foundation, Inc.\n" +
  "License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\n" +
  "This is free software; you are free to change and redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n";
