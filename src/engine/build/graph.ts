// From a Dockerfile to a graph of vertices and an image's config: stages are followed from the target on, variables
// replaced, arguments resolved (BuildKit's frontend/dockerfile/dockerfile2llb/convert.go). What steps do to files is
// solve.ts; how one instruction changes the config is dockerfile-changes.ts.

import { must } from "../../base/assert.ts";
import { quote } from "../../base/go/quote.ts";
import { patternMatcher } from "../../base/pattern-matcher.ts";
import { HOST_PLATFORM, parsePlatform } from "../../base/platform.ts";
import { digestOf } from "../../base/digest.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { BuildContext, BuildRequest } from "../../model/build.ts";
import type { Image } from "../../model/image.ts";
import type { Stage, Stages } from "../dockerfile/stages.ts";
import {
  baseStage,
  dependencyFailure,
  imagesTakenFrom,
  nameOf,
  stageIndex,
  takenFrom,
} from "./stage-links.ts";
import type { Source } from "../dockerfile/source.ts";
import type { From } from "../dockerfile/instruction.ts";
import type { Linter } from "../dockerfile/linter.ts";
import { lintStep, type Ignored } from "./lint-step.ts";
import { withSuggestion } from "../dockerfile/suggest.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Engine } from "../engine.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import { resolveBase, type Resolved } from "./base-image.ts";
import { dispatch } from "./dispatch.ts";
import { globalsOf, platformArguments } from "./arguments.ts";
import { beginState, stateAbove, type StageState } from "./stage-state.ts";
import {
  withLastNames,
  type BuildFailure,
  type BuildPlan,
  type Input,
  type Op,
  type Vertex,
} from "./vertex.ts";

type Failure = { readonly ok: false; readonly error: BuildFailure };

export interface NewVertex {
  readonly name: string;
  readonly stage: StageState;
  readonly lines: Vertex["lines"];
  readonly base: Input;
  readonly op: Op;
}

export class Graph {
  readonly vertices: Vertex[] = [];
  /** images that are looked up, in familiar words */
  readonly images: string[] = [];
  readonly globals: ReadonlyMap<string, string>;
  readonly platform: ReadonlyMap<string, string>;
  readonly asked = new Set<string>();
  private readonly states = new Map<number, StageState>();
  /** a stage that is alone has no name: images that are taken from count as stages */
  private readonly several: boolean;
  private readonly ignored: Ignored;

  constructor(
    readonly engine: Engine,
    readonly request: BuildRequest,
    readonly stages: Stages,
    readonly source: Source,
    readonly linter: Linter,
  ) {
    this.platform = platformArguments(request.platform);
    this.globals = globalsOf(stages.globals, request.args, this.platform);
    this.ignored = ignoredOf(request.context);
    this.several = stages.stages.length + imagesTakenFrom(stages) > 1;
  }

  /** The same image or context is one vertex, however often it is asked for. */
  add({ name, stage, lines, base, op }: NewVertex): number {
    const digest = digestOf(JSON.stringify([op, base === undefined ? "" : this.vertices[base]?.digest]));
    const known = this.vertices.findIndex((vertex) => vertex.digest === digest);
    if (known >= 0 && op.kind !== "image") return known;
    const prefix = op.kind === "context" ? "" : stage.nextPrefix() + (stage.isTrigger ? "ONBUILD " : "");
    const { noCache, noCacheStages } = this.request;
    const fresh = noCache || noCacheStages.includes(stage.name);
    this.vertices.push({ digest, name: prefix + name, lines, base, op, fresh });
    return this.vertices.length - 1;
  }

  /** The files of a context: the main one's name is "". */
  context(name: string, stage: StageState): number {
    const shown = name === "" ? "[internal] load build context" : `[context ${name}] load from client`;
    return this.add({ name: shown, stage, lines: undefined, base: undefined, op: { kind: "context", name } });
  }

  /** A stage as it is at its end. */
  state(index: number): Result<StageState, BuildFailure> {
    const known = this.states.get(index);
    if (known !== undefined) return ok(known);
    const stage = must(this.stages.stages[index], `no stage ${index}`);
    const made = this.build(stage);
    if (made.ok) this.states.set(index, made.value);
    return made;
  }

  private build(stage: Stage): Result<StageState, BuildFailure> {
    const begun = this.begin(stage);
    if (!begun.ok) return begun;
    const state = begun.value;
    for (const instruction of [...state.triggers, ...stage.instructions]) {
      state.isTrigger = state.triggers.includes(instruction);
      lintStep(this.linter, state, instruction, this.ignored);
      const failure = dispatch(this, state, instruction);
      if (failure !== undefined) return fail(failure);
    }
    return ok(state);
  }

