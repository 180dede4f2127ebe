// Legacy links (`--link` on the default network): a container that knows others by names of its own. Each link is a
// further name of the other one, `app/db`, for as long as the one that links is there; the other may go before that,
// and then its last name stays (moby daemon/links.go). What a link means while both run: engine/links.ts.

import type { Container, ContainerId } from "./container.ts";
import { changeContainer, type ContainerDraft, type NextState } from "./next-state.ts";
import { lookUp, putOn, takeOff } from "./shelf.ts";
import type { EngineState } from "./state.ts";

export interface Link {
  readonly alias: string;
  readonly child: ContainerId;
  /** what the other one is called, or was when it went */
  readonly childName: string;
}

/** The name that a link is for the other container. */
export const linkName = (parentName: string, alias: string): string => `${parentName}/${alias}`;

/** `parent` has just come with its links. */
export function addLinks(state: NextState, parent: Container): void {
  for (const { alias, child } of parent.links) {
    state.containerNames = putOn(state.containerNames, linkName(parent.name, alias), child);
    changeIfThere(state, child, (other) => {
      if (!other.linkedBy.includes(parent.id)) other.linkedBy = [...other.linkedBy, parent.id];
    });
  }
}

function changeIfThere(state: NextState, id: ContainerId, change: (draft: ContainerDraft) => void): void {
  if (lookUp(state.containers, id) !== undefined) changeContainer(state, id, change);
}

/** The links that are left to a container without this one. */
export function dropLink(state: NextState, parent: Container, alias: string): readonly Link[] {
  const links = parent.links.filter((link) => link.alias !== alias);
  const dropped = parent.links.find((link) => link.alias === alias);
  state.containerNames = takeOff(state.containerNames, linkName(parent.name, alias));
  if (dropped !== undefined && !links.some(({ child }) => child === dropped.child))
    changeIfThere(state, dropped.child, (other) => {
      other.linkedBy = other.linkedBy.filter((id) => id !== parent.id);
    });
  return links;
}

/** `gone` is about to go. */
export function dropLinks(state: NextState, gone: Container): void {
  for (const { alias } of gone.links) dropLink(state, gone, alias);
  for (const { child } of gone.links)
    changeIfThere(state, child, (other) => {
      other.linkedBy = other.linkedBy.filter((id) => id !== gone.id);
    });
}

/** Names of its links, and what those say that lead to it. */
export function renameLinks(state: NextState, renamed: Container, oldName: string, name: string): void {
  for (const { alias, child } of renamed.links) {
    const names = takeOff(state.containerNames, linkName(oldName, alias));
    state.containerNames = putOn(names, linkName(name, alias), child);
  }
  for (const id of renamed.linkedBy)
    changeIfThere(state, id, (parent) => {
      parent.links = parent.links.map((link) =>
        link.child === renamed.id ? { ...link, childName: name } : link,
      );
    });
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
