// The first process of a container, made ready up to the moment at which it may run: control group, shim, names of
// the machine, standard streams, settings below /proc/sys, working directory and executable (runc init).

import { failed } from "../base/errno.ts";
import { encode } from "../base/utf8.ts";
import { ok, type Result } from "../base/result.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { Process } from "../kernel/process.ts";
import type { Pid } from "../kernel/sys.ts";
import type { Container } from "../model/container.ts";
import type { ContainerMounts } from "./container-mounts.ts";
import {
  openStdio,
  resolveCommand,
  RUNC_THREADS,
  takeTerminal,
  workingDirectory,
  type Stdio,
} from "./container-process.ts";
import type { ProcessUser } from "./container-user.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { INIT_INSIDE } from "./init-path.ts";
import { lowerCase } from "./mounter.ts";
import { capabilitiesOf } from "./privileges.ts";
import { cgroupLimits, processLimits } from "./resources.ts";
import { runcCreateFailure, runcFailure, runcSetupFailure, type StartError } from "./runc-errors.ts";
import type { NetworkSandbox } from "./sandbox.ts";
import { parseSecurityOptions } from "./security-options.ts";
import { cgroupPath, limitsFailure } from "./start-limits.ts";

export interface Preparing {
  readonly container: Container;
  readonly network: NetworkSandbox;
  readonly user: ProcessUser;
  readonly pids: readonly number[];
  readonly cgroup: number;
  readonly mounts: ContainerMounts;
  readonly env: readonly string[];
}

interface Uts {
  readonly id: number;
  readonly owned: boolean;
}

/** What waits for the word to run. */
export interface Init {
  readonly uts: Uts;
  readonly shim: Pid;
  readonly stdio: Stdio;
  readonly run: () => Process;
}

export function createCgroup(engine: Engine, effects: Effects, container: Container): Result<number, string> {
  const group = engine.kernel.cgroups.create(0, cgroupPath(container), cgroupLimits(container.hostConfig));
  return ok(effects.done(group.id, (id) => engine.kernel.cgroups.remove(id)));
}

export function makeInit(engine: Engine, effects: Effects, preparing: Preparing): Result<Init, StartError> {
  const { container, user, env } = preparing;
  const { config, hostConfig } = container;
  const limits = limitsFailure(engine, container);
  if (limits !== undefined) return limits;
  const stdio = openStdio(engine, effects, container.id, {
    tty: config.Tty,
    openStdin: config.OpenStdin,
    size: container.terminal ?? consoleSize(container),
  });
  if (config.Hostname.length > LONGEST_HOSTNAME) return runcFailure("sethostname: invalid argument");
  const uts = createUts(engine, effects, container);
  const shim = startShim(engine, effects, container);
  const request = initRequest(preparing, env, uts.id, shim, stdio);
  const viewer = {
    ...engine.base,
    ...request,
    euid: user.uid,
    egid: user.gid,
  } as Process;
  const sysctls = hostConfig.Sysctls ?? new Map<string, string>();
  const shared = hostConfig.NetworkMode === "host" ? [...sysctls.keys()].find((name) => name.startsWith("net.")) : undefined; // prettier-ignore
  if (shared !== undefined)
    return runcCreateFailure(`sysctl "${shared}" not allowed in host network namespace`);
  const settings = writeSysctls(engine, viewer, sysctls);
  if (settings !== undefined) return runcFailure(settings);
  const cwd = workingDirectory(engine, viewer, config.WorkingDir);
  if (!cwd.ok) return runcFailure(cwd.error);
  const command = [...(hostConfig.Init ? [INIT_INSIDE, "--"] : []), container.path, ...container.args];
  const resolved = resolveCommand(engine, { ...viewer, cwd: cwd.value }, command, env);
  if (!resolved.ok) return runcFailure(resolved.error);
  const { image } = resolved.value;
  if (!engine.kernel.cgroups.hasRoom(preparing.cgroup))
    return runcSetupFailure("cannot fork: resource temporarily unavailable");
  const run = (): Process => {
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
    return process;
  };
  return ok({ uts, shim, stdio, run });
}

