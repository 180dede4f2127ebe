// Containers: create, start, stop, kill and the rest that is answered with one message
// (moby api/server/router/container). Streams are in streams.ts, what is shown in container-views.ts.

import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { containerChannel } from "../../engine/channels.ts";
import type { Stopping } from "../../engine/operations.ts";
import type { HostConfig } from "../../model/container-config.ts";
import type { CreateBody, UpdateBody } from "../wire/container.ts";
import {
  answer,
  done,
  flag,
  NO_CONTENT,
  number,
  refuse,
  text,
  type Context,
  type Handler,
} from "./context.ts";
import { Filters } from "./filters.ts";
import { labelTest, untilOf } from "./prune-filters.ts";

export const createContainer: Handler = function* ({ engine }, { query, body }) {
  const { HostConfig: hostConfig, NetworkingConfig: networking, ...config } = body as CreateBody;
  const created = engine.call("createContainer", {
    name: text(query, "name") || undefined,
    platform: text(query, "platform") || undefined,
    config: config,
    hostConfig: hostConfig as HostConfig,
    endpoints: new Map(
      [...(networking?.EndpointsConfig ?? [])].flatMap(([name, settings]) =>
        settings === null ? [] : [[name, settings] as const],
      ),
    ),
  });
  return created.ok
    ? answer({ Id: created.value.id, Warnings: created.value.warnings }, 201)
    : refuse(created.error);
};

export const startContainer: Handler = function* ({ engine }, { target }) {
  return done(engine.call("start", target));
};

export const killContainer: Handler = function* ({ engine }, { target, query }) {
  const sent = engine.call("signal", target, text(query, "signal"));
  if (sent.ok) return NO_CONTENT;
  return refuse({ ...sent.error, message: `cannot kill container: ${target}: ${sent.error.message}` });
};

// ---- stop and restart

export const stopContainer: Handler = function* (context, { target, query }) {
  const found = context.engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const { state } = found.value;
  if (state !== "running" && state !== "paused" && state !== "restarting")
    return { status: 304, body: undefined };
  const begun = context.engine.call("beginStop", found.value, text(query, "signal"), number(query, "t"));
  if (!begun.ok)
    return refuse({ kind: "system", message: `cannot stop container: ${target}: ${begun.error.message}` });
  yield* stop(context, begun.value);
  return NO_CONTENT;
};

/** Waits for the run to end, kills it when the time is over. */
function* stop({ sys, engine }: Context, { id, runs, timeout }: Stopping): Task<void> {
  const until = timeout < 0 ? undefined : sys.now() + timeout * SECOND;
  while (engine.call("goesOn", id, runs) && (until === undefined || sys.now() < until))
    yield* sys.block(containerChannel(id), until);
  if (engine.call("goesOn", id, runs)) void engine.call("signal", id, "KILL");
  engine.call("commitIfThere", id, { kind: "container-stopped", id });
}

export const restartContainer: Handler = function* (context, { target, query }) {
  const { engine } = context;
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const { id, state } = found.value;
  const wrap = (message: string) =>
    refuse({ kind: "system", message: `Cannot restart container ${target}: ${message}` });
  if (state === "running" || state === "paused" || state === "restarting") {
    engine.call("commitIfThere", id, { kind: "container-restart-begun", id });
    const begun = engine.call("beginStop", found.value, text(query, "signal"), number(query, "t"));
    if (!begun.ok) return wrap(begun.error.message);
    yield* stop(context, begun.value);
  }
  const started = engine.call("startAgain", id);
  if (!started.ok) return wrap(started.error.message);
  engine.call("commitIfThere", id, { kind: "container-restarted", id });
  return NO_CONTENT;
};

// ---- small changes

export const pauseContainer: Handler = function* ({ engine }, { target }) {
  return done(engine.call("pauseContainer", target));
};

export const unpauseContainer: Handler = function* ({ engine }, { target }) {
  return done(engine.call("unpauseContainer", target));
};

export const renameContainer: Handler = function* ({ engine }, { target, query }) {
  return done(engine.call("renameContainer", target, text(query, "name")));
};

export const updateContainer: Handler = function* ({ engine }, { target, body }) {
  const { RestartPolicy: policy, ...resources } = body as UpdateBody;
  const updated = engine.call("updateContainer", target, resources, policy);
  return updated.ok ? answer({ Warnings: updated.value.warnings }) : refuse(updated.error);
};

export const resizeContainer: Handler = function* ({ engine }, { target, query }) {
  return done(engine.call("resizeContainer", target, number(query, "h") ?? 0, number(query, "w") ?? 0));
};

export const pruneContainers: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"), ["label", "label!", "until"]);
  if (!filters.ok) return refuse(filters.error);
  const until = untilOf(filters.value, sys.now());
  if (!until.ok) return refuse(until.error);
  const { ids, reclaimed } = engine.call("pruneContainers", {
    until: until.value,
    labels: labelTest(filters.value),
  });
  return answer({ ContainersDeleted: ids.length === 0 ? null : ids, SpaceReclaimed: reclaimed });
};

export const deleteContainer: Handler = function* ({ engine }, { target, query }) {
  if (flag(query, "link")) return done(engine.call("removeLink", target));
  return done(
    engine.call("removeContainer", target, { force: flag(query, "force"), volumes: flag(query, "v") }),
  );
};
