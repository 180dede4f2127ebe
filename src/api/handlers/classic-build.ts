// POST /build: the classic builder (moby daemon/server/router/build, daemon/builder/dockerfile/builder.go). It goes from
// instruction to instruction, runs a container for each RUN, tells of all as JSON messages and leaves an image for
// every step. What a step does to files and configs is the engine's (engine/classic-build).

import { familiarReference, parseImageReference, withDefaultTag } from "../../base/image-reference.ts";
import { dockerError, ok, type DockerError, type Result } from "../../base/result.ts";
import { MILLISECOND } from "../../base/time.ts";
import { decodeWithReplacement } from "../../base/utf8.ts";
import { unusedArguments, type BuildArguments } from "../../engine/classic-build/build-arguments.ts";
import type {
  ClassicPlan, ClassicState, FinishedStage, Running, Step, Stepped,
} from "../../engine/classic-build/classic-state.ts"; // prettier-ignore
import type { Download } from "../../engine/classic-build/copy-sources.ts";
import { containerChannel } from "../../engine/channels.ts";
import type { Stage } from "../../engine/dockerfile/stages.ts";
import type { Task } from "../../kernel/sys.ts";
import type { ProgressItem } from "../wire/operations.ts";
import { classicOptions } from "./classic-options.ts";
import { Context, flag, refuse, type Handler } from "./context.ts";
import { fetchUrl, parseUrl } from "./fetch-url.ts";
import { pullImage } from "./registry-images.ts";

export const buildClassic: Handler = function* (context, { query, body }) {
  const options = classicOptions(query);
  if (!options.ok) return refuse(options.error);
  const archive = body instanceof Uint8Array ? body : new Uint8Array(0);
  const plan = context.engine.call("planClassicBuild", archive, options.value);
  if (!plan.ok) return refuse(plan.error);
  const builder = new ClassicBuilder(context, plan.value, flag(query, "q"), flag(query, "pull"));
  const built = yield* builder.run();
  builder.end(built);
  return undefined;
};

/** A step that failed: the code is its process's, or 0. */
interface Failure extends DockerError {
  readonly code?: number;
}

type Failed = { readonly ok: false; readonly error: Failure };
type Outcome<T> = { readonly ok: true; readonly value: T } | Failed;

/** What a pull tells is told among the build's own lines. */
class PullContext extends Context {
  constructor(
    context: Context,
    private readonly tell: (item: ProgressItem) => void,
  ) {
    super(context.sys);
  }

  override begin(): void {
    // the build's own answer has begun
  }

  override send(item: object): boolean {
    this.tell(item);
    return true;
  }
}

const COPYING = 20 * MILLISECOND;
const STARTING = 150 * MILLISECOND;

class ClassicBuilder {
  private begun = false;
  /** what is told, if it is to be shown only where the build fails */
  private readonly kept: ProgressItem[] = [];
  private index = 0;
  private readonly total: number;
  private containers: readonly string[] = [];

  constructor(
    private readonly context: Context,
    private readonly plan: ClassicPlan,
    private readonly quiet: boolean,
    private readonly pulls: boolean,
  ) {
    const { globals, stages } = plan;
    this.total = stages.reduce((sum, { instructions }) => sum + 1 + instructions.length, globals.length);
  }

  // ---- telling

  private send(item: ProgressItem): void {
    if (!this.begun) this.context.begin(200);
    this.begun = true;
    this.context.send(item);
  }

  private tell(item: ProgressItem): void {
    if (this.quiet) this.kept.push(item);
    else this.send(item);
  }

  private print(stream: string): void {
    if (stream !== "") this.tell({ stream });
  }

  private printError(text: string): void {
    this.print(`\u001b[91m${text}\u001b[0m`);
  }

  private announce(text: string): void {
    this.index++;
    this.print(`Step ${this.index}/${this.total} : ${text}\n`);
  }

  end(built: Outcome<string>): void {
    if (!built.ok) {
      for (const item of this.kept) this.send(item);
      const { message, code = 0 } = built.error;
      this.send({ errorDetail: { message, ...(code !== 0 && { code }) }, error: message });
    } else if (this.quiet) this.send({ stream: `${built.value}\n` });
  }

  // ---- stages

  *run(): Task<Outcome<string>> {
    const { engine } = this.context;
    const { plan } = this;
    for (const line of plan.warnings) this.printError(line);
    for (const text of plan.globals) this.announce(text);
    let args = plan.args;
    const finished: FinishedStage[] = [];
    for (const stage of plan.stages) {
      const done = yield* this.stage(stage, args, finished);
      if (!done.ok) return done;
      args = { ...args, referenced: new Set([...args.referenced, ...done.value.args.referenced]) };
      const { image } = done.value;
      if (image !== "") this.tell({ aux: { ID: image } });
      finished.push({ name: stage.from.name, image });
    }
    const unused = unusedArguments(args);
    if (unused.length > 0)
      this.print(`[Warning] One or more build-args [${unused.join(" ")}] were not consumed\n`);
    const image = finished.at(-1)?.image ?? "";
    if (image === "") return dockerError("system", "No image was generated. Is your Dockerfile empty?");
    this.print(`Successfully built ${shortOf(image)}\n`);
    const found = engine.call("findImage", image);
    for (const tag of plan.options.tags) {
      if (found.ok) void engine.call("tagImage", found.value, tag);
      this.print(`Successfully tagged ${tag}\n`);
    }
    return ok(image);
  }

