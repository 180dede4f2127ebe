// A process in a container: its environment, its executable as runc finds it, its credentials, its terminal
// or pipes. Serves both a container's first process and execs (moby container/container_unix.go
// CreateDaemonEnvironment, runc init).

import { failed, strerror, type Errno } from "../base/errno.ts";
import { ok, type Result } from "../base/result.ts";
import { makedev } from "../fs/file-system.ts";
import type { Place } from "../fs/mounts.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Image, loadImage } from "../kernel/exec-image.ts";
import type { Process } from "../kernel/process.ts";
import { openMaster, openTerminal } from "../kernel/ptys.ts";
import { createPipe } from "../kernel/pipes.ts";
import type { Fd } from "../kernel/sys.ts";
import type { Container } from "../model/container.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import type { ProcessUser } from "./container-user.ts";

const DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Later entries of a name replace earlier ones in place; a name without `=` removes it. */
export function overrideEnv(base: readonly string[], more: readonly string[]): string[] {
  const env = new Map(base.map((entry) => [entry.split("=", 1)[0] as string, entry]));
  for (const entry of more) {
    const name = entry.split("=", 1)[0] as string;
    if (entry.includes("=")) env.set(name, entry);
    else env.delete(name);
  }
  return [...env.values()];
}

/** `linked`: what it is told of those that it links to. */
export function containerEnv(
  container: Container,
  tty: boolean,
  user: ProcessUser,
  linked: readonly string[],
): string[] {
  const base = [
    DEFAULT_PATH,
    `HOSTNAME=${container.config.Hostname}`,
    ...(tty ? ["TERM=xterm"] : []),
    ...linked,
  ];
  return withHome(overrideEnv(base, container.config.Env ?? []), user);
}

/** runc adds HOME for the user that it found. */
export const withHome = (env: readonly string[], user: ProcessUser): string[] =>
  env.some((entry) => entry.startsWith("HOME=")) ? [...env] : [...env, `HOME=${user.home}`];

// ---- the executable

export interface Resolved {
  readonly image: Image;
  readonly path: string;
}

const message = (errno: Errno): string => {
  const text = strerror(errno);
  return text.charAt(0).toLowerCase() + text.slice(1);
};

/** What runs as `command`, or why nothing does, in the words of runc's exec lookup (Go's exec.LookPath). */
export function resolveCommand(
  engine: Engine,
  viewer: Process,
  command: readonly string[],
  env: readonly string[],
): Result<Resolved, string> {
  const name = command[0] ?? "";
  const quoted = JSON.stringify(name);
  if (name.includes("/")) return direct(engine, viewer, command, name, quoted);
  const path = env.find((entry) => entry.startsWith("PATH="))?.slice("PATH=".length) ?? "";
  let denied: string | undefined;
  for (const directory of path.split(":")) {
    const candidate = `${directory || "."}/${name}`;
    const image = loadImage(engine.kernel, viewer, candidate, command);
    if (!failed(image)) return ok({ image, path: candidate });
    if (image === "ENOEXEC") return { ok: false, error: `exec ${candidate}: exec format error` };
    if (image === "EACCES") denied = `exec: ${quoted}: permission denied`;
  }
  return {
    ok: false,
    error:
      name !== "" && denied !== undefined ? denied : `exec: ${quoted}: executable file not found in $PATH`,
  };
}

function direct(
  engine: Engine,
  viewer: Process,
  command: readonly string[],
  name: string,
  quoted: string,
): Result<Resolved, string> {
  const image = loadImage(engine.kernel, viewer, name, command);
  if (!failed(image)) return ok({ image, path: name });
  const view = engine.kernel.viewOf(viewer);
  const place = engine.kernel.vfs.find(view, name);
  if (failed(place)) return { ok: false, error: `exec: ${quoted}: stat ${name}: ${message(place)}` };
  const node = engine.kernel.vfs.attributes(view, place);
  const isDirectory = !failed(node) && (node.mode & 0o170000) === 0o040000;
  if (isDirectory) return { ok: false, error: `exec: ${quoted}: is a directory` };
  if (image === "ENOEXEC") return { ok: false, error: `exec ${name}: exec format error` };
  return { ok: false, error: `exec: ${quoted}: ${message(image)}` };
}

