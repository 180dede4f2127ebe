// Images: list, inspect, history, tag, remove, prune, commit (moby api/server/router/image, daemon/images). What they
// look like is image-views.ts; what comes from outside is create-image.ts and image-archives.ts.

import { parseTimeBound, secondsOfBound } from "../../base/go/time-bound.ts";
import { familiarName, parseImageReference } from "../../base/image-reference.ts";
import { dockerError, ok, type DockerError, type Result } from "../../base/result.ts";
import { SECOND, type Instant } from "../../base/time.ts";
import { chainIds } from "../../engine/images.ts";
import type { Image } from "../../model/image.ts";
import { findImage } from "../../model/lookup.ts";
import { lookUp, valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import { hexOf, usersOfImage } from "../../model/users.ts";
import type { ContainerConfigBody } from "../wire/commit.ts";
import type { HistoryItem, ImageSummary } from "../wire/image.ts";
import { answer, flag, list, refuse, text, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";
import { inspectImage, namesOf, summariseImage, type Names } from "./image-views.ts";
import { platformOf, platformsOf } from "./platform-parameter.ts";
import { BAD_PATTERN, matchPath } from "../../base/go/path-match.ts";
import { labelTest, untilOf } from "./prune-filters.ts";

const ACCEPTED = ["dangling", "label", "before", "since", "reference", "until"];

export const listImages: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ACCEPTED);
  if (!filters.ok) return refuse(filters.error);
  const state = engine.call("state");
  const bounds = ageOf(state, filters.value, sys.now());
  if (!bounds.ok) return refuse(bounds.error);
  const dangling = filters.value.bool("dangling", false);
  if (!dangling.ok) return refuse(dangling.error);
  const shown: (readonly [Image, ImageSummary])[] = [];
  for (const image of valuesOf(state.images)) {
    if (!isOfAge(image, bounds.value) || !filters.value.matchLabels("label", image.config.Labels)) continue;
    const names = namesShown(state, image, filters.value);
    if (!names.ok) return refuse(names.error);
    if (isShown(state, image, names.value, filters.value, flag(query, "all"), dangling.value))
      shown.push([image, summariseImage(state, image, names.value)]);
  }
  shown.sort(([a], [b]) => (b.created ?? 0) - (a.created ?? 0) || (a.id < b.id ? -1 : 1));
  if (!flag(query, "shared-size")) return answer(shown.map(([, summary]) => summary));
  const shared = sharedSizes(state, engine.call("layerSizes"));
  return answer(shown.map(([image, summary]) => ({ ...summary, SharedSize: shared(image) })));
};

/** A path without its name leads nowhere. */
const NO_PAGE: DockerError = { kind: "not-found", message: "page not found" };

interface Age {
  readonly before: Instant | undefined;
  readonly since: Instant | undefined;
}

function ageOf(state: EngineState, filters: Filters, now: Instant): Result<Age> {
  const created = (name: string): Result<readonly Instant[]> => {
    const times: Instant[] = [];
    for (const value of filters.values(name)) {
      const found = findImage(state, value);
      if (!found.ok) return found;
      if (found.value.created !== undefined) times.push(found.value.created);
    }
    return ok(times);
  };
  const before = created("before");
  if (!before.ok) return before;
  const until: Instant[] = [];
  for (const value of filters.values("until")) {
    const bound = parseTimeBound(value, now);
    if (!bound.ok) return dockerError("system", bound.error);
    until.push(secondsOfBound(bound.value) * SECOND);
  }
  const since = created("since");
  if (!since.ok) return since;
  const bounds = [...before.value, ...until];
  return ok({
    before: bounds.length === 0 ? undefined : Math.min(...bounds),
    since: since.value.length === 0 ? undefined : Math.max(...since.value),
  });
}

const isOfAge = ({ created }: Image, { before, since }: Age): boolean =>
  (before === undefined || (created !== undefined && created < before)) &&
  (since === undefined || (created !== undefined && created > since));

/** Those that match one of the patterns, if there are any. */
function namesShown(state: EngineState, image: Image, filters: Filters): Result<Names> {
  const names = namesOf(state, image.id);
  if (!filters.contains("reference")) return ok(names);
  const patterns = filters.values("reference");
  if (patterns.some((pattern) => matchPath(pattern, "") === undefined))
    return dockerError("system", BAD_PATTERN);
  const matches = (name: string): boolean => {
    const reference = parseImageReference(name);
    const repository = reference.ok ? familiarName(reference.value) : name;
    return patterns.some(
      (pattern) => matchPath(pattern, name) === true || matchPath(pattern, repository) === true,
    );
  };
  return ok({ tags: names.tags.filter(matches), digests: names.digests.filter(matches) });
}

