// From a Dockerfile to a graph of vertices and an image's config: stages are followed from the target on, variables
// replaced, arguments resolved (BuildKit's frontend/dockerfile/dockerfile2llb/convert.go). What steps do to files is
// solve.ts; how one instruction changes the config is dockerfile-changes.ts.

import { must } from "../../base/assert.ts";
import { digestOf } from "../../base/digest.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { BuildRequest } from "../../model/build.ts";
import type { Image } from "../../model/image.ts";
import type { Stage, Stages } from "../dockerfile/stages.ts";
import type { Source } from "../dockerfile/source.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Engine } from "../engine.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import { resolveBase, type Resolved } from "./base-image.ts";
import { dispatch } from "./dispatch.ts";
import { globalsOf, platformArguments } from "./arguments.ts";
import { beginState, stateAbove, type StageState } from "./stage-state.ts";
import type { BuildFailure, BuildPlan, Input, Op, Vertex } from "./vertex.ts";

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
  private readonly open = new Set<number>();

  constructor(
    readonly engine: Engine,
    readonly request: BuildRequest,
    readonly stages: Stages,
    readonly source: Source,
  ) {
    this.platform = platformArguments(request.platform);
    this.globals = globalsOf(stages.globals, request.args, this.platform);
  }

  /** The same image or context is one vertex, however often it is asked for. */
  add({ name, stage, lines, base, op }: NewVertex): number {
    const digest = digestOf(JSON.stringify([op, base === undefined ? "" : this.vertices[base]?.digest]));
    const known = this.vertices.findIndex((vertex) => vertex.digest === digest);
    if (known >= 0) return known;
    const prefix = op.kind === "context" ? "" : stage.nextPrefix();
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
    if (this.open.has(index))
      return fail({
        message: `circular dependency detected on stage: ${stage.from.name || index}`,
        lines: stage.from.node,
      });
    this.open.add(index);
    const made = this.build(stage);
    this.open.delete(index);
    if (made.ok) this.states.set(index, made.value);
    return made;
  }

  private build(stage: Stage): Result<StageState, BuildFailure> {
    const begun = this.begin(stage);
    if (!begun.ok) return begun;
    const state = begun.value;
    for (const instruction of [...state.triggers, ...stage.instructions]) {
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
    const several = this.stages.stages.length > 1;
    const name = stage.from.name || (several ? `stage-${stage.index}` : "");
    const below = this.stageNamed(word.value, stage.index);
    if (below !== undefined) {
      const state = this.state(below);
      return state.ok ? ok(stateAbove(state.value, name, stage)) : state;
    }
    if (word.value === "scratch") return ok(beginState(name, stage, this.source, undefined));
    const wanted = processWord(platform ?? "", new Map([...this.platform, ...this.globals]));
    const image = this.image(word.value, wanted.ok ? wanted.value : "", "stage name");
    if (!image.ok) return at(image.error);
    const state = beginState(name, stage, this.source, image.value.image);
    if (typeof state === "string") return at(state);
    state.vertex = this.imageVertex(image.value, state, node);
    return ok(state);
  }

  private imageVertex({ reference, image }: Resolved, stage: StageState, lines: Vertex["lines"]): number {
    const op = { kind: "image", reference, image } as const;
    return this.add({ name: `FROM ${reference}`, stage, lines, base: undefined, op });
  }

  /** The index of an earlier stage of this name. */
  stageNamed(name: string, before: number): number | undefined {
    const lower = name.toLowerCase();
    const found = this.stages.stages.findLast(({ index, from }) => index < before && from.name === lower);
    return found?.index;
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
    return resolved.result;
  }

  /** What `--from` names: an earlier stage, by name or number, a context, or an image. */
  from(name: string, stage: StageState, lines: Vertex["lines"]): Result<Input, BuildFailure> {
    const number = /^\d+$/.test(name) ? Number(name) : undefined;
    if (number !== undefined && number >= this.stages.stages.length)
      return fail({ message: `invalid stage index ${name}`, lines });
    const own = stage.stage;
    const index =
      number ??
      this.stageNamed(name, own.index) ??
      (own.from.name === name.toLowerCase() ? own.index : undefined);
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
    const known = this.vertices.findIndex(
      (vertex) => vertex.op.kind === "image" && vertex.op.image === op.image,
    );
    if (known >= 0) return ok(known);
    this.vertices.push({
      digest: digestOf(JSON.stringify(op)), name: `FROM ${reference}`, lines, base: undefined, op, fresh: false,
    }); // prettier-ignore
    return ok(this.vertices.length - 1);
  }
}

const targetOf = ({ stages }: Stages, target: string): number | undefined =>
  target === ""
    ? stages.length - 1
    : stages.findLast(({ from }) => from.name === target.toLowerCase())?.index;

/** The stages that a target stands on or takes from, in the file's order: they are numbered so. */
function reachable({ stages }: Stages, target: number): readonly number[] {
  const found = new Set<number>();
  const indexOf = (name: string, before: number): number | undefined =>
    /^\d+$/.test(name)
      ? Number(name)
      : stages.findLast(({ index, from }) => index < before && from.name === name.toLowerCase())?.index;
  const visit = (index: number): void => {
    const stage = stages[index];
    if (stage === undefined || found.has(index)) return;
    found.add(index);
    const names = [stage.from.base, ...stage.instructions.flatMap(takenFrom)];
    for (const name of names) {
      const below = indexOf(name, index);
      if (below !== undefined && below < index) visit(below);
    }
  };
  visit(target);
  return [...found].sort((a, b) => a - b);
}

const takenFrom = (instruction: Stage["instructions"][number]): readonly string[] => {
  if (instruction.kind === "copy") return [instruction.flags.one("from") ?? ""];
  if (instruction.kind !== "run") return [];
  return instruction.flags.all("mount").map((mount) => /(?:^|,)from=([^,]*)/.exec(mount)?.[1] ?? "");
};

export function layGraph(
  engine: Engine,
  request: BuildRequest,
  parsed: { readonly source: Source; readonly stages: Stages; readonly text: string },
): { readonly plan: Result<BuildPlan, BuildFailure>; readonly images: readonly string[] } {
  const graph = new Graph(engine, request, parsed.stages, parsed.source);
  const target = targetOf(parsed.stages, request.target);
  const message = `target stage "${request.target}" could not be found`;
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
    vertices,
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
