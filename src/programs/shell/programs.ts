// Looking for programs along PATH and starting them (POSIX shell, 2.9.1.1): what is found is remembered, what
// cannot be run is said in each shell's words with 127 or 126. A program in the last place of a process takes
// that process's place. Files without an interpreter are run as scripts of the same shell.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import { readFile } from "../libc/input.ts";
import { S_IFDIR, S_IFMT, S_IFREG } from "../libc/file-mode.ts";
import { X_OK, type Fd, type Pid, type Task } from "../../kernel/sys.ts";
import { isApplet, OWN_FILE } from "./applets.ts";
import { LAST } from "./flags.ts";
import { forkPatiently, isForkFailure, refuseFork } from "./fork-failure.ts";
import { startForeground, takeBackTerminal } from "./foreground.ts";
import { exportedFunctions } from "./exported-functions.ts";
import { complain, printError } from "./messages.ts";
import { parameterValue } from "./parameters.ts";
import {
  applyRedirections,
  NO_DESCRIPTORS,
  planRedirections,
  type ChildDescriptors,
} from "./redirections.ts";
import { forkScript } from "./script-fork.ts";
import type { Shell } from "./shell.ts";
import { handledSignals } from "./subshell.ts";
import type { Redirection } from "./syntax.ts";
import { finishForeground, waitForChild } from "./wait.ts";

/** Of a file: as much as the kernel looks at. */
const FIRST_LINE = 256;

export interface ProgramRun {
  /** the command, for jobs and messages */
  readonly text: () => string;
  readonly flags: number;
  readonly redirections?: readonly Redirection[];
}

// ---- looking

export type Found =
  | { readonly path: string; readonly errno: undefined }
  | { readonly path: string | undefined; readonly errno: Errno };

/** Where a name leads: itself if it has a slash, else what PATH and the hash table say. */
export function findProgram(sh: Shell, name: string, path = parameterValue(sh, "PATH")): Found {
  if (name.includes("/")) return { path: name, errno: undefined };
  if (sh.state.standalone && isApplet(name)) return { path: OWN_FILE, errno: undefined };
  const hashed = sh.hashed.get(name);
  if (hashed !== undefined && path === parameterValue(sh, "PATH")) {
    sh.hashed = new Map(sh.hashed).set(name, { path: hashed.path, hits: hashed.hits + 1 });
    return { path: hashed.path, errno: undefined };
  }
  return searchPath(sh, name, path ?? "");
}

/** Every place along PATH, without the hash table. */
export function searchPath(sh: Shell, name: string, path: string): Found {
  let denied: string | undefined;
  for (const directory of path.split(":")) {
    const file = directory === "" ? (sh.isBash ? `./${name}` : name) : `${directory}/${name}`;
    const kind = executability(sh, file);
    if (kind === "yes") return { path: file, errno: undefined };
    if (kind === "denied") denied ??= file;
  }
  return denied === undefined ? { path: undefined, errno: "ENOENT" } : { path: denied, errno: "EACCES" };
}

export function executability(sh: Shell, file: string): "yes" | "denied" | "no" {
  const stat = sh.sys.stat(file);
  if (failed(stat) || (stat.mode & S_IFMT) !== S_IFREG) return "no";
  return failed(sh.sys.access(file, X_OK)) ? "denied" : "yes";
}

function remember(sh: Shell, name: string, path: string): void {
  if (path === OWN_FILE) return;
  if (name.includes("/") || sh.hashed.get(name)?.path === path) return;
  if (sh.isBash && !sh.options.hashall) return;
  sh.hashed = new Map(sh.hashed).set(name, { path, hits: 1 });
}

// ---- running

