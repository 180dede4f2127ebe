// The frame of a program: options are read, errors are said in the words of the family that the program
// belongs to, output is flushed at the end. A command is written once; where GNU's and busybox's differ it
// asks `io.family`. A program of twenty lines:
//
//   export const tac = command({ name: "tac", gnu: "s:/separator:", busybox: "" }, function* (io) {
//     for (const path of io.operandsOr("-")) { … yield* io.complain(`${path}: …`) … }
//     return 0;
//   });

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Program, type Sys, type Task } from "../../kernel/sys.ts";
import { Lines, type Decoding } from "./input.ts";
import {
  describeOptions,
  isOptionError,
  Options,
  parseOptions,
  type OptionError,
  type OptionTable,
} from "./options.ts";
import { Output } from "./output.ts";
import { named } from "./quote.ts";

export type Family = "gnu" | "busybox";

export interface CommandSpec {
  readonly name: string;
  /** options of each family's program (options.ts); undefined: that family has no such program */
  readonly gnu?: string;
  readonly busybox?: string;
  /** exit status after a wrong option, for both families or for GNU's alone: 1 unless said */
  readonly usageStatus?: number | { readonly gnu: number };
  /** what follows `Usage: NAME`, where a family prints a usage line */
  readonly usage?: string;
  /** package and version for --version: "GNU coreutils 9.7", or "procps-ng 4.0.4" for NAME from PACKAGE */
  readonly package?: string;
  /** options are read by the body, in one family or both: every word is an operand (`ps aux`, `ip -o addr`) */
  readonly raw?: boolean | Family;
  /** rewrites words that are older than options (`head -3`) before options are read */
  readonly prepare?: (args: readonly string[], family: Family) => readonly string[];
  /** all that the GNU side says of a wrong option, where it is not getopt's line and "Try …" */
  readonly misuse?: (name: string, message: string) => string;
  /** what the GNU side prints on standard output after a wrong option */
  readonly usageOnOutput?: string;
}

export type CommandBody = (io: Io) => Task<number>;

export interface Command {
  readonly spec: CommandSpec;
  readonly body: CommandBody;
}

export const BUSYBOX_BANNER = "BusyBox v1.38.0 (Debian 1:1.38.0-3+b1) multi-call binary.";

function usageStatusOf({ usageStatus = 1 }: CommandSpec, family: Family): number {
  return typeof usageStatus === "number" ? usageStatus : family === "gnu" ? usageStatus.gnu : 1;
}

export class Io {
  readonly out: Output;
  /** set by `complain`: the exit status if nothing worse comes */
  status = 0;

  constructor(
    readonly sys: Sys,
    readonly family: Family,
    /** as messages begin */
    readonly name: string,
    readonly options: Options,
    readonly env: ReadonlyMap<string, string>,
    readonly argv: readonly string[],
    readonly spec: CommandSpec,
  ) {
    this.out = new Output(sys, 1);
  }

  get usageStatus(): number {
    return usageStatusOf(this.spec, this.family);
  }

  get operands(): readonly string[] {
    return this.options.operands;
  }

  operandsOr(...otherwise: string[]): readonly string[] {
    return this.operands.length > 0 ? this.operands : otherwise;
  }

  has(key: string): boolean {
    return this.options.has(key);
  }

  value(key: string): string | undefined {
    return this.options.value(key);
  }

  print(text: string): Task<void> {
    return this.out.write(text);
  }

  /** Text on standard error as it is; output so far comes first. */
  *tell(text: string): Task<void> {
    yield* this.out.flush();
    yield* this.sys.write(2, encode(text));
  }

  /** One line on standard error after the program's name; output so far comes first. */
  *complain(message: string, status = 1): Task<number> {
    yield* this.out.flush();
    yield* this.sys.write(2, encode(`${this.name}: ${message}\n`));
    this.status = Math.max(this.status, status);
    return status;
  }

  /**
   * Called wrongly: GNU says what and points to --help; busybox prints its usage, after a line of its own
   * only where one is given.
   */
  *misuse(message: string, busybox?: string): Task<number> {
    const status = this.usageStatus;
    if (this.family === "busybox") {
      if (busybox !== undefined) yield* this.complain(busybox, status);
      yield* this.sys.write(2, encode(busyboxUsage(this.spec)));
      this.status = Math.max(this.status, status);
      return status;
    }
    const own = this.spec.misuse?.(this.name, message);
    if (own !== undefined) {
      yield* this.tell(own);
      this.status = Math.max(this.status, status);
      return status;
    }
    yield* this.complain(message, status);
    return yield* this.tryHelp();
  }

  /** After what is wrong has been said. */
  *tryHelp(): Task<number> {
    const status = this.usageStatus;
    yield* this.out.flush();
    yield* this.sys.write(2, encode(`Try '${this.name} --help' for more information.\n`));
    this.status = Math.max(this.status, status);
    return status;
  }

