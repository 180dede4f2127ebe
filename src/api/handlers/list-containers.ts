// Listing containers with the daemon's filters (moby daemon/list.go): which are shown, in which order, and how
// many.

import { atoi } from "../../base/go/integers.ts";
import { layerDirectories } from "../../engine/layer-directories.ts";
import { dockerError, fail, ok, type Result } from "../../base/result.ts";
import { isRunning } from "../../model/container-lifecycle.ts";
import type { Container } from "../../model/container.ts";
import { parsePortRange, splitPort } from "../../model/port-text.ts";
import { namesOf } from "../../model/links.ts";
import { containersByAge, findImage } from "../../model/lookup.ts";
import { lookUp } from "../../model/shelf.ts";
import type { EngineState } from "../../model/state.ts";
import { hexOf, usersOfImage } from "../../model/users.ts";
import { inspectContainer, portsOf, summarise } from "./container-views.ts";
import { answer, flag, refuse, text, type Handler } from "./context.ts";
import { Filters } from "./filters.ts";

const ACCEPTED = [
  "ancestor", "before", "exited", "id", "isolation", "label", "name", "status", "health", "since", "volume", "network", "is-task",
  "publish", "expose",
]; // prettier-ignore
const STATES = ["created", "running", "paused", "restarting", "removing", "exited", "dead"];
const HEALTHS = ["none", "starting", "healthy", "unhealthy"];

export const listContainers: Handler = function* ({ engine, sys }, { query }) {
  const filters = Filters.parse(text(query, "filters"));
  if (!filters.ok) return refuse(filters.error);
  const limit = limitOf(text(query, "limit"));
  if (!limit.ok) return refuse(limit.error);
  const accepted = Filters.parse(text(query, "filters"), ACCEPTED);
  if (!accepted.ok) return refuse(accepted.error);
  const state = engine.call("state");
  const chosen = chooseContainers(state, filters.value, { all: flag(query, "all"), limit: limit.value });
  if (!chosen.ok) return refuse(chosen.error);
  const now = sys.now();
  const withSizes = flag(query, "size");
  return answer(
    chosen.value.map((container) =>
      summarise(container, {
        now,
        imageName: imageNameOf(state, container),
        names: namesOf(state, container),
        sizes: withSizes ? engine.call("containerSizes", container.id) : undefined,
      }),
    ),
  );
};

function limitOf(given: string): Result<number> {
  if (given === "") return ok(0);
  const limit = atoi(given);
  return limit.ok ? ok(Number(limit.value)) : dockerError("system", limit.error);
}

/** What it was created with, as long as that leads to the same image. */
export function imageNameOf(state: EngineState, { config, imageId }: Container): string {
  if (config.Image === imageId) return imageId;
  const found = findImage(state, config.Image);
  return found.ok && found.value.id === imageId ? config.Image : imageId;
}

export interface Choice {
  readonly all: boolean;
  /** 0 for no limit */
  readonly limit: number;
}

/** Newest first. Containers up to the one of `before` and from the one of `since` on are left out. */
export function chooseContainers(
  state: EngineState,
  filters: Filters,
  { all, limit }: Choice,
): Result<readonly Container[]> {
  const folded = fold(state, filters);
  if (!folded.ok) return folded;
  const { before, since, test } = folded.value;
  const showsAll = all || limit > 0 || filters.contains("status");
  const shown: Container[] = [];
  let skipping = before !== undefined;
  for (const container of candidates(state, filters)) {
    if (skipping) {
      skipping = container.id !== before?.id;
      continue;
    }
    if (container.id === since?.id) break;
    if (!showsAll && !isRunning(container.state)) continue;
    if (!matchesName(state, filters, container) || !filters.match("id", container.id)) continue;
    if (!filters.matchLabels("label", container.config.Labels)) continue;
    if (limit > 0 && shown.length === limit) break;
    if (test(container)) shown.push(container);
  }
  return ok(shown);
}

const matchesName = (state: EngineState, filters: Filters, container: Container): boolean =>
  namesOf(state, container).some((name) => filters.match("name", `/${name}`) || filters.match("name", name));

/** Those that names or ids are asked for, or all. */
function candidates(state: EngineState, filters: Filters): readonly Container[] {
  const all = containersByAge(state);
  const ids = filters.values("id");
  const named = filters.values("name").length > 0;
  if (!named && ids.length === 0) return all;
  const begun = new Set(
    ids.flatMap((id) => {
      const found = all.filter((container) => container.id.startsWith(id));
      return found.length === 1 ? found : [];
    }),
  );
  return all.filter((container) => {
    if (ids.length > 0 && !begun.has(container)) return false;
    return ids.length > 0 || matchesName(state, filters, container);
  });
}

type Test = (container: Container) => boolean;

interface Folded {
  readonly before: Container | undefined;
  readonly since: Container | undefined;
  readonly test: Test;
}

