// What FROM and `COPY --from` of the classic builder name: a stage that is finished, or an image of the daemon's. What
// has to be pulled first is the task's to do (api/handlers/classic-build.ts), before the step is tried.

import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Image } from "../../model/image.ts";
import { beginBuilding } from "../dockerfile-changes.ts";
import type { From } from "../dockerfile/instruction.ts";
import { processWord } from "../dockerfile-words.ts";
import type { Engine } from "../engine.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import { findImage } from "../images.ts";
import { forStage, valuesForFrom, type BuildArguments } from "./build-arguments.ts";
import type { ClassicPlan, ClassicState, FinishedStage } from "./classic-state.ts";

function stageNamed(finished: readonly FinishedStage[], name: string): FinishedStage | undefined {
  return finished.find((stage) => stage.name !== "" && stage.name === name.toLowerCase());
}

export function resolveFrom(engine: Engine, finished: readonly FinishedStage[], name: string): Result<Image> {
  const stage = stageNamed(finished, name);
  if (stage !== undefined) return findImage(engine, stage.image);
  if (!/^\d+$/.test(name)) return findImage(engine, name);
  const index = Number(name);
  if (index === finished.length) return dockerError("system", "refers to current build stage");
  const numbered = finished[index];
  return numbered === undefined
    ? dockerError("system", "index out of bounds")
    : findImage(engine, numbered.image);
}

/** An image that is not here yet. */
export const isElsewhere = (engine: Engine, finished: readonly FinishedStage[], name: string): boolean =>
  stageNamed(finished, name) === undefined && !/^\d+$/.test(name) && !findImage(engine, name).ok;

export interface StageBase {
  /** with its variables replaced */
  readonly name: string;
  /** a finished stage, or nothing: there is nothing to pull */
  readonly isLocal: boolean;
  readonly platform: string;
}

export function stageBase(
  { options }: ClassicPlan,
  args: BuildArguments,
  finished: readonly FinishedStage[],
  from: From,
): Result<StageBase> {
  if (from.name !== "" && stageNamed(finished, from.name) !== undefined)
    return dockerError("system", `${from.name} stage name already used`);
  const word = processWord(from.base, valuesForFrom(args));
  if (!word.ok) return dockerError("system", word.error);
  const name = word.value;
  if (name === "") return dockerError("system", `base name (${from.base}) should not be blank`);
  const platform = processWord(from.platform ?? "", valuesForFrom(args));
  if (!platform.ok)
    return dockerError("system", `failed to process arguments for platform : ${platform.error}`);
  const isLocal = name === "scratch" || stageNamed(finished, name) !== undefined;
  return ok({ name, isLocal, platform: platform.value || options.platform });
}

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface Begun {
  readonly state: ClassicState;
  /** ONBUILD of the image below, which are steps now */
  readonly triggers: readonly string[];
}

export function beginStage(
  engine: Engine,
  plan: ClassicPlan,
  args: BuildArguments,
  finished: readonly FinishedStage[],
  { name, platform }: StageBase,
): Result<Begun> {
  const stage = stageNamed(finished, name);
  const found = name === "scratch" ? ok(undefined) : findImage(engine, stage?.image ?? name, platform);
  if (!found.ok) return found;
  const image = found.value;
  const config = { ...(image?.config ?? EMPTY_CONFIG), Image: image?.id ?? "", OnBuild: null };
  const { env } = beginBuilding(config);
  const Env = env.has("PATH") ? config.Env : [...(config.Env ?? []), `PATH=${DEFAULT_PATH}`];
  const state: ClassicState = {
    plan,
    finished,
    downloads: new Map(),
    image: image?.id ?? "",
    config: { ...config, Env, OpenStdin: false, StdinOnce: false },
    author: "",
    cmdSet: false,
    args: forStage(args),
    cacheMissed: false,
  };
  return ok({ state, triggers: image?.config.OnBuild ?? [] });
}
