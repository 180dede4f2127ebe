// The steps of a build carried out: looked up in the cache, or made and kept there. Each function is one operation of
// the engine, so that the task that builds (api) can wait in between; what it is given and gives back are values.

import { must } from "../../base/assert.ts";
import { Digester, type Digest } from "../../base/digest.ts";
import { failed } from "../../base/errno.ts";
import { patternMatcher } from "../../base/pattern-matcher.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { encodeLayer } from "../../fs/layer-tar.ts";
import { layerOf } from "../../fs/layer-walk.ts";
import { layerSize, type Layer } from "../../fs/layer.ts";
import { makeDirectories, resolve } from "../../fs/tree-paths.ts";
import { Tree } from "../../fs/tree.ts";
import type { BuildCacheRecord } from "../../model/build.ts";
import { lookUp } from "../../model/shelf.ts";
import { resolveUser } from "../container-user.ts";
import type { Engine } from "../engine.ts";
import { chainIds, putLayers } from "../images.ts";
import { copyKey, imageKey, runKey, workdirKey } from "./cache-key.ts";
import { copyFiles, expand, isUrl, missing, type Copying, type Downloads } from "./copy-files.ts";
import { finishRun, startRun } from "./run-step.ts";
import type { RunMount } from "../dockerfile/run-mount.ts";
import {
  inputsOf,
  orderOf,
  type BuildPlan,
  type CopyOp,
  type Input,
  type RunOp,
  type Vertex,
} from "./vertex.ts";

/** What a vertex came to. */
export interface Outcome {
  /** what it is found by in the cache */
  readonly key: string;
  readonly diffIds: readonly Digest[];
  /** when its layer was made; undefined of an image */
  readonly createdAt: number | undefined;
  readonly cached: boolean;
  /** of a context, which has no layers */
  readonly tree?: Tree;
}

export type Outcomes = ReadonlyMap<number, Outcome>;

export interface Solving {
  readonly plan: BuildPlan;
  readonly index: number;
  readonly outcomes: Outcomes;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly extraHosts: readonly string[];
  /** what ADD takes from elsewhere, by address */
  readonly downloads: Downloads;
  /** images whose files are asked for (loadedImages) */
  readonly loaded: ReadonlySet<number>;
}

export type Solved =
  | { readonly kind: "done"; readonly outcome: Outcome }
  /** a process; finishStep tells what it came to */
  | { readonly kind: "running"; readonly id: string; readonly key: string }
  /** the process could not be made: as if it had said so and ended */
  | { readonly kind: "not-started"; readonly message: string };

const EMPTY: Outcome = { key: "", diffIds: [], createdAt: undefined, cached: true };

const outcomeOf = (outcomes: Outcomes, input: Input): Outcome =>
  input === undefined ? EMPTY : must(outcomes.get(input), `step ${input} was not made yet`);

function treeOf(engine: Engine, { diffIds, tree }: Outcome): Tree {
  if (tree !== undefined) return tree;
  const top = chainIds(diffIds).at(-1);
  return top === undefined ? engine.emptyTree : must(engine.snapshots.get(top), `no snapshot ${top}`).tree;
}

/** A step of the plan; an error is the build's. */
export function solveStep(engine: Engine, solving: Solving): Result<Solved> {
  const { plan, index, outcomes } = solving;
  const vertex = must(plan.vertices[index], `no step ${index}`);
  const base = outcomeOf(outcomes, vertex.base);
  const { op } = vertex;
  switch (op.kind) {
    case "image":
      return done(image(engine, op.image.diffIds, solving.loaded.has(index)));
    case "context":
      return dockerError("system", "a context is loaded, not made");
    case "run":
      return run(engine, solving, vertex, op, base);
    case "copy":
      return copy(engine, solving, vertex, op, base);
    case "workdir": {
      const key = workdirKey(base.key, op.path, op.user);
      return (
        fromCache(engine, vertex, key) ??
        makeDirectory(engine, vertex, { key, base, path: op.path, user: op.user })
      );
    }
  }
}