  /** `cat: x: No such file or directory`, or with busybox's verb `can't open 'x'`. */
  complainOf(path: string, errno: Errno, verb = "open"): Task<number> {
    const what = this.family === "busybox" && verb !== "" ? `can't ${verb} '${path}'` : named(this, path);
    return this.complain(`${what}: ${strerror(errno)}`);
  }

  /** For reading; `-` is standard input. Complains and answers undefined if it cannot be opened. */
  *openInput(path: string): Task<Fd | undefined> {
    if (path === "-") return 0;
    const fd = yield* this.sys.open(path, O_RDONLY);
    if (!failed(fd)) return fd;
    yield* this.complainOf(path, fd);
    return undefined;
  }

  lines(fd: Fd, decoding: Decoding = "utf8", separator = 10): Lines {
    return new Lines(this.sys, fd, decoding, this.out, separator);
  }
}

export const command = (spec: CommandSpec, body: CommandBody): Command => ({ spec, body });

const tables = new Map<string, OptionTable>();

function tableOf(description: string): OptionTable {
  let table = tables.get(description);
  if (table === undefined) tables.set(description, (table = describeOptions(description)));
  return table;
}

export function environment(env: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const entry of env) {
    const equals = entry.indexOf("=");
    if (equals > 0) map.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return map;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The program that a file of one family runs. */
export function programOf({ spec, body }: Command, family: Family): Program {
  const common = family === "gnu" ? " help version" : "";
  const table = (): OptionTable => tableOf((spec[family] ?? "") + common);
  return function* (sys, argv, env) {
    const called = argv[0] ?? spec.name;
    const name = family === "busybox" ? baseName(called) : called;
    const words = argv.slice(1);
    const args = spec.prepare?.(words, family) ?? words;
    const options =
      spec.raw === true || spec.raw === family ? new Options([], args) : parseOptions(table(), args);
    // busybox's applets know --help only where nothing else is said
    const alone = family === "busybox" && !spec.raw && args.length === 1 && args[0] === "--help";
    if (alone) return yield* help(sys, spec, family, name);
    if (isOptionError(options)) return yield* wrongOption(sys, spec, family, name, options);
    if (options.has("help")) return yield* help(sys, spec, family, name);
    if (family === "gnu" && options.has("version")) return yield* version(sys, spec);
    const io = new Io(sys, family, name, options, environment(env), argv, spec);
    const status = yield* body(io);
    return yield* finish(io, Math.max(status, io.status));
  };
}

/** Standard output could not be written: said at the end, as GNU's close_stdout does. */
function* finish(io: Io, status: number): Task<number> {
  yield* io.out.flush();
  const { error } = io.out;
  if (error === undefined || error === "EPIPE") return status;
  return yield* io.complain(`write error: ${strerror(error)}`);
}

function optionMessage(error: OptionError): string {
  switch (error.kind) {
    case "unknown-letter":
      return `invalid option -- '${error.name}'`;
    case "unknown-name":
      return `unrecognized option '--${error.name}'`;
    case "ambiguous":
      return `option '--${error.name}' is ambiguous; possibilities:${error.candidates.map((c) => ` '--${c}'`).join("")}`;
    case "needs-value":
      return error.letter
        ? `option requires an argument -- '${error.name}'`
        : `option '--${error.name}' requires an argument`;
    case "takes-none":
      return `option '--${error.name}' doesn't allow an argument`;
  }
}

function* wrongOption(
  sys: Sys,
  spec: CommandSpec,
  family: Family,
  name: string,
  error: OptionError,
): Task<number> {
  const message = optionMessage(error);
  const then = family === "gnu" ? `Try '${name} --help' for more information.\n` : busyboxUsage(spec);
  const own = family === "gnu" ? spec.misuse?.(name, message) : undefined;
  yield* sys.write(2, encode(own ?? `${name}: ${message}\n${then}`));
  if (family === "gnu" && spec.usageOnOutput !== undefined) yield* sys.write(1, encode(spec.usageOnOutput));
  return usageStatusOf(spec, family);
}

/** What busybox prints to standard error whenever an applet is called wrongly. */
export const busyboxUsage = (spec: CommandSpec): string =>
  `${BUSYBOX_BANNER}\n\nUsage: ${spec.name} ${spec.usage ?? ""}\n`;

function* help(sys: Sys, spec: CommandSpec, family: Family, name: string): Task<number> {
  const usage = `Usage: ${name} ${spec.usage ?? "[OPTION]..."}\n`;
  yield* sys.write(family === "gnu" ? 1 : 2, encode(family === "gnu" ? usage : busyboxUsage(spec)));
  return 0;
}

function* version(sys: Sys, spec: CommandSpec): Task<number> {
  const [family, name, number] = (spec.package ?? "GNU coreutils 9.7").split(" ");
  const origin = number === undefined ? `from ${family} ${name}` : `(${family} ${name}) ${number}`;
  yield* sys.write(1, encode(`${spec.name} ${origin}\n`));
  return 0;
}
