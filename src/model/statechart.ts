// Flat statecharts as data, in xstate's notation, and the table that a program asks instead of an interpreter.
// Relies on nothing; what the charts are is said where they stand (container-lifecycle.ts, health.ts).

export interface Statechart<State extends string, Event extends string> {
  readonly id: string;
  readonly initial: State;
  readonly states: Readonly<Record<State, StateNode<State, Event>>>;
}

interface StateNode<State extends string, Event extends string> {
  readonly on?: Readonly<Partial<Record<Event, State>>>;
  /** nothing can happen any more */
  readonly type?: "final";
}

/** State -> event -> the state after it. */
export function tableOf<State extends string, Event extends string>(
  chart: Statechart<State, Event>,
): ReadonlyMap<State, ReadonlyMap<Event, State>> {
  const nodes = Object.entries<StateNode<State, Event>>(chart.states) as [State, StateNode<State, Event>][];
  return new Map(
    nodes.map(([state, { on = {} }]) => [state, new Map(Object.entries(on) as [Event, State][])]),
  );
}
