// A build as BuildKit's daemon carries it out and tells of it: vertices that begin and end, what they print, the image at
// the end (moby builder/builder-next, BuildKit's control.Solve and Status). Steps run one after the other. Deciding
// what to do is the engine's (engine/build).

import { must } from "../../base/assert.ts";
import { digestOf, type Digest } from "../../base/digest.ts";
import { ok, type Result } from "../../base/result.ts";
import { encode } from "../../base/utf8.ts";
import type { Duration } from "../../base/time.ts";
import { processFailure } from "../../engine/build/dispatch.ts";
import { sourceOf, type Refusal } from "../../engine/build/plan.ts";
import { readDockerfile } from "../../engine/build/plan.ts";
import type { Outcome, Solving } from "../../engine/build/solve.ts";
import { orderOf, type BuildPlan, type Vertex } from "../../engine/build/vertex.ts";
import type { Task } from "../../kernel/sys.ts";
import type { LoadedContext } from "../../engine/build/context-tree.ts";
import type {
  BuildContext,
  BuildRequest,
  BuildWarning,
  SolveItem,
  StepStatus,
  VertexStatus,
} from "../../model/build.ts";
import type { Context, Handler } from "./context.ts";
import { fetchUrl, parseUrl } from "./fetch-url.ts";
import { isUrl } from "../../engine/build/copy-files.ts";
import { dockerfileSize, transferSize } from "../../engine/build/transfer-size.ts";

export const solveBuild: Handler = function* (context, { body }) {
  context.begin(200);
  const solver = new Solver(context, body as BuildRequest);
  const refusal = yield* solver.run();
  if (refusal !== undefined) context.send({ kind: "failed", ...refusal } satisfies SolveItem);
  return undefined;
};

const MILLISECOND: Duration = 1000;
/** What steps take beside their processes. */
const TIMES = {
  read: 20 * MILLISECOND,
  load: 30 * MILLISECOND,
  step: 60 * MILLISECOND,
  start: 180 * MILLISECOND,
};

/** A step that is told of. */
type Begun = VertexStatus & { readonly started: number };

class Solver {
  private readonly outcomes = new Map<number, Outcome>();
  /** images whose files are asked for; known once all contexts are there */
  private loaded: ReadonlySet<number> | undefined;
  /** by digest: a vertex that is there twice is one */
  private readonly told = new Map<Digest, Outcome>();

  constructor(
    private readonly context: Context,
    private readonly request: BuildRequest,
  ) {}

  *run(): Task<Refusal | undefined> {
    const { context, request } = this;
    const { engine } = context;
    const archive =
      request.context?.kind === "archive" ? engine.call("loadContext", request.context) : undefined;
    if (archive?.ok === false) return { message: archive.error };
    const read = yield* this.readDefinition(archive?.value);
    if (!read.ok) return { message: read.error };
    const { text, planned } = read.value;
    const missing = yield* this.resolveFrontend(text);
    if (missing !== undefined) return missing;
    const { images, plan, warnings, violation } = planned;
    yield* this.tellImages(images, plan.ok ? undefined : plan.error.message);
    if (!plan.ok && request.check) return this.done({ image: "", warnings, refusal: plan.error });
    if (!plan.ok) return plan.error;
    yield* this.simple("[internal] load .dockerignore", TIMES.read, [["transferring context:", 2]]);
    engine.call("keepSource", "ignore", request.place, 0);
    if (request.check)
      return this.done({ image: "", warnings, ...(violation !== undefined && { violation }) });
    if (violation !== undefined) return { message: violation };
    if (request.output === "unknown")
      return { message: `exporter ${JSON.stringify(request.exporter)} could not be found` };
    if (
      !request.allowsHostNetwork &&
      plan.value.vertices.some(({ op }) => op.kind === "run" && op.network === "host")
    )
      return { message: "failed to load LLB: network.host is not allowed" };
    const refused = yield* this.solve(plan.value, archive?.value);
    return refused ?? (yield* this.finish(plan.value));
  }

  // ---- telling

  private tell(item: SolveItem): void {
    this.context.send(item);
  }

  private begin(digest: Digest, name: string): Begun {
    const vertex: Begun = { digest, name, started: this.context.sys.now() };
    this.tell({ kind: "vertex", vertex });
    return vertex;
  }

  private end(vertex: Begun, more: Partial<VertexStatus> = {}): void {
    this.tell({ kind: "vertex", vertex: { ...vertex, completed: this.context.sys.now(), ...more } });
  }

  private status(vertex: Begun, id: string, current: number, started = this.context.sys.now()): void {
    const status: StepStatus = {
      vertex: vertex.digest,
      id,
      current,
      started,
      completed: this.context.sys.now(),
    };
    this.tell({ kind: "status", status });
  }

