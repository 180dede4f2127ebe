// The state of one shell process: what a subshell inherits, what a checkpoint keeps, what builtins change. An
// image of it is plain data that is never changed afterwards, so that forks can share it. What the shell does
// with its state is in the other files; nothing here makes a system call.

import type { Sys, Task } from "../../kernel/sys.ts";
import { EMPTY_MEMORY, type Memory } from "../line-editor/memory.ts";
import type { ArithmeticVariables } from "./arithmetic.ts";
import { NO_SPECS, type CompletionSpecs } from "./completion-specs.ts";
import type { Dialect } from "./dialect.ts";
import { separatorsOf, type Separators } from "./fields.ts";
import type { History } from "./history.ts";
import type { Jobs, JobsImage } from "./jobs.ts";
import type { Interpreter } from "./interpreter.ts";
import { initialOptions, type Options } from "./options.ts";
import type { TopLoop } from "./resume.ts";
import type { FunctionDefinition, SimpleCommand } from "./syntax.ts";
import type { TrapsImage, Traps } from "./traps.ts";
import type { Variables, VariablesImage } from "./variables.ts";

/** What a command comes to: its status at once, or a task that answers it. */
export type Outcome = number | Task<number>;

/** What takes the shell out of what it does, up to whoever is meant. */
export const NOT_UNWINDING = 0;
export const BREAKING = 1;
export const CONTINUING = 2;
export const RETURNING = 3;
/** back to whoever reads commands: the rest of this command is dropped */
export const DISCARDING = 4;
export const EXITING = 5;
export type Unwinding = 0 | 1 | 2 | 3 | 4 | 5;

/** An error that was found where nothing can be printed; the command that it happened in tells it. */
export interface Fault {
  /** without the shell's prefix */
  readonly message: string;
  readonly effect: "discard" | "exit" | "fail";
  readonly status: number;
}

export interface FunctionValue {
  readonly definition: FunctionDefinition;
  /** file that it stands in, as messages call it */
  readonly source: string;
  /** line of that file at which the text began that it was parsed from */
  readonly lineBase: number;
  readonly exported: boolean;
  readonly readOnly: boolean;
}

/** A function that runs, or a file that is sourced. */
export interface Frame {
  readonly name: string;
  readonly source: string;
  /** where it was called */
  readonly line: number;
  readonly isFunction: boolean;
}

export interface ShellImage {
  readonly name: string;
  readonly positional: readonly string[];
  readonly variables: VariablesImage;
  readonly functions: ReadonlyMap<string, FunctionValue>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly options: Readonly<Options>;
  readonly shopts: ReadonlySet<string>;
  readonly traps: TrapsImage;
  readonly jobs: JobsImage;
  readonly frames: readonly Frame[];
  readonly scalars: Readonly<Scalars>;
  readonly hashed: ReadonlyMap<string, Hashed>;
  readonly directories: readonly string[];
  readonly history: readonly string[];
  readonly pipeStatus: readonly number[] | undefined;
  readonly foreign: readonly string[];
  readonly disabled: ReadonlySet<string>;
  readonly completions: CompletionSpecs;
  readonly lineMemory: Memory;
}

export interface Hashed {
  readonly path: string;
  readonly hits: number;
}

/** Everything that is a number, a text or a truth value. */
export interface Scalars {
  /** $? */
  status: number;
  /** $! */
  lastBackground: number;
  /** $$ */
  shellPid: number;
  subshells: number;
  /** command substitutions and evaluated texts around this one, for set -x */
  traceLevel: number;
  /** line of the present command, counted as messages count it */
  line: number;
  /** line of the first line of the text that is being read */
  lineBase: number;
  /** line that the text has been read up to */
  readTo: number;
  /** builtin or sourced file in whose name dash and busybox say what goes wrong */
  speaker: string | undefined;
  /** how many functions and sourced files this process was already in when it began */
  outerFrames: number;
  loops: number;
  interactive: boolean;
  /** gets line after line from its host: errors end the line, not the shell */
  persistent: boolean;
  /** is one program with busybox's applets, and runs them without looking for files */
  standalone: boolean;
  /** reads commands from standard input */
  readsInput: boolean;
  loginShell: boolean;
  /** the text of -c; undefined otherwise */
  commandText: string | undefined;
  /** the name that the shell was called by, where $0 is another */
  called: string | undefined;
  /** lines that have been typed */
  typedLines: number;
  /** file that commands come from, as messages call it */
  source: string;
  /** $_ */
  lastArgument: string;
  cwd: string;
  randomSeed: number | undefined;
  secondsBase: number;
  /** `set` has given positional parameters since the file that is sourced began */
  positionalSet: boolean;
  optionIndex: number;
  optionOffset: number;
  historyBase: number;
  lastCommandText: string;
  inTrap: boolean;
  /** an attempt to leave with stopped jobs has been refused once */
  warnedOfJobs: boolean;
  /** the builtin was called by `command`: its errors end nothing */
  viaCommand: boolean;
  /** a command substitution gave this while an assignment was expanded; undefined if none ran */
  substitutionStatus: number | undefined;
  nextProcessFd: number;
}

