// What systemd tells of units and of what was logged: the values that its service answers with and that systemctl,
// service and journalctl print. How units live is src/systemd.

import type { Instant } from "./time.ts";

export type ActiveState = "inactive" | "activating" | "active" | "deactivating" | "failed";
export type UnitResult = "success" | "exit-code" | "signal" | "start-limit-hit" | "timeout";

/** How the main process of a unit ended. */
export interface MainExit {
  readonly pid: number;
  readonly kind: "exited" | "killed";
  readonly status: number;
}

export interface UnitView {
  readonly name: string;
  readonly description: string;
  readonly documentation: readonly string[];
  /** of the unit's file */
  readonly path: string;
  readonly enablement: "enabled" | "disabled" | "static";
  /** targets that want it once it is enabled */
  readonly wantedBy: readonly string[];
  readonly active: ActiveState;
  readonly sub: string;
  /** when it came into this state */
  readonly since: Instant | undefined;
  readonly result: UnitResult;
  readonly mainPid: number | undefined;
  readonly mainExit: MainExit | undefined;
  readonly execStart: string;
  readonly triggeredBy: readonly string[];
  readonly triggers: readonly string[];
  readonly listens: readonly string[];
  /** 32 hex digits, of its present or last run */
  readonly invocation: string;
  readonly restarts: number;
}

export interface JournalEntry {
  readonly at: Instant;
  readonly unit: string;
  /** the program's name as it is logged, and its process */
  readonly identifier: string;
  readonly pid: number;
  readonly message: string;
}

/** What `systemctl` asks for. */
export type UnitAct = "start" | "stop" | "restart" | "reload" | "reset-failed";

/** Whoever waits for a unit blocks on this. */
export const unitChannel = (name: string): string => `unit ${name}`;