  private begin(stage: Stage): Result<StageState, BuildFailure> {
    const { node, base, platform } = stage.from;
    const at = (message: string): Failure => fail({ message, lines: node });
    const word = processWord(base, this.globals, { escape: this.source.escape });
    if (!word.ok) return at(word.error);
    if (word.value === "") return at(`base name (${base}) should not be blank`);
    const name = this.several ? nameOf(stage) : "";
    const below = baseStage(this.stages, { ...stage, from: { ...stage.from, base: word.value } });
    if (below !== undefined) {
      const state = this.state(below);
      if (!state.ok) return state;
      const above = stateAbove(state.value, name, stage);
      return typeof above === "string" ? at(above) : ok(above);
    }
    if (word.value === "scratch") return ok(beginState(name, stage, this.source, undefined));
    const wanted = this.platformOf(platform);
    if (!wanted.ok) return at(wanted.error);
    const image = this.image(word.value, wanted.value, "stage name");
    if (!image.ok) {
      // BuildKit has marked the line twice by then.
      const twice = image.error.startsWith("failed to parse platform");
      return fail({ message: image.error, lines: node, ...(twice && { more: [node] }) });
    }
    const state = beginState(name, stage, this.source, image.value.image);
    if (typeof state === "string") return at(state);
    state.vertex = this.imageVertex(image.value, state, node);
    return ok(state);
  }

  /** "" without one */
  private platformOf(given: string | undefined): Result<string, string> {
    if (given === undefined || given === "") return ok("");
    const unset = new Set<string>();
    const known = new Map([...this.platform, ...this.globals]);
    const word = processWord(given, known, { escape: this.source.escape, unset });
    if (!word.ok) return fail(`failed to process arguments for platform : ${word.error}`);
    if (word.value !== "") return word;
    const [name = ""] = unset;
    return fail(withSuggestion(`empty platform value from expression ${given}`, name, known.keys()));
  }

  private imageVertex({ reference, image }: Resolved, stage: StageState, lines: Vertex["lines"]): number {
    const op = { kind: "image", reference, image } as const;
    return this.add({ name: `FROM ${reference}`, stage, lines, base: undefined, op });
  }

  /** An image by name; `what` is how a bad name is spoken of. */
  image(name: string, platform: string, what: string): Result<Resolved, string> {
    const replaced = this.request.contexts.get(name);
    const resolved = resolveBase(this.engine, {
      name: replaced?.kind === "image" ? replaced.reference : name,
      platform: platform || this.request.platform,
      pull: this.request.pull,
      what,
    });
    if (!this.images.includes(resolved.shown) && resolved.shown !== "") this.images.push(resolved.shown);
    const { result } = resolved;
    if (result.ok || resolved.shown === "") return result;
    return fail(withSuggestion(result.error, name, [...this.stages.stages.map(nameOf), ...COMMON_IMAGES]));
  }

  /** What `--from` names: a stage, by name or number, a context, or an image. `undispatched`: it comes too late */
  from(
    name: string,
    stage: StageState,
    lines: Vertex["lines"],
    undispatched: string,
  ): Result<Input, BuildFailure> {
    const index = stageIndex(this.stages, name);
    if (index !== undefined && index >= stage.stage.index) return fail({ message: undispatched, lines });
    if (index !== undefined) {
      const state = this.state(index);
      return state.ok ? ok(state.value.vertex) : state;
    }
    if (this.request.contexts.get(name)?.kind === "local") return ok(this.context(name, stage));
    if (name === "scratch") return ok(undefined);
    const image = this.image(name, "", "stage name");
    if (!image.ok) return fail({ message: image.error, lines });
    const { reference } = image.value;
    const op = { kind: "image", reference, image: image.value.image } as const;
    this.vertices.push({
      digest: digestOf(JSON.stringify([op, ""])), name: `FROM ${reference}`, lines, base: undefined, op, fresh: false,
    }); // prettier-ignore
    return ok(this.vertices.length - 1);
  }
}

/** As BuildKit spells them. */
const COMMON_IMAGES = ["alpine", "busybox", "centos", "debian", "golang", "ubuntu", "fedora"].flatMap((name) => [
  name, `docker.io/library${name}`, `${name}:latest`, `docker.io/library${name}:latest`,
]); // prettier-ignore

