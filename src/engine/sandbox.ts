// What a container's processes live in beside their files: the network namespace, made before anything is mounted,
// and the namespaces of others that it joins (moby daemon/container_operations.go initializeNetworking,
// getNetworkedContainer; container_operations_unix.go getIPCContainer, getPIDContainer).

import { dockerError, ok, type Result } from "../base/result.ts";
import { HOST_PIDS } from "../kernel/process-store.ts";
import { isRunning } from "../model/container-lifecycle.ts";
import type { Container } from "../model/container.ts";
import { findContainer } from "../model/lookup.ts";
import { sharesMemory } from "./default-mounts.ts";
import type { Effects } from "./effects.ts";
import type { Engine } from "./engine.ts";
import { hostNetNamespace } from "./host-network.ts";
import { notRunning } from "./kill.ts";

export interface NetworkSandbox {
  readonly netNamespace: number;
  readonly owned: boolean;
}

const other = (mode: string): string | undefined =>
  mode.startsWith("container:") ? mode.slice("container:".length) : undefined;

export function openNetwork(engine: Engine, effects: Effects, container: Container): Result<NetworkSandbox> {
  const mode = container.hostConfig.NetworkMode;
  const joined = other(mode);
  if (joined !== undefined) return joinNetwork(engine, effects, container, joined);
  if (mode === "host") return ok({ netNamespace: hostNetNamespace(engine), owned: false });
  const { netNamespaces } = engine.kernel;
  const namespace = netNamespaces.create();
  effects.done(namespace.id, (id) => netNamespaces.release(id));
  // Ports below 1024 are open to everybody in a container (moby daemon/oci_linux.go).
  namespace.firstFreePort = 0;
  return ok({ netNamespace: namespace.id, owned: true });
}

function joinNetwork(
  engine: Engine,
  effects: Effects,
  container: Container,
  id: string,
): Result<NetworkSandbox> {
  const found = findContainer(engine.state, id);
  if (!found.ok)
    return dockerError("system", `joining network namespace of container: ${found.error.message}`);
  const { name, state, sandbox, config } = found.value;
  if (found.value.id === container.id) return dockerError("system", "cannot join own network namespace");
  if (!isRunning(state))
    return dockerError(
      "conflict",
      `cannot join network namespace of a non running container: container ${name} is ${state}`,
    );
  if (sandbox === undefined)
    return dockerError("conflict", `cannot join network namespace of container: ${restarting(id)}`);
  const { Hostname: hostname, Domainname: domainname } = config;
  if (container.config.Hostname !== hostname || container.config.Domainname !== domainname)
    engine.commit({ kind: "container-hostname-taken", id: container.id, hostname, domainname });
  const { netNamespace } = sandbox;
  if (netNamespace !== hostNetNamespace(engine)) {
    const { netNamespaces } = engine.kernel;
    netNamespaces.hold(netNamespace);
    effects.done(netNamespace, (held) => netNamespaces.release(held));
  }
  return ok({ netNamespace, owned: false });
}

const restarting = (id: string): string =>
  `Container ${id} is restarting, wait until the container is running`;

/** The container whose namespace is joined, if it can be. */
function partner(engine: Engine, id: string, what: string): Result<Container> {
  const prefix = `failed to join ${what} namespace: `;
  const found = findContainer(engine.state, id);
  if (!found.ok) return dockerError("system", prefix + found.error.message);
  if (!isRunning(found.value.state)) {
    const refused = notRunning({ ...found.value, id });
    return refused.ok ? refused : dockerError("system", prefix + refused.error.message);
  }
  if (found.value.sandbox === undefined) return dockerError("system", prefix + restarting(id));
  return found;
}

/** Why the shared memory that was asked for cannot be had. */
export function checkIpc(engine: Engine, { hostConfig }: Container): Result<undefined> {
  const id = other(hostConfig.IpcMode);
  if (id === undefined) return ok(undefined);
  const found = partner(engine, id, "IPC");
  if (!found.ok) return found;
  return sharesMemory(engine, found.value)
    ? ok(undefined)
    : dockerError(
        "system",
        `failed to join IPC namespace: container ${id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
      );
}

/** The pid namespaces to live in, outermost first. */
export function pidNamespaces(
  engine: Engine,
  { hostConfig }: Container,
): Result<readonly number[] | undefined> {
  if (hostConfig.PidMode === "host") return ok([HOST_PIDS]);
  const id = other(hostConfig.PidMode);
  if (id === undefined) return ok(undefined);
  const found = partner(engine, id, "PID");
  return found.ok ? ok(engine.kernel.processes.get(found.value.pid).pidNamespaces) : found;
}
