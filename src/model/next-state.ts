// The next state while it is made (apply.ts): a shallow copy whose shelves are replaced one by one. immer copies the
// records on them, one at a time, as a draft of the whole state costs more than the change itself.

import { enableMapSet, produce, setAutoFreeze } from "immer";
import { must } from "../base/assert.ts";
import type { Container } from "./container.ts";
import { lookUp, putOn } from "./shelf.ts";
import type { EngineState } from "./state.ts";

enableMapSet();
// Freezing costs more than the change itself.
setAutoFreeze(false);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type NextState = Writable<EngineState>;
export type ContainerDraft = Writable<Container>;

export const containerAt = (state: EngineState, id: string): Container =>
  must(lookUp(state.containers, id), `no container ${id}`);

export function changeContainer(state: NextState, id: string, change: (draft: ContainerDraft) => void): void {
  const next = produce(containerAt(state, id), (draft: ContainerDraft) => change(draft));
  state.containers = putOn(state.containers, id, next);
}
