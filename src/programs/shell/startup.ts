// What a new shell does before its first command: it takes over the environment, finds out where it is, sets its
// variables, and reads startup files (bash, "Bash Startup Files"; POSIX shell, ENV).
// Relies on invocation.ts. Not here: running commands (session.ts).

import { failed } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile } from "../libc/input.ts";
import { createShell } from "./create.ts";
import type { DialectName } from "./dialect.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Invocation } from "./invocation.ts";
import { parameterValue } from "./parameters.ts";
import { expandPrompt } from "./prompt.ts";
import { runText } from "./reader.ts";
import type { Frame, Shell } from "./shell.ts";
import { takeOverSignals } from "./signals.ts";
import { initialiseVariables } from "./special-variables.ts";
import { parseAll } from "./reader.ts";
import { EXPORTED } from "./variables.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FUNCTION = /^BASH_FUNC_(.+)%%$/;

export function startShell(
  sys: Sys,
  dialect: DialectName,
  { name, called, positional, command, interactive, login, input, options, shopts }: Invocation,
  env: readonly string[],
  interpreter: Interpreter,
): Shell {
  const sh = createShell(sys, dialect, interpreter);
  sh.name = name;
  sh.positional = positional;
  const { state } = sh;
  Object.assign(state, {
    commandText: command,
    interactive,
    loginShell: login,
    readsInput: input,
    source: name,
  });
  state.lineBase = command === undefined ? 1 : sh.dialect.firstLine;
  state.line = state.lineBase;
  state.called = called;
  for (const [option, on] of options) sh.options[option] = on;
  if (dialect === "bash" && /(?:^-?|\/)sh$/.test(name)) sh.options.posix = true;
  takeEnvironment(sh, env);
  initialiseVariables(sh);
  findDirectory(sh);
  if (dialect === "bash") applyShopts(sh, shopts, login, interactive);
  if (interactive) beInteractive(sh);
  if (dialect === "bash" || interactive) takeOverSignals(sh);
  return sh;
}

function applyShopts(
  sh: Shell,
  shopts: readonly (readonly [string, boolean])[],
  login: boolean,
  interactive: boolean,
): void {
  const changed = new Set(sh.shopts);
  if (login) changed.add("login_shell");
  if (interactive) changed.add("expand_aliases");
  for (const [name, on] of shopts) {
    if (on) changed.add(name);
    else changed.delete(name);
  }
  sh.shopts = changed;
}

/** Job control, history and prompts, where there is a terminal. */
function beInteractive(sh: Shell): void {
  if (sh.isBash) Object.assign(sh.options, { histexpand: true, history: true, emacs: true });
  if (sh.isBash && sh.variables.find("PS1") === undefined)
    sh.variables.put("PS1", { value: "\\s-\\v\\$ ", attributes: 0, elements: undefined });
  if (sh.isBash && sh.variables.find("PS2") === undefined)
    sh.variables.put("PS2", { value: "> ", attributes: 0, elements: undefined });
}

function takeEnvironment(sh: Shell, env: readonly string[]): void {
  const { variables } = sh;
  const foreign: string[] = [];
  for (const entry of env) {
    const equals = entry.indexOf("=");
    const name = entry.slice(0, equals);
    const value = entry.slice(equals + 1);
    const exported = sh.isBash ? FUNCTION.exec(name) : null;
    if (exported !== null) importFunction(sh, exported[1] as string, value);
    else if (!NAME.test(name)) {
      if (sh.isBash) foreign.push(entry);
    } else if (name !== "_" || !sh.isBash)
      variables.put(name, { value, attributes: EXPORTED, elements: undefined });
  }
  variables.foreign = foreign;
}

/** A function that a parent has exported: its text begins with `() {`. */
function importFunction(sh: Shell, name: string, text: string): void {
  const [list] = parseAll(sh, `${name} ${text}`) ?? [];
  const command = list?.items[0]?.command;
  if (command?.kind !== "function") return;
  const value = { definition: command, source: "environment", lineBase: 1, exported: true, readOnly: false };
  sh.functions = new Map(sh.functions).set(name, value);
}

/** PWD of the environment, if that is where the process is. */
function findDirectory(sh: Shell): void {
  const given = sh.variables.find("PWD")?.value;
  const here = sh.sys.stat(".");
  const there = given?.startsWith("/") ? sh.sys.stat(given) : "ENOENT";
  const same = !failed(here) && !failed(there) && here.dev === there.dev && here.ino === there.ino;
  const cwd = same ? (given as string) : directoryOf(sh);
  sh.state.cwd = cwd;
  sh.variables.put("PWD", { value: cwd, attributes: EXPORTED, elements: undefined });
  if (sh.isBash && sh.variables.find("OLDPWD") === undefined)
    sh.variables.put("OLDPWD", { value: undefined, attributes: EXPORTED, elements: undefined });
}

function directoryOf(sh: Shell): string {
  const cwd = sh.sys.getcwd();
  return failed(cwd) ? "." : cwd.path;
}

// ---- startup files

/** The files that a shell of this kind reads, in order. */
export function* readStartupFiles(
  sh: Shell,
  { login, interactive, profile, rc, rcFile, command }: Invocation,
): Task<void> {
  const home = parameterValue(sh, "HOME") ?? "";
  const asSh = sh.isBash && sh.options.posix;
  if (login && profile) {
    yield* sourceFile(sh, "/etc/profile");
    const own = sh.isBash && !asSh ? [".bash_profile", ".bash_login", ".profile"] : [".profile"];
    for (const name of own) if (yield* sourceFile(sh, `${home}/${name}`)) break;
  }
  if (sh.isBash && !asSh) {
    if (interactive && !login && rc) {
      if (rcFile === undefined) yield* sourceFile(sh, "/etc/bash.bashrc");
      yield* sourceFile(sh, rcFile ?? `${home}/.bashrc`);
    } else if (!interactive) yield* sourceNamed(sh, "BASH_ENV");
    return;
  }
  if (interactive) yield* sourceNamed(sh, "ENV");
  void command;
}

function* sourceNamed(sh: Shell, variable: string): Task<void> {
  const value = parameterValue(sh, variable);
  if (value === undefined || value === "") return;
  yield* sourceFile(sh, yield* expandPrompt(sh, value.replaceAll("\\", "\\\\")));
}

/** False if there is no such file. */
function* sourceFile(sh: Shell, path: string): Task<boolean> {
  const bytes = yield* readFile(sh.sys, path);
  if (failed(bytes)) return false;
  const { lineBase, line } = sh.state;
  const frame: Frame = { name: "source", source: path, line: 0, isFunction: false };
  const { frames } = sh;
  sh.frames = [...frames, frame];
  sh.nesting++;
  sh.state.lineBase = 1;
  yield* runText(sh, decode(bytes), { last: false, source: "file" });
  sh.nesting--;
  sh.frames = frames;
  Object.assign(sh.state, { lineBase, line });
  if (sh.unwinding !== 5) sh.unwinding = 0;
  return true;
}
