// Entering other namespaces and making new ones (setns(2), unshare(2)): mounts, host name, network, and the pid
// namespace for children. Kinds that nothing here depends on (ipc, cgroup, user, time) are taken and change nothing.
// Whoever entered a container's namespaces without being in its pid namespace ends with the container, as the
// files and mounts that it sees go then.

import type { Errno } from "../base/errno.ts";
import type { Kernel } from "./kernel.ts";
import { homeNamespace, type Process } from "./process.ts";
import type { NamespaceKind, Pid } from "./sys.ts";

export function enterNamespaces(
  kernel: Kernel,
  process: Process,
  pid: Pid,
  kinds: readonly NamespaceKind[],
): Errno | undefined {
  if (!process.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  const target = kernel.processes.seenBy(process, pid);
  if (target === undefined || target.state === "zombie") return "ESRCH";
  for (const kind of kinds) enter(kernel, process, target, kind);
  if (homeNamespace(target) !== homeNamespace(process)) kernel.processes.tie(process, homeNamespace(target));
  return undefined;
}

function enter(kernel: Kernel, process: Process, target: Process, kind: NamespaceKind): void {
  switch (kind) {
    case "mnt":
      kernel.releasePlace(process.cwd, process);
      process.mountNamespace = target.mountNamespace;
      process.root = process.cwd = target.root;
      kernel.holdPlace(process.cwd, process);
      return;
    case "uts":
      process.utsNamespace = target.utsNamespace;
      return;
    case "net":
      process.netNamespace = target.netNamespace;
      return;
    case "pid":
      process.childNamespaces = target.pidNamespaces;
      return;
    default:
      return;
  }
}

export function unshareNamespaces(
  kernel: Kernel,
  process: Process,
  kinds: readonly NamespaceKind[],
): Errno | undefined {
  if (!process.capabilities.has("CAP_SYS_ADMIN")) return "EPERM";
  for (const kind of kinds) {
    if (kind === "mnt") {
      const before = kernel.mountNamespaces.get(process.mountNamespace);
      process.mountNamespace = kernel.mountNamespaces.copy(before).id;
    } else if (kind === "uts") {
      const { hostname, domainname } = kernel.utsNamespaces.get(process.utsNamespace);
      process.utsNamespace = kernel.utsNamespaces.create(hostname, domainname);
    } else if (kind === "net") process.netNamespace = kernel.netNamespaces.create().id;
    else if (kind === "pid") {
      const id = kernel.processes.createPidNamespace(homeNamespace(process));
      process.childNamespaces = [...process.pidNamespaces, id];
    }
  }
  return undefined;
}
