// Running the actions of traps: after the command in whose time a signal came, at the end, after failures,
// before commands, on return (POSIX shell, "trap"; bash, "Signals"). An action does not change $?, unless it
// exits. Not here: setting traps (builtins/trap.ts).

import { signalName } from "../../base/signals.ts";
import type { Task } from "../../kernel/sys.ts";
import { commandText } from "./command-text.ts";
import { runText } from "./reader.ts";
import { EXITING, NOT_UNWINDING, RETURNING, type Shell, type Unwinding } from "./shell.ts";

/** Runs one action; what it unwinds (return, exit) stays. */
export function* runAction(sh: Shell, action: string, line = sh.state.line): Task<void> {
  const { status, pipeStatus } = sh;
  const { lineBase, lastArgument } = sh.state;
  const before: Unwinding = sh.unwinding;
  sh.unwinding = NOT_UNWINDING;
  sh.state.lineBase = line;
  yield* runText(sh, action, { last: false, source: "trap" });
  sh.state.lineBase = lineBase;
  sh.state.line = line;
  sh.state.lastArgument = lastArgument;
  const after = sh.unwinding as Unwinding;
  if (after === NOT_UNWINDING) {
    sh.unwinding = before;
    sh.status = status;
    sh.pipeStatus = pipeStatus;
  }
}

/** Acts upon the signals that have come. */
export function* runArrived(sh: Shell): Task<void> {
  while (sh.arrived.length > 0 && sh.unwinding !== EXITING) {
    const [signal = 0, ...rest] = sh.arrived;
    sh.arrived = rest;
    const action = sh.traps.get(signalName(signal) ?? "");
    if (action !== undefined && action !== "") yield* runAction(sh, action);
  }
}

/** At the end of a shell process: answers the status that it ends with. */
export function* runExitTrap(sh: Shell): Task<number> {
  if (sh.arrived.length > 0) yield* runArrived(sh);
  const action = sh.traps.get("EXIT");
  if (action === undefined || action === "") return sh.status;
  sh.traps.set("EXIT", undefined);
  const { status } = sh;
  sh.unwinding = NOT_UNWINDING;
  yield* runAction(sh, action, sh.isBash ? 1 : sh.state.line);
  return (sh.unwinding as Unwinding) === EXITING ? sh.status : status;
}

/** ERR: a command failed where that counts. */
export function* runErrorTrap(sh: Shell): Task<void> {
  const action = sh.traps.get("ERR");
  if (action === undefined || action === "" || sh.state.inTrap) return;
  if (sh.frames.some(({ isFunction }) => isFunction) && !sh.options.errtrace) return;
  if (sh.command !== undefined) sh.state.lastCommandText = commandText(sh.command);
  sh.state.inTrap = true;
  yield* runAction(sh, action);
  sh.state.inTrap = false;
}

/** DEBUG: before a command, whose text BASH_COMMAND is. */
export function* runDebugTrap(sh: Shell, text: string): Task<void> {
  if (!sh.state.inTrap) sh.state.lastCommandText = text;
  const action = sh.traps.get("DEBUG");
  if (action === undefined || action === "" || sh.state.inTrap) return;
  if (sh.frames.some(({ isFunction }) => isFunction) && !sh.options.functrace) return;
  sh.state.inTrap = true;
  yield* runAction(sh, action);
  sh.state.inTrap = false;
}

/** RETURN: a function or a sourced file is done. */
export function* runReturnTrap(sh: Shell): Task<void> {
  const action = sh.traps.get("RETURN");
  if (action === undefined || action === "" || sh.state.inTrap) return;
  const { unwinding } = sh;
  if (unwinding === RETURNING) sh.unwinding = NOT_UNWINDING;
  sh.state.inTrap = true;
  yield* runAction(sh, action);
  sh.state.inTrap = false;
  if (sh.unwinding === NOT_UNWINDING) sh.unwinding = unwinding;
}
