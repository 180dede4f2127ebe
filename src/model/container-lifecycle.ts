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

import { createMachine, getNextSnapshot } from "xstate";

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

const LIFECYCLE = {
  created: { start: "running", remove: "removing" },
  running: { pause: "paused", exit: "exited", "exit-to-restart": "restarting" },
  paused: { unpause: "running", exit: "exited", "exit-to-restart": "restarting" },
  restarting: { due: "running", start: "running", stop: "exited" },
  exited: { start: "running", remove: "removing" },
  removing: { removed: "gone", "removal-failed": "dead" },
  dead: { remove: "removing" },
  gone: {},
} as const satisfies Record<Lifecycle, Partial<Record<LifecycleEvent, Lifecycle>>>;

/** The one source of truth: a statechart, for pictures, paths and proofs. */
export const containerLifecycle = createMachine({
  id: "container",
  initial: "created",
  states: Object.fromEntries(
    Object.entries(LIFECYCLE).map(([state, on]) => [
      state,
      state === "gone" ? { type: "final" as const } : { on },
    ]),
  ),
});

/** The state after an event, or undefined if the present one does not accept it: by table, as it is asked often. */
export function transition(from: Lifecycle, event: LifecycleEvent): Lifecycle | undefined {
  const on: Partial<Record<LifecycleEvent, Lifecycle>> = LIFECYCLE[from];
  return on[event];
}

/** The same by the statechart; a test holds one against the other. */
export function transitionOfMachine(from: Lifecycle, event: LifecycleEvent): Lifecycle | undefined {
  const snapshot = containerLifecycle.resolveState({ value: from });
  if (!snapshot.can({ type: event })) return undefined;
  return getNextSnapshot(containerLifecycle, snapshot, { type: event }).value as Lifecycle;
}

/** What the API calls running: also paused and restarting. */
export const isRunning = (state: Lifecycle): boolean =>
  state === "running" || state === "paused" || state === "restarting";
