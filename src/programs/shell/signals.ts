// Signals as the shell itself takes them, apart from traps: what an interactive shell ignores, SIGINT while bash
// waits for a command, and dying of a signal as a child did (bash, "Signals"). Signals that came are collected
// here; traps.ts knows the actions, run-traps.ts runs them.

import {
  SIGINT,
  signalName,
  SIGQUIT,
  SIGTERM,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  type Signal,
} from "../../base/signals.ts";
import { DISCARDING, EXITING, NOT_UNWINDING, type Shell } from "./shell.ts";

const NONE: readonly Signal[] = [];
const SCRIPT_SIGNALS: readonly Signal[] = [SIGINT];
const TYPED_SIGNALS: readonly Signal[] = [SIGINT, SIGQUIT, SIGTERM];
const JOB_SIGNALS: readonly Signal[] = [...TYPED_SIGNALS, SIGTSTP, SIGTTIN, SIGTTOU];

/** Signals whose disposition this shell has set for itself. */
export function ownSignals(sh: Shell): readonly Signal[] {
  if (sh.state.interactive) return sh.options.monitor ? JOB_SIGNALS : TYPED_SIGNALS;
  return sh.isBash ? SCRIPT_SIGNALS : NONE;
}

/** bash keeps SIGINT from ending it while a child runs; an ignored signal stays ignored. */
export function takeOverSignals(sh: Shell): void {
  for (const signal of ownSignals(sh)) {
    const before = sh.sys.disposition(signal, signal === SIGINT ? "handle" : "ignore");
    if (before === "ignore" && !sh.state.interactive) sh.sys.disposition(signal, "ignore");
  }
}

/** Anything that a handler of this shell may have been called for. */
const handlesAny = (sh: Shell): boolean => sh.isBash || sh.state.interactive || sh.traps.size > 0;

/**
 * Looks for signals that have come: after everything that may have waited, and after `kill`. `waiting` says
 * that a child runs in the foreground, which then decides what becomes of SIGINT.
 */
export function collectSignals(sh: Shell, waiting = false): void {
  if (!handlesAny(sh)) return;
  for (const signal of sh.sys.takeSignals()) {
    if (sh.traps.has(signalName(signal) ?? "")) sh.arrived = [...sh.arrived, signal];
    else if (signal === SIGINT && waiting) sh.interrupted = true;
    else if (signal === SIGINT) interrupt(sh);
  }
}

/** SIGINT without a trap: an interactive shell drops what it does, a script ends. */
export function interrupt(sh: Shell): void {
  if (!sh.state.interactive) {
    dieOf(sh, SIGINT);
    return;
  }
  if (sh.unwinding === NOT_UNWINDING) sh.unwinding = DISCARDING;
  sh.status = 130;
}

/** Ends the shell by a signal; where that has no effect (pid 1) it goes on. */
export function dieOf(sh: Shell, signal: Signal): void {
  sh.sys.disposition(signal, "default");
  void sh.sys.kill(sh.sys.pid, signal);
  if (sh.sys.pid !== 1) sh.unwinding = EXITING;
  sh.status = 128 + signal;
}
