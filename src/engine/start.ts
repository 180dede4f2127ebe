// Starting a container: sandbox, mounts, control group, first process; everything is given back in reverse
// if a step fails (moby daemon/start.go, runc's seven steps). The state tells of it only when it has worked.

import { assert } from "../base/assert.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import { HOST_PIDS } from "../kernel/process-store.ts";
import type { Process } from "../kernel/process.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container, Sandbox } from "../model/container.ts";
import { NO_HEALTH } from "../model/health.ts";
import { findContainer } from "../model/lookup.ts";
import { lookUp } from "../model/shelf.ts";
import { mountAll, type ContainerMounts } from "./container-mounts.ts";
import { joinNetwork, publishedPorts, type SandboxNetwork } from "./container-network.ts";
import {
  containerEnv,
  openStdio,
  resolveCommand,
  takeTerminal,
  workingDirectory,
  type Stdio,
} from "./container-process.ts";
import { resolveUser, type ProcessUser } from "./container-user.ts";
import { withEffects, type Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { watchHealth } from "./health-checks.ts";
import { mountVolumes } from "./mounted-volumes.ts";
import { writeNetworkFiles } from "./network-files.ts";
import { capabilitiesOf } from "./privileges.ts";
import { removeContainer } from "./remove.ts";
import { cgroupLimits, processLimits } from "./resources.ts";

/** Why a container in this state may not be started; undefined if it may. */
export function refuseStart(container: Container): Result<never> | undefined {
  switch (container.state) {
    case "paused":
      return dockerError("conflict", "cannot start a paused container, try unpause instead");
    case "running":
    case "restarting":
      return dockerError("not-modified", "container is already running");
    case "removing":
    case "dead":
      return dockerError("conflict", "container is marked for removal and cannot be started");
    default:
      return undefined;
  }
}

/** `byHand`: at somebody's wish, not by its restart policy: its counters begin anew. */
export function startContainer(engine: Engine, container: Container, byHand: boolean): Result<undefined> {
  const started = withEffects((effects) => start(engine, effects, container, byHand));
  if (started.ok) return started;
  const { message } = started.error;
  const exitCode = exitCodeOf(message);
  engine.commit({ kind: "container-start-failed", id: container.id, exitCode, error: message });
  if (container.hostConfig.AutoRemove) removeContainer(engine, container.id, { force: true, volumes: true });
  return started;
}

/** 126 and 127 for what a shell would say so, else 128 (moby daemon/errors.go setExitCodeFromError). */
function exitCodeOf(message: string): number {
  const lower = message.toLowerCase();
  if (lower.includes("permission denied") || lower.includes("is a directory")) return 126;
  const notFound = ["executable file not found", "no such file or directory", "not a directory"];
  return notFound.some((text) => lower.includes(text)) ? 127 : 128;
}

const RUNC =
  "failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ";

function runcError(text: string): Result<never> {
  const more = text.endsWith("is a directory") ? ": permission denied" : "";
  return dockerError("invalid-parameter", `${RUNC}${text}${more}`);
}

function start(engine: Engine, effects: Effects, container: Container, byHand: boolean): Result<undefined> {
  const network = joinNetwork(engine, effects, container);
  if (!network.ok) return network;
  writeNetworkFiles(engine, container, network.value.addresses);
  mountVolumes(engine, effects, container);
  const user = resolveUser(
    engine.kernel.fileSystems.tree(container.tree),
    container.config.User,
    container.hostConfig.GroupAdd ?? [],
  );
  if (!user.ok) return user;
  const pids = pidNamespaces(engine, container);
  if (!pids.ok) return pids;
  const cgroup = createCgroup(engine, effects, container);
  const inside = {
    pidNamespace: pids.value.at(-1) as number,
    netNamespace: network.value.netNamespace,
    cgroup,
  };
  const mounts = mountAll(engine, effects, container, inside);
  if (!mounts.ok) return mounts;
  return launch(engine, effects, {
    container,
    byHand,
    network: network.value,
    user: user.value,
    pids: pids.value,
    cgroup,
    mounts: mounts.value,
  });
}

interface Ready {
  readonly container: Container;
  readonly byHand: boolean;
  readonly network: SandboxNetwork;
  readonly user: ProcessUser;
  readonly pids: readonly number[];
  readonly cgroup: number;
  readonly mounts: ContainerMounts;
}

function launch(engine: Engine, effects: Effects, ready: Ready): Result<undefined> {
  const { container, user } = ready;
  const stdio = openStdio(engine, effects, container.id, {
    tty: container.config.Tty,
    openStdin: container.config.OpenStdin,
    size: container.terminal ?? consoleSize(container),
  });
  const uts = createUts(engine, effects, container);
  const shim = startShim(engine, effects, container);
  const env = containerEnv(container, container.config.Tty, user);
  const request = initRequest(ready, env, uts.id, shim, stdio);
  const viewer = {
    ...engine.kernel.processes.get(engine.daemon),
    ...request,
    euid: user.uid,
    egid: user.gid,
  } as Process;
  const cwd = workingDirectory(engine, viewer, container.config.WorkingDir);
  if (!cwd.ok) return runcError(cwd.error);
  const command = [
    ...(container.hostConfig.Init ? ["/sbin/docker-init", "--"] : []),
    container.path,
    ...container.args,
  ];
  const resolved = resolveCommand(engine, { ...viewer, cwd: cwd.value }, command, env);
  if (!resolved.ok) return runcError(resolved.error);
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
  tell(engine, ready, process, { uts, shim, stdio });
  return ok(undefined);
}

const consoleSize = (container: Container): readonly [number, number] | undefined => {
  const [rows = 0, columns = 0] = container.hostConfig.ConsoleSize;
  return rows > 0 ? [rows, columns] : undefined;
};

function tell(
  engine: Engine,
  ready: Ready,
  process: Process,
  made: { uts: { id: number; owned: boolean }; shim: number; stdio: Stdio },
): void {
  const { container, network, mounts } = ready;
  const sandbox: Sandbox = {
    id: engine.newId(),
    netNamespace: network.netNamespace,
    ownsNetwork: network.owned,
    mountNamespace: mounts.namespace,
    utsNamespace: made.uts.id,
    ownsUts: made.uts.owned,
    cgroup: ready.cgroup,
    shim: made.shim,
    fileSystems: mounts.fileSystems,
    stdin: made.stdio.stdin,
    pty: made.stdio.pty,
    volumes: [],
  };
  const current = lookUp(engine.state.containers, container.id);
  assert(current !== undefined, `container ${container.id} vanished while it was started`);
  const ports = publishedPorts(engine, container);
  if (ports.size > 0) engine.commit({ kind: "ports-published", id: container.id, ports });
  const health = hasHealthcheck(container) ? NO_HEALTH : undefined;
  engine.commit({
    kind: "container-started",
    id: container.id,
    pid: process.pid,
    sandbox,
    byHand: ready.byHand,
    health,
  });
  if (health !== undefined) watchHealth(engine, container.id);
}

export const hasHealthcheck = ({ config }: Container): boolean => {
  const test = config.Healthcheck?.Test;
  return test !== undefined && test !== null && test.length > 0 && test[0] !== "NONE";
};

// ---- namespaces, control group, shim

function pidNamespaces(engine: Engine, container: Container): Result<readonly number[]> {
  const mode = container.hostConfig.PidMode;
  if (mode === "host") return ok([HOST_PIDS]);
  if (!mode.startsWith("container:"))
    return ok([HOST_PIDS, engine.kernel.processes.createPidNamespace(HOST_PIDS)]);
  const other = findContainer(engine.state, mode.slice("container:".length));
  if (!other.ok) return dockerError("system", `failed to join PID namespace: ${other.error.message}`);
  if (!isRunning(other.value.state))
    return dockerError(
      "conflict",
      `failed to join PID namespace: cannot join PID namespace of a non running container: ${other.value.id}`,
    );
  return ok(engine.kernel.processes.get(other.value.pid).pidNamespaces);
}

function createCgroup(engine: Engine, effects: Effects, container: Container): number {
  const parent = container.hostConfig.CgroupParent || "/docker";
  const group = engine.kernel.cgroups.create(
    0,
    `${parent}/${container.id}`,
    cgroupLimits(container.hostConfig),
  );
  return effects.done(group.id, (id) => engine.kernel.cgroups.remove(id));
}

function createUts(
  engine: Engine,
  effects: Effects,
  container: Container,
): { readonly id: number; readonly owned: boolean } {
  const { kernel } = engine;
  if (container.hostConfig.UTSMode === "host" || container.hostConfig.NetworkMode === "host")
    return { id: kernel.processes.get(engine.daemon).utsNamespace, owned: false };
  const id = kernel.utsNamespaces.create(container.config.Hostname, container.config.Domainname);
  return effects.done({ id, owned: true }, (uts) => kernel.utsNamespaces.remove(uts.id));
}

/** containerd's keeper of one container: a process of the host without code of its own. */
function startShim(engine: Engine, effects: Effects, container: Container): number {
  const { processes } = engine.kernel;
  const daemon = processes.get(engine.daemon);
  const shim = processes.start({
    ...daemon,
    ppid: 1,
    name: "containerd-shim",
    argv: [
      "/usr/bin/containerd-shim-runc-v2",
      "-namespace",
      "moby",
      "-id",
      container.id,
      "-address",
      "/run/containerd/containerd.sock",
    ],
    entry: undefined,
    executable: undefined,
    descriptors: new Map(),
    tty: undefined,
    memory: 8 << 20,
    watcher: undefined,
  });
  return effects.done(shim.pid, (pid) => processes.end(processes.own(pid), { kind: "exited", code: 0 }));
}

function initRequest(
  ready: Ready,
  env: readonly string[],
  uts: number,
  shim: number,
  stdio: Stdio,
): InitRequest {
  const { container, user, mounts } = ready;
  const bounding = capabilitiesOf(container.hostConfig);
  return {
    ppid: shim,
    pidNamespaces: ready.pids,
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
    cwd: mounts.root,
    root: mounts.root,
    umask: 0o022,
    mountNamespace: mounts.namespace,
    utsNamespace: uts,
    netNamespace: ready.network.netNamespace,
    cgroup: ready.cgroup,
    limits: processLimits(container.hostConfig),
    oomScoreAdj: container.hostConfig.OomScoreAdj,
    noNewPrivileges: (container.hostConfig.SecurityOpt ?? []).some((o) => o.startsWith("no-new-privileges")),
    watcher: ["container", container.id],
  };
}
