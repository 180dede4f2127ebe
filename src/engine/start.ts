// Starting a container, in the daemon's order: network namespace, volumes, what it is to be run with, then runc's
// part (control group, mounts, first process), its networks and ports, and only then the process may run. What was
// done is taken back in reverse if a step fails (moby daemon/start.go). The state tells of it when it has worked.

import { dockerError, ok, type Result } from "../base/result.ts";
import type { Process } from "../kernel/process.ts";
import { quote } from "../base/go/quote.ts";
import type { HostConfig } from "../model/container-config.ts";
import type { Container } from "../model/container.ts";
import { lookUp } from "../model/shelf.ts";
import { closeOutput } from "./attachments.ts";
import { mountAll, planMounts, type ContainerMounts } from "./container-mounts.ts";
import { gatherDevices, type Device } from "./device-tree.ts";
import { containerEnv } from "./container-process.ts";
import { resolveUser, type ProcessUser } from "./container-user.ts";
import { withEffects, type Effects } from "./effects.ts";
import { connectAll } from "./endpoints.ts";
import type { Engine } from "./engine.ts";
import { createCgroup, makeInit, type Init } from "./first-process.ts";
import { watchHealth } from "./health-checks.ts";
import { initPath } from "./init-path.ts";
import { linkedEnv, linkedHosts, tellParents } from "./links.ts";
import { mountVolumes } from "./mounted-volumes.ts";
import { writeHostname, writeHosts, writeResolvConf } from "./network-files.ts";
import { removeContainer } from "./remove.ts";
import { loggerFailure, taskFailure, type StartError } from "./runc-errors.ts";
import { checkIpc, openNetwork, pidNamespaces, type NetworkSandbox } from "./sandbox.ts";
import { hasHealthcheck, NO_HEALTH } from "../model/health.ts";
import type { TmpfsOptions } from "./tmpfs-options.ts";
import { HOST_PIDS } from "../kernel/process-store.ts";

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

/** What a failed start without a code of its own leaves (moby daemon/errors.go exitUnknown). */
const EXIT_UNKNOWN = 128;

/** `byHand`: at somebody's wish, not by its restart policy: its counters begin anew. */
export function startContainer(engine: Engine, container: Container, byHand: boolean): Result<undefined> {
  const started = withEffects((effects) => start(engine, effects, container, byHand));
  if (started.ok) return started;
  const { message, exitCode }: StartError = started.error;
  closeOutput(engine, container.id);
  engine.commit({
    kind: "container-start-failed",
    id: container.id,
    exitCode: exitCode ?? (container.exitCode || EXIT_UNKNOWN),
    error: message,
  });
  // While its restart waits, whoever waits for that gives it up and removes it.
  if (container.hostConfig.AutoRemove && container.state !== "restarting")
    void removeContainer(engine, container.id, { force: true, volumes: true });
  return started;
}

/** Everything that has to be there before runc is called. */
interface Plan {
  readonly container: Container;
  readonly network: NetworkSandbox;
  readonly tmpfs: ReadonlyMap<string, TmpfsOptions>;
  readonly devices: readonly Device[];
  readonly pids: readonly number[];
  readonly user: ProcessUser;
  readonly linked: readonly string[];
}

function start(engine: Engine, effects: Effects, given: Container, byHand: boolean): Result<undefined> {
  const plan = makePlan(engine, effects, given);
  if (!plan.ok) return plan;
  const { container, network } = plan.value;
  const log = engine.logs.begin(container);
  if (log !== undefined) return loggerFailure(log);
  effects.done(container.id, (id) => engine.logs.finish(id));
  const created = create(engine, effects, plan.value);
  if (!created.ok) return created;
  const addresses = connectAll(engine, effects, container, network.netNamespace);
  if (!addresses.ok) return addresses;
  void writeHosts(engine, container, addresses.value, linkedHosts(engine, container));
  for (const address of addresses.value) tellParents(engine, container, address);
  const process = created.value.init.run();
  tell(engine, plan.value, created.value, process, byHand);
  return ok(undefined);
}

