// Becoming another program, as execvp(3) does it: a name without a slash is looked for along PATH, a text file
// without `#!` goes to /bin/sh. Also how programs that run others (env, nice, timeout) say that it failed.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { X_OK, type Sys, type Task } from "../../kernel/sys.ts";
import type { Io } from "./command.ts";
import { isRegular } from "./file-mode.ts";
import { joinPath } from "./paths.ts";
import { quoted } from "./quote.ts";

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Paths of the executables of that name along a search path, in order. */
export function* whereIs(sys: Sys, name: string, searchPath = DEFAULT_PATH): Generator<string, void> {
  if (name.includes("/")) {
    if (isExecutable(sys, name)) yield name;
    return;
  }
  for (const directory of searchPath.split(":")) {
    const path = joinPath(directory === "" ? "." : directory, name);
    if (isExecutable(sys, path)) yield path;
  }
}

function isExecutable(sys: Sys, path: string): boolean {
  const node = sys.stat(path);
  return !failed(node) && isRegular(node) && sys.access(path, X_OK) === undefined;
}

const searchPathIn = (env: readonly string[]): string =>
  env.find((entry) => entry.startsWith("PATH="))?.slice("PATH=".length) ?? DEFAULT_PATH;

/** The path that would be executed, or why none would. */
export function findProgram(
  sys: Sys,
  name: string,
  env: readonly string[],
): { readonly path: string } | Errno {
  if (name === "") return "ENOENT";
  if (name.includes("/")) return { path: name };
  let refused: Errno = "ENOENT";
  for (const directory of searchPathIn(env).split(":")) {
    const path = joinPath(directory === "" ? "." : directory, name);
    const node = sys.stat(path);
    if (failed(node)) continue;
    if (isRegular(node) && sys.access(path, X_OK) === undefined) return { path };
    refused = "EACCES";
  }
  return refused;
}

/** execvp(3); `searchEnv` is where PATH is looked up, the new environment unless given. */
export function* execute(
  sys: Sys,
  argv: readonly string[],
  env: readonly string[],
  searchEnv: readonly string[] = env,
): Task<Errno> {
  const found = findProgram(sys, argv[0] as string, searchEnv);
  if (failed(found)) return found;
  const refused = yield* sys.exec(found.path, argv, env);
  if (refused !== "ENOEXEC") return refused;
  return yield* sys.exec("/bin/sh", ["sh", found.path, ...argv.slice(1)], env);
}

/** 127 if there is no such program, 126 if it cannot be run. */
export const statusOfFailure = (errno: Errno): number => (errno === "ENOENT" ? 127 : 126);

/** What GNU's and busybox's programs say of it; the exit status. */
export function complainOfProgram(
  io: Io,
  name: string,
  errno: Errno,
  gnu = "failed to run command ",
): Task<number> {
  const words = io.family === "busybox" ? `can't execute '${name}'` : `${gnu}${quoted(io, name)}`;
  return io.complain(`${words}: ${strerror(errno)}`, statusOfFailure(errno));
}

/** The environment as exec takes it. */
export const toStrings = (env: ReadonlyMap<string, string>): string[] =>
  [...env].map(([name, value]) => `${name}=${value}`);
