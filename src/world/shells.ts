// Starting a shell on a host for somebody outside: with the files that stand for its standard input and outputs,
// and a watcher that is told when it ends. What the shell is for is decided by who starts it.

import { failed } from "../base/errno.ts";
import { must } from "../base/assert.ts";
import { loadImage } from "../kernel/exec-image.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import type { Entry, Process } from "../kernel/process.ts";
import type { Host } from "./host.ts";

export interface ShellStart {
  /** what the process is given, as Host.login makes it */
  readonly login: InitRequest;
  readonly argv: readonly string[];
  /** open files for the descriptors 0, 1, 2 */
  readonly files: readonly number[];
  readonly watcher: readonly [service: string, key: string];
  /** what runs instead of the program as a user starts it */
  readonly entry?: Entry;
}

const SHELL = "/bin/bash";

export function startShell({ kernel, init }: Host, start: ShellStart): Process {
  const { login, argv, files, watcher } = start;
  const image = loadImage(kernel, { ...kernel.processes.get(init), ...login }, SHELL, argv);
  const { program, place, argv: taken } = must(failed(image) ? undefined : image, `a host without ${SHELL}`);
  return kernel.processes.start({
    ...login,
    descriptors: new Map(files.map((file, fd) => [fd, { file, closeOnExec: false }])),
    name: "bash",
    argv: taken,
    executable: place,
    entry: start.entry ?? { kind: "program", program: program.run },
    memory: program.memory ?? 0,
    watcher,
  });
}
