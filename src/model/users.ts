// The indexes of who needs what (state.ts): kept by apply.ts at every change, read by whoever removes images
// and volumes. All functions that change something work on the state that apply.ts is making.

import { byteOrder } from "../base/byte-order.ts";
import { canonicalName } from "../base/image-reference.ts";
import type { Container } from "./container.ts";
import type { NextState } from "./next-state.ts";
import { idShelf, lookUp, putOn, takeOff } from "./shelf.ts";
import type { EngineState, ImageUsers } from "./state.ts";

/** Digits of a digest, or of an id that has none before it. */
export const hexOf = (digest: string): string => digest.slice(digest.indexOf(":") + 1);

const NOBODY: ImageUsers = { names: [], containers: idShelf<true>(), children: [] };

export const usersOfImage = (state: EngineState, id: string): ImageUsers =>
  lookUp(state.imageUsers, hexOf(id)) ?? NOBODY;

function change(state: NextState, id: string, next: (users: ImageUsers) => ImageUsers): void {
  const key = hexOf(id);
  const users = next(usersOfImage(state, id));
  const nobody = users.names.length === 0 && users.containers.count === 0 && users.children.length === 0;
  state.imageUsers = nobody ? takeOff(state.imageUsers, key) : putOn(state.imageUsers, key, users);
}

// ---- containers

/**
 * Names of the volumes that a container keeps, each once. Those of --volumes-from it mostly keeps from its first
 * start on (moby daemon/volumes.go: it looks them up then).
 */
const volumesOf = ({ mountPoints, startedAt }: Container): ReadonlySet<string> =>
  new Set(
    mountPoints
      .filter(
        ({ type, origin, keptFromCreation }) =>
          type === "volume" &&
          (origin !== "volumes-from" || keptFromCreation === true || startedAt !== undefined),
      )
      .map(({ name }) => name),
  );

export function addUser(state: NextState, container: Container): void {
  for (const image of imagesOf(container))
    change(state, image, (users) => ({ ...users, containers: putOn(users.containers, container.id, true) }));
  for (const name of volumesOf(container)) {
    const users = lookUp(state.volumeUsers, name) ?? idShelf<true>();
    state.volumeUsers = putOn(state.volumeUsers, name, putOn(users, container.id, true));
  }
}

export function dropUser(state: NextState, container: Container): void {
  for (const image of imagesOf(container))
    change(state, image, (users) => ({ ...users, containers: takeOff(users.containers, container.id) }));
  for (const name of volumesOf(container)) {
    const users = takeOff(lookUp(state.volumeUsers, name) ?? idShelf<true>(), container.id);
    const { volumeUsers } = state;
    state.volumeUsers = users.count === 0 ? takeOff(volumeUsers, name) : putOn(volumeUsers, name, users);
  }
}

/** What it is made of, and what it mounts: `--mount type=image` keeps an image as well. */
const imagesOf = ({ mountPoints, imageId }: Container): readonly string[] => [
  ...(imageId === "" ? [] : [imageId]),
  ...mountPoints.flatMap(({ image }) => (image === undefined || image === imageId ? [] : [image])),
];

// ---- names and children

const withOne = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? list : [...list, one];
const withoutOne = (list: readonly string[], one: string): readonly string[] =>
  list.filter((other) => other !== one);

export const addName = (state: NextState, image: string, name: string): void =>
  change(state, image, (users) => ({ ...users, names: sortedNames(withOne(users.names, name)) }));

/** By what they are with registry and all, as the daemon's store has them. */
const sortedNames = (names: readonly string[]): string[] =>
  names
    .map((name) => [canonicalName(name), name] as const)
    .sort(([a], [b]) => byteOrder(a, b))
    .map(([, name]) => name);

export const dropName = (state: NextState, image: string, name: string): void =>
  change(state, image, (users) => ({ ...users, names: withoutOne(users.names, name) }));

export const addChild = (state: NextState, parent: string, child: string): void =>
  change(state, parent, (users) => ({ ...users, children: withOne(users.children, child) }));

export const dropChild = (state: NextState, parent: string, child: string): void =>
  change(state, parent, (users) => ({ ...users, children: withoutOne(users.children, child) }));
