import { expect, test } from "vitest";
import {
  CONTAINER_LIFECYCLE,
  isRunning,
  transition,
  type Lifecycle,
  type LifecycleEvent,
} from "../../../src/model/container-lifecycle.ts";
import { HEALTH_LIFECYCLE, healthAfter, type HealthStatus } from "../../../src/model/health.ts";
import type { Statechart } from "../../../src/model/statechart.ts";
import { machineOf } from "../../../src/testing/statecharts.ts";

const statesOf = <S extends string, E extends string>({ states }: Statechart<S, E>): S[] =>
  Object.keys(states) as S[];
const eventsOf = <S extends string, E extends string>(chart: Statechart<S, E>): E[] => [
  ...new Set(statesOf(chart).flatMap((state) => Object.keys(chart.states[state].on ?? {}) as E[])),
];

test("a container goes from state to state as the statechart's machine does", () => {
  const machine = machineOf(CONTAINER_LIFECYCLE);
  expect(machine.initial).toBe("created");
  const events = eventsOf(CONTAINER_LIFECYCLE);
  expect(events).toHaveLength(10);
  for (const state of statesOf(CONTAINER_LIFECYCLE))
    for (const event of events)
      expect(transition(state, event), `${state}, ${event}`).toBe(machine.next(state, event));
});

test("every state can be reached, and from every one a container can be taken away", () => {
  const reached = (from: Lifecycle): Set<Lifecycle> => {
    const seen = new Set([from]);
    for (const state of seen)
      for (const event of eventsOf(CONTAINER_LIFECYCLE)) {
        const next = transition(state, event);
        if (next !== undefined) seen.add(next);
      }
    return seen;
  };
  expect([...reached("created")].sort()).toEqual(statesOf(CONTAINER_LIFECYCLE).sort());
  for (const state of statesOf(CONTAINER_LIFECYCLE)) expect(reached(state)).toContain("gone");
});

test("names of objects are no events", () => {
  for (const word of ["constructor", "__proto__", "toString"])
    expect(transition("created", word as LifecycleEvent)).toBeUndefined();
});

test("paused and restarting count as running, as the API has it", () => {
  expect(statesOf(CONTAINER_LIFECYCLE).filter(isRunning)).toEqual(["running", "paused", "restarting"]);
});

test("health goes as its machine does, and stays where that does not move", () => {
  const machine = machineOf(HEALTH_LIFECYCLE);
  const states: HealthStatus[] = statesOf(HEALTH_LIFECYCLE);
  for (const state of states)
    for (const event of eventsOf(HEALTH_LIFECYCLE))
      expect(healthAfter(state, event)).toBe(machine.next(state, event) ?? state);
});
