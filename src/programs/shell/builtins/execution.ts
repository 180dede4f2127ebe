// eval, exec, . and source, command, builtin: running things in other ways than by name (POSIX shell, 2.14 and
// "command"). Relies on the reader for texts and on programs.ts for programs.
// Not here: looking names up for people (lookup.ts).

import { failed, strerror } from "../../../base/errno.ts";
import { decode } from "../../../base/utf8.ts";
import { S_IFDIR, S_IFMT } from "../../libc/file-mode.ts";
import type { Task } from "../../../kernel/sys.ts";
import { readFile } from "../../libc/input.ts";
import { complain } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import { execute, findProgram, refuseProgram, runProgram } from "../programs.ts";
import { runText } from "../reader.ts";
import { runReturnTrap } from "../run-traps.ts";
import { EXITING, NOT_UNWINDING, RETURNING, type Frame, type Outcome, type Shell } from "../shell.ts";
import type { Declared } from "../declared.ts";
import { logicalPath } from "./cd.ts";
import { usage, wrong } from "./complaints.ts";
import { describeName } from "./lookup.ts";
import { has, isRefusal, readOptions, valueOf } from "./options.ts";

/** Texts in texts; a real shell's stack is not much deeper. */
const MOST_NESTED = 500;

export function* evalBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const words = args[1] === "--" && sh.isBash ? args.slice(2) : args.slice(1);
  const text = words.join(" ");
  if (sh.isBash && words[0]?.startsWith("-") && words[0] !== "-" && args[1] !== "--") {
    yield* complain(sh, `${words[0].slice(0, 2)}: invalid option`, "eval");
    return yield* usage(sh, "eval");
  }
  if (sh.nesting >= MOST_NESTED) return yield* wrong(sh, "eval", "maximum eval nesting level exceeded");
  const { lineBase, speaker, traceLevel } = sh.state;
  sh.nesting++;
  sh.state.lineBase = sh.dialect.name === "dash" ? 1 : sh.state.line;
  sh.state.speaker = "eval";
  if (sh.isBash) sh.state.traceLevel++;
  yield* runText(sh, text, { last: false, source: "eval" });
  Object.assign(sh.state, { lineBase, speaker, traceLevel });
  sh.nesting--;
  return sh.status;
}

// ---- exec

export function execBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = sh.isBash
    ? readOptions(sh, args, "cla:")
    : { given: [], rest: args.slice(args[1] === "--" && sh.dialect.name === "ash" ? 2 : 1) };
  if (isRefusal(options)) return options;
  if (options.rest.length === 0) return 0;
  const [name = ""] = options.rest;
  const argv0 = valueOf(options, "a") ?? (has(options, "l") ? `-${name}` : undefined);
  return takePlace(sh, options.rest, argv0, has(options, "c") ? [] : undefined);
}

function* takePlace(
  sh: Shell,
  args: readonly string[],
  argv0: string | undefined,
  env: readonly string[] | undefined,
): Task<number> {
  const name = args[0] as string;
  const found = findProgram(sh, name);
  if (found.errno === undefined) {
    const path = sh.isBash && name.includes("/") ? logicalPath(sh.state.cwd, name) : undefined;
    const status = yield* execute(sh, args, { argv0, env, path, builtin: sh.isBash ? undefined : "exec" });
    return leave(sh, status);
  }
  if (sh.isBash) {
    const message =
      found.path === undefined ? `${name}: not found` : `${found.path}: ${strerror(found.errno)}`;
    yield* complain(sh, message, "exec");
    return leave(sh, found.errno === "ENOENT" ? 127 : 126);
  }
  return leave(sh, yield* refuseProgram(sh, name, found.path, found.errno, "exec"));
}

/** exec failed: a script ends. */
function leave(sh: Shell, status: number): number {
  if (!sh.state.interactive && !sh.shopts.has("execfail")) sh.exit(status);
  return (sh.status = status);
}

// ---- . and source

export function* sourceBuiltin(sh: Shell, args: readonly string[]): Task<number> {
  const [name = "."] = args;
  const words = args[1] === "--" ? args.slice(2) : args.slice(1);
  const [file, ...values] = words;
  if (file === undefined) {
    if (!sh.isBash) return sh.dialect.name === "dash" ? 0 : 2;
    yield* complain(sh, "filename argument required", name);
    return yield* usage(sh, name);
  }
  const path = findFile(sh, file);
  if (path === undefined) return yield* wrong(sh, name, `${file}: not found`);
  const bytes = yield* readFile(sh.sys, path);
  if (failed(bytes)) return yield* refuseFile(sh, name, path, strerror(bytes), bytes === "ENOENT");
  if (sh.nesting >= MOST_NESTED) return yield* wrong(sh, name, "maximum source nesting level exceeded");
  return yield* runFile(sh, name, path, decode(bytes), values);
}

