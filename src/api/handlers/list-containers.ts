// Listing containers with the daemon's filters (moby daemon/list.go): which are shown, in which order, and how
// many.

import { valuesOf, lookUp } from "../../model/shelf.ts";
import { findContainer } from "../../model/lookup.ts";
import { isRunning } from "../../model/container-lifecycle.ts";
import type { Container } from "../../model/container.ts";
import type { EngineState } from "../../model/state.ts";
import { ok, dockerError, type Result } from "../../base/result.ts";
import { parseFilters, matchesLabels, type Filters } from "./filters.ts";
import type { Handler } from "./context.ts";
import { answer, flag, number, refuse, text } from "./context.ts";
import { inspectContainer, summarise } from "./container-views.ts";

const ACCEPTED = [
  "ancestor",
  "before",
  "exited",
  "id",
  "isolation",
  "label",
  "name",
  "status",
  "health",
  "since",
  "volume",
  "network",
  "is-task",
  "publish",
  "expose",
];
const STATES = ["created", "restarting", "running", "removing", "paused", "exited", "dead"];
const HEALTHS = ["none", "starting", "healthy", "unhealthy"];

export const listContainers: Handler = function* ({ engine, sys }, { query }) {
  const filters = parseFilters(text(query, "filters"), ACCEPTED);
  if (!filters.ok) return refuse(filters.error);
  const state = engine.call("state");
  const limit = number(query, "limit") ?? 0;
  const chosen = choose(state, filters.value, { all: flag(query, "all") || limit > 0, limit });
  if (!chosen.ok) return refuse(chosen.error);
  const now = sys.now();
  const withSizes = flag(query, "size");
  return answer(
    chosen.value.map((container) =>
      summarise(container, {
        now,
        imageName: imageNameOf(state, container),
        sizes: withSizes ? engine.call("containerSizes", container.id) : undefined,
      }),
    ),
  );
};

export const inspectOne: Handler = function* ({ engine }, { target, query }) {
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const sizes = flag(query, "size") ? engine.call("containerSizes", found.value.id) : undefined;
  return answer(inspectContainer(found.value, engine.call("settings"), sizes));
};

/** The name that it was created with, as long as that leads to the same image. */
function imageNameOf(state: EngineState, { config, imageId }: Container): string {
  const name = config.Image;
  const reference = lookUp(
    state.references,
    name.includes(":", name.lastIndexOf("/") + 1) || name.includes("@") ? name : `${name}:latest`,
  );
  const isId = imageId === name || imageId.startsWith(`sha256:${name}`);
  return isId || reference?.image === imageId ? name : imageId;
}

interface Choice {
  readonly all: boolean;
  readonly limit: number;
}

function choose(state: EngineState, filters: Filters, choice: Choice): Result<readonly Container[]> {
  const test = testOf(state, filters);
  if (!test.ok) return test;
  const all = [...valuesOf(state.containers)].sort((a, b) => b.createdAt - a.createdAt);
  const showsAll = choice.all || filters.has("status") || filters.has("exited");
  const shown: Container[] = [];
  for (const container of all) {
    if (!showsAll && !isRunning(container.state)) continue;
    if (!test.value(container)) continue;
    shown.push(container);
    if (shown.length === choice.limit) break;
  }
  return ok(shown);
}

type Test = (container: Container) => boolean;

/** Every filter as one test; values of one filter are alternatives, filters add up. */
function testOf(state: EngineState, filters: Filters): Result<Test> {
  const tests: Test[] = [];
  for (const [name, values] of filters) {
    const test = TESTS.get(name)?.(values, state);
    if (test === undefined) continue;
    if (!test.ok) return test;
    tests.push(test.value);
  }
  return ok((container) => tests.every((test) => test(container)));
}

type MakeTest = (values: readonly string[], state: EngineState) => Result<Test>;

const some =
  (match: (container: Container, value: string) => boolean): MakeTest =>
  (values) =>
    ok((container) => values.some((value) => match(container, value)));

function oneOf(allowed: readonly string[], name: string, of: (container: Container) => string): MakeTest {
  return (values) => {
    const wrong = values.find((value) => !allowed.includes(value));
    if (wrong !== undefined) return dockerError("invalid-parameter", `invalid filter '${name}=${wrong}'`);
    return ok((container) => values.includes(of(container)));
  };
}

