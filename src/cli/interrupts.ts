// Signals as the client takes them. The first SIGINT or SIGTERM ends what a command waits for, with 128 and the
// signal's number for an exit status; a command that goes on all the same, as one that passes signals on to a container
// does, is ended by the third (docker/cli cmd/docker/docker.go notifyContext, forceExitAfter3TerminationSignals).

import { SIGCHLD, SIGINT, SIGKILL, SIGPIPE, SIGSTOP, SIGTERM, SIGURG, type Signal } from "../base/signals.ts";
import type { Sys } from "../kernel/sys.ts";
import { clientError, type ClientError } from "./client-error.ts";

const FORCED_AFTER = 3;
const LAST_SIGNAL = 31;
/** Not to be handled, of no meaning to a container, or Go's own. */
const NOT_PASSED_ON = new Set([SIGKILL, SIGSTOP, SIGCHLD, SIGPIPE, SIGURG]);

export class Interrupts {
  private terminations = 0;
  /** calls go on when a signal arrives */
  private goesOn = false;
  catchesAll = false;
  /** the signal that ended what the command waits for */
  private cause: Signal | undefined;
  private arrived: Signal[] = [];

  constructor(private readonly sys: Sys) {}

  begin(): void {
    for (const signal of [SIGINT, SIGTERM]) void this.sys.disposition(signal, "handle");
  }

  /** From here on every signal is for a container; a write to nobody fails instead of ending the client. */
  catchAll(): void {
    this.goesOn = true;
    this.catchesAll = true;
    this.ignoreBrokenPipes();
    for (let signal = 1; signal <= LAST_SIGNAL; signal++)
      if (!NOT_PASSED_ON.has(signal) && signal !== SIGINT && signal !== SIGTERM)
        void this.sys.disposition(signal, "handle");
  }

  /** As connections may be closed at any time, which is no reason to die. */
  ignoreBrokenPipes(): void {
    void this.sys.disposition(SIGPIPE, "ignore");
  }

  also(signal: Signal): void {
    void this.sys.disposition(signal, "handle");
  }

  /** Calls go on, and the command sees for itself whether it was interrupted. */
  goOn(): void {
    this.goesOn = true;
  }

  private collect(): void {
    for (const signal of this.sys.takeSignals()) {
      this.arrived.push(signal);
      if (signal !== SIGINT && signal !== SIGTERM) continue;
      this.terminations++;
      this.cause ??= signal;
    }
  }

  /** What has arrived since it was last asked. */
  take(): readonly Signal[] {
    this.collect();
    const { arrived } = this;
    this.arrived = [];
    return arrived;
  }

  /** Whether a call that a signal interrupted is to be given up. */
  readonly givesUp = (): boolean => {
    this.collect();
    return this.isForced || (this.isCancelled && !this.goesOn);
  };

  get isCancelled(): boolean {
    return this.cause !== undefined;
  }

  get isForced(): boolean {
    return this.terminations >= FORCED_AFTER;
  }

  /** How the program ends for it. */
  get error(): ClientError {
    const forced = "\ngot 3 SIGTERM/SIGINTs, forcefully exiting";
    return {
      ...(this.isForced ? clientError(forced) : clientError("", 128 + (this.cause ?? SIGINT))),
      interrupted: true,
    };
  }
}
