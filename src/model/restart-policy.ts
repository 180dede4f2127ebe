// When a container that ended is started again, and after how long (moby restartmanager/restartmanager.go):
// 100 ms at first, doubled each time up to a minute, from the beginning again after a run of ten seconds.

import { MILLISECOND, MINUTE, SECOND, type Duration } from "../base/time.ts";
import type { RestartPolicy } from "./container-config.ts";

const FIRST_DELAY: Duration = 100 * MILLISECOND;
const LONGEST_DELAY: Duration = MINUTE;
const LONG_RUN: Duration = 10 * SECOND;

export interface Ended {
  readonly exitCode: number;
  /** how long it ran */
  readonly ran: Duration;
  /** by docker stop, kill or restart */
  readonly byHand: boolean;
  /** with a signal that means its end */
  readonly canceled: boolean;
  /** restarts since it was last started by hand */
  readonly restartCount: number;
  /** the delay before the last restart; 0 if there was none */
  readonly lastDelay: Duration;
}

/** How long to wait before it is started again; undefined if it is not. */
export function restartDelay(policy: RestartPolicy, ended: Ended): Duration | undefined {
  return isDue(policy, ended) ? nextDelay(ended) : undefined;
}

/** Whether it is started again after that. */
export function isDue(policy: RestartPolicy, ended: Ended): boolean {
  if (ended.canceled) return false;
  switch (policy.Name) {
    case "always":
      return true;
    case "unless-stopped":
      return !ended.byHand;
    case "on-failure":
      return (
        ended.exitCode !== 0 &&
        (policy.MaximumRetryCount === 0 || ended.restartCount < policy.MaximumRetryCount)
      );
    default:
      return false;
  }
}

function nextDelay({ lastDelay, ran }: Ended): Duration {
  if (lastDelay === 0 || ran >= LONG_RUN) return FIRST_DELAY;
  return Math.min(lastDelay * 2, LONGEST_DELAY);
}
