// The indexes of who needs what (state.ts): kept by apply.ts at every change, read by whoever removes images
// and volumes. All functions that change something work on an immer draft of the state.

import { byteOrder } from "../base/byte-order.ts";
import { canonicalName } from "../base/image-reference.ts";
import type { Container } from "./container.ts";
import { idShelf, lookUp, putOn, takeOff } from "./shelf.ts";
import type { EngineState, ImageUsers } from "./state.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Digits of a digest, or of an id that has none before it. */
export const hexOf = (digest: string): string => digest.slice(digest.indexOf(":") + 1);

const NOBODY: ImageUsers = { names: [], containers: idShelf<true>(), children: [] };

export const usersOfImage = (state: EngineState, id: string): ImageUsers =>
  lookUp(state.imageUsers, hexOf(id)) ?? NOBODY;

function change(state: EngineState, id: string, act: (users: Writable<ImageUsers>) => void): void {
  const key = hexOf(id);
  if (lookUp(state.imageUsers, key) === undefined)
    putOn(state.imageUsers, key, { names: [], containers: idShelf<true>(), children: [] });
  const users = lookUp(state.imageUsers, key) as Writable<ImageUsers>;
  act(users);
  if (users.names.length === 0 && users.containers.count === 0 && users.children.length === 0)
    takeOff(state.imageUsers, key);
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

export function addUser(state: EngineState, container: Container): void {
  if (container.imageId !== "")
    change(state, container.imageId, ({ containers }) => putOn(containers, container.id, true));
  for (const image of imagesMountedBy(container))
    change(state, image, ({ containers }) => putOn(containers, container.id, true));
  for (const name of volumesOf(container)) {
    if (lookUp(state.volumeUsers, name) === undefined) putOn(state.volumeUsers, name, idShelf<true>());
    const users = lookUp(state.volumeUsers, name);
    if (users !== undefined) putOn(users, container.id, true);
  }
}

export function dropUser(state: EngineState, container: Container): void {
  if (container.imageId !== "")
    change(state, container.imageId, ({ containers }) => takeOff(containers, container.id));
  for (const image of imagesMountedBy(container))
    change(state, image, ({ containers }) => takeOff(containers, container.id));
  for (const name of volumesOf(container)) {
    const users = lookUp(state.volumeUsers, name);
    if (users === undefined) continue;
    takeOff(users, container.id);
    if (users.count === 0) takeOff(state.volumeUsers, name);
  }
}

/** `--mount type=image` keeps an image as a container made of it does. */
const imagesMountedBy = ({ mountPoints, imageId }: Container): readonly string[] =>
  mountPoints.flatMap(({ image }) => (image === undefined || image === imageId ? [] : [image]));

// ---- names and children

export const addName = (state: EngineState, image: string, name: string): void =>
  change(state, image, (users) => {
    if (!users.names.includes(name)) users.names = sortedNames([...users.names, name]);
  });

/** By what they are with registry and all, as the daemon's store has them. */
const sortedNames = (names: readonly string[]): string[] =>
  names
    .map((name) => [canonicalName(name), name] as const)
    .sort(([a], [b]) => byteOrder(a, b))
    .map(([, name]) => name);

export const dropName = (state: EngineState, image: string, name: string): void =>
  change(state, image, (users) => {
    users.names = users.names.filter((other) => other !== name);
  });

export const addChild = (state: EngineState, parent: string, child: string): void =>
  change(state, parent, (users) => {
    if (!users.children.includes(child)) users.children = [...users.children, child];
  });

export const dropChild = (state: EngineState, parent: string, child: string): void =>
  change(state, parent, (users) => {
    users.children = users.children.filter((other) => other !== child);
  });
