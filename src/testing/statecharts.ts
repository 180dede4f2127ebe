// The model's statecharts as xstate machines: for proofs that its tables are right, for paths through all
// states, for pictures. Relies on xstate, which is the judge here and no part of the product.

import { createMachine, getInitialSnapshot, getNextSnapshot } from "xstate";
import type { Statechart } from "../model/statechart.ts";

export interface Machine<State extends string, Event extends string> {
  readonly initial: State;
  /** undefined if the state does not accept the event */
  next(from: State, event: Event): State | undefined;
}

export function machineOf<State extends string, Event extends string>(
  chart: Statechart<State, Event>,
): Machine<State, Event> {
  const machine = createMachine(chart as Parameters<typeof createMachine>[0]);
  return {
    initial: getInitialSnapshot(machine).value as State,
    next(from, type) {
      const snapshot = machine.resolveState({ value: from });
      return snapshot.can({ type })
        ? (getNextSnapshot(machine, snapshot, { type }).value as State)
        : undefined;
    },
  };
}