  private *simple(
    name: string,
    time: Duration,
    statuses: readonly (readonly [string, number])[],
    error?: string,
    warnings: readonly BuildWarning[] = [],
  ): Task<void> {
    const vertex = this.begin(digestOf(name), name);
    yield* this.context.sys.sleep(time);
    for (const [id, current] of statuses) this.status(vertex, id, current);
    for (const warning of warnings) this.tell({ kind: "warning", warning, vertex: vertex.digest });
    this.end(vertex, error === undefined ? {} : { error });
  }

  // ---- before the steps

  private *readDefinition(archive: LoadedContext | undefined) {
    const { request } = this;
    const text = readDockerfile(request, archive);
    if (archive !== undefined && request.dockerfile === undefined)
      yield* this.simple("[internal] load remote build context", TIMES.load, []);
    const size = text.ok ? dockerfileSize(request.dockerfileName, text.value, this.context.sys.now()) : 2;
    const name = `[internal] load build definition from ${request.dockerfileName}`;
    const planned = text.ok ? this.context.engine.call("planBuild", request, text.value) : undefined;
    const warnings = request.check ? [] : (planned?.warnings ?? []);
    yield* this.simple(name, TIMES.read, [["transferring dockerfile:", size]], undefined, warnings);
    if (!text.ok) return text;
    this.context.engine.call("keepSource", "dockerfile", request.place, encode(text.value).length);
    return ok({ text: text.value, planned: must(planned, "what was read was planned") });
  }

  /** The image of another frontend than the daemon's own. */
  private *resolveFrontend(text: string): Task<Refusal | undefined> {
    const { engine } = this.context;
    const frontend = engine.call("frontendOf", this.request, text);
    if (frontend === undefined) return undefined;
    const { shown, error } = engine.call("resolveFrontend", frontend.name);
    const why = error?.replace(/^failed to resolve source metadata for [^ ]+: /, "");
    yield* this.simple(`resolve image config for docker-image://${shown}`, TIMES.read, [], why);
    return error === undefined ? undefined : { message: error, source: frontend.source };
  }

  private *tellImages(images: readonly string[], complaint: string | undefined): Task<void> {
    for (const image of images) {
      const failed = complaint?.includes(`source metadata for ${image}`) === true;
      const why = failed ? complaint?.replace(/^.*?source metadata for [^ ]+: /s, "") : undefined;
      yield* this.simple(`[internal] load metadata for ${image}`, TIMES.read, [], why);
    }
  }

  // ---- steps

  private *solve(plan: BuildPlan, archive: LoadedContext | undefined): Task<Refusal | undefined> {
    for (const index of orderOf(plan)) {
      const vertex = must(plan.vertices[index], `no step ${index}`);
      const same = this.told.get(vertex.digest);
      if (same !== undefined) {
        this.outcomes.set(index, same);
        continue;
      }
      const complaint =
        vertex.op.kind === "context"
          ? yield* this.load(vertex, index, vertex.op.name, archive)
          : yield* this.step(plan, vertex, index);
      const outcome = this.outcomes.get(index);
      if (outcome !== undefined) this.told.set(vertex.digest, outcome);
      if (complaint === undefined) continue;
      const source = sourceOf(plan.filename, plan.text, vertex.lines);
      return { message: complaint, ...(source !== undefined && { source }) };
    }
    return undefined;
  }

  private *load(
    vertex: Vertex,
    index: number,
    name: string,
    archive: LoadedContext | undefined,
  ): Task<string | undefined> {
    const { context, request } = this;
    const wanted: BuildContext | undefined = name === "" ? request.context : request.contexts.get(name);
    const loaded =
      archive !== undefined && name === ""
        ? ({ ok: true, value: archive } as const)
        : context.engine.call("loadContext", wanted);
    const begun = this.begin(vertex.digest, vertex.name);
    yield* context.sys.sleep(TIMES.load);
    if (loaded.ok && archive === undefined) this.status(begun, "transferring context:", transferSize(wanted));
    this.end(begun, loaded.ok ? {} : { error: loaded.error });
    if (!loaded.ok) return loaded.error;
    if (wanted?.kind === "local") {
      const size = wanted.entries.reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
      context.engine.call("keepSource", name === "" ? "context" : name, request.place, size);
    }
    this.outcomes.set(index, {
      key: "",
      diffIds: [],
      createdAt: undefined,
      cached: false,
      tree: loaded.value,
    });
    return undefined;
  }

  private *step(plan: BuildPlan, vertex: Vertex, index: number): Task<string | undefined> {
    const { engine, sys } = this.context;
    const { secrets, extraHosts } = this.request;
    const outcomes = new Map(this.outcomes);
    this.loaded ??= engine.call("loadedImages", plan, outcomes);
    const known = { plan, index, outcomes, secrets, extraHosts, loaded: this.loaded };
    const begun = this.begin(vertex.digest, vertex.name);
    const downloads = yield* this.fetch(vertex);
    if (!downloads.ok) return this.failed(begun, `failed to load cache key: ${downloads.error}`);
    const solving: Solving = { ...known, downloads: downloads.value };
    const solved = engine.call("solveStep", solving);
    if (!solved.ok) return this.failed(begun, solved.error.message);
    if (solved.value.kind === "not-started")
      return yield* this.unstarted(begun, vertex, solved.value.message);
    if (solved.value.kind === "running") return yield* this.watch(begun, solving, solved.value);
    const { outcome } = solved.value;
    if (!outcome.cached && vertex.op.kind !== "image") yield* sys.sleep(TIMES.step);
    this.outcomes.set(index, outcome);
    this.end(begun, { cached: outcome.cached });
    return undefined;
  }