/** Everything that needs looking up before containers are gone through; the first complaint otherwise. */
function fold(state: EngineState, filters: Filters): Result<Folded> {
  const exited = exitCodes(filters);
  if (!exited.ok) return exited;
  const wrong = wrongWord(filters, "status", STATES);
  if (wrong !== undefined) return fail(wrong);
  const isTask = filters.bool("is-task", false);
  if (!isTask.ok) return isTask;
  const wrongHealth = wrongWord(filters, "health", HEALTHS);
  if (wrongHealth !== undefined) return fail(wrongHealth);
  const before = lastNamed(state, filters.values("before"));
  if (!before.ok) return before;
  const since = lastNamed(state, filters.values("since"));
  if (!since.ok) return since;
  const published = portsNamed(filters, "publish");
  if (!published.ok) return published;
  const exposed = portsNamed(filters, "expose");
  if (!exposed.ok) return exposed;
  const tests: Test[] = [
    ...(filters.contains("is-task") ? [() => !isTask.value] : []),
    ...(exited.value.size > 0 ? [endedWith(exited.value)] : []),
    ({ state: lifecycle }) => filters.match("status", lifecycle),
    ({ health }) => filters.exactMatch("health", health?.status ?? "none"),
    ...(filters.contains("volume") ? [usesVolume(filters.values("volume"))] : []),
    ...(filters.contains("ancestor") ? [isMadeOf(state, filters.values("ancestor"))] : []),
    ...(filters.contains("network") ? [isOn(filters.values("network"))] : []),
    ...(published.value.size + exposed.value.size > 0 ? [hasPort(published.value, exposed.value)] : []),
  ];
  return ok({
    before: before.value,
    since: since.value,
    test: (container) => tests.every((test) => test(container)),
  });
}

function exitCodes(filters: Filters): Result<ReadonlySet<number>> {
  const codes = new Set<number>();
  for (const value of filters.values("exited")) {
    const code = atoi(value);
    if (!code.ok) return dockerError("invalid-parameter", `invalid filter 'exited=${value}': ${code.error}`);
    codes.add(Number(code.value));
  }
  return ok(codes);
}

function wrongWord(filters: Filters, name: string, allowed: readonly string[]) {
  const wrong = filters.values(name).find((value) => !allowed.includes(value));
  if (wrong === undefined) return undefined;
  const message =
    name === "status"
      ? `invalid value for state (${wrong}): must be one of ${allowed.join(", ")}`
      : `invalid value for health (${wrong}): must be one of ${allowed.join(", ")}`;
  return { kind: "invalid-parameter", message: `invalid filter '${name}=${wrong}': ${message}` } as const;
}

function lastNamed(state: EngineState, values: readonly string[]): Result<Container | undefined> {
  let last: Container | undefined;
  for (const value of values) {
    const named = lookUp(state.containerNames, value.replace(/^\//, ""));
    const found = lookUp(state.containers, named ?? value);
    if (found === undefined) return dockerError("not-found", `No such container: ${value}`);
    last = found;
  }
  return ok(last);
}

const endedWith =
  (codes: ReadonlySet<number>): Test =>
  ({ exitCode, state, startedAt }) =>
    codes.has(exitCode) && !isRunning(state) && startedAt !== undefined;

const usesVolume =
  (values: readonly string[]): Test =>
  ({ mountPoints }) =>
    mountPoints.some(
      ({ name, source, destination }) => values.includes(destination) || values.includes(name || source),
    );

/** The images themselves and all that were made of them. */
function isMadeOf(state: EngineState, values: readonly string[]): Test {
  const ids = new Set<string>();
  const add = (id: string): void => {
    if (ids.has(id)) return;
    ids.add(id);
    usersOfImage(state, id).children.forEach(add);
  };
  for (const value of values) {
    const found = findImage(state, value);
    if (found.ok) add(found.value.id);
  }
  return ({ imageId }) => ids.has(imageId);
}

const isOn =
  (values: readonly string[]): Test =>
  ({ endpoints }) =>
    values.some((value) =>
      endpoints.some(({ network, settings }) => network === value || settings.NetworkID.startsWith(value)),
    );

/** `80`, `80/tcp`, `80-90/udp`, as texts `80/tcp`. */
function portsNamed(filters: Filters, name: string): Result<ReadonlySet<string>> {
  const ports = new Set<string>();
  for (const value of filters.values(name)) {
    if (value.includes(":"))
      return dockerError("system", `filter for '${name}' should not contain ':': ${value}`);
    const { port, protocol } = splitPort(value);
    const range = parsePortRange(port);
    if (!range.ok)
      return dockerError("system", `error while looking up for ${name} ${value}: ${range.error}`);
    for (let number = range.value[0]; number <= range.value[1]; number++) ports.add(`${number}/${protocol}`);
  }
  return ok(ports);
}

const hasPort =
  (published: ReadonlySet<string>, exposed: ReadonlySet<string>): Test =>
  (container) =>
    portsOf(container).some(
      ({ PublicPort, PrivatePort, Type }) =>
        published.has(`${PublicPort ?? 0}/${Type}`) || exposed.has(`${PrivatePort}/${Type}`),
    );

// ---- one

export const inspectOne: Handler = function* ({ engine }, { target, query }) {
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const sizes = flag(query, "size") ? engine.call("containerSizes", found.value.id) : undefined;
  const { layerId, imageId } = found.value;
  const image = imageId === "" ? undefined : lookUp(engine.call("state").images, hexOf(imageId));
  const layers = [`${layerId}-init`, ...(image === undefined ? [] : layerDirectories(image))];
  return answer(inspectContainer(found.value, layers, engine.call("settings"), sizes));
};
