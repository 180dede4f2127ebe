// Volumes: list, create, inspect, remove, prune (moby api/server/router/volume, volume/service). Cluster volumes
// are the swarm's and not here.

import { ok, type Result } from "../../base/result.ts";
import { rfc3339, SECOND } from "../../base/time.ts";
import { lookUp, valuesOf } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import type { Volume } from "../../model/volume.ts";
import type { VolumeCreateBody, WireVolume } from "../wire/volume.ts";
import { answer, done, flag, refuse, text, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";
import { labelTest } from "./prune-filters.ts";

const whole = (at: number): number => Math.floor(at / SECOND) * SECOND;

export const wireVolume = (volume: Volume): WireVolume => ({
  CreatedAt: rfc3339(whole(volume.createdAt)),
  Driver: volume.driver,
  Labels: volume.labels,
  Mountpoint: volume.mountpoint,
  Name: volume.name,
  Options: volume.options,
  Scope: "local",
});

const byName = (state: EngineState): Volume[] =>
  [...valuesOf(state.volumes)].sort((a, b) => (a.name < b.name ? -1 : 1));

const isUsed = (state: EngineState, { name }: Volume): boolean =>
  lookUp(state.volumeUsers, name) !== undefined;

function choose(state: EngineState, filters: Filters): Result<readonly Volume[]> {
  const dangling = filters.bool("dangling", false);
  if (!dangling.ok) return dangling;
  return ok(
    byName(state).filter(
      (volume) =>
        (!filters.contains("dangling") || isUsed(state, volume) !== dangling.value) &&
        filters.match("name", volume.name) &&
        filters.exactMatch("driver", volume.driver) &&
        filters.matchLabels("label", volume.labels),
    ),
  );
}

export const listVolumes: Handler = function* ({ engine }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["dangling", "name", "driver", "label"]);
  if (!filters.ok) return refuse(filters.error);
  const chosen = choose(engine.call("state"), filters.value);
  if (!chosen.ok) return refuse(chosen.error);
  return answer({ Volumes: chosen.value.map(wireVolume), Warnings: null });
};

export const createVolume: Handler = function* ({ engine }, { body }) {
  const {
    Name: name = "",
    Driver: driver = "",
    DriverOpts: options,
    Labels: labels,
  } = body as VolumeCreateBody;
  const made = engine.call("createVolume", {
    name,
    driver,
    options: options ?? null,
    // an empty map does not travel
    labels: labels === undefined || labels === null || labels.size === 0 ? null : labels,
  });
  return made.ok ? answer(wireVolume(made.value), 201) : refuse(made.error);
};

export const inspectVolume: Handler = function* ({ engine }, { target }) {
  const volume = lookUp(engine.call("state").volumes, target);
  if (volume === undefined) return refuse({ kind: "not-found", message: `get ${target}: no such volume` });
  return answer(wireVolume(volume));
};

export const deleteVolume: Handler = function* ({ engine }, { target, query }) {
  return done(engine.call("deleteVolume", target, flag(query, "force")));
};

export const pruneVolumes: Handler = function* ({ engine }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["label", "label!", "all"]);
  if (!filters.ok) return refuse(filters.error);
  const all = filters.value.bool("all", false);
  if (!all.ok) return refuse(all.error);
  const { names, reclaimed } = engine.call("pruneVolumes", {
    all: all.value,
    labels: labelTest(filters.value),
  });
  return answer({ VolumesDeleted: names, SpaceReclaimed: reclaimed });
};
