// What systemd remembers of one unit while the host runs: plain records, replaced and never changed, so that forks
// share them. What a unit is to do is in its file (unit-file.ts).

import type { ActiveState, MainExit, UnitResult } from "../base/unit-view.ts";
import type { Instant } from "../base/time.ts";
import type { Pid } from "../kernel/sys.ts";

/** A command that is still to be run, and what for. */
export interface Step {
  readonly kind: "pre" | "main" | "post" | "reload" | "stop-post";
  readonly argv: readonly string[];
  readonly mayFail: boolean;
}

export interface UnitState {
  readonly active: ActiveState;
  readonly sub: string;
  readonly since: Instant | undefined;
  readonly result: UnitResult;
  readonly mainPid: Pid | undefined;
  readonly mainExit: MainExit | undefined;
  /** a process beside the main one that is waited for, and what it was started for */
  readonly control: { readonly pid: Pid; readonly step: Step } | undefined;
  readonly pending: readonly Step[];
  readonly invocation: string;
  readonly restarts: number;
  /** when it was started, for the limit */
  readonly starts: readonly Instant[];
  /** it is to be started again once it has stopped */
  readonly startsAgain: boolean;
  /** counts changes, so that a timer for an earlier one is known as stale */
  readonly serial: number;
  /** sockets that it listens on, by number in the kernel */
  readonly sockets: readonly number[];
}

export const DEAD: UnitState = {
  active: "inactive",
  sub: "dead",
  since: undefined,
  result: "success",
  mainPid: undefined,
  mainExit: undefined,
  control: undefined,
  pending: [],
  invocation: "",
  restarts: 0,
  starts: [],
  startsAgain: false,
  serial: 0,
  sockets: [],
};