/** Looked up for a step that has to be made, it is kept as what it is; else nobody asks for its files. */
function image(engine: Engine, diffIds: readonly Digest[], isLoaded: boolean): Outcome {
  const key = imageKey(diffIds);
  const known = lookUp(engine.state.buildCache, key);
  if (!isLoaded) return { key, diffIds, createdAt: undefined, cached: false };
  const { now } = engine;
  const record: BuildCacheRecord = known ?? {
    id: recordId(engine),
    key,
    type: "regular",
    description: "from local ",
    parents: [],
    size: 0,
    createdAt: now,
    lastUsedAt: now,
    usageCount: 0,
    diffIds,
  };
  const usageCount = record.usageCount + 1;
  engine.commit({ kind: "build-step-cached", record: { ...record, lastUsedAt: now, usageCount } });
  return { key, diffIds, createdAt: undefined, cached: known !== undefined };
}

const done = (outcome: Outcome): Result<Solved> => ok({ kind: "done", outcome });

// ---- the cache

/** A result of an earlier build, if it is to be used: it was used once more then. */
function fromCache(engine: Engine, { fresh }: Vertex, key: string): Result<Solved> | undefined {
  const record = fresh ? undefined : lookUp(engine.state.buildCache, key);
  if (record === undefined) return undefined;
  const usageCount = record.usageCount + 1;
  engine.commit({ kind: "build-step-cached", record: { ...record, lastUsedAt: engine.now, usageCount } });
  const { diffIds, createdAt } = record;
  return done({ key, diffIds, createdAt, cached: true });
}

interface Made {
  readonly key: string;
  readonly base: Outcome;
  readonly layer: Layer;
  readonly description: string;
}

