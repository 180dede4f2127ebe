// More processes in a running container (moby daemon/exec.go): created, started, inspected; they see what the
// container's first process sees.

import { assert, must } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { Process } from "../kernel/process.ts";
import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type { Container, Exec } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import { closeOutput } from "./attachments.ts";
import {
  containerEnv,
  openStdio,
  overrideEnv,
  resolveCommand,
  RUNC_THREADS,
  takeTerminal,
  withHome,
  workingDirectory,
  type Stdio,
} from "./container-process.ts";
import { resolveUser, type ProcessUser } from "./container-user.ts";
import { withEffects, type Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { linkedEnv } from "./links.ts";
import { notRunning } from "./kill.ts";

export type ExecRequest = Pick<
  Exec,
  | "command"
  | "user"
  | "privileged"
  | "tty"
  | "attachStdin"
  | "attachStdout"
  | "attachStderr"
  | "env"
  | "workingDir"
  | "detachKeys"
>;

/** Why nothing can be run in a container in this state; `given` is what the user called it. */
export function refuseExec(container: Container, given: string): Result<never> | undefined {
  switch (container.state) {
    case "running":
      return undefined;
    case "paused":
      return dockerError("conflict", `Container ${given} is paused, unpause the container before exec`);
    case "restarting":
      return dockerError(
        "conflict",
        `Container ${container.id} is restarting, wait until the container is running`,
      );
    default:
      return notRunning(container);
  }
}

export function createExec(engine: Engine, idOrName: string, request: ExecRequest): Result<string> {
  const found = findContainer(engine.state, idOrName);
  if (!found.ok) return found;
  const container = found.value;
  const refused = refuseExec(container, idOrName);
  if (refused !== undefined) return refused;
  if (request.command.length === 0) return dockerError("invalid-parameter", "No exec command specified");
  if (request.user !== "") {
    const user = userOf(engine, container, request.user);
    if (!user.ok) return dockerError("invalid-parameter", user.error.message);
  }
  const id = engine.newId();
  const exec: Exec = {
    ...request,
    id,
    container: container.id,
    user: request.user || container.config.User,
    workingDir: request.workingDir || container.config.WorkingDir,
    state: "created",
    pid: 0,
    exitCode: undefined,
    stdin: undefined,
    pty: undefined,
  };
  engine.commit({ kind: "exec-created", id: container.id, exec });
  return ok(id);
}

const userOf = (engine: Engine, container: Container, user: string): Result<ProcessUser> =>
  resolveUser(engine.kernel.fileSystems.tree(container.tree), user, container.hostConfig.GroupAdd ?? []);

export function findExec(engine: Engine, id: string): Result<Exec> {
  const exec = /^[0-9a-f]{64}$/.test(id) ? lookUp(engine.state.execs, id) : undefined;
  return exec === undefined ? dockerError("not-found", `No such exec instance: ${id}`) : ok(exec);
}

const RUNC = "OCI runtime exec failed: exec failed: unable to start container process: ";

/** Whether it may be started: everything that is looked at before its stream begins. */
export function checkExec(engine: Engine, id: string): Result<Exec> {
  const found = findExec(engine, id);
  if (!found.ok) return found;
  const exec = found.value;
  if (exec.state === "ended") return dockerError("conflict", `exec command ${id} has already run`);
  if (exec.state === "running") return dockerError("conflict", `exec command ${id} is already running`);
  const container = must(lookUp(engine.state.containers, exec.container), `exec ${id} without its container`);
  return refuseExec(container, container.id) ?? ok(exec);
}

/** `size` is the client's terminal: rows, columns. */
export function startExec(engine: Engine, id: string, size?: readonly [number, number]): Result<undefined> {
  const checked = checkExec(engine, id);
  if (!checked.ok) return checked;
  const exec = checked.value;
  const container = must(lookUp(engine.state.containers, exec.container), `exec ${id} without its container`);
  const started = withEffects((effects) => launch(engine, effects, container, exec, size));
  if (!started.ok) failed(engine, container, exec, started.error.message);
  return started;
}

function failed(engine: Engine, container: Container, exec: Exec, message: string): void {
  const exitCode = /permission denied|is a directory/.test(message) ? 126 : 127;
  engine.commit(
    { kind: "exec-started", id: container.id, exec: exec.id, pid: 0, stdin: undefined, pty: undefined },
    { kind: "exec-died", id: container.id, exec: exec.id, exitCode, unstarted: true },
  );
}

function runcError(text: string): Result<never> {
  return dockerError(
    "invalid-parameter",
    `${RUNC}${text}${text.endsWith("is a directory") ? ": permission denied" : ""}`,
  );
}

function launch(
  engine: Engine,
  effects: Effects,
  container: Container,
  exec: Exec,
  size: readonly [number, number] | undefined,
): Result<undefined> {
  const user = userOf(engine, container, exec.user);
  if (!user.ok) return user;
  const linked = linkedEnv(engine, container);
  if (!linked.ok) return linked;
  const stdio = openStdio(engine, effects, exec.id, { tty: exec.tty, openStdin: exec.attachStdin, size });
  const env = withHome(
    overrideEnv(
      containerEnv(container, exec.tty, user.value, linked.value).filter(
        (e) => !e.startsWith("HOME=") || (container.config.Env ?? []).includes(e),
      ),
      exec.env,
    ),
    user.value,
  );
  const request = initRequest(engine, container, exec, user.value, env, stdio);
  const viewer = {
    ...engine.kernel.processes.get(container.pid),
    ...request,
    euid: user.value.uid,
    egid: user.value.gid,
  } as Process;
  const cwd = workingDirectory(engine, viewer, exec.workingDir);
  if (!cwd.ok) return runcError(cwd.error);
  const resolved = resolveCommand(engine, { ...viewer, cwd: cwd.value }, exec.command, env);
  if (!resolved.ok) return runcError(resolved.error);
  if (!engine.kernel.cgroups.hasRoom(request.cgroup))
    return runcError("cannot fork: resource temporarily unavailable");
  const { image } = resolved.value;
  const process = engine.kernel.processes.start({
    ...request,
    cwd: cwd.value,
    argv: image.argv,
    name: image.name,
    executable: image.place,
    entry: { kind: "program", program: image.program.run },
    memory: image.program.memory ?? 0,
  });
  if (stdio.pty !== undefined) takeTerminal(engine.kernel, process, stdio.pty);
  engine.commit({
    kind: "exec-started",
    id: container.id,
    exec: exec.id,
    pid: process.pid,
    stdin: stdio.stdin,
    pty: stdio.pty,
  });
  return ok(undefined);
}

function initRequest(
  engine: Engine,
  container: Container,
  exec: Exec,
  user: ProcessUser,
  env: readonly string[],
  stdio: Stdio,
): InitRequest {
  const init = engine.kernel.processes.get(container.pid);
  const sandbox = must(container.sandbox, `container ${container.id} runs without a sandbox`);
  assert(init.state !== "zombie", "a running container's first process has ended");
  const bounding = exec.privileged ? ALL_CAPABILITIES : init.bounding;
  return {
    ppid: sandbox.shim,
    pidNamespaces: init.pidNamespaces,
    descriptors: stdio.descriptors,
    argv: [],
    env,
    executable: undefined,
    name: "runc:[2:INIT]",
    entry: undefined,
    uid: user.uid,
    gid: user.gid,
    groups: user.groups,
    capabilities: user.uid === 0 ? bounding : new Set(),
    bounding,
    cwd: init.root,
    root: init.root,
    umask: 0o022,
    mountNamespace: init.mountNamespace,
    utsNamespace: init.utsNamespace,
    netNamespace: init.netNamespace,
    cgroup: sandbox.cgroup,
    limits: init.limits,
    oomScoreAdj: init.oomScoreAdj,
    noNewPrivileges: init.noNewPrivileges,
    unconfined: exec.privileged || init.unconfined === true,
    usedPids: RUNC_THREADS,
    watcher: ["container", exec.id],
  };
}

/** The kernel's word that an exec's process has ended. */
export function execEnded(engine: Engine, id: string, exitCode: number): void {
  const exec = lookUp(engine.state.execs, id);
  if (exec === undefined || exec.state !== "running") return;
  closeOutput(engine, id);
  if (exec.stdin !== undefined) engine.kernel.openFiles.release(exec.stdin);
  engine.commit({ kind: "exec-died", id: exec.container, exec: id, exitCode });
}