/** The place of a working directory, or the words for why it cannot be entered. */
export function workingDirectory(engine: Engine, viewer: Process, path: string): Result<Place, string> {
  const place = engine.kernel.vfs.find(engine.kernel.viewOf(viewer), path || "/");
  const why = failed(place)
    ? message(place)
    : isDirectoryPlace(engine, viewer, place)
      ? undefined
      : "not a directory";
  if (why !== undefined)
    return { ok: false, error: `chdir to cwd ("${path}") set in config.json failed: ${why}` };
  return ok(place as Place);
}

function isDirectoryPlace(engine: Engine, viewer: Process, place: Place): boolean {
  const node = engine.kernel.vfs.attributes(engine.kernel.viewOf(viewer), place);
  return !failed(node) && (node.mode & 0o170000) === 0o040000;
}

/** Numbers of processes that runc's threads take in a container's namespace before the program runs. */
export const RUNC_THREADS = 5;

// ---- terminal or pipes

export interface Stdio {
  readonly descriptors: ReadonlyMap<Fd, { readonly file: number; readonly closeOnExec: boolean }>;
  /** open file of the writing end of standard input */
  readonly stdin: number | undefined;
  readonly pty: number | undefined;
}

/** `key` is what the outlets are told: a container's or an exec's id. */
export function openStdio(
  engine: Engine,
  effects: Effects,
  key: string,
  config: {
    readonly tty: boolean;
    readonly openStdin: boolean;
    readonly size?: readonly [number, number] | undefined;
  },
): Stdio {
  const { kernel } = engine;
  const open = (file: number): { readonly file: number; readonly closeOnExec: boolean } => ({
    file,
    closeOnExec: false,
  });
  if (config.tty) return openPty(engine, effects, key, config.size);
  const outlet = (stream: string): number =>
    kernel.openFiles.create({ kind: "outlet", flags: 1, path: "", outlet: ["container", `${key} ${stream}`] })
      .id;
  const pipe = config.openStdin ? createPipe(kernel) : undefined;
  const input =
    pipe?.[0] ??
    kernel.openFiles.create({ kind: "device", flags: 0, target: makedev(1, 3), path: "/dev/null" }).id;
  const files = [input, outlet("stdout"), outlet("stderr")];
  effects.done(files, (made) => made.forEach((file) => kernel.openFiles.release(file)));
  if (pipe !== undefined) effects.done(pipe[1], (file) => kernel.openFiles.release(file));
  return {
    descriptors: new Map(files.map((file, fd) => [fd, open(file)])),
    stdin: pipe?.[1],
    pty: undefined,
  };
}

function openPty(
  engine: Engine,
  effects: Effects,
  key: string,
  size: readonly [number, number] | undefined,
): Stdio {
  const { kernel } = engine;
  const master = openMaster(kernel, 2, ["container", `${key} stdout`]);
  const pty = kernel.openFiles.get(master).target;
  if (size !== undefined && size[0] > 0) kernel.ptys.own(pty).size = { rows: size[0], columns: size[1] };
  const files = [0, 1, 2].map(() => openTerminal(kernel, pty) as number);
  effects.done([master, ...files], (made) => made.forEach((file) => kernel.openFiles.release(file)));
  return {
    descriptors: new Map(files.map((file, fd) => [fd, { file, closeOnExec: false }])),
    stdin: master,
    pty,
  };
}

/** The process controls the terminal that it was given. */
export function takeTerminal(kernel: Kernel, process: Process, pty: number): void {
  const own = kernel.ptys.own(pty);
  own.session = own.foreground = process.pid;
  kernel.processes.own(process.pid).tty = pty;
}
