// cd and pwd, with the logical path that the shell keeps: `..` goes back the way one came, over symbolic links
// (POSIX shell, "cd"; CDPATH, OLDPWD). Relies on chdir and getcwd. Not here: the stack of directories
// (directories.ts).

import { failed, strerror, type Errno } from "../../../base/errno.ts";
import { S_IFDIR, S_IFMT } from "../../libc/file-mode.ts";
import type { Task } from "../../../kernel/sys.ts";
import { assign, setAttributes } from "../assign.ts";
import { printError } from "../messages.ts";
import { parameterValue } from "../parameters.ts";
import type { Outcome, Shell } from "../shell.ts";
import { EXPORTED } from "../variables.ts";
import { wrong } from "./complaints.ts";
import { writeOut } from "./echo.ts";
import { has, isRefusal, readOptions } from "./options.ts";

export function cdBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, sh.isBash ? "LPe@" : "LP");
  if (isRefusal(options)) return options;
  const { rest } = options;
  if (rest.length > 1 && sh.isBash) return wrong(sh, "cd", "too many arguments", 2);
  const physical = lastOf(options.given) === "P" || (options.given.length === 0 && sh.options.physical);
  return changeTo(sh, rest[0], physical, "cd");
}

const lastOf = (given: readonly (readonly [string, string])[]): string | undefined =>
  given.findLast(([letter]) => letter === "L" || letter === "P")?.[0];

export function* changeTo(
  sh: Shell,
  given: string | undefined,
  physical: boolean,
  name: string,
): Task<number> {
  const target = given ?? parameterValue(sh, "HOME");
  if (target === undefined) return sh.isBash ? yield* wrong(sh, name, "HOME not set") : 0;
  if (target === "-") {
    const last = parameterValue(sh, "OLDPWD");
    if (last === undefined && sh.isBash) return yield* wrong(sh, name, "OLDPWD not set");
    const status = yield* enter(sh, last ?? sh.state.cwd, physical, name);
    return status === 0 ? yield* writeOut(sh, name, `${sh.state.cwd}\n`) : status;
  }
  if (target === "") return sh.isBash ? yield* wrong(sh, name, "null directory") : 0;
  for (const place of candidates(sh, target)) {
    if (!isDirectory(sh, place)) continue;
    const status = yield* enter(sh, place, physical, name);
    return status === 0 ? yield* writeOut(sh, name, `${sh.state.cwd}\n`) : status;
  }
  return yield* enter(sh, target, physical, name);
}

/** Along CDPATH, for names that are no paths. */
function candidates(sh: Shell, target: string): string[] {
  const path = parameterValue(sh, "CDPATH");
  if (path === undefined || path === "" || /^\.{0,2}\/|^\.{1,2}$/.test(target)) return [];
  return path.split(":").flatMap((directory) => {
    if (directory === "" || directory === ".") return [];
    return [directory.endsWith("/") && sh.isBash ? `${directory}${target}` : `${directory}/${target}`];
  });
}

function isDirectory(sh: Shell, path: string): boolean {
  const stat = sh.sys.stat(path);
  return !failed(stat) && (stat.mode & S_IFMT) === S_IFDIR;
}

function* enter(sh: Shell, target: string, physical: boolean, name: string): Task<number> {
  const logical = physical ? undefined : logicalPath(sh.state.cwd, target);
  let refused: Errno | undefined = logical === undefined ? "ENOENT" : sh.sys.chdir(logical);
  let cwd = logical;
  if (refused !== undefined) {
    refused = sh.sys.chdir(target);
    cwd = undefined;
  }
  if (refused !== undefined) return yield* wrong(sh, name, refusal(sh, target, refused));
  const known = cwd ?? (yield* currentPath(sh, name, target));
  setDirectory(sh, known);
  return 0;
}

function refusal(sh: Shell, target: string, errno: Errno): string {
  if (sh.isBash) return `${target}: ${strerror(errno)}`;
  return sh.dialect.name === "dash" ? `can't cd to ${target}` : `can't cd to ${target}: ${strerror(errno)}`;
}

function* currentPath(sh: Shell, name: string, target: string): Task<string> {
  const cwd = sh.sys.getcwd();
  if (!failed(cwd)) return cwd.path;
  if (sh.isBash)
    yield* printError(
      sh,
      `${name}: error retrieving current directory: getcwd: cannot access parent directories: ${strerror(cwd)}\n`,
    );
  return `${sh.state.cwd}/${target}`;
}

export function setDirectory(sh: Shell, cwd: string): void {
  const before = parameterValue(sh, "PWD") ?? sh.state.cwd;
  assign(sh, "OLDPWD", before);
  assign(sh, "PWD", cwd);
  setAttributes(sh, "OLDPWD", EXPORTED);
  setAttributes(sh, "PWD", EXPORTED);
  sh.state.cwd = cwd;
}

/** The path without `.`, `..` and double slashes. */
export function logicalPath(cwd: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith("/") ? target : `${cwd}/${target}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const root = target.startsWith("//") && !target.startsWith("///") ? "//" : "/";
  return root + parts.join("/");
}

export function pwdBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "LP");
  if (isRefusal(options)) return options;
  const physical = has(options, "P") && lastOf(options.given) === "P";
  if (!physical && !sh.options.physical) return writeOut(sh, "pwd", `${sh.state.cwd}\n`);
  return writePhysical(sh);
}

function* writePhysical(sh: Shell): Task<number> {
  const cwd = sh.sys.getcwd();
  if (failed(cwd)) return yield* wrong(sh, "pwd", `error retrieving current directory: getcwd: cannot access parent directories: ${strerror(cwd)}`); // prettier-ignore
  return yield* writeOut(sh, "pwd", `${cwd.path}\n`);
}
