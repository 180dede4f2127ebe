// What is known of a stage while its instructions are gone through: config and variables, the vertex that its files are
// at, history (BuildKit's dispatchState). Changed by dispatch.ts only.

import type { Image } from "../../model/image.ts";
import { beginBuilding, type Building } from "../dockerfile-changes.ts";
import { parseInstruction, type Argument, type From, type Instruction } from "../dockerfile/instruction.ts";
import { parseSource, type Source } from "../dockerfile/source.ts";
import type { Stage } from "../dockerfile/stages.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import type { Seen } from "./lint-step.ts";
import type { HistoryStep, Input } from "./vertex.ts";

type Step = Exclude<Instruction, From>;

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export interface StageState {
  readonly name: string;
  readonly stage: Stage;
  readonly building: Building;
  readonly base: Image | undefined;
  /** ONBUILD of the image below */
  readonly triggers: readonly Step[];
  readonly history: HistoryStep[];
  readonly args: Argument[];
  readonly seen: Seen;
  vertex: Input;
  /** the instruction is one of them */
  isTrigger: boolean;
  author: string;
  /** `[name 2/5] `, and so on */
  readonly nextPrefix: () => string;
}

const makesFiles = ({ kind }: Instruction): boolean =>
  kind === "run" || kind === "copy" || kind === "workdir";

function prefixes(name: string, total: number): () => string {
  let index = 0;
  const shown = name === "" ? "" : `${name} `;
  const width = String(total).length;
  return () => (total === 0 ? "" : `[${shown}${String(++index).padStart(width)}/${total}] `);
}

/** A state above an image, or above nothing; a text if the image's triggers are no instructions. */
export function beginState(
  name: string,
  stage: Stage,
  source: Source,
  base: Image | undefined,
): StageState | never;
export function beginState(name: string, stage: Stage, source: Source, base: Image): StageState | string;
export function beginState(
  name: string,
  stage: Stage,
  source: Source,
  base: Image | undefined,
): StageState | string {
  const triggers = triggersOf(base?.config.OnBuild ?? [], stage);
  if (typeof triggers === "string") return triggers;
  const building = beginBuilding(configAbove(base), source.escape);
  const steps = triggers.length + stage.instructions.filter(makesFiles).length;
  return {
    name,
    stage,
    building,
    base,
    triggers,
    history: [],
    args: [],
    seen: { last: new Map(), workdir: false },
    vertex: undefined,
    isTrigger: false,
    author: base?.author ?? "",
    nextPrefix: prefixes(name, steps + (base === undefined ? 0 : 1)),
  };
}

/** A state above another stage, whose triggers are the first steps; a text if those are no instructions. */
export function stateAbove(below: StageState, name: string, stage: Stage): StageState | string {
  const { building } = below;
  const triggers = triggersOf(building.config.OnBuild ?? [], stage);
  if (typeof triggers === "string") return triggers;
  const config = { ...building.config, OnBuild: null };
  return {
    ...below,
    name,
    stage,
    building: { ...building, config, env: new Map(building.env), cmdSet: false },
    triggers,
    seen: { last: new Map(), workdir: below.seen.workdir },
    isTrigger: false,
    history: [...below.history],
    args: [...below.args],
    nextPrefix: prefixes(name, triggers.length + stage.instructions.filter(makesFiles).length),
  };
}

/** Whatever is wrong with one is told of the line that brought it in. */
function triggersOf(lines: readonly string[], { from }: Stage): readonly Step[] | string {
  const steps: Step[] = [];
  for (const line of lines) {
    const source = parseSource(line);
    if (!source.ok) return source.error.message;
    const { start, end } = from.node;
    const [node, ...more] = source.value.nodes.map((own) => ({ ...own, start, end }));
    if (node === undefined || more.length > 0) return "onbuild trigger should be a single expression";
    const step = parseInstruction(node);
    if (!step.ok) return step.error;
    if (step.value.kind !== "from") steps.push(step.value);
  }
  return steps;
}

/** What a built image's config has of the one below; what only containers have is left out. */
function configAbove(base: Image | undefined) {
  const {
    User,
    ExposedPorts,
    Env,
    Entrypoint,
    Cmd,
    Volumes,
    WorkingDir,
    Labels,
    StopSignal,
    Healthcheck,
    Shell,
  } = base?.config ?? EMPTY_CONFIG;
  const env = Env ?? [];
  const hasPath = env.some((entry) => entry.startsWith("PATH="));
  const config = {
    ...EMPTY_CONFIG,
    User, Entrypoint, Cmd, Volumes, WorkingDir, Labels,
    Env: hasPath ? env : [...env, `PATH=${DEFAULT_PATH}`],
  }; // prettier-ignore
  return {
    ...config,
    ...(ExposedPorts !== undefined && { ExposedPorts }),
    ...(StopSignal !== undefined && { StopSignal }),
    ...(Healthcheck !== undefined && { Healthcheck }),
    ...(Shell !== undefined && { Shell }),
  };
}