  private *stage(
    stage: Stage,
    args: BuildArguments,
    finished: readonly FinishedStage[],
  ): Task<Outcome<ClassicState>> {
    const { engine } = this.context;
    this.announce(stage.from.node.text);
    const base = engine.call("stageBase", this.plan, args, finished, stage.from);
    if (!base.ok) return base;
    const { name, isLocal } = base.value;
    if (!isLocal && (this.pulls || !engine.call("findImage", name).ok)) {
      const pulled = yield* this.pull(name);
      if (!pulled.ok) return pulled;
    }
    const begun = engine.call("beginStage", this.plan, args, finished, base.value);
    if (!begun.ok) return begun;
    const { triggers } = begun.value;
    let { state } = begun.value;
    if (triggers.length > 0)
      this.print(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? "s" : ""}\n`);
    for (const trigger of triggers) {
      const done = yield* this.finish(state, (from) => engine.call("dispatchTrigger", from, trigger));
      if (!done.ok) return done;
      state = done.value;
    }
    this.print(` ---> ${shortOf(state.image)}\n`);
    for (const step of stage.instructions) {
      const done = yield* this.step(state, step);
      if (!done.ok) return done;
      state = done.value;
      this.print(` ---> ${shortOf(state.image)}\n`);
    }
    return ok(state);
  }

  // ---- steps

  private step(state: ClassicState, step: Step): Task<Outcome<ClassicState>> {
    this.announce(step.node.text);
    return this.finish(state, (from) => this.context.engine.call("dispatchClassic", from, step));
  }

  /** A step to its end, and then its container goes. */
  private *finish(
    state: ClassicState,
    dispatch: (state: ClassicState) => Result<Stepped>,
  ): Task<Outcome<ClassicState>> {
    const done = yield* this.carryOut(state, dispatch);
    const { remove, forceRemove } = this.plan.options;
    if (forceRemove || (remove && done.ok)) this.removeContainers();
    return done;
  }

  private *carryOut(
    before: ClassicState,
    dispatch: (state: ClassicState) => Result<Stepped>,
  ): Task<Outcome<ClassicState>> {
    for (let state = before; ;) {
      const stepped = dispatch(state);
      if (!stepped.ok) return stepped;
      const { value } = stepped;
      if (value.kind === "run") return yield* this.runContainer(value.running);
      if (value.kind === "pull") {
        const pulled = yield* this.pull(value.reference);
        if (pulled.ok) continue;
        const { kind, message } = pulled.error;
        return dockerError(kind, `invalid from flag value ${value.reference}: ${message}`);
      }
      if (value.kind === "fetch") {
        const fetched = yield* this.fetch(value.url);
        if (!fetched.ok) return dockerError("system", `ADD failed: ${fetched.error}`);
        state = { ...state, downloads: new Map([...state.downloads, [value.url, fetched.value]]) };
        continue;
      }
      if (value.container !== undefined) this.containers = [...this.containers, value.container];
      yield* this.context.sys.sleep(COPYING);
      this.print(value.told);
      return ok(value.state);
    }
  }

  private removeContainers(): void {
    for (const id of this.containers) {
      const removed = this.context.engine.call("removeContainer", id, { force: true, volumes: true });
      this.print(
        removed.ok
          ? ` ---> Removed intermediate container ${shortOf(id)}\n`
          : `Removing intermediate container ${shortOf(id)}: ${removed.error.message}\n`,
      );
    }
    this.containers = [];
  }

  private *pull(name: string): Task<Result<undefined>> {
    const pulling = new PullContext(this.context, (item) => this.tell(item));
    const answer = yield* pullImage(pulling, { fromImage: referenceOf(name) });
    if (answer === undefined || answer.status < 400) return ok(undefined);
    return dockerError("system", (answer.body as { readonly message: string }).message);
  }

  private *fetch(text: string): Task<Result<Download, string>> {
    const url = parseUrl(text);
    if (!url.ok) return url;
    const fetched = yield* fetchUrl(this.context.sys, url.value);
    if (!fetched.ok) return fetched;
    this.print("\n");
    const path = url.value.path.replace(/\?.*$/s, "");
    return ok({ name: path.slice(path.lastIndexOf("/") + 1), bytes: fetched.value });
  }

  // ---- RUN

  private *runContainer({
    state,
    told,
    container,
    command,
    containerConfig,
  }: Running): Task<Outcome<ClassicState>> {
    const { engine, sys } = this.context;
    this.containers = [...this.containers, container];
    this.print(told);
    engine.call("commitIfThere", container, { kind: "container-attached", id: container });
    engine.call("beginCapture", container);
    yield* sys.sleep(STARTING);
    const started = engine.call("start", container);
    const code = started.ok ? yield* this.watch(container) : 0;
    engine.call("endCapture", container);
    if (!started.ok) return started;
    if (code === undefined) return dockerError("system", "build cancelled");
    if (code !== 0) {
      const message = `The command '${command.join(" ")}' returned a non-zero code: ${code}`;
      return { ok: false, error: { kind: "system", message, code } };
    }
    yield* sys.sleep(COPYING);
    return engine.call("commitRun", state, container, containerConfig);
  }

  /** Tells what a container prints until it ends; its exit status, or undefined if the client is gone. */
  private *watch(container: string): Task<number | undefined> {
    const { context } = this;
    for (;;) {
      const found = context.engine.call("findContainer", container);
      for (const { stream, bytes } of context.engine.call("takeCaptured", container)) {
        const text = decodeWithReplacement(bytes);
        if (stream === "stderr") this.printError(text);
        else this.print(text);
      }
      if (!found.ok || found.value.state === "exited") return found.ok ? found.value.exitCode : 0;
      if (!context.isOpen()) {
        void context.engine.call("removeContainer", container, { force: true, volumes: true });
        return undefined;
      }
      yield* context.wait(containerChannel(container));
    }
  }
}

const shortOf = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);

function referenceOf(name: string): string {
  const parsed = parseImageReference(name);
  return parsed.ok ? familiarReference(withDefaultTag(parsed.value)) : name;
}
