// A process's descriptors: small numbers for open files (open(2), dup(2), close(2)). The map in the process
// record is replaced at every change, so that children share it.

import { failed, type Errno } from "../base/errno.ts";
import { MAX_OPEN_FILES } from "../base/limits.ts";
import type { Kernel } from "./kernel.ts";
import type { Blocked } from "./open-files.ts";
import { type OpenFile } from "./open-files.ts";
import { createPipe } from "./pipes.ts";
import type { Descriptor, Process } from "./process.ts";
import { openMaster, openTerminal } from "./ptys.ts";
import { openPath } from "./regular-file.ts";
import { O_CLOEXEC, O_RDWR, type Fd } from "./sys.ts";

export function fileOf(kernel: Kernel, process: Process, fd: Fd): OpenFile | undefined {
  const descriptor = process.descriptors.get(fd);
  return descriptor === undefined ? undefined : kernel.openFiles.get(descriptor.file);
}

function lowestFree(process: Process, least: Fd): Fd | Errno {
  const limit = process.limits.get("nofile")?.soft ?? MAX_OPEN_FILES;
  let fd = least;
  while (process.descriptors.has(fd)) fd++;
  return fd < limit ? fd : "EMFILE";
}

function put(process: Process, fd: Fd, descriptor: Descriptor): void {
  process.descriptors = new Map(process.descriptors).set(fd, descriptor);
}

/** Gives an open file (with the reference that its maker holds) a number. */
export function install(kernel: Kernel, process: Process, file: number, closeOnExec = false): Fd | Errno {
  const fd = lowestFree(process, 0);
  if (failed(fd)) kernel.openFiles.release(file);
  else put(process, fd, { file, closeOnExec });
  return fd;
}

export function open(
  kernel: Kernel,
  process: Process,
  path: string,
  flags: number,
  mode: number,
): Fd | Errno | Blocked {
  const file = openPath(kernel, process, path, flags, mode);
  if (typeof file !== "number") return file;
  return install(kernel, process, file, (flags & O_CLOEXEC) !== 0);
}

export function close(kernel: Kernel, process: Process, fd: Fd): Errno | undefined {
  const descriptor = process.descriptors.get(fd);
  if (descriptor === undefined) return "EBADF";
  const left = new Map(process.descriptors);
  left.delete(fd);
  process.descriptors = left;
  kernel.openFiles.release(descriptor.file);
  return undefined;
}

export function dup(kernel: Kernel, process: Process, fd: Fd, least: Fd, closeOnExec: boolean): Fd | Errno {
  const descriptor = process.descriptors.get(fd);
  if (descriptor === undefined) return "EBADF";
  const copy = lowestFree(process, least);
  if (failed(copy)) return copy;
  kernel.openFiles.hold(descriptor.file);
  put(process, copy, { file: descriptor.file, closeOnExec });
  return copy;
}

export function dup2(kernel: Kernel, process: Process, from: Fd, to: Fd): Fd | Errno {
  const descriptor = process.descriptors.get(from);
  if (descriptor === undefined) return "EBADF";
  if (from === to) return to;
  const before = process.descriptors.get(to);
  kernel.openFiles.hold(descriptor.file);
  put(process, to, { file: descriptor.file, closeOnExec: false });
  if (before !== undefined) kernel.openFiles.release(before.file);
  return to;
}

export function setCloseOnExec(process: Process, fd: Fd, on: boolean): Errno | undefined {
  const descriptor = process.descriptors.get(fd);
  if (descriptor === undefined) return "EBADF";
  if (descriptor.closeOnExec !== on) put(process, fd, { file: descriptor.file, closeOnExec: on });
  return undefined;
}

function installPair(
  kernel: Kernel,
  process: Process,
  files: readonly [number, number],
): readonly [Fd, Fd] | Errno {
  const first = install(kernel, process, files[0]);
  const second = install(kernel, process, files[1]);
  return failed(first) ? first : failed(second) ? second : [first, second];
}

export const pipe = (kernel: Kernel, process: Process): readonly [Fd, Fd] | Errno =>
  installPair(kernel, process, createPipe(kernel));

export function openpty(kernel: Kernel, process: Process): readonly [Fd, Fd] | Errno {
  const master = openMaster(kernel, O_RDWR);
  const terminal = openTerminal(kernel, kernel.openFiles.get(master).target);
  return failed(terminal) ? terminal : installPair(kernel, process, [master, terminal]);
}

export function seek(
  kernel: Kernel,
  process: Process,
  fd: Fd,
  offset: number,
  whence: "start" | "current" | "end",
): number | Errno {
  const file = fileOf(kernel, process, fd);
  if (file === undefined) return "EBADF";
  if (file.kind === "device") return 0;
  if (file.kind !== "regular" && file.kind !== "directory") return "ESPIPE";
  const size = kernel.fileSystems.get(file.mount!.fs).attributes(file.ino)!.size;
  const from = whence === "start" ? 0 : whence === "current" ? file.offset : size;
  if (from + offset < 0) return "EINVAL";
  return (kernel.openFiles.own(file.id).offset = from + offset);
}