const LONGEST_HOSTNAME = 64;

const consoleSize = (container: Container): readonly [number, number] | undefined => {
  const [rows = 0, columns = 0] = container.hostConfig.ConsoleSize;
  return rows > 0 ? [rows, columns] : undefined;
};

function writeSysctls(
  engine: Engine,
  viewer: Process,
  settings: ReadonlyMap<string, string>,
): string | undefined {
  const { kernel } = engine;
  for (const [name, value] of settings) {
    const path = name.replaceAll(".", "/");
    const view = kernel.viewOf(viewer);
    const place = kernel.vfs.find(view, `/proc/sys/${path}`);
    if (failed(place))
      return `open sysctl ${name} file: unsafe procfs detected: openat2 fsmount:fscontext:proc/./sys/${path}: ${lowerCase(place)}`;
    const refused = kernel.fileSystems
      .own(kernel.vfs.mountOf(view, place).fs)
      .write(place.ino, 0, encode(value), engine.now);
    if (refused !== undefined)
      return `failed to write sysctl ${name} = ${JSON.stringify(value)}: write fsmount:fscontext:proc/./sys/${path}: ${lowerCase(refused)}`;
  }
  return undefined;
}

function createUts(engine: Engine, effects: Effects, container: Container): Uts {
  const { kernel } = engine;
  const { config, hostConfig } = container;
  if (hostConfig.UTSMode === "host") return { id: engine.base.utsNamespace, owned: false };
  const id = kernel.utsNamespaces.create(config.Hostname, config.Domainname);
  return effects.done({ id, owned: true }, (uts) => kernel.utsNamespaces.remove(uts.id));
}

/** containerd's keeper of one container: a process of the host without code of its own. */
function startShim(engine: Engine, effects: Effects, container: Container): Pid {
  const { processes } = engine.kernel;
  const shim = processes.start({
    ...engine.base,
    ppid: 1,
    name: "containerd-shim",
    argv: [
      "/usr/bin/containerd-shim-runc-v2", "-namespace", "moby", "-id", container.id,
      "-address", "/run/containerd/containerd.sock",
    ],
    entry: undefined,
    executable: undefined,
    descriptors: new Map(),
    tty: undefined,
    memory: 8 << 20,
    watcher: undefined,
  }); // prettier-ignore
  return effects.done(shim.pid, (pid) => processes.end(processes.own(pid), { kind: "exited", code: 0 }));
}

const NO_CAPABILITIES: ReadonlySet<string> = new Set();

function initRequest(
  { container, user, mounts, pids, network, cgroup }: Preparing,
  env: readonly string[],
  uts: number,
  shim: Pid,
  stdio: Stdio,
): InitRequest {
  const { hostConfig } = container;
  const bounding = capabilitiesOf(hostConfig);
  const security = parseSecurityOptions(hostConfig);
  return {
    ppid: shim,
    pidNamespaces: pids,
    descriptors: stdio.descriptors,
    argv: [],
    env,
    executable: undefined,
    name: "runc:[2:INIT]",
    entry: undefined,
    uid: user.uid,
    gid: user.gid,
    groups: user.groups,
    capabilities: user.uid === 0 ? bounding : NO_CAPABILITIES,
    bounding,
    cwd: mounts.root,
    root: mounts.root,
    umask: 0o022,
    mountNamespace: mounts.namespace,
    utsNamespace: uts,
    netNamespace: network.netNamespace,
    cgroup,
    limits: processLimits(hostConfig),
    oomScoreAdj: hostConfig.OomScoreAdj,
    noNewPrivileges: security.ok && security.value.noNewPrivileges,
    unconfined: security.ok && security.value.unconfined,
    usedPids: RUNC_THREADS,
    watcher: ["container", container.id],
  };
}
