// One instruction of the classic builder (moby daemon/builder/dockerfile/dispatchers.go, evaluator.go): what changes the
// config only is committed from a container that never runs, RUN from one that did, COPY and ADD need none.

import { quote } from "../../base/go/quote.ts";
import { formatDuration } from "../../base/go/duration.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Tree } from "../../fs/tree.ts";
import { lookUp } from "../../model/shelf.ts";
import { beginBuilding, changeConfig, pairs, type Building } from "../dockerfile-changes.ts";
import { parseInstruction } from "../dockerfile/instruction.ts";
import { parseSource } from "../dockerfile/source.ts";
import { processWord } from "../dockerfile-words.ts";
import { createContainer } from "../create.ts";
import type { Engine } from "../engine.ts";
import { allow, allowedValues, argumentPrefix } from "./build-arguments.ts";
import type { ClassicState, Step, Stepped } from "./classic-state.ts";
import { copyFiles } from "./copy-classic.ts";
import { FROM_CACHE, invalid, needsBuildKit, probe, shellOf, variables, withImage } from "./probe-step.ts";
import { sealStep } from "./seal-step.ts";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

export function dispatchClassic(engine: Engine, state: ClassicState, step: Step): Result<Stepped> {
  switch (step.kind) {
    case "run":
      return run(engine, state, step);
    case "copy":
      return copyFiles(engine, state, step);
    case "workdir":
      return workdir(engine, state, step);
    case "arg":
      return declare(engine, state, step);
    case "shell": {
      const config = { ...state.config, Shell: step.shell };
      return commit(engine, { ...state, config }, `SHELL [${step.shell.join(" ")}]`);
    }
    case "maintainer":
      return commit(engine, { ...state, author: step.node.rest }, `MAINTAINER ${step.node.rest}`);
    case "config":
      return configure(engine, state, step);
  }
}

/** A trigger of the image below, as its own line says it. */
export function dispatchTrigger(engine: Engine, state: ClassicState, trigger: string): Result<Stepped> {
  const source = parseSource(trigger);
  if (!source.ok) return invalid(source.error.message);
  const [node] = source.value.nodes;
  const step = node === undefined ? undefined : parseInstruction(node);
  if (step === undefined || source.value.nodes.length !== 1)
    return dockerError("system", "onbuild trigger should be a single expression");
  if (!step.ok) return invalid(step.error);
  return step.value.kind === "from"
    ? invalid("FROM isn't allowed as an ONBUILD trigger")
    : dispatchClassic(engine, state, step.value);
}

// ---- the cache, and containers that are committed

/** Its config as a step whose command tells what it did. */
const withComment = (config: ContainerConfig, ...comment: readonly string[]): ContainerConfig => ({
  ...config,
  Cmd: [...shellOf(config), ...comment],
});

const commit = (engine: Engine, state: ClassicState, comment: string): Result<Stepped> =>
  commitWith(engine, state, withComment(state.config, "#(nop) ", comment));

function commitWith(engine: Engine, before: ClassicState, config: ContainerConfig): Result<Stepped> {
  const { state, hit } = probe(engine, before, config);
  if (hit) return ok({ kind: "done", state, told: FROM_CACHE });
  const created = create(engine, state, config);
  if (!created.ok) return created;
  const { container, told, tree, config: containerConfig } = created.value;
  const { image: parent, author } = state;
  // What the daemon completes of a health check from the image below, it completes in the build's own config as well.
  const Healthcheck = state.config.Healthcheck && containerConfig.Healthcheck;
  const own = { ...state, config: { ...state.config, ...(Healthcheck && { Healthcheck }) } };
  const image = sealStep(engine, { parent, author, config: own.config, containerConfig, container, tree });
  return ok({ kind: "done", state: withImage(own, image), told, container });
}

interface CreatedContainer {
  readonly container: string;
  readonly told: string;
  readonly tree: Tree;
  /** as the daemon has completed it */
  readonly config: ContainerConfig;
}

function create(engine: Engine, state: ClassicState, config: ContainerConfig): Result<CreatedContainer> {
  const created = createContainer(engine, {
    name: undefined,
    platform: undefined,
    config,
    hostConfig: state.plan.options.hostConfig,
    endpoints: new Map(),
  });
  if (!created.ok) return created;
  const { id, warnings } = created.value;
  const container = lookUp(engine.state.containers, id);
  if (container === undefined) return dockerError("not-found", `No such container: ${id}`);
  const told = [
    ...warnings.map((warning) => ` ---> [Warning] ${warning}\n`),
    ` ---> Running in ${id.slice(0, 12)}\n`,
  ].join("");
  const { tree } = container;
  return ok({ container: id, told, tree: engine.kernel.fileSystems.tree(tree), config: container.config });
}

// ---- instructions

function run(engine: Engine, before: ClassicState, { command, node }: Of<"run">): Result<Stepped> {
  const [flag] = node.flags;
  if (flag !== undefined) return needsBuildKit(flag.slice(2).split("=", 1)[0] ?? "");
  const { config } = before;
  const own = typeof command === "string" ? [...shellOf(config), command] : command;
  const values = allowedValues(before.args, config.Env);
  const saved = [...argumentPrefix(before.args, values), ...own];
  const probing: ContainerConfig = { ...config, Cmd: saved, Entrypoint: null };
  const { state, hit } = probe(engine, before, probing);
  if (hit) return ok({ kind: "done", state, told: FROM_CACHE });
  const created = create(engine, state, {
    ...config,
    Cmd: own,
    Env: [...(config.Env ?? []), ...[...values].map(([name, value]) => `${name}=${value}`)],
    Entrypoint: [""],
    Healthcheck: { Test: ["NONE"] },
  });
  if (!created.ok) return created;
  const { container, told } = created.value;
  return ok({ kind: "run", running: { state, told, container, command: own, containerConfig: probing } });
}

