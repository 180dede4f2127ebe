// The one bash of a host that command lines from outside are typed into, so that variables, functions, jobs and
// the working directory last from line to line (programs/shell/command-shell.ts is its program). It is started
// with the first line, and anew after it has ended. What its background jobs print between lines is part of what
// the next line prints, as on a screen. Fresh shells are in command-runs.ts.

import { must } from "../base/assert.ts";
import { SIGKILL } from "../base/signals.ts";
import { decode } from "../base/utf8.ts";
import { close as closeDescriptor } from "../kernel/descriptors.ts";
import { deliverTo, openPair } from "../kernel/socket-table.ts";
import { exitStatusOf, type Ending, type Pid } from "../kernel/sys.ts";
import {
  COMMAND_FD,
  commandShell,
  type LineAnswer,
  type LineRequest,
} from "../programs/shell/command-shell.ts";
import type { RunResult } from "./command-runs.ts";
import type { Host } from "./host.ts";
import { bytesOf } from "./journal.ts";
import { Outputs } from "./outputs.ts";
import { RunNeverEnds } from "./run-never-ends.ts";
import { fullPipe, nullDevice, outlet, startShell } from "./shells.ts";

interface Shell {
  /** how many there were before it, and itself */
  readonly serial: number;
  readonly pid: Pid;
  /** our end of the connection on which lines go there and answers come back */
  readonly socket: number;
}

const SERVICE = "lines";
/** Where a line's standard input is, before the shell takes it; it is out of the way of what people open. */
const INPUT_FD = COMMAND_FD - 1;

export class LineShell {
  /** replaced, never changed */
  private shell: Shell | undefined;
  private ending: Ending | undefined;
  private count: number;
  private readonly outputs: Outputs;

  constructor(
    private readonly host: Host,
    origin?: LineShell,
  ) {
    this.shell = origin?.shell;
    this.ending = origin?.ending;
    this.count = origin?.count ?? 0;
    this.outputs = new Outputs(host, SERVICE, origin?.outputs);
    host.kernel.endHooks.set(SERVICE, (key, _process, ending) => {
      if (this.shell?.serial === Number(key)) this.ending = ending;
    });
  }

  run(line: string, stdin: string | Uint8Array | undefined): RunResult {
    const { kernel, world } = this.host;
    if (this.shell === undefined || this.ending !== undefined) this.start();
    const { pid, socket } = must(this.shell, "a shell was started");
    const request: LineRequest =
      stdin === undefined ? { line } : { line, fds: [[0, this.giveInput(pid, stdin)]] };
    deliverTo(kernel, socket, request);
    const done = (): boolean => this.ending !== undefined || kernel.sockets.get(socket).queue.length > 0;
    try {
      if (!world.finish(done)) throw new RunNeverEnds(`waits for what can never happen: ${line}`);
    } finally {
      if (!done()) this.giveUp(pid);
    }
    if (stdin !== undefined && this.ending === undefined)
      void closeDescriptor(kernel, kernel.processes.own(pid), INPUT_FD);
    return this.result(this.answer(socket));
  }

  private result(exitCode: number): RunResult {
    const text = (stream: string): string => decode(this.outputs.take(stream));
    return { stdout: text("stdout"), stderr: text("stderr"), exitCode };
  }

  /** The status that the line ended with. A shell that ended without a word ended by a signal or by exec. */
  private answer(socket: number): number {
    const { kernel } = this.host;
    const { queue } = kernel.sockets.own(socket);
    const answer = queue.shift() as LineAnswer | undefined;
    if (answer === undefined || answer.exited) this.forget();
    return answer?.status ?? exitStatusOf(must(this.ending, "the shell has ended"));
  }

  /** Nothing can be said to it any more; whatever it left running goes on. */
  private forget(): void {
    if (this.shell !== undefined) this.host.kernel.sockets.remove(this.shell.socket);
    this.shell = undefined;
  }

  private giveUp(pid: Pid): void {
    this.host.kernel.signals.sendToGroup(pid, SIGKILL);
    this.forget();
    this.outputs.forget();
  }

  private start(): void {
    const { kernel } = this.host;
    const serial = ++this.count;
    const [socket, file] = openPair(kernel);
    const files = [nullDevice(kernel), outlet(kernel, SERVICE, "stdout"), outlet(kernel, SERVICE, "stderr")];
    this.ending = undefined;
    const { pid } = startShell(this.host, {
      login: must(this.host.login(), "a host without root"),
      argv: ["bash"],
      files: new Map([...files.entries(), [COMMAND_FD, file]]),
      watcher: [SERVICE, String(serial)],
      entry: { kind: "program", program: commandShell },
    });
    this.shell = { serial, pid, socket };
  }

  private giveInput(pid: Pid, stdin: string | Uint8Array): number {
    const { kernel } = this.host;
    const process = kernel.processes.own(pid);
    const descriptor = { file: fullPipe(kernel, bytesOf(stdin)), closeOnExec: true };
    process.descriptors = new Map(process.descriptors).set(INPUT_FD, descriptor);
    return INPUT_FD;
  }
}
