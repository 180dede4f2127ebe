// The states of a container, exclusive here, and what may happen in each. Docker itself keeps overlapping
// flags (Running with Paused, Running with Restarting: moby container/state.go); api derives those from this.
//
//             start                    pause
//   created ─────────> running <────────────────> paused
//      │                │  ▲  ▲      unpause         │
//      │           exit │  │  └──────────────┐       │ exit
//      │                ▼  │ start    due    │       │
//      │              exited <── stop ── restarting <┘ (exit-to-restart, from running and paused)
//      └─── remove ──> removing ──> gone   (from created, exited, dead)
//
//   created     has a file tree and a name, has never run (a failed start leaves it here)
//   running     has a first process, a sandbox, mounts and a cgroup
//   paused      the same, all its processes frozen
//   restarting  has ended and waits for its back-off to pass; Docker calls it running as well
//   exited      has run and holds nothing but its tree, its log and its name
//   removing    being taken apart; dead if that failed

//
// CONTAINER_LIFECYCLE is a statechart in xstate's notation and the one source of truth; the table that is asked
// here is derived from it. Not here: xstate itself, which the product does without: testing/statecharts.ts makes
// the machine, and a test holds one against the other.

import { tableOf, type Statechart } from "./statechart.ts";

export type Lifecycle =
  "created" | "running" | "paused" | "restarting" | "exited" | "removing" | "dead" | "gone";

export type LifecycleEvent =
  | "start"
  | "pause"
  | "unpause"
  | "exit"
  | "exit-to-restart"
  | "due"
  | "stop"
  | "remove"
  | "removed"
  | "removal-failed";

export const CONTAINER_LIFECYCLE: Statechart<Lifecycle, LifecycleEvent> = {
  id: "container",
  initial: "created",
  states: {
    created: { on: { start: "running", remove: "removing" } },
    running: { on: { pause: "paused", exit: "exited", "exit-to-restart": "restarting" } },
    paused: { on: { unpause: "running", exit: "exited", "exit-to-restart": "restarting" } },
    restarting: { on: { due: "running", start: "running", stop: "exited" } },
    exited: { on: { start: "running", remove: "removing" } },
    removing: { on: { removed: "gone", "removal-failed": "dead" } },
    dead: { on: { remove: "removing" } },
    gone: { type: "final" },
  },
};

const NEXT = tableOf(CONTAINER_LIFECYCLE);

/** The state after an event, or undefined if the present one does not accept it. */
export const transition = (from: Lifecycle, event: LifecycleEvent): Lifecycle | undefined =>
  NEXT.get(from)?.get(event);

/** What the API calls running: also paused and restarting. */
export const isRunning = (state: Lifecycle): boolean =>
  state === "running" || state === "paused" || state === "restarting";