export function* runProgram(sh: Shell, args: readonly string[], run: ProgramRun): Task<number> {
  const name = args[0] as string;
  const inPlace = (run.flags & LAST) !== 0 && mayTakePlace(sh);
  const redirections = run.redirections ?? [];
  if (inPlace) {
    if ((yield* applyRedirections(sh, redirections)) === undefined) return sh.status;
    return yield* execute(sh, args);
  }
  const planned = redirections.length === 0 ? NO_DESCRIPTORS : yield* planRedirections(sh, redirections);
  if (planned === undefined) return sh.status;
  const found = findProgram(sh, name);
  const pid =
    found.errno === undefined
      ? yield* forkPatiently(sh, () => startProgram(sh, found.path, args, planned, run.text))
      : found.errno;
  const refused = failed(pid) ? yield* refuseStart(sh, name, found.path, pid, planned) : 0;
  const said = sh.isBash ? undefined : planned.fds.find(([to]) => to === 2)?.[1];
  for (const fd of planned.temporary) if (fd !== said) void sh.sys.close(fd);
  if (failed(pid)) {
    if (said !== undefined && planned.temporary.includes(said)) void sh.sys.close(said);
    return refused;
  }
  remember(sh, name, found.path as string);
  sh.calls += 8;
  const change = yield* waitForChild(sh, pid);
  if (sh.options.monitor) return yield* takeBackTerminal(sh, pid, change, run.text());
  const text = change.kind === "signaled" ? run.text() : "";
  if (said === undefined) return yield* finishForeground(sh, pid, change, text);
  return yield* sayingTo(sh, said, planned, () => finishForeground(sh, pid, change, text));
}

/** dash and busybox make the redirections of a program themselves: what they say of its end follows them. */
function* sayingTo(sh: Shell, fd: Fd, planned: ChildDescriptors, say: () => Task<number>): Task<number> {
  const aside = sh.sys.dup(2, 10, true);
  void sh.sys.dup2(fd, 2);
  if (planned.temporary.includes(fd)) void sh.sys.close(fd);
  const status = yield* say();
  if (failed(aside)) return status;
  void sh.sys.dup2(aside, 2);
  void sh.sys.close(aside);
  return status;
}

/** No trap has to run afterwards, and nothing is to be put back. */
const mayTakePlace = (sh: Shell): boolean =>
  !sh.traps.anyAction &&
  !sh.state.interactive &&
  sh.processFds.length === 0 &&
  sh.frames.length === sh.state.outerFrames;

function startProgram(
  sh: Shell,
  path: string,
  argv: readonly string[],
  { fds, close }: ChildDescriptors,
  text: () => string,
): Pid | Errno {
  const group = sh.options.monitor ? startForeground(sh) : {};
  const env = environmentFor(sh, path);
  const defaulted = sh.state.interactive ? handledSignals(sh) : [];
  const request = { path, argv, env, fds, close, defaulted, ...group };
  const pid = sh.sys.spawn(request);
  const started = pid === "ENOEXEC" ? forkScript(sh, path, argv, request) : pid;
  if (!failed(started) && sh.options.monitor) {
    sh.jobs.add(started, [{ pid: started, text: text(), change: undefined }], false);
  }
  return started;
}

/** bash gives every program `_`, the path that it was found at. */
export function environmentFor(sh: Shell, path: string): readonly string[] {
  const env = sh.variables.environment();
  return sh.isBash ? [...env, ...exportedFunctions(sh), `_=${path}`] : env;
}

export interface Execution {
  readonly argv0?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** where the program is, if the shell says that otherwise than its user did */
  readonly path?: string | undefined;
  /** in whose name it is refused */
  readonly builtin?: string | undefined;
}

