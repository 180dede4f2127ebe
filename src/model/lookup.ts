// Finding what a user means: a full id, a name, a prefix of an id, with the daemon's own answers to what is
// missing or ambiguous (moby daemon/container.go GetContainer, container/view.go, libnetwork).

import { familiarReference, parseImageReference, withDefaultTag } from "../base/image-reference.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import type { Container } from "./container.ts";
import type { Image } from "./image.ts";
import type { Network } from "./network.ts";
import { lookUp, valuesOf, withPrefix } from "./shelf.ts";
import type { EngineState } from "./state.ts";

const isFullId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
const isPrefix = (text: string): boolean => /^[0-9a-f]{1,64}$/.test(text);

/** A name may carry the API's slash. */
export function findContainer(state: EngineState, idOrName: string): Result<Container> {
  if (idOrName === "") return dockerError("invalid-parameter", `invalid name or ID supplied: ""`);
  const exact = isFullId(idOrName) ? lookUp(state.containers, idOrName) : undefined;
  if (exact !== undefined) return ok(exact);
  const named = lookUp(state.containerNames, idOrName.replace(/^\//, ""));
  if (named !== undefined) return ok(lookUp(state.containers, named) as Container);
  const begun = isPrefix(idOrName) ? withPrefix(state.containers, idOrName) : [];
  if (begun.length === 1) return ok(begun[0] as Container);
  if (begun.length > 1)
    return dockerError("invalid-parameter", `multiple IDs found with provided prefix: ${idOrName}`);
  return dockerError("not-found", `No such container: ${idOrName}`);
}

/** By full id, then by name, then by prefix of an id. */
export function findNetwork(state: EngineState, idOrName: string): Result<Network> {
  const exact = isFullId(idOrName) ? lookUp(state.networks, idOrName) : undefined;
  if (exact !== undefined) return ok(exact);
  const named = [...valuesOf(state.networks)].filter((n) => n.name === idOrName);
  if (named.length === 1) return ok(named[0] as Network);
  if (named.length > 1)
    return dockerError(
      "invalid-parameter",
      `network ${idOrName} is ambiguous (${named.length} matches found on name)`,
    );
  const begun = isPrefix(idOrName) ? withPrefix(state.networks, idOrName) : [];
  if (begun.length === 1) return ok(begun[0] as Network);
  if (begun.length > 1)
    return dockerError(
      "invalid-parameter",
      `network ${idOrName} is ambiguous (${begun.length} matches found based on ID prefix)`,
    );
  return dockerError("not-found", `network ${idOrName} not found`);
}

/** Newest first, as every listing is. */
export function containersByAge(state: EngineState): Container[] {
  return [...valuesOf(state.containers)].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
}

const noSuchImage = (name: string): Result<never> => dockerError("not-found", `No such image: ${name}`);

/** By reference, by id with or without algorithm, or by the beginning of one (moby daemon/images/image.go). */
export function findImage(state: EngineState, given: string): Result<Image> {
  const { images } = state;
  const hex = /^(?:sha256:)?([0-9a-f]{64})$/.exec(given)?.[1];
  if (hex !== undefined) {
    const image = lookUp(images, hex);
    return image === undefined ? noSuchImage(`sha256:${hex}`) : ok(image);
  }
  const reference = parseImageReference(given);
  if (!reference.ok) return dockerError("invalid-parameter", reference.error);
  const full = withDefaultTag(reference.value);
  const named = lookUp(state.references, familiarReference(full.digest === "" ? full : { ...full, tag: "" }));
  const image = named && lookUp(images, named.image.slice("sha256:".length));
  if (image !== undefined) return ok(image);
  const prefix = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(given)?.[1];
  const begun = prefix === undefined ? [] : withPrefix(images, prefix);
  return begun.length === 1 ? ok(begun[0] as Image) : noSuchImage(familiarReference(full));
}