/** After the container has ended well. */
export function commitRun(
  engine: Engine,
  state: ClassicState,
  container: string,
  containerConfig: ContainerConfig,
): Result<ClassicState> {
  const found = lookUp(engine.state.containers, container);
  if (found === undefined) return dockerError("not-found", `No such container: ${container}`);
  const { image: parent, author, config } = state;
  const tree = engine.kernel.fileSystems.tree(found.tree);
  return ok(withImage(state, sealStep(engine, { parent, author, config, containerConfig, container, tree })));
}

function workdir(engine: Engine, state: ClassicState, { node }: Of<"workdir">): Result<Stepped> {
  const building = beginClassic(state);
  const complaint = changeConfig(building, node);
  if (complaint !== undefined) return invalid(complaint);
  const config: ContainerConfig = building.config;
  const comment = `#(nop) WORKDIR ${config.WorkingDir}`;
  const stepped = commitWith(engine, { ...state, config }, withComment(config, comment));
  return stepped;
}

function declare(engine: Engine, state: ClassicState, { args: declared }: Of<"arg">): Result<Stepped> {
  const { escape } = state.plan;
  const values = variables(state);
  let { args } = state;
  const texts: string[] = [];
  for (const { name, value } of declared) {
    const word = value === undefined ? ok(undefined) : processWord(value, values, { escape });
    if (!word.ok) return invalid(word.error);
    args = allow(args, name, word.value);
    texts.push(word.value === undefined ? name : `${name}=${word.value}`);
  }
  return commit(engine, { ...state, args }, `ARG ${texts.join(" ")}`);
}

const beginClassic = (state: ClassicState): Building => ({
  ...beginBuilding(state.config, state.plan.escape),
  env: variables(state),
  cmdSet: state.cmdSet,
});

function configure(engine: Engine, state: ClassicState, { node }: Of<"config">): Result<Stepped> {
  const building = beginClassic(state);
  const values = new Map(building.env);
  const complaint = changeConfig(building, node);
  if (complaint !== undefined) return invalid(complaint);
  const { config, cmdSet } = building;
  const before: Building = { ...building, env: values };
  const stepped = commit(engine, { ...state, config, cmdSet }, commentOf(before, state, node));
  if (!stepped.ok || stepped.value.kind !== "done") return stepped;
  return ok({ ...stepped.value, told: noteOf(state, node) + stepped.value.told });
}

type Node = Of<"config">["node"];

/** A health check that takes another's place is told of. */
function noteOf({ config }: ClassicState, { name }: Node): string {
  const test = config.Healthcheck?.Test ?? [];
  if (name.toLowerCase() !== "healthcheck" || test.length === 0 || test[0] === "NONE") return "";
  return `Note: overriding previous HEALTHCHECK: [${test.join(" ")}]\n`;
}

const quoted = (words: readonly string[] | null | undefined): string =>
  `[${(words ?? []).map(quote).join(" ")}]`;

/** What history tells of an instruction. `building` has its config after it and the variables before it. */
function commentOf(building: Building, { config: old }: ClassicState, node: Node): string {
  const upper = node.name.toUpperCase();
  const { config } = building;
  switch (upper) {
    case "CMD":
      return `CMD ${quoted(config.Cmd)}`;
    case "ENTRYPOINT":
      return `ENTRYPOINT ${quoted(config.Entrypoint)}`;
    case "ENV":
    case "LABEL": {
      const given = pairs(building, node);
      return [upper, ...(given.ok ? given.value.map(([name, value]) => `${name}=${value}`) : [])].join(" ");
    }
    case "EXPOSE":
      return `EXPOSE ${expandedWords(building, { ...node, rest: node.rest.split(/\s+/).sort().join(" ") }).join(" ")}`;
    case "VOLUME":
      return `VOLUME [${expandedWords(building, node).join(" ")}]`;
    case "USER":
      return `USER ${config.User}`;
    case "STOPSIGNAL":
      return `STOPSIGNAL ${config.StopSignal}`;
    case "ONBUILD":
      return `ONBUILD ${config.OnBuild?.at(-1) ?? ""}`;
    default:
      return `HEALTHCHECK ${healthText(config.Healthcheck ?? old.Healthcheck)}`;
  }
}

function expandedWords({ env, escape }: Building, { json, rest }: Node): readonly string[] {
  return (json ?? rest.split(/\s+/)).map((word) => {
    const done = processWord(word, env, { escape });
    return done.ok ? done.value : word;
  });
}

function healthText(health: ContainerConfig["Healthcheck"]): string {
  const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = health ?? {};
  const times = [Interval, Timeout, StartPeriod, StartInterval].map((time) =>
    formatDuration(BigInt(time ?? 0)),
  );
  return `&{[${(Test ?? []).join(" ")}] ${times.join(" ")} ${Retries ?? 0}}`;
}
