// /proc for one pid namespace (proc(5)): the processes in it, and the machine. The files of one process are
// in proc-process.ts, those of the machine in proc-machine.ts, settings below /proc/sys in proc-sys.ts.

import type { DynamicFileSystem } from "./file-systems.ts";
import type { Kernel } from "./kernel.ts";
import { machineTree } from "./proc-machine.ts";
import { processDirectory, processFile } from "./proc-process.ts";
import { settingAt } from "./proc-sys.ts";
import { pidIn, type Process } from "./process.ts";
import {
  linkTo,
  resolveIn,
  VirtualFileSystem,
  type InodePaths,
  type VirtualNode,
  type VirtualTree,
} from "./virtual-fs.ts";

export function procFileSystem(pidNamespace: number): DynamicFileSystem {
  const paths: InodePaths = new Map();
  return (kernel) => {
    const machine = machineTree(kernel);
    return new VirtualFileSystem(
      "proc",
      (path) =>
        path[0] === "sys" ? settingAt(kernel, path.slice(1)) : resolve(kernel, pidNamespace, machine, path),
      paths,
      () => kernel.now,
    );
  };
}

function resolve(
  kernel: Kernel,
  namespace: number,
  machine: VirtualTree,
  path: readonly string[],
): VirtualNode | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return rootDirectory(kernel, namespace, machine);
  if (/^[1-9]\d*$/.test(first)) return ofProcess(kernel, namespace, Number(first), rest);
  const link = rest.length === 0 ? rootLink(kernel, namespace, first) : undefined;
  return link ?? resolveIn(machine, path);
}

function rootLink(kernel: Kernel, namespace: number, name: string): VirtualNode | undefined {
  if (name === "mounts" || name === "net") return linkTo(`self/${name}`);
  if (name !== "self" && name !== "thread-self") return undefined;
  const caller = kernel.caller;
  const pid = caller === undefined ? 0 : pidIn(caller, namespace);
  if (pid === 0) return undefined;
  return linkTo(name === "self" ? String(pid) : `${pid}/task/${pid}`);
}

function rootDirectory(kernel: Kernel, namespace: number, machine: VirtualTree): VirtualNode {
  const names = (): string[] => [
    ...machine.keys(),
    "mounts",
    "net",
    "self",
    "sys",
    "thread-self",
    ...visible(kernel, namespace).map((p) => String(pidIn(p, namespace))),
  ];
  return { kind: "directory", links: () => 2 + visible(kernel, namespace).length, names };
}

const visible = (kernel: Kernel, namespace: number): Process[] =>
  kernel.processes.membersOf(namespace).filter((p) => p.threadOf === undefined);

function ofProcess(
  kernel: Kernel,
  namespace: number,
  pid: number,
  rest: readonly string[],
): VirtualNode | undefined {
  const process = kernel.processes.inNamespace(namespace, pid);
  if (process === undefined || process.threadOf !== undefined) return undefined;
  if (rest.length === 0) return processDirectory(process);
  return processFile(kernel, namespace, process, rest);
}