/** A layer above the step before becomes a snapshot and a record. */
function keep(engine: Engine, { key, base, layer, description }: Made): Outcome {
  const digester = new Digester();
  for (const piece of encodeLayer(layer)) digester.update(piece);
  const diffIds = [...base.diffIds, digester.digest()];
  putLayers(engine.snapshots, diffIds.map((diffId) => ({ diffId, layer: () => layer })), engine.now); // prettier-ignore
  const parent = lookUp(engine.state.buildCache, base.key === "" ? "00" : base.key);
  const record: BuildCacheRecord = {
    id: recordId(engine),
    key,
    type: "regular",
    description,
    parents: parent === undefined ? [] : [parent.id],
    size: layerSize(layer.entries),
    createdAt: engine.now,
    lastUsedAt: engine.now,
    usageCount: 1,
    diffIds,
  };
  engine.commit({ kind: "build-step-cached", record });
  return { key, diffIds, createdAt: engine.now, cached: false };
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** BuildKit's identity.NewID: 25 digits of base 36. */
export function recordId(engine: Engine): string {
  const hex = engine.random.hex(50);
  let id = "";
  for (let i = 0; i < hex.length; i += 2) id += LETTERS[parseInt(hex.slice(i, i + 2), 16) % LETTERS.length];
  return id;
}

/** What a client sent of its files, which the next build from the same place begins with. */
export function keepSource(engine: Engine, name: string, place: string, size: number): void {
  const key = imageKey(["local", name, place]);
  const { now } = engine;
  const known = lookUp(engine.state.buildCache, key);
  const record: BuildCacheRecord = {
    id: recordId(engine),
    key,
    type: "source.local",
    description: `local source for ${name === "dockerfile" ? name : "context"}`,
    parents: [],
    createdAt: now,
    diffIds: [],
    ...known,
    size,
    lastUsedAt: now,
    usageCount: (known?.usageCount ?? 0) + 1,
  };
  engine.commit({ kind: "build-step-cached", record });
}

/** Images that steps stand on or take from which are not in the cache, and the target if it is one itself. */
export function loadedImages(engine: Engine, plan: BuildPlan, contexts: Outcomes): ReadonlySet<number> {
  const made = new Map<number, Outcome>(contexts);
  const needed = new Set<number>(plan.target === undefined ? [] : [plan.target]);
  for (const index of orderOf(plan)) {
    const vertex = must(plan.vertices[index], `no step ${index}`);
    if (vertex.op.kind === "context") continue;
    if (vertex.op.kind === "image") {
      const { diffIds } = vertex.op.image;
      made.set(index, { key: imageKey(diffIds), diffIds, createdAt: undefined, cached: false });
      continue;
    }
    const isKnown = inputsOf(vertex).every((input) => made.has(input));
    const key = isKnown && !vertex.fresh ? keyOf(engine, vertex, made) : undefined;
    const record = key === undefined ? undefined : lookUp(engine.state.buildCache, key);
    if (record !== undefined) made.set(index, { ...record, cached: true });
    else for (const input of inputsOf(vertex)) needed.add(input);
  }
  return needed;
}

function keyOf(engine: Engine, { base, op }: Vertex, outcomes: Outcomes): string | undefined {
  const below = outcomeOf(outcomes, base).key;
  if (op.kind === "workdir") return workdirKey(below, op.path, op.user);
  if (op.kind === "copy")
    return op.sources.some(isUrl)
      ? undefined
      : copyKey(
          below,
          op,
          op.from === undefined ? undefined : treeOf(engine, outcomeOf(outcomes, op.from)),
          new Map(),
        );
  return op.kind === "run" ? runKey(below, op, mountedTrees(engine, op, outcomes)) : undefined;
}

function mountedTrees(engine: Engine, { mounts }: RunOp, outcomes: Outcomes): Map<number, Tree> {
  const sources = new Map<number, Tree>();
  for (const [i, { mount, from }] of mounts.entries())
    if (mount.type === "bind" && from !== undefined)
      sources.set(i, treeOf(engine, outcomeOf(outcomes, from)));
  return sources;
}

// ---- WORKDIR

interface MakingDirectory {
  readonly key: string;
  readonly base: Outcome;
  readonly path: string;
  readonly user: string;
}

function makeDirectory(
  engine: Engine,
  vertex: Vertex,
  { key, base, path, user }: MakingDirectory,
): Result<Solved> {
  const tree = treeOf(engine, base).forkAbove({ now: engine.now });
  const owner = user === "" ? undefined : resolveUser(tree, user, []);
  const { uid, gid } = owner?.ok ? owner.value : { uid: 0, gid: 0 };
  const made = makeDirectories(tree, path, { now: engine.now, uid, gid });
  if (failed(made)) return dockerError("system", directoryComplaint(tree, path));
  return done(keep(engine, { key, base, layer: layerOf(tree), description: vertex.name }));
}

/** Something is there, or on the way. */
const directoryComplaint = (tree: Tree, path: string): string =>
  `${resolve(tree, path) === "ENOTDIR" ? "lstat" : "mkdir"} ${path}: not a directory`;

// ---- COPY and ADD

function copy(engine: Engine, solving: Solving, vertex: Vertex, op: CopyOp, base: Outcome): Result<Solved> {
  const from = op.from === undefined ? undefined : treeOf(engine, outcomeOf(solving.outcomes, op.from));
  const into = treeOf(engine, base).forkAbove({ now: engine.now });
  const { downloads } = solving;
  const copying = {
    into,
    from,
    op,
    downloads,
    now: engine.now,
    reference: `${uuid(engine)}::${recordId(engine)}`,
  };
  const complaint = patternComplaint(copying) ?? sourcesComplaint(copying);
  if (complaint !== undefined) return dockerError("system", complaint);
  const key = copyKey(base.key, op, from, downloads);
  const cached = fromCache(engine, vertex, key);
  if (cached !== undefined) return cached;
  const refused = copyFiles(copying);
  if (refused !== undefined) return dockerError("system", refused);
  return done(keep(engine, { key, base, layer: layerOf(into), description: vertex.name }));
}

const uuid = (engine: Engine): string =>
  engine.random.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

function patternComplaint({ op: { exclude }, reference }: Copying): string | undefined {
  const matcher = patternMatcher(exclude);
  if (matcher.ok) return undefined;
  return `failed to compute cache key: failed to calculate checksum of ref ${reference}: invalid excludepatterns: [${exclude.join(" ")}]: ${matcher.error}`;
}

/** A file that is named has to be there; a pattern may mean nothing. */
function sourcesComplaint(copying: Copying): string | undefined {
  const { op, from } = copying;
  if (from === undefined) return undefined;
  for (const source of op.sources.filter((name) => !copying.downloads.has(name)))
    for (const path of expand(from, source)) if (failed(resolve(from, path))) return missing(copying, path);
  return undefined;
}

// ---- RUN

function run(engine: Engine, solving: Solving, vertex: Vertex, op: RunOp, base: Outcome): Result<Solved> {
  const sources = mountedTrees(engine, op, solving.outcomes);
  for (const [i, tree] of sources) {
    const mount = must(op.mounts[i], `no mount ${i}`).mount;
    if (failed(resolve(tree, mount.source || "/"))) {
      const reference = `${uuid(engine)}::${recordId(engine)}`;
      const path = `/${mount.source.replace(/^\//, "")}`;
      return dockerError("system", `failed to compute cache key: failed to calculate checksum of ref ${reference}: "${path}": not found`); // prettier-ignore
    }
  }
  const absent = op.mounts.find(
    ({ mount }) => mount.type === "secret" && mount.required && !solving.secrets.has(mount.id),
  );
  if (absent !== undefined) return dockerError("system", `secret ${absent.mount.id}: not found`);
  const agent = op.mounts.find(({ mount }) => mount.type === "ssh" && mount.required);
  if (agent !== undefined) return dockerError("system", `unset ssh forward key ${agent.mount.id}`);
  const key = runKey(base.key, op, sources);
  const cached = fromCache(engine, vertex, key);
  if (cached !== undefined) return cached;
  const { secrets, extraHosts } = solving;
  const caches = cacheMounts(engine, vertex, op);
  const started = startRun(engine, { op, below: treeOf(engine, base), sources, caches, secrets, extraHosts });
  if (!started.ok) return ok({ kind: "not-started", message: started.error.message });
  return ok({ kind: "running", id: started.value, key });
}

/** Directories that outlast the build; without the cache each build has new ones. */
function cacheMounts(
  engine: Engine,
  { fresh }: Vertex,
  { mounts, args }: RunOp,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [i, { mount }] of mounts.entries()) {
    if (mount.type !== "cache") continue;
    const key = imageKey(["cache", mount.id]);
    const known = fresh ? undefined : lookUp(engine.state.buildCache, key);
    const fs = known?.fileSystem ?? newCacheMount(engine, key, mount, args);
    found.set(i, fs);
  }
  return found;
}

