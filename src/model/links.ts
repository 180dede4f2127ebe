// Legacy links (`--link` on the default network): a container that knows others by names of its own. Each link is a
// further name of the other one, `app/db`, for as long as the one that links is there; the other may go before that,
// and then its last name stays (moby daemon/links.go). What a link means while both run: engine/links.ts.

import type { Container, ContainerId } from "./container.ts";
import { lookUp, putOn, takeOff } from "./shelf.ts";
import type { EngineState } from "./state.ts";

export interface Link {
  readonly alias: string;
  readonly child: ContainerId;
  /** what the other one is called, or was when it went */
  readonly childName: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The name that a link is for the other container. */
export const linkName = (parentName: string, alias: string): string => `${parentName}/${alias}`;

/** In an immer draft; `parent` has just come with its links. */
export function addLinks(state: EngineState, parent: Container): void {
  for (const { alias, child } of parent.links) {
    putOn(state.containerNames, linkName(parent.name, alias), child);
    const other: Writable<Container> | undefined = lookUp(state.containers, child);
    if (other !== undefined && !other.linkedBy.includes(parent.id))
      other.linkedBy = [...other.linkedBy, parent.id];
  }
}

/** In an immer draft. */
export function dropLink(state: EngineState, parent: Container, alias: string): void {
  const links = parent.links.filter((link) => link.alias !== alias);
  const dropped = parent.links.find((link) => link.alias === alias);
  takeOff(state.containerNames, linkName(parent.name, alias));
  (parent as Writable<Container>).links = links;
  if (dropped === undefined || links.some(({ child }) => child === dropped.child)) return;
  const other: Writable<Container> | undefined = lookUp(state.containers, dropped.child);
  if (other !== undefined) other.linkedBy = other.linkedBy.filter((id) => id !== parent.id);
}

/** In an immer draft; `gone` is about to go. */
export function dropLinks(state: EngineState, gone: Container): void {
  for (const { alias } of gone.links) dropLink(state, gone, alias);
}

/** In an immer draft: names of its links, and what those say that lead to it. */
export function renameLinks(state: EngineState, renamed: Container, oldName: string, name: string): void {
  for (const { alias, child } of renamed.links) {
    takeOff(state.containerNames, linkName(oldName, alias));
    putOn(state.containerNames, linkName(name, alias), child);
  }
  for (const id of renamed.linkedBy) {
    const parent: Writable<Container> | undefined = lookUp(state.containers, id);
    if (parent === undefined) continue;
    parent.links = parent.links.map((link) =>
      link.child === renamed.id ? { ...link, childName: name } : link,
    );
  }
}

/** Every name of a container in the order of listings: its own and those that links are. */
export function namesOf(state: EngineState, { id, name, linkedBy }: Container): readonly string[] {
  const names = [name];
  for (const parentId of linkedBy) {
    const parent = lookUp(state.containers, parentId);
    for (const link of parent?.links ?? [])
      if (link.child === id && parent !== undefined) names.push(linkName(parent.name, link.alias));
  }
  return names.sort();
}