/** Go's regexp, as far as people use it here; what is no expression matches nothing. */
function matcher(pattern: string): (text: string) => boolean {
  const plain = pattern.replace(/[.*+?^${}()|[\]\\]/g, "");
  if (plain === pattern) return (subject) => subject.includes(pattern);
  const expression = compile(pattern);
  return (subject) => expression?.test(subject) ?? false;
}

function compile(pattern: string): RegExp | undefined {
  const balanced = (pattern.match(/(?<!\\)\(/g) ?? []).length === (pattern.match(/(?<!\\)\)/g) ?? []).length;
  return balanced && !/^[*+?]/.test(pattern) ? new RegExp(pattern) : undefined;
}

const matchesName: MakeTest = (values) => {
  const tests = values.map((value) => matcher(value.replace(/^\^\/?/, "^")));
  const withSlash = values.map((value) => matcher(value));
  return ok(({ name }) => tests.some((test) => test(name)) || withSlash.some((test) => test(`/${name}`)));
};

/** `since` and `before` name a container, whose age is the bound. */
const bound =
  (keeps: (container: Container, other: Container) => boolean): MakeTest =>
  (values, state) => {
    const others: Container[] = [];
    for (const value of values) {
      const found = findContainer(state, value);
      if (!found.ok) return found;
      others.push(found.value);
    }
    return ok((container) => others.every((other) => keeps(container, other)));
  };

const exited: MakeTest = (values) => {
  const codes = values.map(Number);
  const wrong = values.find((value) => !/^-?\d+$/.test(value));
  if (wrong !== undefined) return dockerError("invalid-parameter", `invalid filter 'exited=${wrong}'`);
  return ok(
    (container) =>
      !isRunning(container.state) && container.startedAt !== undefined && codes.includes(container.exitCode),
  );
};

const hasPort = (ports: Iterable<string>, wanted: string): boolean => {
  const [range = "", protocol = "tcp"] = wanted.split("/");
  const [first = 0, last = first] = range.split("-").map(Number);
  for (const port of ports) {
    const [number, kind = "tcp"] = port.split("/");
    if (Number(number) >= first && Number(number) <= last && kind === protocol) return true;
  }
  return false;
};

const TESTS: ReadonlyMap<string, MakeTest> = new Map<string, MakeTest>([
  ["id", some(({ id }, value) => id.startsWith(value) || (value !== "" && id.includes(value)))],
  ["name", matchesName],
  ["status", oneOf(STATES, "status", ({ state }) => state)],
  ["health", oneOf(HEALTHS, "health", ({ health }) => health?.status ?? "none")],
  ["exited", exited],
  ["label", (values) => ok(({ config }) => matchesLabels(config.Labels, values))],
  ["before", bound((container, other) => container.createdAt < other.createdAt)],
  ["since", bound((container, other) => container.createdAt > other.createdAt)],
  [
    "volume",
    some(({ mountPoints }, value) =>
      mountPoints.some(
        (point) => point.name === value || point.destination === value || point.source === value,
      ),
    ),
  ],
  [
    "network",
    some(({ endpoints }, value) =>
      endpoints.some(
        ({ network, settings }) =>
          network === value || (settings.NetworkID !== "" && settings.NetworkID.startsWith(value)),
      ),
    ),
  ],
  [
    "ancestor",
    (values, state) => ok((container) => values.some((value) => isAncestor(state, container, value))),
  ],
  [
    "publish",
    some(({ ports }, value) =>
      [...ports].some(
        ([port, bindings]) =>
          bindings?.some(({ HostPort }) => hasPort([`${HostPort}/${port.split("/")[1]}`], value)) ?? false,
      ),
    ),
  ],
  [
    "expose",
    some(({ ports, config }, value) =>
      hasPort([...ports.keys(), ...(config.ExposedPorts?.keys() ?? [])], value),
    ),
  ],
  ["is-task", some((_, value) => value === "false" || value === "0")],
]);

/** The image itself, or one that it was built on: a shared beginning of layers. */
function isAncestor(state: EngineState, container: Container, value: string): boolean {
  const name = value.includes(":") ? value : `${value}:latest`;
  const reference = lookUp(state.references, name)?.image;
  const ids = [...valuesOf(state.images)].filter(
    ({ id }) => id === reference || id === value || id.startsWith(`sha256:${value}`),
  );
  const own = lookUp(state.images, container.imageId.slice("sha256:".length));
  return ids.some(
    ({ id, diffIds }) =>
      id === container.imageId ||
      (own !== undefined && diffIds.length > 0 && diffIds.every((d, i) => own.diffIds[i] === d)),
  );
}
