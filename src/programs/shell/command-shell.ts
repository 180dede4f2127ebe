// A bash that a host keeps for command lines which come from outside the world: it waits on descriptor
// 255, a connected socket, for messages {line}, runs each as if it were typed, and answers {status}. Variables,
// functions, jobs and the working directory last from line to line; errors end the line and not the shell.
// Where 0, 1 and 2 lead is the host's matter: it puts open files there between lines, or names descriptors that
// are to stand there for one line. After every line there is a checkpoint.

import { failed } from "../../base/errno.ts";
import type { Fd, Program, Sys, Task } from "../../kernel/sys.ts";
import { restoreShell } from "./create.ts";
import { INTERPRETER } from "./interpretation.ts";
import { isRefusal, readInvocation } from "./invocation.ts";
import { runText } from "./reader.ts";
import { runArrived, runExitTrap } from "./run-traps.ts";
import { EXITING, NOT_UNWINDING, type Shell, type ShellImage } from "./shell.ts";
import { collectSignals } from "./signals.ts";
import { readStartupFiles, startShell } from "./startup.ts";
import { reapEnded } from "./wait.ts";

/** What the shell is asked. */
export interface LineRequest {
  readonly line: string;
  /** [descriptor during the line, descriptor that is copied there] */
  readonly fds?: readonly (readonly [Fd, Fd])[];
}

/** What it answers when the line is done. */
export interface LineAnswer {
  readonly status: number;
  /** the shell has ended: nothing more will be answered */
  readonly exited: boolean;
}

/** Where requests come from: where a bash that reads a script has it open, as nobody else uses that number. */
export const COMMAND_FD: Fd = 255;

interface CommandShellData {
  readonly image: ShellImage;
}

const isRequest = (message: object): message is LineRequest =>
  typeof (message as Partial<LineRequest>).line === "string";

/** As a program: argv and environment are those of a bash that was called without a script. */
export const commandShell: Program = function* (sys, argv, env) {
  const invocation = readInvocation("bash", argv);
  if (isRefusal(invocation)) return invocation.status;
  const sh = startShell(sys, "bash", { ...invocation, interactive: false, input: false }, env, INTERPRETER);
  sh.state.persistent = true;
  sh.shopts = new Set(sh.shopts).add("expand_aliases");
  void sys.closeOnExec(COMMAND_FD, true);
  yield* readStartupFiles(sh, invocation);
  return yield* lines(sh);
};

function* resume(sys: Sys, { image }: CommandShellData): Task<number> {
  return yield* lines(restoreShell(sys, "bash", image, false, INTERPRETER));
}

function* lines(sh: Shell): Task<number> {
  for (;;) {
    const message = yield* sh.sys.receive(COMMAND_FD);
    if (message === "EINTR") {
      collectSignals(sh, true);
      if (sh.arrived.length > 0) yield* runArrived(sh);
      continue;
    }
    if (message === undefined || failed(message)) return yield* runExitTrap(sh);
    if (message instanceof Uint8Array || !isRequest(message)) continue;
    yield* oneLine(sh, message);
    const exited = sh.unwinding === EXITING;
    const status = exited ? yield* runExitTrap(sh) : sh.status;
    const answer: LineAnswer = { status, exited };
    void sh.sys.send(COMMAND_FD, answer);
    if (exited) return status;
    sh.unwinding = NOT_UNWINDING;
    sh.calls = sh.steps = 0;
    const data: CommandShellData = { image: sh.image() };
    sh.sys.checkpoint(resume, data);
  }
}

function* oneLine(sh: Shell, { line, fds = [] }: LineRequest): Task<void> {
  const aside = fds.map(([to, from]) => {
    const saved = sh.sys.dup(to, 10, true);
    void sh.sys.dup2(from, to);
    return [to, saved] as const;
  });
  sh.state.lineBase = 1;
  if (sh.jobs.anyAlive) yield* reapEnded(sh);
  yield* runText(sh, line, { last: false, source: "input" });
  if (sh.arrived.length > 0) yield* runArrived(sh);
  for (const [to, saved] of aside.reverse()) {
    if (failed(saved)) void sh.sys.close(to);
    else {
      void sh.sys.dup2(saved, to);
      void sh.sys.close(saved);
    }
  }
}