  /** What ADD takes from elsewhere, over the network of the daemon's host. */
  private *fetch({ op }: Vertex): Task<Result<ReadonlyMap<string, Uint8Array>, string>> {
    const files = new Map<string, Uint8Array>();
    for (const source of op.kind === "copy" ? op.sources.filter(isUrl) : []) {
      const url = parseUrl(source);
      const fetched = url.ok ? yield* fetchUrl(this.context.sys, url.value) : url;
      if (!fetched.ok) {
        const [, status] = /^failed to GET .*? with status (\d+)/s.exec(fetched.error) ?? [];
        return status === undefined ? fetched : { ok: false, error: `invalid response status ${status}` };
      }
      files.set(source, fetched.value);
    }
    return ok(files);
  }

  private failed(begun: Begun, error: string): string {
    this.end(begun, { error: error.replace(/^failed to compute cache key: /, "") });
    return error;
  }

  /** runc's words stand where the process would have printed its own. */
  private *unstarted(begun: Begun, vertex: Vertex, message: string): Task<string> {
    const { sys } = this.context;
    yield* sys.sleep(TIMES.start);
    const args = vertex.op.kind === "run" ? vertex.op.args : [];
    if (/^unable to find (user|group)/.test(message))
      return this.failed(begun, processFailure(args, message));
    const words = message.replace(/^.*runc create failed: /s, "");
    const bytes = encode(`runc run failed: ${words}\n`);
    this.tell({ kind: "log", log: { vertex: begun.digest, stream: "stderr", bytes, at: sys.now() } });
    return this.failed(begun, processFailure(args, "exit code: 1"));
  }

  /** Hands on what a process prints until it ends; if the client goes, it is ended. */
  private *watch(
    begun: Begun,
    solving: Solving,
    { id, key }: { readonly id: string; readonly key: string },
  ): Task<string | undefined> {
    const { context } = this;
    for (;;) {
      const { output, exitCode, channel } = context.engine.call("takeStepOutput", id);
      for (const { stream, bytes, at } of output)
        this.tell({ kind: "log", log: { vertex: begun.digest, stream, bytes, at: at + TIMES.start } });
      if (exitCode !== undefined || !context.isOpen()) break;
      yield* context.wait(channel);
    }
    yield* context.sys.sleep(TIMES.start);
    const finished = context.engine.call("finishStep", solving, id, key);
    const { op } = must(solving.plan.vertices[solving.index], "a step that runs");
    if (!finished.ok)
      return this.failed(
        begun,
        processFailure(op.kind === "run" ? op.args : [], `exit code: ${finished.error}`),
      );
    this.outcomes.set(solving.index, finished.value);
    this.end(begun);
    return undefined;
  }

  // ---- the end

  private done(result: Omit<Extract<SolveItem, { kind: "done" }>, "kind">): undefined {
    this.tell({ kind: "done", ...result });
  }

  private *finish(plan: BuildPlan): Task<Refusal | undefined> {
    const { context, request, outcomes } = this;
    const { engine, sys } = context;
    const exporting = { plan, outcomes: new Map(outcomes), tags: request.tags };
    if (request.output === "none") return this.done({ image: "" });
    if (request.output === "archive") {
      const archive = engine.call("exportArchive", exporting);
      const name =
        request.exporter === "tar" ? "exporting to client tarball" : "exporting to client directory";
      const what = request.exporter === "tar" ? "sending tarball" : "copying files";
      yield* this.simple(name, TIMES.step, [[what, archive.length]]);
      return this.done({ image: "", archive });
    }
    const begun = this.begin(digestOf("exporting to image"), "exporting to image");
    const started = sys.now();
    yield* sys.sleep(TIMES.step);
    const isNew = [...outcomes.values()].some(({ cached, createdAt }) => !cached && createdAt !== undefined);
    this.status(begun, "exporting layers", 0, isNew ? started : sys.now());
    const image = engine.call("exportImage", exporting);
    const bases = plan.vertices.flatMap(({ op }) =>
      op.kind === "image"
        ? [{ name: op.reference.replace(/^docker\.io\/(library\/)?/, ""), digest: op.image.id }]
        : [],
    );
    this.status(begun, `writing image ${image}`, 0);
    for (const tag of request.tags) this.status(begun, `naming to ${tag}`, 0);
    this.end(begun);
    return this.done({ image, bases });
  }
}
