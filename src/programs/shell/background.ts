// `command &`: a subshell, or a program, that is not waited for (POSIX shell, 2.9.3.1). Without job control it
// ignores the keys' signals and reads nothing from the shell's input. An interactive shell tells its number.
// Not here: what becomes of it (jobs.ts, foreground.ts).

import { failed } from "../../base/errno.ts";
import { O_CLOEXEC, O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { commandText } from "./command-text.ts";
import { forkPatiently, refuseFork } from "./fork-failure.ts";
import { printError } from "./messages.ts";
import { startPipeline } from "./pipelines.ts";
import { planPure, startPure } from "./pure-programs.ts";
import type { Shell } from "./shell.ts";
import { forkSubshell, type SubshellRequest } from "./subshell.ts";
import type { Command } from "./syntax.ts";
import type { Job } from "./jobs.ts";

export function* startBackground(sh: Shell, command: Command): Task<number> {
  sh.calls += 6;
  if (
    command.kind === "pipeline" &&
    command.commands.length > 1 &&
    !command.negated &&
    command.timed === undefined
  )
    return yield* startBackgroundPipeline(sh, command.commands);
  const input = sh.options.monitor ? undefined : yield* openNothing(sh);
  const request: SubshellRequest = {
    fds: input === undefined ? [] : [[0, input]],
    close: input === undefined ? [] : [input],
    background: true,
    ...(sh.options.monitor ? { pgid: 0 } : {}),
  };
  const pure = planPure(sh, command, true);
  const pid = yield* forkPatiently(sh, () =>
    pure === undefined
      ? forkSubshell(sh, { kind: "command", command, tested: false }, request)
      : startPure(sh, pure, request),
  );
  if (input !== undefined) void sh.sys.close(input);
  if (failed(pid)) return yield* refuseFork(sh, pid);
  const job = sh.jobs.add(pid, [{ pid, text: commandText(command), change: undefined }], true);
  return yield* announce(sh, job);
}

/** A background job of a script reads from /dev/null. */
function* openNothing(sh: Shell): Task<Fd | undefined> {
  const fd = yield* sh.sys.open("/dev/null", O_RDONLY | O_CLOEXEC);
  return failed(fd) ? undefined : fd;
}

function* startBackgroundPipeline(sh: Shell, commands: readonly Command[]): Task<number> {
  const input = sh.options.monitor ? undefined : yield* openNothing(sh);
  const started = yield* startPipeline(sh, commands, { front: false, lastHere: false, tested: false, input });
  if (started === undefined || started.processes.length === 0) return sh.status;
  const job = sh.jobs.add(started.pgid, started.processes, true);
  return yield* announce(sh, job);
}

function* announce(sh: Shell, job: Job): Task<number> {
  const last = job.processes[job.processes.length - 1];
  sh.state.lastBackground = last?.pid ?? 0;
  if (sh.state.interactive && sh.isBash) yield* printError(sh, `[${job.id}] ${sh.state.lastBackground}\n`);
  return (sh.status = 0);
}
