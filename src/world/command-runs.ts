// Shells that somebody outside starts on a host: one for a command line, with its output collected and time
// driven until it ends, or one that is left running and looked at from time to time. The shell that remembers is
// in line-shell.ts, terminals are in terminals.ts.

import { must } from "../base/assert.ts";
import { failed, type Errno } from "../base/errno.ts";
import { SIGKILL } from "../base/signals.ts";
import { decode, encode } from "../base/utf8.ts";
import type { Place } from "../fs/mounts.ts";
import { createPipe, feedPipe, isPipeAwaited } from "../kernel/pipes.ts";
import type { InitRequest } from "../kernel/process-births.ts";
import { openMaster, openTerminal, type as typeInto } from "../kernel/ptys.ts";
import { exitStatusOf, type Ending, type Pid } from "../kernel/sys.ts";
import { COOKED } from "../kernel/terminal.ts";
import type { Host } from "./host.ts";
import { bytesOf } from "./journal.ts";
import { OptionsError, type RunOptions } from "./options.ts";
import { Outputs, type Listener } from "./outputs.ts";
import { RunNeverEnds } from "./run-never-ends.ts";
import { fullPipe, nullDevice, outlet, startShell } from "./shells.ts";

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A shell that was started and goes on while time passes (world.advance). */
export interface Running {
  readonly id: number;
  /** undefined as long as it runs */
  readonly exitCode: number | undefined;
  /** what it printed since the last call, unless somebody listens */
  read(stream: Stream): Uint8Array;
  onOutput(stream: Stream, listener: Listener): void;
  /** somebody waits for standard input, and there is none */
  readonly wantsInput: boolean;
  write(input: string | Uint8Array): void;
  endInput(): void;
  kill(): void;
}

export type Stream = "stdout" | "stderr";

interface Shell {
  readonly pid: Pid;
  /** the open file that writes to its standard input; undefined when that has ended */
  readonly input: number | undefined;
  readonly ending: Ending | undefined;
}

const SERVICE = "run";

export class CommandRuns {
  private count: number;
  /** records are replaced, never changed */
  private readonly shells: Map<number, Shell>;
  private readonly outputs: Outputs;

  constructor(
    private readonly host: Host,
    origin?: CommandRuns,
  ) {
    this.count = origin?.count ?? 0;
    this.shells = new Map(origin?.shells);
    this.outputs = new Outputs(host, SERVICE, origin?.outputs);
    host.kernel.endHooks.set(SERVICE, (key, _process, ending) => {
      if (this.shells.has(Number(key))) this.change(Number(key), { ending });
    });
  }

  private change(id: number, change: Partial<Shell>): void {
    this.shells.set(id, { ...this.shell(id), ...change });
  }

  private shell(id: number): Shell {
    return must(this.shells.get(id), `no shell ${id} was started on ${this.host.name}`);
  }

  // ---- one command line, to its end

  run(line: string, options: RunOptions): RunResult {
    const login = this.login(options);
    if (typeof login === "string") return { stdout: "", stderr: `${login}\n`, exitCode: 1 };
    const id = this.start(["-c", line], login, this.files(this.count + 1, options));
    const done = (): boolean => this.shell(id).ending !== undefined;
    try {
      if (!this.host.world.finish(done)) throw new RunNeverEnds(`waits for what can never happen: ${line}`);
      return this.result(id);
    } finally {
      if (!done()) this.host.kernel.signals.sendToGroup(this.shell(id).pid, SIGKILL);
      this.shells.delete(id);
    }
  }

  private result(id: number): RunResult {
    const ending = must(this.shell(id).ending, "the run has ended");
    const text = (stream: Stream): string => decode(this.outputs.take(outletKey(id, stream)));
    return { stdout: text("stdout"), stderr: text("stderr"), exitCode: exitStatusOf(ending) };
  }

  // ---- a shell that is left running