function newCacheMount(engine: Engine, key: string, mount: RunMount, args: readonly string[]): number {
  const { now } = engine;
  const { target, mode = 0o755, uid = 0, gid = 0 } = mount;
  const tree = new Tree({ type: "overlay", mode, now });
  void tree.change(tree.root, { uid, gid }, now);
  const fileSystem = engine.kernel.fileSystems.addTree(tree);
  const record: BuildCacheRecord = {
    id: recordId(engine),
    key,
    type: "exec.cachemount",
    description: `cached mount ${target} from exec ${args.join(" ")} with id "/${mount.id}"`,
    parents: [],
    size: 0,
    createdAt: now,
    lastUsedAt: now,
    usageCount: 1,
    diffIds: [],
    fileSystem,
  };
  engine.commit({ kind: "build-step-cached", record });
  return fileSystem;
}

/** The outcome of a step whose process has ended, or its exit code. */
export function finishStep(
  engine: Engine,
  solving: Solving,
  id: string,
  key: string,
): Result<Outcome, number> {
  const vertex = must(solving.plan.vertices[solving.index], `no step ${solving.index}`);
  const base = outcomeOf(solving.outcomes, vertex.base);
  const { exitCode, layer } = finishRun(engine, id);
  if (exitCode !== 0) return { ok: false, error: exitCode };
  const args = vertex.op.kind === "run" ? vertex.op.args.join(" ") : "";
  return ok(keep(engine, { key, base, layer, description: `mount / from exec ${args}` }));
}