export class Shell {
  name = "";
  positional: readonly string[] = [];
  functions: ReadonlyMap<string, FunctionValue> = new Map();
  aliases: ReadonlyMap<string, string> = new Map();
  options: Options;
  shopts: ReadonlySet<string> = new Set();
  /** builtins that `enable -n` took away */
  disabled: ReadonlySet<string> = new Set();
  completions: CompletionSpecs = NO_SPECS;
  /** options of the completion that is under way, which compopt changes */
  compOptions: ReadonlySet<string> | undefined;
  /** a completion function has said that the command is completed by another one now */
  compRetry = false;
  /** what the line editor remembers from one line to the next */
  lineMemory: Memory = EMPTY_MEMORY;
  frames: readonly Frame[] = [];
  readonly state: Scalars;
  hashed: ReadonlyMap<string, Hashed> = new Map();
  directories: readonly string[] = [];
  /** of the last pipeline; undefined: of one command, whose status is $? */
  pipeStatus: readonly number[] | undefined;
  /** SIGINT came while a child was waited for */
  interrupted = false;

  /** the simple command that runs, for BASH_COMMAND */
  command: SimpleCommand | undefined;
  unwinding: Unwinding = NOT_UNWINDING;
  /** loops that are still to be left */
  unwindLevels = 0;
  fault: Fault | undefined;
  /** signals that came for traps and are still to be acted upon, in order */
  arrived: readonly number[] = [];
  /** what expansions have to say without failing; the command that they are in says it */
  warnings: string[] = [];
  /** somebody looks at the status of the simple command that is expanded */
  tested = false;
  /** steps of work since the last tick */
  steps = 0;
  /** depth of functions, sourced files and evaluated texts */
  nesting = 0;
  /** a loop that could be taken up again (resume.ts) */
  topLoop: TopLoop | undefined;
  /** system calls that left answers, roughly: when a checkpoint is worth its price */
  calls = 0;
  /** process substitutions of the present command: their ends are closed when it is over */
  processFds: number[] = [];
  private separatorsCache: Separators | undefined;
  /** the shell as arithmetic sees it; given by who makes the shell (create.ts) */
  arithmetic: ArithmeticVariables;

  constructor(
    readonly sys: Sys,
    readonly dialect: Dialect,
    readonly variables: Variables,
    readonly traps: Traps,
    readonly jobs: Jobs,
    readonly history: History,
    readonly interpreter: Interpreter,
    arithmeticOf: (sh: Shell) => ArithmeticVariables,
    state?: Scalars,
  ) {
    this.arithmetic = arithmeticOf(this);
    this.options = initialOptions(dialect.name);
    this.state = state ?? initialScalars();
    variables.hooks.set("IFS", () => (this.separatorsCache = undefined));
  }

  get separators(): Separators {
    return (this.separatorsCache ??= separatorsOf(this.variables.find("IFS")?.value, !this.isBash));
  }

  get status(): number {
    return this.state.status;
  }

  set status(status: number) {
    this.state.status = status;
  }

  get isBash(): boolean {
    return this.dialect.name === "bash";
  }

  get failed(): boolean {
    return this.fault !== undefined;
  }

  /** The first fault counts. */
  raise(
    message: string,
    effect: Fault["effect"] = this.isBash ? "discard" : "exit",
    status = this.isBash ? 1 : 2,
  ): void {
    this.fault ??= { message, effect, status };
  }

  /** Leaves everything: the shell ends with this status. */
  exit(status: number): number {
    this.unwinding = EXITING;
    return (this.status = status & 0xff);
  }

  image(): ShellImage {
    return {
      name: this.name,
      positional: this.positional,
      variables: this.variables.share(),
      functions: this.functions,
      aliases: this.aliases,
      options: { ...this.options },
      shopts: this.shopts,
      traps: this.traps.image(),
      jobs: this.jobs.image(),
      frames: this.frames,
      scalars: { ...this.state },
      hashed: this.hashed,
      directories: this.directories,
      history: this.history.image(),
      pipeStatus: this.pipeStatus,
      foreign: this.variables.foreign,
      disabled: this.disabled,
      completions: this.completions,
      lineMemory: this.lineMemory,
    };
  }
}

const initialScalars = (): Scalars => ({
  status: 0,
  lastBackground: 0,
  shellPid: 0,
  subshells: 0,
  traceLevel: 0,
  line: 0,
  lineBase: 1,
  readTo: 0,
  speaker: undefined,
  outerFrames: 0,
  loops: 0,
  interactive: false,
  persistent: false,
  standalone: false,
  readsInput: false,
  loginShell: false,
  commandText: undefined,
  called: undefined,
  typedLines: 0,
  source: "",
  lastArgument: "",
  cwd: "",
  randomSeed: undefined,
  secondsBase: 0,
  positionalSet: false,
  optionIndex: 1,
  optionOffset: 0,
  historyBase: 1,
  lastCommandText: "",
  inTrap: false,
  warnedOfJobs: false,
  viaCommand: false,
  substitutionStatus: undefined,
  nextProcessFd: 63,
});