  open(args: readonly string[], options: RunOptions): Running {
    const login = this.login(options);
    if (typeof login === "string") throw new OptionsError(`shell: ${login}`);
    const id = this.count + 1;
    if (options.stdin !== undefined || options.tty === true)
      return this.at(this.start(args, login, this.files(id, options)));
    const [reader, writer] = createPipe(this.host.kernel);
    const files = [reader, this.outlet(id, "stdout"), this.outlet(id, "stderr")];
    return this.at(this.start(args, login, files, writer));
  }

  at(id: number): Running {
    const shell = (): Shell => this.shell(id);
    const { world, name: host, kernel } = this.host;
    const note = (act: () => void, bytes?: Uint8Array): void =>
      world.journalled({ kind: "input", host, shell: id, bytes }, act);
    return {
      id,
      get exitCode() {
        const { ending } = shell();
        return ending && exitStatusOf(ending);
      },
      read: (stream) => this.outputs.take(outletKey(id, stream)),
      onOutput: (stream, listener) => this.outputs.listen(outletKey(id, stream), listener),
      get wantsInput() {
        const { input } = shell();
        return input !== undefined && isPipeAwaited(kernel, kernel.openFiles.get(input).target);
      },
      write: (input) => {
        const bytes = bytesOf(input);
        note(() => this.feed(id, bytes), bytes);
      },
      endInput: () => note(() => this.endInput(id)),
      kill: () =>
        world.journalled({ kind: "kill", host, shell: id }, () => {
          kernel.signals.sendToGroup(shell().pid, SIGKILL);
        }),
    };
  }

  private feed(id: number, bytes: Uint8Array): void {
    const { input } = this.shell(id);
    if (input !== undefined) feedPipe(this.host.kernel, this.host.kernel.openFiles.get(input).target, bytes);
  }

  private endInput(id: number): void {
    const { input } = this.shell(id);
    if (input === undefined) return;
    this.host.kernel.openFiles.release(input);
    this.change(id, { input: undefined });
  }

  // ---- starting

  private start(
    args: readonly string[],
    login: InitRequest,
    files: readonly number[],
    input?: number,
  ): number {
    const id = ++this.count;
    const watcher = [SERVICE, String(id)] as const;
    const { pid } = startShell(this.host, {
      login,
      argv: ["bash", ...args],
      files: new Map(files.entries()),
      watcher,
    });
    this.shells.set(id, { pid, input, ending: undefined });
    return id;
  }

  /** Who runs and where, or what is wrong with that. */
  private login({ user, env = {}, cwd }: RunOptions): InitRequest | string {
    const more = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const login = this.host.login(user, more);
    if (login === undefined) return `no such user: ${user ?? "root"}`;
    if (cwd === undefined) return login;
    const place = this.place(login, cwd);
    return failed(place) ? `bash: line 1: cd: ${cwd}: No such file or directory` : { ...login, cwd: place };
  }

  private place(login: InitRequest, path: string): Place | Errno {
    const { kernel, init } = this.host;
    return kernel.vfs.find(kernel.viewOf({ ...kernel.processes.get(init), ...login }), path);
  }

  private files(id: number, options: RunOptions): readonly number[] {
    if (options.tty === true) return this.terminal(id, options);
    const { kernel } = this.host;
    const input = options.stdin === undefined ? nullDevice(kernel) : fullPipe(kernel, bytesOf(options.stdin));
    return [input, this.outlet(id, "stdout"), this.outlet(id, "stderr")];
  }

  private outlet(id: number, stream: Stream): number {
    return outlet(this.host.kernel, SERVICE, outletKey(id, stream));
  }

  private terminal(id: number, { stdin }: RunOptions): number[] {
    const { kernel } = this.host;
    const master = openMaster(kernel, 2, [SERVICE, outletKey(id, "stdout")]);
    const pty = kernel.openFiles.get(master).target;
    kernel.ptys.own(pty).termios = { ...COOKED, echo: false };
    const files = [0, 1, 2].map(() => openTerminal(kernel, pty) as number);
    if (stdin !== undefined) typeInto(kernel, pty, typeof stdin === "string" ? encode(stdin) : stdin);
    return files;
  }
}

const outletKey = (id: number, stream: Stream): string => `${id} ${stream}`;