/** A name without a slash is looked for along PATH; bash then looks here. */
function findFile(sh: Shell, file: string): string | undefined {
  if (file.includes("/")) return file;
  for (const directory of (parameterValue(sh, "PATH") ?? "").split(":")) {
    const path = directory === "" ? `./${file}` : `${directory}/${file}`;
    const stat = sh.sys.stat(path);
    if (!failed(stat) && (stat.mode & S_IFMT) !== S_IFDIR) return path;
  }
  return sh.isBash ? file : undefined;
}

function* refuseFile(sh: Shell, name: string, path: string, words: string, missing: boolean): Task<number> {
  if (sh.isBash) {
    yield* complain(sh, `${path}: ${words}`);
    return 1;
  }
  if (sh.dialect.name === "dash")
    return yield* wrong(sh, name, `cannot open ${path}: ${missing ? "No such file" : words}`);
  return yield* wrong(sh, name, `can't open ${path}: ${missing ? "no such file" : words}`);
}

function* runFile(
  sh: Shell,
  name: string,
  path: string,
  text: string,
  values: readonly string[],
): Task<number> {
  const { frames, positional } = sh;
  const { lineBase, speaker, line, loops } = sh.state;
  const given = values.length > 0 && sh.dialect.name !== "dash";
  const { positionalSet } = sh.state;
  sh.state.positionalSet = false;
  if (given) sh.positional = values;
  const frame: Frame = { name: "source", source: path, line, isFunction: false };
  sh.frames = [...frames, frame];
  sh.nesting++;
  Object.assign(sh.state, { lineBase: 1, speaker: path, loops: 0 });
  yield* runText(sh, text, { last: false, source: "file" });
  if (sh.traps.has("RETURN")) yield* runReturnTrap(sh);
  Object.assign(sh.state, { lineBase, speaker, line, loops });
  sh.nesting--;
  sh.frames = frames;
  if (given && !sh.state.positionalSet) sh.positional = positional;
  sh.state.positionalSet ||= positionalSet;
  if (sh.unwinding === RETURNING) sh.unwinding = NOT_UNWINDING;
  void name;
  return sh.status;
}

// ---- command and builtin

export function commandBuiltin(
  sh: Shell,
  args: readonly string[],
  declared: Declared | undefined,
  flags: number,
): Outcome {
  const options = readOptions(sh, args, "pvV");
  if (isRefusal(options)) return options;
  const { rest } = options;
  if (has(options, "v") || has(options, "V")) return describeAll(sh, rest, has(options, "V"));
  const [name] = rest;
  if (name === undefined) return 0;
  const builtin = sh.interpreter.builtin(sh, name);
  if (builtin !== undefined) {
    const skipped = args.length - rest.length;
    return withoutFunction(sh, () => builtin.run(sh, rest, declared?.slice(skipped), flags));
  }
  const path = has(options, "p") ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : undefined;
  return path === undefined
    ? runProgram(sh, rest, { text: () => rest.join(" "), flags })
    : runAlong(sh, rest, path, flags);
}

/** -p: found along the usual path. */
function* runAlong(sh: Shell, args: readonly string[], path: string, flags: number): Task<number> {
  const found = findProgram(sh, args[0] as string, path);
  if (found.errno !== undefined) return yield* refuseProgram(sh, args[0] as string, found.path, found.errno);
  return yield* runProgram(sh, [found.path, ...args.slice(1)], { text: () => args.join(" "), flags });
}

/** An error of a special builtin that `command` calls does not end the script. */
function* withoutFunction(sh: Shell, run: () => Outcome): Task<number> {
  const before = sh.state.viaCommand;
  sh.state.viaCommand = true;
  const outcome = run();
  const status = typeof outcome === "number" ? outcome : yield* outcome;
  sh.state.viaCommand = before;
  if (sh.fault !== undefined && sh.fault.effect === "exit" && !sh.isBash)
    sh.fault = { ...sh.fault, effect: "fail" };
  return sh.unwinding === EXITING ? sh.status : status;
}

function* describeAll(sh: Shell, names: readonly string[], long: boolean): Task<number> {
  let status = names.length === 0 ? 0 : sh.isBash ? 1 : 127;
  for (const name of names) if (yield* describeName(sh, name, long ? "command" : "short")) status = 0;
  return status;
}

export function builtinBuiltin(
  sh: Shell,
  args: readonly string[],
  declared: Declared | undefined,
  flags: number,
): Outcome {
  const [, name] = args;
  if (name === undefined) return 0;
  const builtin = sh.interpreter.builtin(sh, name);
  if (builtin === undefined) return wrong(sh, "builtin", `${name}: not a shell builtin`);
  return builtin.run(sh, args.slice(1), declared?.slice(1), flags);
}