/** Where something is taken back, a path alone does not tell. */
function ignoredOf(context: BuildContext | undefined): Ignored {
  const patterns = context?.kind === "local" ? context.ignored : [];
  if (patterns.length === 0 || patterns.some((pattern) => pattern.startsWith("!"))) return undefined;
  const matcher = patternMatcher(patterns);
  return matcher.ok ? matcher.value : undefined;
}

const targetOf = ({ stages }: Stages, target: string): number | undefined =>
  target === ""
    ? stages.length - 1
    : stages.findLast(({ from }) => from.name === target.toLowerCase())?.index;

/** The stages that a target stands on or takes from, in the file's order: they are numbered so. */
function reachable(parsed: Stages, target: number): readonly number[] {
  const { stages } = parsed;
  const found = new Set<number>();
  const visit = (index: number): void => {
    const stage = stages[index];
    if (stage === undefined || found.has(index)) return;
    found.add(index);
    const below = baseStage(parsed, stage);
    if (below !== undefined) visit(below);
    for (const { name } of takenFrom(stage)) {
      const other = stageIndex(parsed, name);
      if (other !== undefined) visit(other);
    }
  };
  visit(target);
  return [...found].sort((a, b) => a - b);
}

/** Arguments and platforms of FROM (BuildKit's reportUnusedFromArgs and its like). */
function lintFrom({ linter, globals, platform }: Graph, { stages, globals: declared }: Stages): void {
  const known = new Map([...platform, ...globals, ...declared.map(({ name }) => [name, ""] as const)]);
  for (const { from } of stages) {
    const unset = new Set<string>();
    void processWord(from.base, known, { unset });
    if (from.platform !== undefined) void processWord(from.platform, known, { unset });
    for (const name of unset)
      linter.report(
        "UndefinedArgInFrom",
        withSuggestion(`FROM argument '${name}' is not declared`, name, known.keys()),
        from.node,
      );
    lintPlatform(linter, from);
  }
}

function lintPlatform(linter: Linter, { platform: written, name, node }: From): void {
  if (written === undefined) return;
  if (/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(written))
    linter.report(
      "RedundantTargetPlatform",
      `Setting platform to predefined ${written} in FROM is redundant as this is the default behavior`,
      node,
    );
  const parsed = parsePlatform(written, HOST_PLATFORM);
  if (written.includes("$") || !parsed.ok) return;
  if (name.includes(parsed.value.os) || name.includes(parsed.value.architecture)) return;
  const message = `FROM --platform flag should not use constant value ${quote(written)}`;
  linter.report("FromPlatformFlagConstDisallowed", message, node);
}

export function layGraph(
  engine: Engine,
  request: BuildRequest,
  parsed: {
    readonly source: Source;
    readonly stages: Stages;
    readonly text: string;
    readonly linter: Linter;
  },
): { readonly plan: Result<BuildPlan, BuildFailure>; readonly images: readonly string[] } {
  const graph = new Graph(engine, request, parsed.stages, parsed.source, parsed.linter);
  lintFrom(graph, parsed.stages);
  const wrong = dependencyFailure(parsed.stages);
  if (wrong !== undefined) return { plan: fail(wrong), images: [] };
  const target = targetOf(parsed.stages, request.target);
  const missing = `target stage "${request.target}" could not be found`;
  const message = withSuggestion(missing, request.target, parsed.stages.stages.map(nameOf));
  if (target === undefined) return { plan: fail({ message, lines: undefined }), images: [] };
  for (const index of reachable(parsed.stages, target)) {
    const state = graph.state(index);
    if (!state.ok) return { plan: state, images: graph.images };
  }
  const state = graph.state(target);
  const plan = state.ok ? ok(planOf(graph, state.value, parsed.text)) : state;
  return { plan, images: graph.images };
}

function planOf(graph: Graph, state: StageState, text: string): BuildPlan {
  const { request, vertices, images } = graph;
  const { config } = state.building;
  const base: Image | undefined = state.base;
  const labels =
    request.labels.size === 0 ? config.Labels : new Map([...(config.Labels ?? []), ...request.labels]);
  return {
    vertices: withLastNames(vertices, state.vertex),
    target: state.vertex,
    images,
    base,
    config: { ...EMPTY_CONFIG, ...config, Labels: labels },
    author: state.author,
    history: state.history,
    filename: request.dockerfileName,
    text,
    unused: [...request.args.keys()].filter((name) => !graph.asked.has(name)),
  };
}