function makePlan(engine: Engine, effects: Effects, given: Container): Result<Plan> {
  const network = openNetwork(engine, effects, given);
  if (!network.ok) return network;
  const container = lookUp(engine.state.containers, given.id) ?? given;
  const files =
    writeHostname(engine, container) ??
    writeHosts(engine, container, []) ??
    writeResolvConf(engine, container);
  if (files !== undefined) return dockerError("system", files);
  const ipc = checkIpc(engine, container);
  if (!ipc.ok) return ipc;
  const volumes = mountVolumes(engine, effects, container);
  if (!volumes.ok) return volumes;
  const devices = gatherDevices(engine, container);
  if (!devices.ok) return devices;
  const joined = pidNamespaces(engine, container);
  if (!joined.ok) return joined;
  const tmpfs = planMounts(container);
  if (!tmpfs.ok) return tmpfs;
  const tree = engine.kernel.fileSystems.tree(container.tree);
  const user = resolveUser(tree, container.config.User, container.hostConfig.GroupAdd ?? []);
  if (!user.ok) return dockerError("system", user.error.message);
  const request = container.hostConfig.DeviceRequests?.[0];
  if (request !== undefined) return dockerError("system", noDeviceDriver(request));
  const init = initComplaint(engine, container);
  if (init !== undefined) return dockerError("system", init);
  const linked = linkedEnv(engine, container);
  if (!linked.ok) return linked;
  const pids = joined.value ?? [HOST_PIDS, createPidNamespace(engine, effects)];
  return ok({
    container,
    network: network.value,
    tmpfs: tmpfs.value,
    devices: devices.value,
    pids,
    user: user.value,
    linked: linked.value,
  });
}

type DeviceRequest = NonNullable<HostConfig["DeviceRequests"]>[number];

/** No driver of devices is registered: those of GPUs come with programs that the host does not have. */
const noDeviceDriver = ({ Driver, Capabilities }: DeviceRequest): string =>
  `could not select device driver ${quote(Driver)} with capabilities: [${(Capabilities ?? []).map((set) => `[${(set ?? []).join(" ")}]`).join(" ")}]`;

/** It goes with its last process; if there was none, it is taken back. */
const createPidNamespace = ({ kernel }: Engine, effects: Effects): number =>
  effects.done(kernel.processes.createPidNamespace(HOST_PIDS), (id) =>
    kernel.processes.removePidNamespace(id),
  );

const initComplaint = (engine: Engine, { hostConfig }: Container): string | undefined =>
  hostConfig.Init && initPath(engine) === undefined
    ? 'exec: "docker-init": executable file not found in $PATH'
    : undefined;

// ---- runc's part

interface Created {
  readonly cgroup: number;
  readonly mounts: ContainerMounts;
  readonly init: Init;
}

function create(engine: Engine, effects: Effects, plan: Plan): Result<Created> {
  const { container, network, pids } = plan;
  const cgroup = createCgroup(engine, effects, container);
  if (!cgroup.ok) return taskFailure(cgroup.error);
  const inside = {
    pidNamespace: pids.at(-1) as number,
    netNamespace: network.netNamespace,
    cgroup: cgroup.value,
    devices: plan.devices,
  };
  const mounts = mountAll(engine, effects, container, inside, plan.tmpfs);
  if (!mounts.ok) return mounts;
  const env = containerEnv(container, container.config.Tty, plan.user, plan.linked);
  const init = makeInit(engine, effects, { ...plan, env, cgroup: cgroup.value, mounts: mounts.value });
  if (!init.ok) return init;
  return ok({ cgroup: cgroup.value, mounts: mounts.value, init: init.value });
}

function tell(engine: Engine, plan: Plan, created: Created, process: Process, byHand: boolean): void {
  const { container, network } = plan;
  const { mounts, cgroup, init } = created;
  const health = hasHealthcheck(container.config.Healthcheck) ? NO_HEALTH : undefined;
  engine.commit({
    kind: "container-started",
    id: container.id,
    pid: process.pid,
    byHand,
    health,
    sandbox: {
      id: engine.newId(),
      netNamespace: network.netNamespace,
      ownsNetwork: network.owned,
      mountNamespace: mounts.namespace,
      utsNamespace: init.uts.id,
      ownsUts: init.uts.owned,
      cgroup,
      shim: init.shim,
      fileSystems: mounts.fileSystems,
      stdin: init.stdio.stdin,
      pty: init.stdio.pty,
      volumes: [],
    },
  });
  if (health !== undefined) watchHealth(engine, container.id);
}
