// Starting a shell on a host for somebody outside: with the files that stand for its standard input and outputs,
// and a watcher that is told when it ends. What the shell is for is decided by who starts it.

import { failed } from "../base/errno.ts";
import { must } from "../base/assert.ts";
import { makedev } from "../fs/file-system.ts";
import { loadImage } from "../kernel/exec-image.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { createPipe, feedPipe } from "../kernel/pipes.ts";
import type { Entry, Process } from "../kernel/process.ts";
import type { Fd } from "../kernel/sys.ts";
import type { Host } from "./host.ts";

export interface ShellStart {
  /** what the process is given, as Host.login makes it */
  readonly login: InitRequest;
  readonly argv: readonly string[];
  /** open files by descriptor */
  readonly files: ReadonlyMap<Fd, number>;
  readonly watcher: readonly [service: string, key: string];
  /** what runs instead of the program as a user starts it */
  readonly entry?: Entry;
}

const SHELL = "/bin/bash";
const WRITE_ONLY = 1;
const DEV_NULL = makedev(1, 3);

export function startShell({ kernel, init }: Host, start: ShellStart): Process {
  const { login, argv, files, watcher } = start;
  const image = loadImage(kernel, { ...kernel.processes.get(init), ...login }, SHELL, argv);
  const { program, place, argv: taken } = must(failed(image) ? undefined : image, `a host without ${SHELL}`);
  return kernel.processes.start({
    ...login,
    descriptors: new Map([...files].map(([fd, file]) => [fd, { file, closeOnExec: false }])),
    name: "bash",
    argv: taken,
    executable: place,
    entry: start.entry ?? { kind: "program", program: program.run },
    memory: program.memory ?? 0,
    watcher,
  });
}

/** An open file whose bytes go to somebody outside: to the service's outlets in the kernel. */
export const outlet = (kernel: Kernel, service: string, key: string): number =>
  kernel.openFiles.create({ kind: "outlet", flags: WRITE_ONLY, path: "", outlet: [service, key] }).id;

export const nullDevice = (kernel: Kernel): number =>
  kernel.openFiles.create({ kind: "device", flags: 0, target: DEV_NULL, path: "/dev/null" }).id;

/** The reading end of a pipe that holds all of this and has no writer. */
export function fullPipe(kernel: Kernel, bytes: Uint8Array): number {
  const [reader, writer] = createPipe(kernel);
  feedPipe(kernel, kernel.openFiles.get(writer).target, bytes);
  kernel.openFiles.release(writer);
  return reader;
}