function isShown(
  state: EngineState,
  image: Image,
  { tags, digests }: Names,
  filters: Filters,
  all: boolean,
  danglingOnly: boolean,
): boolean {
  const isParent = usersOfImage(state, image.id).children.length > 0;
  if (danglingOnly && isParent) return false;
  if (tags.length > 0 || digests.length > 0) return !(danglingOnly && tags.length > 0);
  if (!all && isParent) return false;
  return !(filters.contains("dangling") && !danglingOnly) && !filters.contains("reference");
}

/** Bytes of an image's layers that other images have as well. */
export function sharedSizes(
  state: EngineState,
  sizes: ReadonlyMap<string, number>,
): (image: Image) => number {
  const users = new Map<string, number>();
  for (const { diffIds } of valuesOf(state.images))
    for (const id of chainIds(diffIds)) users.set(id, (users.get(id) ?? 0) + 1);
  return ({ diffIds }) =>
    chainIds(diffIds).reduce((sum, id) => sum + ((users.get(id) ?? 0) > 1 ? (sizes.get(id) ?? 0) : 0), 0);
}

// ---- one

export const inspectOneImage: Handler = function* ({ engine }, { target, query }) {
  const platform = platformOf(query);
  if (!platform.ok) return refuse(platform.error);
  const found = engine.call("findImage", target, platform.value);
  if (!found.ok) return refuse(found.error);
  return answer(inspectImage(engine.call("state"), found.value, engine.call("settings")));
};

export const imageHistory: Handler = function* ({ engine }, { target, query }) {
  if (target === "") return refuse(NO_PAGE);
  const platform = platformOf(query);
  if (!platform.ok) return refuse(platform.error);
  const state = engine.call("state");
  const found = engine.call("findImage", target, platform.value);
  if (!found.ok) return refuse(found.error);
  return answer(historyOf(state, found.value, engine.call("layerSizes")));
};

/** Newest first; an id where the image of that step is still here. */
function historyOf(state: EngineState, image: Image, sizes: ReadonlyMap<string, number>): HistoryItem[] {
  const layers = chainIds(image.diffIds);
  let next = 0;
  const items = image.history.map((entry) => ({
    Comment: entry.comment,
    Created: entry.created === undefined ? 0 : Math.floor(entry.created / SECOND),
    CreatedBy: entry.createdBy,
    Id: "<missing>",
    Size: entry.emptyLayer ? 0 : (sizes.get(layers[next++] ?? "") ?? 0),
    Tags: null as readonly string[] | null,
  }));
  let step: Image | undefined = image;
  return items.reverse().map((item) => {
    if (step === undefined) return item;
    const { id, parent }: Image = step;
    const { tags } = namesOf(state, id);
    step = parent === "" ? undefined : lookUp(state.images, hexOf(parent));
    return { ...item, Id: id, Tags: tags.length === 0 ? null : tags };
  });
}

export const tagOneImage: Handler = function* ({ engine }, { target, query }) {
  const named = engine.call("nameImage", target, text(query, "repo"), text(query, "tag"));
  return named.ok ? answer(undefined, 201) : refuse(named.error);
};

export const deleteImage: Handler = function* ({ engine }, { target, query }) {
  if (target === "") return refuse(NO_PAGE);
  if (target.trim() === "") return refuse({ kind: "system", message: "image name cannot be blank" });
  const platforms = platformsOf(query, "platforms");
  if (!platforms.ok) return refuse(platforms.error);
  for (const platform of platforms.value) {
    const found = engine.call("findImage", target, platform);
    if (!found.ok) return refuse(found.error);
  }
  const removed = engine.call("removeImage", target, {
    force: flag(query, "force"),
    prune: !flag(query, "noprune"),
  });
  return removed.ok ? answer(removed.value) : refuse(removed.error);
};

export const pruneImages: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["dangling", "label", "label!", "until"]);
  if (!filters.ok) return refuse(filters.error);
  const danglingOnly = filters.value.bool("dangling", true);
  if (!danglingOnly.ok) return refuse(danglingOnly.error);
  const until = untilOf(filters.value, sys.now());
  if (!until.ok) return refuse(until.error);
  const { removed, reclaimed } = engine.call("pruneImages", {
    danglingOnly: danglingOnly.value,
    until: until.value,
    labels: labelTest(filters.value),
  });
  return answer({ ImagesDeleted: removed.length === 0 ? null : removed, SpaceReclaimed: reclaimed });
};

// ---- making

export const commitImage: Handler = function* ({ engine }, { query, body }) {
  const made = engine.call("commitContainer", {
    container: text(query, "container"),
    repository: text(query, "repo"),
    tag: text(query, "tag"),
    author: text(query, "author"),
    comment: text(query, "comment"),
    pause: flag(query, "pause", true),
    changes: list(query, "changes"),
    config: body as ContainerConfigBody | undefined,
  });
  return made.ok ? answer({ Id: made.value }, 201) : refuse(made.error);
};
