// find's actions: printing, running programs on what was found, deleting it.
// Programs run one after the other; those of `-exec … +` get as many names as a command line holds.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, exitStatusOf, type Fd, type Task } from "../../kernel/sys.ts";
import { findProgram, toStrings } from "../libc/execute.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { Output } from "../libc/output.ts";
import { Prompter } from "../libc/prompt.ts";
import { questionMarks, isUtf8, quoted } from "../libc/quote.ts";
import type { Primary } from "./find-expression.ts";
import type { FoundFile } from "./find-file.ts";
import { fill, lsLine, parseFormat } from "./find-printf.ts";
import { WRONG, type TestContext } from "./find-tests.ts";

/** What one command line may hold, in bytes. */
const MOST_BYTES = 131_072;

// ---- printing

export const print = ({ io }: TestContext, end: string, out: Output = io.out): Primary => {
  const terminal = end === "\n" && io.family === "gnu" && out === io.out && io.sys.termios(1) !== undefined;
  const utf8 = isUtf8(io.env);
  return function* ({ path }) {
    yield* out.write((terminal ? questionMarks(path, utf8) : path) + end);
    return true;
  };
};

export function* printf(context: TestContext, format: string, out: Output = context.io.out): Task<Primary> {
  const pieces = yield* parseFormat(context.io, format);
  return function* (file) {
    yield* out.write(yield* fill(context, pieces, file));
    return true;
  };
}

export const list = (context: TestContext, out: Output = context.io.out): Primary =>
  function* (file) {
    yield* out.write(yield* lsLine(context, file));
    return true;
  };

/** A file that an action writes to; /dev/stdout is the output itself. */
export function* outputFile({ io, settings }: TestContext, path: string): Task<Output | typeof WRONG> {
  if (path === "/dev/stdout") return io.out;
  const fd: Fd | string = yield* io.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) {
    yield* io.complain(`${quoted(io, path)}: ${strerror(fd)}`);
    return WRONG;
  }
  const out = new Output(io.sys, fd as Fd);
  settings.atEnd.push(() => out.flush());
  return out;
}

// ---- running programs

interface Command {
  readonly words: readonly string[];
  /** run in the directory of what was found */
  readonly inDirectory: boolean;
}

/** The exit status; a program that is not there is complained of as its own process would. */
function* run({ io }: TestContext, argv: readonly string[], cwd?: string): Task<number> {
  yield* io.out.flush();
  const env = toStrings(io.env);
  const found = findProgram(io.sys, argv[0] as string, env);
  const pid = failed(found)
    ? found
    : io.sys.spawn({ path: found.path, argv, env, ...(cwd === undefined ? {} : { cwd }) });
  if (failed(pid)) {
    const name = io.family === "gnu" ? quoted(io, argv[0] as string) : argv[0];
    const { status } = io;
    yield* io.complain(`${name}: ${strerror(pid)}`);
    io.status = status;
    return 127;
  }
  const ended = yield* io.sys.wait(pid);
  return failed(ended) ? 1 : exitStatusOf(ended.change);
}

const nameIn = (command: Command, file: FoundFile): string =>
  command.inDirectory ? (file.path === "/" ? "/" : `./${file.name}`) : file.path;

const directoryFor = (command: Command, file: FoundFile): string | undefined =>
  command.inDirectory ? file.directory || "/" : undefined;

export const exec = (context: TestContext, command: Command): Primary =>
  function* (file) {
    const name = nameIn(command, file);
    const argv = command.words.map((word) => word.replaceAll("{}", () => name));
    return (yield* run(context, argv, directoryFor(command, file))) === 0;
  };

/** Asks first, and takes only a y for yes. */
export const ok = (context: TestContext, command: Command): Primary => {
  const { io } = context;
  const prompter = new Prompter(io);
  return function* (file) {
    const name = nameIn(command, file);
    const argv = command.words.map((word) => word.replaceAll("{}", () => name));
    const question =
      io.family === "gnu" ? `< ${command.words[0]} ... ${file.path} > ? ` : `${argv.join(" ")} ?`;
    if (!(yield* prompter.confirmsBare(question))) return false;
    return (yield* run(context, argv, directoryFor(command, file))) === 0;
  };
};

/** Gathers names and runs the program when there are enough of them, in the directory where they lie. */
export function execMany(context: TestContext, command: Command): Primary {
  const fixed = command.words.slice(0, -1);
  const base = fixed.reduce((sum, word) => sum + word.length + 1, 0);
  let names: string[] = [];
  let size = base;
  let directory: string | undefined;
  function* flush(): Task<void> {
    if (names.length === 0) return;
    const argv = [...fixed, ...names];
    names = [];
    size = base;
    if ((yield* run(context, argv, directory)) !== 0) context.io.status = 1;
  }
  context.settings.atEnd.push(flush);
  return function* (file) {
    const name = nameIn(command, file);
    const where = directoryFor(command, file);
    if (size + name.length + 1 > MOST_BYTES || where !== directory) yield* flush();
    directory = where;
    names.push(name);
    size += name.length + 1;
    return true;
  };
}

// ---- the rest

export const remove = ({ io }: TestContext): Primary =>
  function* (file) {
    if (file.path === ".") return true;
    const { path, node } = file;
    const refused = node !== undefined && isDirectory(node) ? io.sys.rmdir(path) : io.sys.unlink(path);
    if (refused === undefined) return true;
    const words = io.family === "gnu" ? `cannot delete ${quoted(io, path)}` : path;
    yield* io.complain(`${words}: ${strerror(refused)}`);
    return false;
  };

export const prune: Primary = function* (_file, walk) {
  walk.pruned = true;
  return true;
};

export const quit: Primary = function* (_file, walk) {
  walk.ended = true;
  return true;
};