/** The program takes the place of the shell; comes back only if that fails. */
export function* execute(sh: Shell, args: readonly string[], how: Execution = {}): Task<number> {
  const name = args[0] as string;
  const { argv0, env, builtin } = how;
  const found = how.path === undefined ? findProgram(sh, name) : { path: how.path, errno: undefined };
  if (found.errno !== undefined) return yield* refuseProgram(sh, name, found.path, found.errno);
  const argv = argv0 === undefined ? args : [argv0, ...args.slice(1)];
  for (const signal of sh.state.interactive ? handledSignals(sh) : []) sh.sys.disposition(signal, "default");
  const refused = yield* sh.sys.exec(found.path, argv, env ?? environmentFor(sh, found.path));
  if (refused === "ENOEXEC") {
    const pid = forkScript(sh, found.path, argv, {});
    if (!failed(pid)) {
      const change = yield* waitForChild(sh, pid);
      return yield* finishForeground(sh, pid, change, name);
    }
  }
  return yield* refuseProgram(sh, name, found.path, refused, builtin);
}

// ---- refusing

const refuseStart = (
  sh: Shell,
  name: string,
  path: string | undefined,
  errno: Errno,
  planned: ChildDescriptors,
): Task<number> => (isForkFailure(errno) ? refuseFork(sh, errno) : refuseIn(sh, name, path, errno, planned));

/** Said with the redirections of the command in force, as its process would have said it. */
function* refuseIn(
  sh: Shell,
  name: string,
  path: string | undefined,
  errno: Errno,
  planned: ChildDescriptors,
): Task<number> {
  if (planned.close.includes(2)) return refusal(sh, name, path, errno).status;
  const error = planned.fds.find(([to]) => to === 2);
  if (error === undefined) return yield* refuseProgram(sh, name, path, errno);
  const aside = sh.sys.dup(2, 10, true);
  void sh.sys.dup2(error[1], 2);
  const status = yield* refuseProgram(sh, name, path, errno);
  if (!failed(aside)) {
    void sh.sys.dup2(aside, 2);
    void sh.sys.close(aside);
  }
  return status;
}

export function* refuseProgram(
  sh: Shell,
  name: string,
  path: string | undefined,
  errno: Errno,
  builtin?: string,
): Task<number> {
  if (sh.isBash && path !== undefined && errno === "ENOENT") {
    const interpreter = yield* interpreterOf(sh, path);
    if (interpreter !== undefined) {
      yield* printError(
        sh,
        `${sh.state.source}: ${path}: ${interpreter}: bad interpreter: ${strerror(errno)}\n`,
      );
      return 126;
    }
  }
  const { message, status } = refusal(sh, name, path, errno);
  yield* complain(sh, message, builtin);
  return status;
}

/** What the `#!` of a file names. */
function* interpreterOf(sh: Shell, path: string): Task<string | undefined> {
  if (executability(sh, path) !== "yes") return undefined;
  const bytes = yield* readFile(sh.sys, path);
  if (failed(bytes)) return undefined;
  const head = decode(bytes.subarray(0, FIRST_LINE));
  return /^#![ \t]*(\S+)/.exec(head)?.[1];
}

function refusal(
  sh: Shell,
  name: string,
  path: string | undefined,
  errno: Errno,
): { readonly message: string; readonly status: number } {
  const missing = errno === "ENOENT" || errno === "ENOTDIR";
  if (!sh.isBash) {
    if (name === "") return { message: `: ${strerror("EACCES")}`, status: 127 };
    if (missing) return { message: `${name}: not found`, status: 127 };
    return { message: `${name}: ${strerror(errno)}`, status: 126 };
  }
  if (path === undefined) return { message: `${name}: command not found`, status: 127 };
  const stat = sh.sys.stat(path);
  if (!failed(stat) && (stat.mode & S_IFMT) === S_IFDIR)
    return { message: `${path}: ${strerror("EISDIR")}`, status: 126 };
  if (missing && !failed(stat))
    return { message: `${path}: cannot execute: required file not found`, status: 127 };
  if (errno === "ENOEXEC")
    return { message: `${path}: cannot execute binary file: ${strerror(errno)}`, status: 126 };
  return { message: `${path}: ${strerror(errno)}`, status: missing ? 127 : 126 };
}
