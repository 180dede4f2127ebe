// Running one command line on a host: a shell with its output collected, time driven until it ends. Lines
// without options go to one shell that remembers variables, directory and jobs from line to line.

import { must } from "../base/assert.ts";
import { SIGKILL } from "../base/signals.ts";
import { concat, decode, encode } from "../base/utf8.ts";
import { loadImage } from "../kernel/exec-image.ts";
import { makedev } from "../fs/file-system.ts";
import { COOKED } from "../kernel/terminal.ts";
import { createPipe } from "../kernel/pipes.ts";
import { openMaster, openTerminal, type as typeInto } from "../kernel/ptys.ts";
import { exitStatusOf, type Ending, type Fd, type Pid } from "../kernel/sys.ts";
import type { Host } from "./host.ts";
import type { RunOptions } from "./journal.ts";
import { RunNeverEnds } from "./run-never-ends.ts";

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Printed = Map<string, readonly Uint8Array[]>;

export class CommandRuns {
  private count: number;
  /** run and stream -> what was printed; lists are replaced, never changed */
  private readonly printed: Printed;
  private readonly endings: Map<string, Ending>;

  constructor(
    private readonly host: Host,
    origin?: CommandRuns,
  ) {
    this.count = origin?.count ?? 0;
    this.printed = new Map(origin?.printed);
    this.endings = new Map(origin?.endings);
    const { kernel } = host;
    kernel.outlets.set("run", (key, bytes) =>
      this.printed.set(key, [...(this.printed.get(key) ?? []), bytes]),
    );
    kernel.endHooks.set("run", (key, _process, ending) => this.endings.set(key, ending));
  }

  run(line: string, options: RunOptions): RunResult {
    const key = `run ${++this.count}`;
    const pid = this.start(key, line, options);
    if (pid === undefined)
      return { stdout: "", stderr: `no such user: ${options.user ?? ""}\n`, exitCode: 1 };
    const done = (): boolean => this.endings.has(key);
    try {
      if (!this.host.world.drive(done)) throw new RunNeverEnds(`waits for what can never happen: ${line}`);
    } finally {
      if (!done()) this.giveUp(pid);
    }
    return this.result(key);
  }

  private result(key: string): RunResult {
    const take = (stream: string): string => {
      const text = decode(concat(this.printed.get(`${key} ${stream}`) ?? []));
      this.printed.delete(`${key} ${stream}`);
      return text;
    };
    const ending = must(this.endings.get(key), `${key} has not ended`);
    this.endings.delete(key);
    return { stdout: take("out"), stderr: take("err"), exitCode: exitStatusOf(ending) };
  }

  private giveUp(pid: Pid): void {
    this.host.kernel.signals.sendToGroup(pid, SIGKILL);
  }

  private start(key: string, line: string, options: RunOptions): Pid | undefined {
    const { kernel } = this.host;
    const more = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
    const login = this.host.login(options.user, more);
    if (login === undefined) return undefined;
    const files = options.tty === true ? this.terminal(key, options) : this.pipes(key, options);
    const argv = ["bash", "-c", line];
    const directory =
      options.cwd === undefined
        ? login.cwd
        : kernel.vfs.find(kernel.viewOf({ ...kernel.processes.get(this.host.init), ...login }), options.cwd);
    const request = {
      ...login,
      cwd: typeof directory === "string" ? login.cwd : directory,
      descriptors: new Map(
        files.map((file, fd): [Fd, { file: number; closeOnExec: boolean }] => [
          fd,
          { file, closeOnExec: false },
        ]),
      ),
    };
    const image = loadImage(
      kernel,
      { ...kernel.processes.get(this.host.init), ...request },
      "/bin/bash",
      argv,
    );
    const program = must(typeof image === "string" ? undefined : image, "a host without /bin/bash");
    const process = kernel.processes.start({
      ...request,
      name: "bash",
      argv: program.argv,
      executable: program.place,
      entry: { kind: "program", program: program.program.run },
      memory: program.program.memory ?? 0,
      watcher: ["run", key],
    });
    return process.pid;
  }

  private outlet(key: string): number {
    return this.host.kernel.openFiles.create({ kind: "outlet", flags: 1, path: "", outlet: ["run", key] }).id;
  }

  private pipes(key: string, { stdin }: RunOptions): number[] {
    return [this.input(stdin), this.outlet(`${key} out`), this.outlet(`${key} err`)];
  }

  /** A pipe that holds all of it and has no writer, or /dev/null. */
  private input(stdin: string | Uint8Array | undefined): number {
    const { kernel } = this.host;
    if (stdin === undefined)
      return kernel.openFiles.create({ kind: "device", flags: 0, target: makedev(1, 3), path: "/dev/null" })
        .id;
    const [reader, writer] = createPipe(kernel);
    const pipe = kernel.pipes.own(kernel.openFiles.get(writer).target);
    const bytes = typeof stdin === "string" ? encode(stdin) : stdin.slice();
    if (bytes.length > 0) pipe.chunks.push(bytes);
    pipe.size = bytes.length;
    kernel.openFiles.release(writer);
    return reader;
  }

  private terminal(key: string, { stdin }: RunOptions): number[] {
    const { kernel } = this.host;
    const master = openMaster(kernel, 2, ["run", `${key} out`]);
    const pty = kernel.openFiles.get(master).target;
    kernel.ptys.own(pty).termios = { ...COOKED, echo: false };
    const files = [0, 1, 2].map(() => openTerminal(kernel, pty) as number);
    if (stdin !== undefined) typeInto(kernel, pty, typeof stdin === "string" ? encode(stdin) : stdin);
    return files;
  }
}
