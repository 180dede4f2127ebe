// The next state while it is made (apply.ts): a shallow copy whose shelves are replaced one by one, and on them the
// records. Of a record the fields are replaced, never what they hold; the types see to that.

import { must } from "../base/assert.ts";
import type { Container } from "./container.ts";
import { lookUp, putOn } from "./shelf.ts";
import type { EngineState } from "./state.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type NextState = Writable<EngineState>;
export type ContainerDraft = Writable<Container>;

export const containerAt = (state: EngineState, id: string): Container =>
  must(lookUp(state.containers, id), `no container ${id}`);

export function changeContainer(state: NextState, id: string, change: (draft: ContainerDraft) => void): void {
  const next: ContainerDraft = { ...containerAt(state, id) };
  change(next);
  state.containers = putOn(state.containers, id, next);
}
